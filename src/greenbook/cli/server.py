"""`greenbook worker` and `greenbook stop`."""

from __future__ import annotations

from greenbook.cli.django import records
from greenbook.config.home import home


def worker() -> None:
    """Work in the background: the nightly run, and accounts as soon as they change."""
    records()
    from django.core.management import call_command

    call_command("procrastinate", "worker")


def stop() -> None:
    """Stop the embedded PostgreSQL, whoever uses it."""
    from greenbook.config import embedded

    stopped = embedded.stop(home() / "postgres")
    print("Stopped." if stopped else "It was not running.")
