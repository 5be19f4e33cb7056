"""Priorities that follow by themselves: recorded with the rule that forced them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import pyarrow.compute as pc

from greenbook.decisions.worked import Worked
from greenbook.records.bulk import copy_in
from greenbook.records.models import PriorityAssessment

_DECIDED = [
    "id",
    "priority_suggested",
    "priority_decided",
    "priority_decided__rule",
    "priority_forced__rule",
]


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
    decided = decided.select(_DECIDED).sort_by("id")
    recorded = facts["priority_recorded"].take(pc.index_in(decided["id"], facts["id"]))
    now, was = pc.field("priority_decided"), pc.field("recorded")
    differs = now.is_valid() & (was.is_null() | (was != now))
    return [
        Priority(
            row["id"], row["priority_suggested"], row["priority_decided"], _reason(worked, row)
        )
        for row in decided.append_column("recorded", recorded).filter(differs).to_pylist()
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
    decision, number = ("priority_forced", row["priority_forced__rule"])
    if number is None or worked.program.rulings[decision].rules[number - 1].gives == (None,):
        decision, number = "priority_decided", row["priority_decided__rule"]
    if not number:
        return "override"
    return worked.program.rulings[decision].rules[number - 1].name
