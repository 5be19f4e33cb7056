"""A run for a day: who may start one, what it reports, and how long each step took."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection

from greenbook.automations.account_run import run_accounts
from greenbook.automations.full_run import KEEP_DAYS, FullRun
from greenbook.automations.people import work_out_soon
from greenbook.engine.duck import DuckEngine
from greenbook.engine.lake import Lake
from greenbook.handbook.book import Handbook
from greenbook.records.models import Run, RunStep

#: The database's own lock for runs over everybody; a killed run lets go of it.
FULL_RUN_LOCK = 7_201_001


class AnotherRunIsWorking(Exception):
    """A run over everybody is at work; two of them exclude each other."""


@dataclass(slots=True)
class RunReport:
    """What a run came to. `seconds` by step; `acted` is false for a day before the latest run's."""

    as_of: date
    handbook: str
    accounts: int
    acted: bool
    counts: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The documented keys of `greenbook run --json`."""
        return {
            "as_of": self.as_of.isoformat(),
            "handbook": self.handbook,
            "accounts": self.accounts,
            "acted": self.acted,
            "decisions_changed": self.counts["decisions_changed"],
            "ctas_opened": self.counts["ctas_opened"],
            "ctas_closed": self.counts["ctas_closed"],
            "counts": dict(sorted(self.counts.items())),
            "seconds": {name: round(spent, 3) for name, spent in self.seconds.items()},
        }

    def as_text(self) -> str:
        """A few lines for a person."""
        did = {name: count for name, count in sorted(self.counts.items()) if count}
        did.pop("accounts", None)
        listed = ", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in did.items())
        slowest = ", ".join(f"{name} {spent:.1f} s" for name, spent in self.seconds.items())
        return (
            f"{self.accounts:,} accounts as of {self.as_of}"
            f"{'' if self.acted else ' (looked at only: a later day has been run)'}\n"
            f"{listed or 'nothing had to be done'}\n{slowest}"
        )


def run_everybody(
    *,
    day: date,
    now: Callable[[], datetime],
    handbook: Handbook,
    lake: Lake,
    engine: DuckEngine,
    keep_days: int = KEEP_DAYS,
    tell: Callable[[str], None] = lambda step: None,
) -> RunReport:
    """The run over everybody, at most one at a time. Raises AnotherRunIsWorking.

    The lake keeps `keep_days` days whole, and the last day of each month for ever.
    """
    with _only_one():
        acts = not ran_later(day)
        run = _begin(day=day, at=now(), handbook=handbook)
        report = RunReport(day, handbook.hash, 0, acts)
        with _failing(run):
            step = _marked(run, report, tell, now)
            work = FullRun(run, day, handbook, lake, engine, step, acts, keep_days)
            work.work()
        report.counts, report.accounts = work.done, work.done["accounts"]
        _finish(run, report, at=now())
    return report


def ran_later(day: date) -> bool:
    """Whether a run over everybody finished for a later day (engagement 1.7)."""
    return Run.objects.filter(scope="all", status="finished", as_of__gt=day).exists()


def run_some(
    accounts: Collection[int],
    *,
    day: date,
    handbook: Handbook,
    lake: Lake,
    engine: DuckEngine,
) -> RunReport:
    """The run for some accounts. Waits for whoever changes them; excludes nobody else.

    A later day that has been run has the last word: then nothing is done, and the report says so.
    """
    report = RunReport(day, handbook.hash, len(accounts), not ran_later(day))
    step = _timed(report, lambda name: None)
    if not report.acted:
        return report
    with step("accounts"):
        report.counts = run_accounts(accounts, day=day, handbook=handbook, lake=lake, engine=engine)
    work_out_soon(accounts, day=day)
    return report


@contextmanager
def _only_one() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [FULL_RUN_LOCK])
        if not cursor.fetchone()[0]:
            raise AnotherRunIsWorking("A run is at work already; this one leaves it to it.")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(%s)", [FULL_RUN_LOCK])


def _begin(*, day: date, at: datetime, handbook: Handbook) -> Run:
    """The run of the day and handbook that was killed, taken up again; else a new one."""
    killed = Run.objects.filter(scope="all", status="running").order_by("-pk")
    same = killed.filter(as_of=day, handbook=handbook.hash).first()
    others = killed.exclude(pk=same.pk) if same else killed
    others.update(status="abandoned", finished_at=at)
    return same or Run.objects.create(
        as_of=day,
        handbook_id=handbook.hash,
        scope="all",
        started_at=at,
    )


@contextmanager
def _failing(run: Run) -> Iterator[None]:
    try:
        yield
    except Exception:
        Run.objects.filter(pk=run.pk).update(status="failed")
        raise


def _finish(run: Run, report: RunReport, *, at: datetime) -> None:
    counts = {"counts": dict(report.counts), "seconds": report.seconds}
    Run.objects.filter(pk=run.pk).update(
        status="finished",
        finished_at=at,
        acted=report.acted,
        counts=counts,
    )


def _marked(
    run: Run, report: RunReport, tell: Callable[[str], None], now: Callable[[], datetime]
) -> Any:
    """A step that leaves its marker in the database when it is done."""
    timed = _timed(report, tell)

    @contextmanager
    def step(name: str) -> Iterator[None]:
        marker, _ = RunStep.objects.update_or_create(
            run=run, name=name, defaults={"state": "started", "started_at": now()}
        )
        try:
            with timed(name):
                yield
        except Exception:
            RunStep.objects.filter(pk=marker.pk).update(state="failed", finished_at=now())
            raise
        RunStep.objects.filter(pk=marker.pk).update(state="done", finished_at=now())

    return step


def _timed(report: RunReport, tell: Callable[[str], None]) -> Any:
    @contextmanager
    def step(name: str) -> Iterator[None]:
        tell(name)
        began = time.perf_counter()
        try:
            yield
        finally:
            spent = time.perf_counter() - began
            report.seconds[name] = report.seconds.get(name, 0.0) + spent

    return step
