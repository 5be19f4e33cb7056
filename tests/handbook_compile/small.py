"""A small handbook in memory, and a way to ask what it decides about an account."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import duckdb

from greenbook.handbook.book import Handbook
from greenbook.handbook.compile import compile_handbook
from greenbook.handbook.program import Program
from greenbook.handbook.read import read_files

ACCOUNT = """-- grain: account
select
  a.id,
  a.arr,  -- usd: ARR
  a.segment,  -- one of strategic | growth | commercial: segment (fixed)
  a.in_triage,  -- yes/no: is in triage / is not in triage
  a.growth_intent,  -- yes/no: wants to grow / does not want to grow
  a.uptier_months,  -- months or none: months until the uptier closes
  a.last_call_on,  -- date or none: last call
  a.last_call_on__known,
  a.assigned_on,  -- date or none: assigned on
  a.csm_id,  -- person or none: CSM
  a.region,  -- one of AMER | EMEA: region (fixed)
  a.billable,  -- count: billable users
  a.licensed,  -- count: licensed users
  a.deployers,  -- count: users who deployed
  a.scans,  -- count: scans
  a.sentiment,  -- one of red | yellow | green or none: CSM sentiment
  a.year_start,  -- date or none: contract year start
  a.ebr_on,  -- date or none: last EBR
  a.version,  -- version or none: version
  a.today  -- date: the day (clock)
from account a
"""
PERSON = """-- grain: person; account.csm_id
select
  p.id,
  p.works_in,  -- one of enterprise | scale: works in
  p.calls,  -- count: calls in 4 weeks
  p.days  -- count: working days
from person p
"""
HANDBOOK = """
[handbook]
name = "Small"
fiscal_year = { starts_in_month = 2 }
[colours]
red = 25
yellow = 62.5
green = 87.5
"""
DAY = date(2024, 6, 1)
TYPES = {
    "arr": "bigint", "segment": "varchar", "in_triage": "boolean", "growth_intent": "boolean",
    "uptier_months": "bigint", "last_call_on": "date", "last_call_on__known": "boolean",
    "assigned_on": "date", "csm_id": "bigint", "region": "varchar", "billable": "bigint",
    "licensed": "bigint", "deployers": "bigint", "scans": "bigint", "sentiment": "varchar",
    "year_start": "date", "ebr_on": "date", "version": "bigint", "today": "date",
}  # fmt: skip
USUAL: dict[str, Any] = {
    "arr": 100_000_00, "segment": "commercial", "in_triage": False, "growth_intent": False,
    "last_call_on": date(2024, 5, 25), "last_call_on__known": True,
    "assigned_on": date(2024, 1, 1), "csm_id": 1, "region": "EMEA", "billable": 80,
    "licensed": 100, "deployers": 10, "scans": 10, "sentiment": "green",
    "year_start": date(2024, 2, 1), "today": DAY,
}  # fmt: skip

Row = Mapping[str, Any]


def handbook_of(*, settings: str = "", **pages: str) -> Handbook:
    """A handbook of these pages: name of the page -> its text."""
    files = {
        "handbook.toml": HANDBOOK + settings,
        "facts/account/all.sql": ACCOUNT,
        "facts/person/all.sql": PERSON,
    }
    return read_files(files | {f"pages/{name}.toml": text for name, text in pages.items()})


def page(kind: str, decides: str, body: str, **keys: str) -> str:
    """A page whose one edition begins in 2022."""
    head = "".join(f"{key} = {text}\n" for key, text in keys.items())
    named = f'decides = "{decides}"\n' if decides else ""
    return (
        f'kind = "{kind}"\ntitle = "{decides or kind}"\n{named}{head}'
        f'[[edition]]\nfrom = 2022-01-01\ncites = "L1"\n{body}'
    )


def decided(
    handbook: Handbook,
    *,
    on: date = DAY,
    only: Collection[str] | None = None,
    before: Row | None = None,
    override: Row | None = None,
    **facts: Any,
) -> dict[str, Any]:
    """All columns for Acme: an ordinary account but for these facts."""
    overridden = [name.removeprefix("override__") for name in override or () if name != "id"]
    program = compile_handbook(handbook, on=on, only=only, overridden=overridden)
    return run(program, [{**USUAL, "today": on, **facts}], before=before, override=override)[0]


def run(
    program: Program,
    accounts: list[dict[str, Any]],
    *,
    people: list[dict[str, Any]] | None = None,
    before: Row | None = None,
    override: Row | None = None,
    grain: str = "account",
) -> list[dict[str, Any]]:
    with duckdb.connect() as connection:
        load(connection, "facts_account", accounts, TYPES)
        load(connection, "facts_person", people or [], PEOPLE)
        for table, stored in (("before_account", before), ("override_account", override)):
            if stored is not None:
                types = {name: _type(stored[name]) for name in stored if name != "id"}
                load(connection, table, [dict(stored)], types)
        for each in program.grains:
            connection.execute(f"create table decided_{each} as {program.query(each)}")
        found = connection.execute(f"select * from decided_{grain} order by id")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


PEOPLE = {"works_in": "varchar", "calls": "bigint", "days": "bigint"}


def load(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    rows: list[dict[str, Any]],
    types: Mapping[str, str],
) -> None:
    declared = ", ".join(f'"{name}" {type_}' for name, type_ in types.items())
    connection.execute(f"create table {table} (id bigint, {declared})")
    for number, row in enumerate(rows, start=1):
        values = [row.get("id", number), *(row.get(name) for name in types)]
        marks = ", ".join("?" for _ in values)
        connection.execute(f"insert into {table} values ({marks})", values)


def _type(value: Any) -> str:
    kinds = {bool: "boolean", int: "bigint", float: "double", date: "date", type(None): "bigint"}
    return kinds.get(type(value), "varchar")
