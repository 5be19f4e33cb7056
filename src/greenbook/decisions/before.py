"""What stood at the last run of an earlier day: the columns `before__x` and `since__x`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pyarrow as pa

from greenbook.engine.interface import Engine
from greenbook.engine.lake import Lake
from greenbook.handbook.pages import Grain
from greenbook.handbook.program import Program


def load_before(
    engine: Engine,
    program: Program,
    *,
    day: date,
    lake: Lake,
    accounts: Collection[int] | None = None,
) -> None:
    """Load `before_<grain>` where the lake holds an earlier day and the program asks for it."""
    for grain in program.grains:
        wanted = program.before_used.get(grain, frozenset()) | program.since_used.get(
            grain, frozenset()
        )
        rows = before_rows(lake, grain, day=day, columns=wanted, accounts=accounts)
        if rows is not None:
            engine.load(f"before_{grain}", rows)


def before_rows(
    lake: Lake,
    grain: Grain,
    *,
    day: date,
    columns: Collection[str],
    accounts: Collection[int] | None = None,
) -> pa.Table | None:
    """`id` and the wanted columns of the last day before `day`; None where there is none."""
    last = last_day_before(lake, grain, day=day) if columns else None
    if last is None:
        return None
    stored = {name.removeprefix("before__"): name for name in columns}
    table, named = f"decided_{grain}", ["id", *stored]
    if accounts is not None and grain == "account":
        rows = lake.some(table, last, sorted(accounts), named)
    else:
        rows = lake.read_day(table, last, named)
    if rows is None:
        return None
    return rows.rename_columns([stored.get(name, name) for name in rows.schema.names])


def last_day_before(lake: Lake, grain: Grain, *, day: date) -> date | None:
    return max((kept for kept in lake.days(f"decided_{grain}") if kept < day), default=None)
