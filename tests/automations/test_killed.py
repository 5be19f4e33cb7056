"""Killed anywhere and started again, a run ends where an undisturbed one does."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection, transaction

from greenbook.engagement.assignments import assign_csm
from greenbook.engagement.touchpoints import log_touchpoint
from greenbook.records.models import Account, Contact, Opportunity, OpportunityStage, User
from tests.automations.conftest import NOON, Work
from tests.automations.everything import Everything

YESTERDAY = date(2026, 3, 2)
TODAY = date(2026, 3, 3)
Make = Callable[..., Account]

#: In which step, and how far into it: before which statement, or after how many seconds.
DEATHS: dict[str, dict[str, Any]] = {
    "after the folding, before it is forgotten": {"step": "fold", "statements": 2},
    "among the first CTAs": {"step": "actions", "statements": 12},
    "late in what is done": {"step": "actions", "statements": 40},
    "among the differences": {"step": "differences", "statements": 9},
    "while the lake is written": {"step": "differences", "seconds": 0.02},
    "when the lake is written": {"step": "lake"},
    "before the run is called finished": {"step": "changed meanwhile", "statements": 3},
}
#: One after the other, in the same database, before it may live.
HUNT: list[dict[str, Any]] = [
    {"step": "fold", "seconds": 0.02},
    {"step": "extract", "seconds": 0.05},
    {"step": "actions", "statements": 25},
    {"step": "people"},
    {"step": "differences", "seconds": 0.03},
    {"step": "lake"},
]


class Living:
    """The process that runs are forked from."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, lake: Path, **death: Any) -> int:
        """Work out today; return the signal that it died of, or 0."""
        order = {"lake": str(lake), "day": TODAY.isoformat(), "at": NOON.isoformat(), **death}
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


class Yesterday:
    """A database and a lake in which yesterday was run, and a lot has happened since."""

    def __init__(self, lake: Path) -> None:
        self._lake = lake
        with connection.cursor() as cursor:
            cursor.execute("select tablename from pg_tables where schemaname = 'public'")
            self._rows = {table: _copied(cursor, table) for (table,) in cursor.fetchall()}

    def again(self, folder: Path) -> Path:
        """Make the database what it was; return another lake that is what it was."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("set local session_replication_role = replica")  # no trigger looks on
            cursor.execute(";".join(f'delete from "{table}"' for table in self._rows))
            for table, rows in self._rows.items():
                with cursor.copy(f'copy "{table}" from stdin') as copying:
                    copying.write(rows)
        return shutil.copytree(self._lake, folder)


def _copied(cursor: Any, table: str) -> bytes:
    with cursor.copy(f'copy "{table}" to stdout') as copying:
        return b"".join(copying)


@pytest.fixture
def living(yesterday: Yesterday) -> Iterator[Living]:
    environment = {**os.environ, "GREENBOOK_DATABASE_URL": _address()}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.automations.killable"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**environment, "DJANGO_SETTINGS_MODULE": "tests.settings"},
    )
    with process:
        assert process.stdout and process.stdin
        assert process.stdout.readline() == "ready\n"
        yield Living(process)
        process.stdin.close()


@pytest.fixture
def yesterday(work: Work, customer: Make, nora: User) -> Yesterday:
    acme, globex = customer("Acme"), customer("Globex", region="AMER", cs_segment="strategic")
    initech = customer("Initech", csm=None, lifecycle_stage="pre_sales")
    umbrella = customer("Umbrella", lifecycle_stage="adoption", renewal_on=date(2026, 6, 30))
    customer("Hooli", sector="public_sector")
    work.everybody(YESTERDAY)
    _call(umbrella, nora, on=YESTERDAY)
    work.only(umbrella, day=YESTERDAY)
    _call(acme, nora, on=TODAY)
    _update(globex, nora, on=TODAY)
    _negotiates(initech)
    assign_csm(initech, nora, by=None, on=TODAY)
    Contact.objects.create(
        account=initech,
        name="Ina",
        email="ina@initech.example",
        gitlab_roles=["gitlab_admin"],
        known_from=YESTERDAY,
    )
    return Yesterday(Path(work.lake.root))


def _call(account: Account, by: User, *, on: date) -> None:
    log_touchpoint(account, by=by, on=on, type="customer_call", subject="Hello")


def _update(account: Account, by: User, *, on: date) -> None:
    log_touchpoint(
        account,
        by=by,
        on=on,
        type="health_update",
        subject="They are leaving",
        csm_sentiment="red",
        risk_reason="product",
        risk_impact=["customer_churn"],
    )


def _negotiates(account: Account) -> None:
    deal = Opportunity.objects.create(
        account=account,
        name="First deal",
        kind="new_business",
        stage="5-Negotiating",
        booked_arr_cents=250_000_00,
        expected_close_on=TODAY + timedelta(days=30),
        expected_start_on=TODAY + timedelta(days=30),
        newly_qualifies=True,
        happened_on=YESTERDAY,
        known_from=YESTERDAY,
    )
    OpportunityStage.objects.create(
        opportunity=deal,
        account=account,
        stage="5-Negotiating",
        happened_on=YESTERDAY,
        known_from=YESTERDAY,
    )


def test_killed_anywhere_and_started_again_it_ends_as_an_undisturbed_run(
    yesterday: Yesterday, living: Living, tmp_path: Path
) -> None:
    lake = yesterday.again(tmp_path / "undisturbed")
    assert living.run(lake) == 0
    undisturbed = _everything(lake)
    assert not undisturbed.behind
    for name, death in DEATHS.items():
        lake = yesterday.again(tmp_path / name)
        assert living.run(lake, **death) == signal.SIGKILL, name
        _wait_until_alone()
        assert living.run(lake) == 0, name
        _compare(_everything(lake), undisturbed, name)
    lake = yesterday.again(tmp_path / "hunted")
    for death in HUNT:
        assert living.run(lake, **death) == signal.SIGKILL, death
        _wait_until_alone()
    assert living.run(lake) == 0
    _compare(_everything(lake), undisturbed, "hunted")


def _compare(again: Everything, undisturbed: Everything, name: str) -> None:
    assert not again.behind, name
    assert again.said.keys() == undisturbed.said.keys(), name
    for table, rows in undisturbed.said.items():
        assert again.said[table] == rows, (name, table)


def _everything(lake: Path) -> Everything:
    with psycopg.connect(_address(), autocommit=True) as opened:
        return Everything(opened, lake)


def _wait_until_alone() -> None:
    """A killed process's connections end when the server notices."""
    others = "datname = current_database() and pid <> pg_backend_pid()"
    with connection.cursor() as cursor:
        for _ in range(200):
            cursor.execute(f"select count(*) from pg_stat_activity where {others}")
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.05)
    raise AssertionError("the killed process is still connected")


def _address() -> str:
    at = connection.settings_dict
    host = at["HOST"]
    name = f"postgresql://{quote(at['USER'])}:{quote(at['PASSWORD'])}@/{quote(at['NAME'])}"
    port = f"&port={at['PORT']}" if at["PORT"] else ""
    return f"{name}?host={quote(host, safe='')}{port}"
