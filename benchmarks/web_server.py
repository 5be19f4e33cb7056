"""Greenbook served as people start it, in processes of their own, until the block ends."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

#: As `greenbook serve` does unless told otherwise.
PROCESSES, THREADS = 2, 4
STARTS_WITHIN = 120


@contextmanager
def served(home: Path, port: int) -> Iterator[None]:
    """`greenbook serve` with its workers, letting anybody sign in as anybody."""
    command = [sys.executable, "-m", "greenbook.cli", "serve"]
    command += ["--port", str(port), "--processes", str(PROCESSES)]
    environment = {**os.environ, "GREENBOOK_HOME": str(home), "GREENBOOK_DEMO": "1"}
    with serving(command, environment, log=home / "serve.log", port=port, path="/welcome"):
        yield


@contextmanager
def serving(
    command: Sequence[str],
    environment: Mapping[str, str],
    *,
    log: Path,
    port: int,
    path: str,
    folder: Path | None = None,
) -> Iterator[None]:
    """A server that answers this path when the block begins."""
    with log.open("ab") as said:
        server = subprocess.Popen(
            command, env=environment, cwd=folder, stdout=said, stderr=subprocess.STDOUT
        )
    try:
        _wait(server, port, path, log)
        yield
    finally:
        server.terminate()
        server.wait(timeout=60)


def _wait(server: subprocess.Popen[bytes], port: int, path: str, log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while server.poll() is None and time.monotonic() < until:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", path)
            if connection.getresponse().status < 400:
                return
        except OSError:
            pass
        time.sleep(0.5)
    raise RuntimeError(f"No server on port {port}:\n{log.read_text()[-2000:]}")
