"""What a run over everybody kept of a day: facts and decisions of many accounts at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from greenbook.engine.lake import Lake
from greenbook.records.models import FactsSeen

Values = dict[int, dict[str, Any]]

#: More accounts than this are picked out of everybody's rows.
FEW = 500


def day_kept(lake: Lake, *, up_to: date) -> date | None:
    """The last day up to this one of which everybody's decisions are kept."""
    return max((day for day in lake.days("decided_account") if day <= up_to), default=None)


def nearest_kept(lake: Lake, day: date) -> list[date]:
    """The days kept just before and after one that is not."""
    kept = lake.days("decided_account")
    before = [each for each in kept if each < day][-1:]
    return before + [each for each in kept if each > day][:1]


def kept_of(
    lake: Lake, day: date, *, accounts: Collection[int], facts: Collection[str] = (),
    decided: Collection[str] = (),
) -> Values:  # fmt: skip
    """Facts and decisions of the accounts on that day, as they were seen; nobody else's."""
    found: Values = {}
    for table, names in (("facts_account", facts), ("decided_account", decided)):
        rows = _rows(lake, table, day, accounts, names)
        for row in rows.to_pylist() if rows is not None else ():
            found.setdefault(row.pop("id"), {}).update(row)
    for pk, seen in _since(day, accounts).items():
        wanted = {**dict.fromkeys(facts), **dict.fromkeys(decided)}
        found.setdefault(pk, {}).update({n: v for n, v in seen.items() if n in wanted})
    return found


def accounts_with(lake: Lake, day: date, decision: str, words: Collection[str]) -> list[int]:
    """The accounts of which the decision was one of these words; `unknown` is none at all."""
    rows = lake.read_day("decided_account", day, columns=["id", decision])
    if rows is None or decision not in rows.column_names:
        return []
    said = pc.fill_null(pc.cast(rows[decision], pa.string()), "unknown")
    having = rows.filter(pc.is_in(said, value_set=pa.array(list(words))))
    later = {pk: _word(seen.get(decision)) for pk, seen in _since(day, None).items()}
    kept = [pk for pk in having["id"].to_pylist() if pk not in later]
    return kept + [pk for pk, word in later.items() if word in words]


def _rows(
    lake: Lake, table: str, day: date, accounts: Collection[int], names: Collection[str]
) -> pa.Table | None:
    if not names or not accounts:
        return None
    columns = {"id", *names}
    if len(accounts) <= FEW:
        return lake.some(table, day, "id", list(accounts), columns=columns)
    rows = lake.read_day(table, day, columns)
    return None if rows is None else rows.filter(pc.field("id").isin(list(accounts)))


def _since(day: date, accounts: Collection[int] | None) -> Mapping[int, dict[str, Any]]:
    """What was worked out for single accounts after the run of that day."""
    rows = FactsSeen.objects.filter(grain="account", day=day)
    if accounts is not None and len(accounts) <= FEW:
        rows = rows.filter(account__in=accounts)
    elif accounts is not None:
        wanted = set(accounts)
        return {pk: f | d for pk, f, d in _seen(rows) if pk in wanted}
    return {pk: facts | decided for pk, facts, decided in _seen(rows)}


def _seen(rows: Any) -> Any:
    return rows.values_list("account_id", "facts", "decided")


def _word(value: Any) -> str:
    if value is None:
        return "unknown"
    return str(value).lower() if isinstance(value, bool) else str(value)
