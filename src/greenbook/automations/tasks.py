"""The worker's tasks: the nightly run, and accounts taken up soon after they change."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from greenbook.automations import changes
from greenbook.automations.people import run_person
from greenbook.automations.run import AnotherRunIsWorking, ran_later, run_everybody, run_some
from greenbook.decisions import handbooks
from greenbook.engine.duck import DuckEngine
from greenbook.engine.lake import Lake

#: When the nightly run starts, in the tenant's time zone; and how often accounts are looked for
#: that changed without anybody saying so, as after a bulk load.
NIGHTLY = "0 3 * * *"
EVERY_MINUTE = "* * * * *"


@app.periodic(cron=NIGHTLY)
@app.task(queue="runs", queueing_lock="nightly run")
def nightly_run(timestamp: int) -> str:
    """Work out everybody for the day on which it starts, with the handbook as it is then."""
    handbook = handbooks.adopt(Path(settings.GREENBOOK_HANDBOOK), at=now())
    try:
        report = run_everybody(
            day=now().date(),
            now=now,
            handbook=handbook,
            lake=lake(),
            engine=engine(),
            keep_days=settings.GREENBOOK_KEEP_DAYS,
        )
    except AnotherRunIsWorking as working:
        return str(working)
    return report.as_text()


@app.periodic(cron=EVERY_MINUTE)
@app.task(queue="changes", queueing_lock="sweep")
def take_up_changes(timestamp: int) -> int:
    """Have every account worked out that changed since it last was.

    Returns how many there were.
    """
    waiting = changes.waiting()
    for account in waiting:
        with suppress(AlreadyEnqueued):
            work_out_account.configure(queueing_lock=f"account {account}").defer(account=account)
    return len(waiting)


@app.task(queue="changes")
def work_out_account(account: int) -> None:
    """Work out one account that changed; nothing is done where somebody else already did."""
    if account in changes.behind([account]):
        run_some(
            [account],
            day=now().date(),
            handbook=handbooks.current(),
            lake=lake(),
            engine=engine(),
        )


@app.task(queue="runs")
def work_out_person(user: int) -> None:
    """Work out a person whose accounts changed a moment ago.

    It reads all that they did for any account, so no changed account is to wait behind it.
    """
    if not ran_later(now().date()):
        run_person(
            user, day=now().date(), handbook=handbooks.current(), lake=lake(), engine=engine()
        )


def now() -> datetime:
    """The worker's clock, in the tenant's time zone."""
    return datetime.now(ZoneInfo(settings.TIME_ZONE))


@cache
def lake() -> Lake:
    return Lake(settings.GREENBOOK_LAKE)


@cache
def engine() -> DuckEngine:
    return DuckEngine()
