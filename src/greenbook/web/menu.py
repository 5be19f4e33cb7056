"""What stands on every page: the rail on the left, the person, the day, the words at the top."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from greenbook.engagement.queries.news import INSIDE, is_counted_for, unseen
from greenbook.web.asked import Asked
from greenbook.web.said_news import quiet
from greenbook.web.templatetags.greenbook import to


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the rail, for whoever may do `action`; `as_of` where past days can be looked at."""

    name: str
    label: str
    action: str
    group: str
    as_of: bool = False


RAIL = (
    Entry("today", "Today", "view cta", "work"),
    Entry("portfolio", "Portfolio", "view account", "work", as_of=True),
    Entry("ctas", "CTAs", "view cta", "work"),
    Entry("onboarding", "Onboarding", "view onboarding", "work"),
    Entry("plans", "Plans", "view success_plan", "work"),
    Entry("team", "Team", "view priority_review", "team"),
    Entry("numbers", "Numbers", "view dashboards", "team", as_of=True),
    Entry("handbook", "Handbook", "view handbook", "rules"),
    Entry("operations", "Operations", "view operations", "rules"),
)


def always_there(request: HttpRequest) -> dict[str, Any]:
    """What every template may use; what only whole pages show is asked when they show it."""
    asked = getattr(request, "asked", None)
    theme = request.COOKIES.get("theme")
    common = {
        "demo": settings.GREENBOOK_DEMO,
        "theme": theme if theme in ("light", "dark") else "",
    }
    if asked is None:
        return common
    match = request.resolver_match
    ask = {
        "rail": partial(rail, request),
        "unseen": partial(_unseen, asked),
        "other_days": getattr(match.func, "as_of", False) if match else False,
        "besides_day": partial(_besides_day, request),
    }
    return {**common, "asked": asked, **ask}


def _besides_day(request: HttpRequest) -> list[tuple[str, str]]:
    """What else the address says, which holds on another day as well."""
    left_out = ("day", "page", "open", "field", "find")
    every = [(name, word) for name, words in request.GET.lists() for word in words]
    return [pair for pair in every if pair[0] not in left_out]


def _unseen(asked: Asked) -> int:
    """How many changes wait to be looked at."""
    if not asked.may(INSIDE) or not is_counted_for(asked.person) or asked.handbook is None:
        return 0
    return unseen(asked.person, asked.today, quiet=quiet(asked.handbook), theirs=asked.cared_for)


def rail(request: Any) -> list[dict[str, Any]]:
    """The lines they may follow; the one they are on is marked."""
    asked, here = request.asked, request.resolver_match.url_name if request.resolver_match else ""
    return [
        {
            "label": entry.label,
            "address": f"{to(entry.name)}{asked.then if entry.as_of else ''}",
            "here": (here or "").split("_")[0] in (entry.name, entry.name.removesuffix("s")),
            "group": entry.group,
        }
        for entry in RAIL
        if asked.may(entry.action)
    ]
