"""Priorities that follow by themselves: recorded with the rule that forced them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from greenbook.decisions.worked import Worked
from greenbook.records.bulk import copy_in
from greenbook.records.models import PriorityAssessment

#: Columns of their own tables, so that nobody has to look through the others.
_DECIDED = [
    "id",
    "priority_suggested",
    "priority_decided",
    "priority_decided__rule",
    "priority_forced__rule",
]

#: What is decided of each account, where it differs from what its records say.
_DIFFERENT = """
select d.id, d.priority_suggested as suggested, d.priority_decided as decided,
  d.priority_decided__rule as rule, d.priority_forced__rule as forced
from priority_now d join priority_standing f on f.id = d.id
where d.priority_decided is not null
  and d.priority_decided is distinct from f.priority_recorded
order by d.id
"""


@dataclass(frozen=True, slots=True)
class Priority:
    """A priority to be recorded; nobody decided it but the rule named as its reason."""

    account_id: int
    suggested: int | None
    decided: int
    reason: str


def plan_priorities(worked: Worked) -> list[Priority]:
    """The accounts whose decided priority is not the recorded one (engagement 1.7)."""
    if not worked.decides("priority_decided"):
        return []
    decided, facts = (worked.engine.table(f"{what}_account") for what in ("decided", "facts"))
    worked.engine.load("priority_now", decided.select(_DECIDED))
    worked.engine.load("priority_standing", facts.select(["id", "priority_recorded"]))
    return [
        Priority(row["id"], row["suggested"], row["decided"], _reason(worked, row))
        for row in worked.rows(_DIFFERENT)
    ]


def record_priorities(
    priorities: list[Priority], *, accounts: Collection[int], day: date, run: int | None
) -> int:
    """Record those of `accounts`; the latest assessment is what stands."""
    mine = frozenset(accounts)
    rows = [
        {
            "account_id": each.account_id,
            "happened_on": day,
            "known_from": day,
            "suggested": each.suggested,
            "decided": each.decided,
            "reason": each.reason,
            "run_id": run,
        }
        for each in priorities
        if each.account_id in mine
    ]
    copy_in(PriorityAssessment, rows)
    return len(rows)


def _reason(worked: Worked, row: dict[str, int | None]) -> str:
    """The name of the rule that decided it: the forcing one, where one forces it."""
    decision, number = ("priority_forced", row["forced"])
    if number is None or worked.program.rulings[decision].rules[number - 1].gives == (None,):
        decision, number = "priority_decided", row["rule"]
    if not number:
        return "override"
    return worked.program.rulings[decision].rules[number - 1].name
