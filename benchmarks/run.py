"""A run over everybody, end to end: the first day of a filled book, and the day after."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

from benchmarks import book
from benchmarks.apart import apart
from benchmarks.table import Figure, limit
from benchmarks.timing import peak_gib, seconds, step
from greenbook.cli.server import KEEPS_MEMORY

ENTRIES = 20  # an account
SECONDS, GIB = 30, 4


def measure(*, accounts: int = 100_000) -> list[Figure]:
    """The first day everything is new; the day after is what every other night is like."""
    with book.temporary_home():
        with step("fill the book"):
            filling = seconds(lambda: book.fill(accounts=accounts, entries=ENTRIES))
        said = f"{filling:.0f} s: {accounts:,} accounts, {accounts * ENTRIES:,} timeline entries"
        figures = [Figure("fill the book", said)]
        for number, what in enumerate(("run, first day", "run, the day after")):
            with step(what):
                figures += a_day(what, number)
        os.environ |= KEEPS_MEMORY  # as the worker is started
        return figures + apart("explain_one", accounts=None)


def a_day(what: str, days: int) -> list[Figure]:
    from greenbook.automations.run import run_everybody
    from greenbook.cli.workshop import engine, lake, loaded_handbook

    report = run_everybody(
        day=book.DAY + timedelta(days=days),
        now=lambda: datetime.now(UTC),
        handbook=loaded_handbook(),
        lake=lake(),
        engine=engine(),
    )
    took = sum(report.seconds.values())
    steps = ", ".join(f"{name} {spent:.1f}" for name, spent in report.seconds.items())
    did = ", ".join(f"{name} {count:,}" for name, count in sorted(report.counts.items()) if count)
    return [
        limit(what, took, SECONDS, unit="s", beside=f": {steps}"),
        limit(f"{what}: memory", peak_gib(), GIB, unit="GiB", beside=f"; {did}"),
    ]
