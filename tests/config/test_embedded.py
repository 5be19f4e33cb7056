"""The embedded PostgreSQL is shared, outlives killed clients and itself, and stops cleanly."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import psycopg
import pytest

from greenbook.config import embedded

CLIENT = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from greenbook.config import embedded
    print(embedded.start(Path(sys.argv[1])), flush=True)
    sys.stdin.read()
    """
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    # The other tests' server may lose its last moments when it is killed; these may not.
    monkeypatch.delenv("GREENBOOK_EMBEDDED_CONFIGURATION", raising=False)
    yield tmp_path / "postgres"
    embedded.stop(tmp_path / "postgres")


def client(folder: Path) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen(
        [sys.executable, "-c", CLIENT, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def leave(process: subprocess.Popen[str]) -> None:
    process.communicate(input="", timeout=60)
    assert process.returncode == 0


def server_pid(folder: Path) -> int:
    return int((folder / "postmaster.pid").read_text().split()[0])


def answers(address: str) -> bool:
    with psycopg.connect(address, connect_timeout=5) as connection:
        return connection.execute("select 1").fetchone() == (1,)


def test_two_processes_share_one_server_and_the_last_one_out_stops_it(folder: Path) -> None:
    first, address = client(folder)
    second, same_address = client(folder)
    assert address == same_address
    leave(first)
    assert answers(address)
    pid = server_pid(folder)
    leave(second)
    assert not embedded.alive(pid)
    assert not (folder / "postmaster.pid").exists()


def test_a_client_killed_with_minus_nine_does_not_keep_the_server_up(folder: Path) -> None:
    killed, address = client(folder)
    polite, _ = client(folder)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert answers(address)
    pid = server_pid(folder)
    leave(polite)
    assert not embedded.alive(pid)


def test_a_server_killed_with_minus_nine_is_started_again_with_its_data(folder: Path) -> None:
    address = embedded.start(folder)
    with psycopg.connect(address) as connection:
        connection.execute("create table kept (word text)")
        connection.execute("insert into kept values ('still here')")
    os.kill(server_pid(folder), signal.SIGKILL)
    again = embedded.start(folder)
    with psycopg.connect(again) as connection:
        assert connection.execute("select word from kept").fetchone() == ("still here",)


def test_a_pid_file_that_names_another_process_is_not_believed(folder: Path) -> None:
    embedded.start(folder)
    embedded.stop(folder)
    lines = [os.getpid(), folder, 0, 5432, folder, "", "0 0", "ready"]
    (folder / "postmaster.pid").write_text("\n".join(map(str, lines)) + "\n")
    assert answers(embedded.start(folder))


def test_a_server_that_can_not_start_says_where_its_log_is(folder: Path) -> None:
    embedded.start(folder)
    embedded.stop(folder)
    with (folder / "postgresql.conf").open("a") as configuration:
        configuration.write("max_connections = many\n")
    with pytest.raises(embedded.EmbeddedServerFailed, match="log"):
        embedded.start(folder, tries=1)
