"""Facts that are given, by a case or a file, instead of worked out from records."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pyarrow as pa

from greenbook.engine.columns import ARROW, sql_type
from greenbook.handbook.facts import Facts
from greenbook.handbook.pages import Grain
from greenbook.handbook.types import Plain

#: A row of facts as its columns hold them; None is a known absence, a missing name is unknown.
Given = Mapping[str, Plain | None]


def facts_given(
    facts: Facts,
    grain: Grain,
    rows: Sequence[Given],
    *,
    ids: Sequence[int] | Sequence[str],
    also: Collection[str] = (),
) -> pa.Table:
    """`facts_<grain>` with every fact of the grain, and with the columns of `also` as NULL."""
    columns = {"id": pa.array(ids, pa.string() if isinstance(next(iter(ids), 0), str) else None)}
    if not len(ids):
        columns["id"] = pa.array([], pa.int64())
    for fact in facts.of(grain).values():
        type = ARROW[sql_type(fact.type)]
        columns[fact.name] = pa.array([row.get(fact.name) for row in rows], type)
        if fact.known:
            columns[fact.known] = pa.array([fact.name in row for row in rows], pa.bool_())
    for name in sorted(set(also) - set(columns)):
        type = pa.bool_() if name.endswith("__known") else pa.int64()
        columns[name] = pa.nulls(len(rows), type)
    return pa.table(columns)
