"""Who may read what the handbook concludes about a customer: all of it, the bare result, nothing.

A page is read by whoever may see what its folder speaks of (permissions.txt). Who may see no more
of a customer's health than a summary, as partners do, reads the results without the reasons:
reasons quote what was said and decided inside the house.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

Shown = Literal["whole", "result", "nothing"]

#: A folder of the handbook, and the object of permissions.txt that it speaks of.
SPEAKS_OF = {
    "priority": "priority", "health": "health_update", "risk": "triage", "plans": "success_plan",
    "reviews": "ebr", "onboarding": "onboarding", "ctas": "cta", "playbooks": "cta",
    "partners": "partner_engagement", "workshops": "workshop", "programs": "programs",
}  # fmt: skip
#: Of every other folder.
NUMBERS = "dashboards"
#: Who may do this reads more of a customer than its partners do.
INSIDE = "view health_update"


def shown_to(may: Callable[[str], bool], page: str | None) -> Shown:
    """How much of a page's conclusion somebody may read; `may` answers of the account."""
    thing = spoken_of(page)
    if may(f"view {thing}"):
        return "whole" if may(INSIDE) else "result"
    return "result" if thing == "health_update" and may(f"summary {thing}") else "nothing"


def spoken_of(page: str | None) -> str:
    """The object of permissions.txt that a page of the handbook speaks of."""
    return SPEAKS_OF.get((page or "").partition("/")[0], NUMBERS)
