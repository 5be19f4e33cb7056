"""What became different: since when each key decision stands, and what it was the day before."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from greenbook.decisions.before import before_rows, last_day_before
from greenbook.decisions.keys import key_decisions, remembered
from greenbook.decisions.worked import Worked
from greenbook.engine.lake import Lake
from greenbook.records.bulk import copy_in
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
    earlier = worked.engine.shape("earlier")
    last = last_day_before(lake, "account", day=worked.day)
    stood = frozenset(earlier.names) if earlier is not None else frozenset()
    listed = ", ".join(
        f'{_since(name, name in stood, day=worked.day, last=last)} as "since__{name}"'
        for name in remembered(worked)
    )
    join = "left join earlier e on e.id = d.id" if earlier is not None else ""
    if listed:
        rows = worked.engine.run(f"select d.*, {listed} from decided_account d {join}")
        worked.engine.load("decided_account", rows)


def _since(name: str, stood: bool, *, day: date, last: date | None) -> str:
    today = f"date '{day}'"
    if not stood or last is None:
        return today
    same = f'e.id is not null and e."{name}" is not distinct from d."{name}"'
    return f"case when {same} then coalesce(e.\"since__{name}\", date '{last}') else {today} end"


def changes(worked: Worked) -> list[Change]:
    """The key decisions that changed since the last run of an earlier day."""
    earlier = worked.engine.shape("earlier")
    if earlier is None:
        return []
    found: list[Change] = []
    outputs = {output.name for output in worked.program.outputs["account"]}
    keys = [name for name in key_decisions(worked) if name in earlier.names]
    rules = [f"{name}__rule" for name in keys if f"{name}__rule" in outputs]
    listed = ", ".join(f'"{name}"' for name in ("id", *keys, *rules))
    worked.engine.create("key_now", f"select {listed} from decided_account")
    for name in keys:
        rule = f'd."{name}__rule"' if f"{name}__rule" in rules else "null"
        rows = worked.rows(_CHANGED.format(name=name, rule=rule))
        found += [_change(worked, name, row) for row in rows]
    return found


_CHANGED = """
select d.id, e."{name}" as was, d."{name}" as is_now, {rule} as rule
from key_now d join earlier e on e.id = d.id
where d."{name}" is distinct from e."{name}" order by d.id
"""


def _change(worked: Worked, name: str, row: dict[str, Any]) -> Change:
    ruling = worked.program.rulings[name]
    rule = next((each for each in ruling.rules if each.number == row["rule"]), None)
    because = "override" if row["rule"] == 0 else rule.name if rule else None
    page, edition = (rule.path, rule.edition) if rule else (None, None)
    return Change(row["id"], name, row["was"], row["is_now"], because, page, edition)


def keep(found: Collection[Change], *, accounts: Collection[int], day: date) -> int:
    """Keep the changes of the day for `accounts`, in place of those an earlier run of it kept."""
    mine = frozenset(accounts)
    DecisionChange.objects.filter(on_day=day, grain="account", account__in=mine).delete()
    rows = [_row(each, day) for each in found if each.account_id in mine]
    copy_in(DecisionChange, rows)
    return len(rows)


def accounts_changed_on(day: date) -> set[int]:
    """The accounts of which changes of that day are kept."""
    kept = DecisionChange.objects.filter(on_day=day, grain="account")
    return set(kept.values_list("account_id", flat=True))


def _row(change: Change, day: date) -> dict[str, Any]:
    return {
        "grain": "account",
        "subject_id": str(change.account_id),
        "account_id": change.account_id,
        "decision": change.decision,
        "was": json.dumps(change.was, default=str),
        "is_now": json.dumps(change.is_now, default=str),
        "because": change.because,
        "on_day": day,
        "page": change.page,
        "edition": change.edition,
    }
