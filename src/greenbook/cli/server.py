"""`greenbook serve`, `greenbook worker` and `greenbook stop`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from greenbook.cli.django import records
from greenbook.config.home import home

#: For one account DuckDB takes and gives back very many small pieces of memory and some twenty
#: megabytes of large ones. What glibc and DuckDB then keep at hand for the next: 2,000 small pieces
#: of a size in place of seven, large ones for a minute. It saves a tenth of the CPU.
KEEPS_MEMORY = {
    "GLIBC_TUNABLES": "glibc.malloc.tcache_count=2000",
    "DUCKDB_JE_MALLOC_CONF": "dirty_decay_ms:60000",
}
#: Changed accounts never wait behind a run for everybody or for a person: each queue has a
#: process of its own, and runs give way to all who wait for an answer. With what is set for each.
QUEUES: dict[str, dict[str, str]] = {"changes": KEEPS_MEMORY, "runs": {}}
RUNS_GIVE_WAY = 10
#: A worker is told of a new job at once. One that comes while it looks for the last is missed, so
#: it looks again by itself: after so many seconds, as people wait for what they saved.
LOOKS_AGAIN = 0.5


def serve(
    port: Annotated[int, typer.Option(help="Where to listen, on this machine only.")] = 8000,
    processes: Annotated[int, typer.Option(help="How many answer pages.")] = 2,
) -> None:
    """Serve the pages, and work in the background, until Ctrl-C."""
    records()
    with background_work():
        serve_pages(port=port, processes=processes)


def serve_pages(*, port: int, processes: int) -> None:
    """Answer pages on localhost until Ctrl-C."""
    from granian import Granian
    from granian.constants import Interfaces

    server = Granian(
        "greenbook.config.wsgi:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=4,
        log_enabled=False,
    )
    server.serve()


@contextmanager
def background_work() -> Iterator[None]:
    """Workers beside this process, which end with it."""
    command = [sys.executable, "-m", "greenbook.cli", "worker", "--queue"]
    workers = [
        subprocess.Popen([*command, queue], env=own | os.environ) for queue, own in QUEUES.items()
    ]
    try:
        yield
    finally:
        for worker_process in workers:
            worker_process.terminate()
        for worker_process in workers:
            worker_process.wait()


def worker(
    queue: Annotated[
        list[str] | None, typer.Option(help="changes or runs; repeatable. Unsaid: both.")
    ] = None,
) -> None:
    """Work in the background: the nightly run, and accounts as soon as they change."""
    records()
    if queue == ["runs"]:
        os.nice(RUNS_GIVE_WAY)
    from django.core.management import call_command

    queues = list(queue or QUEUES)
    call_command("procrastinate", "worker", queues=queues, fetch_job_polling_interval=LOOKS_AGAIN)


def stop() -> None:
    """Stop the embedded PostgreSQL, whoever uses it."""
    from greenbook.config import embedded

    stopped = embedded.stop(home() / "postgres")
    print("Stopped." if stopped else "It was not running.")
