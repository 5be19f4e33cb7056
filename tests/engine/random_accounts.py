"""Accounts as they might be, with holes, for the handbook with a page of each kind."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pyarrow as pa

from greenbook.engine.facts import work_out_facts
from greenbook.engine.interface import Engine
from tests.engine.green_handbook import green

TODAY = date(2024, 6, 1)
COLUMNS = pa.schema(
    [
        ("id", pa.int64()),
        ("today", pa.date32()),
        ("arr", pa.int64()),
        ("cs_segment", pa.string()),
        ("uptier_months", pa.int64()),
        ("uptier_discussed", pa.bool_()),
        ("onboarding_open", pa.bool_()),
        ("onboarding_day", pa.int64()),
        ("growth_intent", pa.bool_()),
        ("escalated", pa.bool_()),
        ("silent", pa.bool_()),
        ("last_call_on", pa.date32()),
        ("last_call_on__known", pa.bool_()),
        ("assigned_on", pa.date32()),
        ("contract_on", pa.date32()),
        ("reviewed_on", pa.date32()),
        ("licensed", pa.int64()),
        ("billable", pa.int64()),
        ("deployers", pa.int64()),
        ("sentiment", pa.string()),
        ("csm_id", pa.int64()),
    ]
)


def account(chance: random.Random, id: int, *, holes: float) -> dict[str, object]:
    """One account; each fact is missing with the chance of `holes`."""

    def flag() -> bool:
        return chance.random() < 0.3

    def day(back: int) -> date:
        return TODAY - timedelta(days=chance.randrange(back))

    row: dict[str, object] = {
        "arr": chance.choice([1_000_000_00, 999_999_99, 200_000_00, 50_000_50]),
        "cs_segment": chance.choice(["strategic", "commercial", "digital"]),
        "uptier_months": chance.choice([None, 2, 3, 4]),
        "uptier_discussed": flag(),
        "onboarding_open": flag(),
        "onboarding_day": chance.choice([None, 59, 60]),
        "growth_intent": flag(),
        "escalated": flag(),
        "silent": flag(),
        "last_call_on": chance.choice([None, day(70)]),
        "last_call_on__known": True,
        "assigned_on": day(200),
        "contract_on": chance.choice([None, day(365)]),
        "reviewed_on": chance.choice([None, day(365)]),
        "licensed": chance.choice([0, 40, 100]),
        "billable": chance.choice([0, 9, 30, 75]),
        "deployers": chance.choice([0, 1, 8]),
        "sentiment": chance.choice(["red", "yellow", "green"]),
        "csm_id": chance.choice([None, 1, 2]),
    }
    kept = {name: value for name, value in row.items() if chance.random() >= holes}
    return kept | {"id": id, "today": TODAY}


def accounts(number: int, *, seed: int, holes: float = 0.1) -> pa.Table:
    chance = random.Random(seed)
    rows = [account(chance, id, holes=holes) for id in range(1, number + 1)]
    return pa.Table.from_pylist(rows, schema=COLUMNS)


def with_facts(engine: Engine, records: pa.Table) -> Engine:
    """The engine with the facts of these accounts, and of Nora (1) and Omar (2)."""
    engine.load("account", records)
    engine.load("person", pa.table({"id": [1, 2], "name": ["Nora", "Omar"]}))
    work_out_facts(engine, green(), today=TODAY)
    return engine
