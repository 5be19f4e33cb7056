"""A book of records drawn from a seed: every table is filled, and much in it is missing."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import duckdb
import pyarrow as pa

from tests.packs.tables import TABLES, empty_records

ROWS = 40
#: Codes that the facts ask for; every other text is one of a few letters, blank or missing.
CODES: dict[str, list[str]] = {
    "type": ["roi", "production", "customer_call", "health_update", "workshop", "webinar", "risk"],
    "status": ["active", "draft", "open", "planned", "held", "ended"],
    "metric": ["billable_users", "licensed_users", "git_operation_users_28d", "sast_scans_28d"],
    "kind": ["full", "mini", "instance", "namespace", "new_business", "tier_upgrade"],
    "version": ["15.2", "16", "14.10.1", "x"],
    "tier": ["ultimate", "premium"],
    "led_by": ["csm", "sa"],
    "role": ["csm", "cse", "account_owner"],
    "industry": ["Banking", "Energy"],
    "csm_sentiment": ["red", "yellow", "green"],
    "region": ["AMER", "EMEA"],
    "approval_status": ["approved", "submitted"],
    "priority": ["urgent", "high"],
}


def random_records(seed: int) -> dict[str, pa.Table]:
    """Every record table by name."""
    chance = random.Random(seed)
    empty = empty_records()
    return {table: _filled(empty, table, chance) for table in TABLES}


def _filled(empty: duckdb.DuckDBPyConnection, table: str, chance: random.Random) -> pa.Table:
    columns = [(row[0], row[1]) for row in empty.execute(f"describe {table}").fetchall()]
    plain = ", ".join(f"{n}::text as {n}" if type == "JSON" else n for n, type in columns)
    schema = empty.sql(f"select {plain} from {table}").to_arrow_table().schema
    rows = [
        {name: number if name == "id" else _value(name, type, chance) for name, type in columns}
        for number in range(1, ROWS + 1)
    ]
    return pa.Table.from_pylist(rows, schema=schema)


def _value(name: str, type: str, chance: random.Random) -> Any:
    if chance.random() < 0.15 and type != "VARCHAR[]":
        return None
    drawn: dict[str, Any] = {
        "BIGINT": chance.randint(1, 20),
        "INTEGER": chance.randint(0, 24),
        "DOUBLE": float(chance.randint(0, 300)),
        "BOOLEAN": chance.random() < 0.5,
        "DATE": date(2024, 1, 1) + timedelta(days=chance.randint(0, 500)),
        "VARCHAR[]": chance.sample(["dev_lead", "security_lead", "gitlab_admin"], 2),
        "JSON": None,
        "VARCHAR": chance.choice(CODES.get(name, ["a", "b", " "])),
    }
    return drawn[type]
