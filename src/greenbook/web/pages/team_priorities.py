"""Which accounts of a CSM could go from priority 1 to 2 or back, where too many or few are 1."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, F, Value, When
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path

from greenbook.decisions.shown_to import shown_to
from greenbook.engagement.queries.week import Measure
from greenbook.records.models import Account, User
from greenbook.reports.team import (
    carried,
    is_first,
    kpis_of_people,
    measures_of,
    of_priority,
    people_of,
)
from greenbook.web.asked import AskedRequest, page
from greenbook.web.lists import Column, List, codes, show
from greenbook.web.lists.decided import standing

NUMBERS = {"1": "P1", "2": "P2"}
#: Which priority they have now, and the order: the least to lose first, the most to win first.
SCOPES = {"lower": "P1, to lower", "raise": "P2, to raise"}
DECIDED = {"lower": 1, "raise": 2}
ORDER = {"lower": "arr", "raise": "-arr"}
MOVES = {
    "lower": "The handbook would lower it",
    "raise": "The handbook would raise it",
    "stay": "As the handbook suggests",
}


@page("view priority_review")
def priorities(request: AskedRequest, user: int) -> HttpResponseBase:
    """Those first that the handbook itself would change. Nothing changes by itself (PRI-12)."""
    asked = request.asked
    csm = get_object_or_404(people_of(asked.person), pk=user)
    look = _candidates(request.GET.get("of", "")).look(request)
    rows = carried(csm, on=asked.today, seen_by=asked.person)
    rows = rows.filter(status__priority_decided=DECIDED[look.scope])
    context = {"csm": csm, "shares": _shares(request, csm)}
    return show(request, look, rows, "team/priorities.html", context)


def _shares(request: AskedRequest, csm: User) -> list[Measure]:
    """The KPIs of priority with a goal, of which the CSM has a value."""
    handbook = request.asked.handbook
    pages = kpis_of_people(handbook) if handbook else []
    goals = [each for each in pages if is_first(each) and of_priority(each)]
    seen = [each for each in goals if shown_to(request.asked.may, each.path) == "whole"]
    found = measures_of([csm.pk], seen, on=request.asked.today)
    return list(found.get(csm.pk, {}).values())


def _candidates(whose: str) -> List:
    return List(
        name="team_priorities",
        one="account",
        many="accounts",
        columns=_COLUMNS,
        shown=("priority_suggested", "cs_segment", "health", "arr", "renewal_on"),
        sort=ORDER.get(whose, ORDER["lower"]),
        group="move",
        scopes=SCOPES,
        empty="None of these accounts has that priority.",
    )


def _move() -> Case:
    decided = F("status__priority_decided")
    return Case(
        When(status__priority_suggested__gt=decided, then=Value("lower")),
        When(status__priority_suggested__lt=decided, then=Value("raise")),
        default=Value("stay"),
    )


_COLUMNS = (
    Column("name", "Account", link=("account", "pk")),
    Column("move", "Suggestion", "code", of=_move(), options=MOVES, groupable=True),
    Column("priority_suggested", "Suggested", "code", of="status__priority_suggested",
           options=NUMBERS, why="priority_suggested"),
    Column("cs_segment", "Segment", "code", options=codes(Account, "cs_segment"),
           groupable=True, bare=True),
    Column("region", "Region", "code", options=codes(Account, "region"), groupable=True,
           bare=True),
    Column("health", "Health", "colour", of="status__health", why="health",
           where=standing("health", {"red": "", "yellow": "", "green": ""}, "")),
    Column("arr", "ARR", "money", of="arr_cents"),
    Column("renewal_on", "Renewal", "day"),
)  # fmt: skip

addresses: list[Any] = [path("team/<int:user>/priorities", priorities, name="team_priorities")]
