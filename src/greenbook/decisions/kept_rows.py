"""Accounts as they were kept for a day: in the lake by its run, and in the database those that were
worked out alone since."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from greenbook.engine.interface import Engine
from greenbook.engine.lake import Lake
from greenbook.records.models import FactsSeen

Row = Mapping[str, object]


def load_kept(
    engine: Engine, *, accounts: Collection[int], columns: Collection[str], day: date, lake: Lake
) -> bool:
    """Load `facts_account` and `decided_account`, these columns of these accounts.

    False where no run kept the day, or one that did not know all the columns yet.
    """
    names = ["id", *columns]
    facts = lake.some("facts_account", day, accounts, names)
    decided = lake.some("decided_account", day, accounts, names)
    if facts is None or decided is None:
        return False
    if not {*facts.column_names, *decided.column_names}.issuperset(names):
        return False
    since = FactsSeen.objects.filter(grain="account", account__in=accounts, day=day)
    engine.load("facts_account", renewed(facts, [each.facts for each in since]))
    engine.load("decided_account", renewed(decided, [each.decided for each in since]))
    return True


def renewed(kept: pa.Table, rows: Sequence[Row]) -> pa.Table:
    """`rows`, as JSON keeps them, in place of those with the same ids."""
    columns = {field.name: _column(rows, field) for field in kept.schema}
    fresh = pa.table(columns, schema=kept.schema)
    others = kept.filter(pc.invert(pc.is_in(kept["id"], fresh["id"])))
    return pa.concat_tables([others, fresh])


def _column(rows: Sequence[Row], field: pa.Field) -> pa.Array:
    values = [row.get(field.name) for row in rows]
    if pa.types.is_date(field.type):
        values = [date.fromisoformat(str(value)) if value else None for value in values]
    try:
        return pa.array(values, field.type)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([_fitting(value, field.type) for value in values], field.type)


def _fitting(value: object, type: pa.DataType) -> object:
    """None where a handbook that was adopted after the day's run meant something else by it."""
    try:
        return pa.scalar(value, type).as_py()
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return None
