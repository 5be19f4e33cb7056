"""What the default handbook decides over a few records, from the facts up.

As the worker decides about an account that changed: its queries stay prepared for the next test.
That everybody's come out the same is shown by `test_facts_of_few` and `test_decide_few`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import duckdb

from greenbook.engine.decide_few import decide_few
from greenbook.engine.duck import DuckEngine
from greenbook.engine.editions import program_on
from greenbook.engine.facts_few import facts_of_few
from greenbook.handbook.pages import Grain
from tests.packs.tables import TABLES
from tests.shipped import shipped


def decided_for(
    records: duckdb.DuckDBPyConnection,
    *,
    on: date,
    grain: Grain = "account",
    only: Collection[str] | None = None,
) -> dict[int, dict[str, Any]]:
    """The decisions of a grain by id: all of them, or the ones named with what they need."""
    program = program_on(shipped(), on, only=only)
    tables = {name: records.sql(f'select * from "{name}"').to_arrow_table() for name in TABLES}
    with DuckEngine(threads=1) as engine:
        given = facts_of_few(shipped(), tables, today=on, grains=program.grains)
        for each, facts in given.items():
            engine.load(f"facts_{each}", facts)
        decide_few(engine, program, grains=program.grains)
        rows = engine.run(f"select * from decided_{grain} order by id").to_pylist()
    return {row["id"]: row for row in rows}
