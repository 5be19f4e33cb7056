"""A home in which pages are measured: the filled book as of today, run, with people who lead."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks import book
from benchmarks.timing import step

ENTRIES = 20  # an account
CSMS_A_MANAGER = 8
LEADER = "leader"


def use(home: Path) -> None:
    """Set Django up in this home, in this process."""
    os.environ["GREENBOOK_HOME"] = str(home)
    os.environ.pop("GREENBOOK_DATABASE_URL", None)
    os.environ.pop("GREENBOOK_LAKE", None)
    from greenbook.cli.django import records

    records()


def made_ready(home: Path, *, accounts: int) -> None:
    """Fill the book and run it; one that is there already is used as it is, run for today."""
    use(home)
    from greenbook.records.models import Account, Run

    if not Account.objects.exists():
        with step(f"fill a book of {accounts:,} accounts as of today"):
            book.fill(accounts=accounts, entries=ENTRIES, day=date.today())
            _those_who_lead()
    if not Run.objects.filter(as_of=date.today(), scope="all", status="finished").exists():
        with step("run it for today"):
            _run()
            _tidy()


def _those_who_lead() -> None:
    """A leader who sees everything, and a manager for every few CSMs."""
    from greenbook.records.models import User

    known = date.today()
    csms = list(User.objects.filter(works_as="csm").order_by("pk"))
    User.objects.create(
        username=LEADER,
        name="Leader",
        roles=["leadership"],
        works_as="leadership",
        known_from=known,
    )
    for number, first in enumerate(range(0, len(csms), CSMS_A_MANAGER), start=1):
        manager = User.objects.create(
            username=f"manager{number}",
            name=f"Manager {number}",
            roles=["csm_manager"],
            works_as="csm_manager",
            region="EMEA",
            known_from=known,
        )
        team = [each.pk for each in csms[first : first + CSMS_A_MANAGER]]
        User.objects.filter(pk__in=team).update(manager=manager)


def _run() -> None:
    from greenbook.automations.run import run_everybody
    from greenbook.cli.workshop import engine, lake, loaded_handbook

    run_everybody(
        day=date.today(),
        now=lambda: datetime.now(UTC),
        handbook=loaded_handbook(),
        lake=lake(),
        engine=engine(),
    )


def _tidy() -> None:
    """What PostgreSQL does by itself within minutes of so much writing, done at once."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
