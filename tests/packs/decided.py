"""What the default handbook decides over a few records, from the facts up."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

import greenbook.packs
from greenbook.engine.decide import decide
from greenbook.engine.duck import DuckEngine
from greenbook.engine.editions import program_on
from greenbook.engine.facts import work_out_facts
from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import Grain
from greenbook.handbook.read import read_handbook
from tests.packs.tables import TABLES

FOLDER = Path(greenbook.packs.__file__).parent / "gitlab"


@cache
def shipped() -> Handbook:
    return read_handbook(FOLDER)


def decided_for(
    records: duckdb.DuckDBPyConnection,
    *,
    on: date,
    grain: Grain = "account",
    only: Collection[str] | None = None,
) -> dict[int, dict[str, Any]]:
    """The decisions of a grain by id: all of them, or the ones named with what they need."""
    program = program_on(shipped(), on, only=only)
    with engine_over(records) as engine:
        work_out_facts(engine, shipped(), today=on, grains=program.grains)
        decide(engine, program)
        rows = engine.run(f"select * from decided_{grain} order by id").to_pylist()
    return {row["id"]: row for row in rows}


def engine_over(records: duckdb.DuckDBPyConnection) -> DuckEngine:
    engine = DuckEngine(threads=1)
    for name in TABLES:
        engine.load(name, records.sql(f'select * from "{name}"').to_arrow_table())
    return engine
