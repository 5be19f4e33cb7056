"""What became different: since when each key decision stands, and what it was the day before."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from greenbook.decisions.alike import same
from greenbook.decisions.before import before_rows, last_day_before
from greenbook.decisions.keys import key_decisions, remembered
from greenbook.decisions.worked import Worked
from greenbook.engine.lake import Lake
from greenbook.records.bulk import copy_in
from greenbook.records.many_ids import among
from greenbook.records.models import DecisionChange


@dataclass(frozen=True, slots=True)
class Change:
    """A key decision of an account that is not what it was at the last run of an earlier day."""

    account_id: int
    decision: str
    was: Any
    is_now: Any
    because: str | None
    page: str | None
    edition: date | None


def load_earlier(worked: Worked, *, lake: Lake) -> None:
    """Load `earlier`: what is remembered of the last day before, and since when each stood."""
    keys = remembered(worked)
    columns = [*keys, *(f"since__{name}" for name in keys)]
    rows = before_rows(lake, "account", day=worked.day, columns=columns, accounts=worked.accounts)
    if rows is not None:
        worked.engine.load("earlier", rows)
    else:
        worked.engine.drop("earlier")


def add_since(worked: Worked, *, lake: Lake) -> None:
    """Give `decided_account` the columns `since__x` of what is remembered."""
    last = last_day_before(lake, "account", day=worked.day)
    decided = worked.engine.table("decided_account")
    was = _stood(worked, decided["id"])
    names = remembered(worked)
    since = [_since(name, decided[name], was, day=worked.day, last=last) for name in names]
    columns = [*decided.column_names, *(f"since__{name}" for name in names)]
    worked.engine.load("decided_account", pa.table([*decided.columns, *since], names=columns))


def _stood(worked: Worked, ids: pa.ChunkedArray) -> pa.Table | None:
    """The rows of `earlier` in the order of these accounts, empty for those that are new."""
    if worked.engine.shape("earlier") is None:
        return None
    earlier = worked.engine.table("earlier")
    return earlier.take(pc.index_in(ids, earlier["id"]))


def _since(
    name: str, now: pa.ChunkedArray, was: pa.Table | None, *, day: date, last: date | None
) -> pa.ChunkedArray | pa.Array:
    """The day of the change; for who was not there or not known of the last time, this day."""
    if was is None or name not in was.column_names:
        return pa.repeat(pa.scalar(day), len(now))
    known = f"since__{name}"
    stood = was[known] if known in was.column_names else pa.nulls(len(now), pa.date32())
    stands = pc.and_(pc.is_valid(was["id"]), same(now, was[name]))
    return pc.if_else(stands, pc.coalesce(stood, pa.scalar(last, pa.date32())), pa.scalar(day))


def changes(worked: Worked) -> list[Change]:
    """The key decisions that changed since the last run of an earlier day."""
    if worked.engine.shape("earlier") is None:
        return []
    earlier = worked.engine.table("earlier")
    keys = [name for name in key_decisions(worked) if name in earlier.column_names]
    ruled = {output.name for output in worked.program.outputs["account"]}
    rules = [f"{name}__rule" for name in keys if f"{name}__rule" in ruled]
    now = worked.engine.table("decided_account").select(["id", *keys, *rules]).sort_by("id")
    now = now.filter(pc.is_in(now["id"], earlier["id"]))
    was = earlier.take(pc.index_in(now["id"], earlier["id"]))
    return [each for name in keys for each in _changes_of(worked, name, now, was)]


def _changes_of(worked: Worked, name: str, now: pa.Table, was: pa.Table) -> list[Change]:
    """Row by row the same accounts, compared as they lie there: no query has to be planned."""
    moved = pc.indices_nonzero(pc.invert(same(now[name], was[name])))
    rule = f"{name}__rule"
    rules = now[rule] if rule in now.column_names else pa.nulls(now.num_rows)
    table = pa.table({"id": now["id"], "was": was[name], "is_now": now[name], "rule": rules})
    return [_change(worked, name, row) for row in table.take(moved).to_pylist()]


def _change(worked: Worked, name: str, row: dict[str, Any]) -> Change:
    ruling = worked.program.rulings[name]
    rule = next((each for each in ruling.rules if each.number == row["rule"]), None)
    because = "override" if row["rule"] == 0 else rule.name if rule else None
    page, edition = (rule.path, rule.edition) if rule else (None, None)
    return Change(row["id"], name, row["was"], row["is_now"], because, page, edition)


def keep(
    found: Collection[Change], *, accounts: Collection[int], day: date, run: int | None
) -> int:
    """Keep the changes of the day for `accounts`, in place of those an earlier run of it kept.

    One that was found before stays as it is: whoever saw it is not told again. `run` is None where
    an account was worked out by itself.
    """
    mine = frozenset(accounts)
    rows = {_row_key(row := _row(each, day, run)): row for each in found if each.account_id in mine}
    kept = {
        (each.account_id, each.decision, _json(each.was), _json(each.is_now), each.because): each.pk
        for each in DecisionChange.objects.filter(among(mine), on_day=day, grain="account")
    }
    gone = [pk for key, pk in kept.items() if key not in rows]
    if gone:
        DecisionChange.objects.filter(pk__in=gone).delete()
    copy_in(DecisionChange, [row for key, row in rows.items() if key not in kept])
    return len(rows)


def accounts_changed_on(day: date) -> set[int]:
    """The accounts of which changes of that day are kept."""
    kept = DecisionChange.objects.filter(on_day=day, grain="account")
    return set(kept.values_list("account_id", flat=True))


def _row(change: Change, day: date, run: int | None) -> dict[str, Any]:
    return {
        "grain": "account",
        "subject_id": str(change.account_id),
        "account_id": change.account_id,
        "decision": change.decision,
        "was": _json(change.was),
        "is_now": _json(change.is_now),
        "because": change.because,
        "on_day": day,
        "run_id": run,
        "page": change.page,
        "edition": change.edition,
    }


def _row_key(row: dict[str, Any]) -> tuple[Any, ...]:
    """What makes it the same change as one that was kept."""
    return tuple(row[name] for name in ("account_id", "decision", "was", "is_now", "because"))


def _json(value: Any) -> str:
    return json.dumps(value, default=str)
