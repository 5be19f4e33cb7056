"""Who may read what the handbook concludes about a customer: all of it, the bare result, nothing.

A page is read by whoever may see what its folder speaks of (permissions.txt). Who may see no more
of a customer's health than a summary, as partners do, reads the results without the reasons:
reasons quote what was said and decided inside the house.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from greenbook.records.access import may
from greenbook.records.models import Account, User

Shown = Literal["whole", "result", "nothing"]

#: A folder of the handbook, and the object of permissions.txt that it speaks of.
SPEAKS_OF = {
    "priority": "priority", "health": "health_update", "risk": "triage", "plans": "success_plan",
    "reviews": "ebr", "onboarding": "onboarding", "ctas": "cta", "playbooks": "cta",
    "partners": "partner_engagement", "workshops": "workshop", "programs": "programs",
}  # fmt: skip
#: Of every other folder.
NUMBERS = "dashboards"
REASONS = "view health_update"


def shown_to(person: User, page: str | None, account: Account | None, *, on: date) -> Shown:
    """How much of a page's conclusion somebody may read; `page` is its path."""
    thing = SPEAKS_OF.get((page or "").partition("/")[0], NUMBERS)
    if may(person, f"view {thing}", account, on=on).allowed:
        return "whole" if may(person, REASONS, account, on=on).allowed else "result"
    summary = thing == "health_update" and may(person, f"summary {thing}", account, on=on).allowed
    return "result" if summary else "nothing"
