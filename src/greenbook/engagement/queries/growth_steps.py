"""Next steps of a growth plan that nobody can be asked for: without an owner, or without a day."""

from __future__ import annotations

import re
from datetime import date

from django.db.models import Q

from greenbook.records.models import GrowthPlan

#: `14 Mar`, `14. March`, `Mar 14`, `14/3`, `2027-03-14`. Steps are Markdown: read as people write.
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_DAY = re.compile(
    rf"\b(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}[/.]\d{{1,2}}|\d{{1,2}}\.? {_MONTH}|{_MONTH} \d{{1,2}})\b",
    re.IGNORECASE,
)
#: How a line of a list, or a heading, begins.
_BEGINS = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+(?:\[.\]\s+)?")
_HEADING = re.compile(r"^\s*(?:#|$)")


def loose_steps(growth: GrowthPlan, *, on: date) -> list[tuple[str, str]]:
    """Each such step with what it lacks (AGP-03). An owner is named, or is `CSM`, `SA`, …"""
    owners = _owners(growth, on)
    return [(step, lacks) for step in _steps(growth) if (lacks := _lacks(step, owners))]


def _steps(growth: GrowthPlan) -> list[str]:
    """The lines of its list; where there is no list, every line but headings."""
    lines = [each for each in (growth.next_steps or "").splitlines() if not _HEADING.match(each)]
    items = [each for each in lines if _BEGINS.match(each)]
    return [_BEGINS.sub("", each).strip() for each in items or lines]


def _lacks(step: str, owners: set[str]) -> str:
    named = set(re.findall(r"\w+", step.lower())) & owners
    lacking = [*([] if named else ["owner"]), *([] if _DAY.search(step) else ["day"])]
    return f"no {' and no '.join(lacking)}" if lacking else ""


def _owners(growth: GrowthPlan, on: date) -> set[str]:
    """How those who work on the account are called: any of their names, or what they are."""
    in_force = Q(ends_on=None) | Q(ends_on__gte=on)
    serving = growth.account.team.filter(in_force, starts_on__lte=on)
    rows = serving.values_list("user__name", "role")
    return {word.lower() for name, role in rows for word in (*(name or "").split(), role)}
