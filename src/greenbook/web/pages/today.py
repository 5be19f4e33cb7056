"""Today: whom do I owe something, why, and what do I say to them?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from greenbook.engagement.queries.desk import recent_accounts
from greenbook.engagement.queries.news import DAYS, INSIDE, looked_on, news
from greenbook.engagement.queries.offered import offered_among
from greenbook.engagement.queries.today import OWING, Desk, Item, desk, team_desk
from greenbook.engagement.queries.today_groups import grouped
from greenbook.engagement.queries.week import measures
from greenbook.records.models import Changed, Run
from greenbook.records.scopes import book_ids
from greenbook.web.asked import AskedRequest, page
from greenbook.web.pages import today_acts
from greenbook.web.said_news import News as SaidNews
from greenbook.web.said_news import said_news

GROUPS = (("due", "due day"), ("type", "type"), ("account", "account"), ("renewal", "renewal"))
GREETINGS = (
    (4, "Good evening"),
    (12, "Good morning"),
    (18, "Good afternoon"),
    (24, "Good evening"),
)
#: Where to go from an empty desk: the first that they may look at.
ELSEWHERE = (
    ("view operations", "operations", "See what ran and what was imported"),
    ("view dashboards", "numbers", "See what is behind, in numbers"),
    ("view account", "portfolio", "See your accounts"),
)
#: What is shown of each of the team; the rest is one step away.
FEW = 5
#: Seconds between two looks for something new: at rest, and while something is worked out.
AT_REST, WORKING = 60, 2


@dataclass(frozen=True, slots=True)
class Fresh:
    """Which state of things the page shows; `working` while some of it is being worked out."""

    version: str
    working: int

    @property
    def every(self) -> int:
        return WORKING if self.working else AT_REST


@page("view account")
def today(request: AskedRequest) -> HttpResponse:
    """The whole page."""
    return render(request, "pages/today.html", _shown(request))


@page("view account")
def fresh(request: AskedRequest) -> HttpResponse:
    """The page's middle again where something changed, else nothing."""
    if request.GET.get("version") == _fresh(request).version:
        return HttpResponse(status=204)
    return render(request, "parts/today_desk.html", _shown(request))


def _shown(request: AskedRequest) -> dict[str, Any]:
    asked, person = request.asked, request.asked.person
    handbook, by = asked.handbook, request.GET.get("group", "due")
    whole = request.GET.get("owner", "")
    book = book_ids(person, asked.today) if person.is_a(*OWING) else []
    mine = desk(person, book, on=asked.today, handbook=handbook)
    leads = person.is_a("csm_manager")
    team = team_desk(person, asked.cared_for, on=asked.today, handbook=handbook) if leads else None
    return {
        "greeting": f"{_greeting(asked.now.hour)}, {str(person).split()[0]}",
        "desk": mine,
        "calls_today": mine.calls_on(asked.today),
        "owed": grouped(mine.items, by=by, on=asked.today),
        "by": by,
        "ways": GROUPS,
        "team": team,
        "team_groups": by_owner(team, whole=whole) if team else [],
        "whole": whole,
        "news": (changed := _news(request)),
        "turned": [each for each in changed if each.turned_red][:2],
        "measures": measures(person, on=asked.today, handbook=handbook) if handbook else [],
        "offered": offered_among(book) if person.is_a("csm") else [],
        "elsewhere": next(
            {"name": name, "do": do} for action, name, do in ELSEWHERE if asked.may(action)
        ),
        "is_counted": person.is_a(*OWING),
        "fresh": _fresh(request),
        "run": Run.objects.filter(scope="all", status="finished").order_by("-pk").first(),
        "recent": recent_accounts(person, asked.today) if not (mine.items or team) else [],
    }


def _greeting(hour: int) -> str:
    return next(words for until, words in GREETINGS if hour < until)


def _news(request: AskedRequest) -> list[SaidNews]:
    asked = request.asked
    if asked.handbook is None or not asked.may(INSIDE):
        return []
    looked = looked_on(asked.person)
    first = asked.today - timedelta(days=DAYS)
    since = max(first, looked.date()) if looked else asked.today - timedelta(days=1)
    return said_news(news(asked.person, theirs=asked.cared_for, since=since), asked.handbook)


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody of the team and what they are late with, the oldest first; `items` may be a few."""

    name: str
    items: list[Item]
    late: int

    @property
    def more(self) -> bool:
        return self.late > len(self.items)


def by_owner(team: Desk, *, whole: str) -> list[Owner]:
    """What the team is late with, by who owes it, the most first; all of it of one owner."""
    owners: dict[str, list[Item]] = {}
    for item in team.items:
        owners.setdefault(item.owner or "nobody", []).append(item)
    found = [
        Owner(name, items if name == whole else items[:FEW], len(items))
        for name, items in owners.items()
    ]
    return sorted(found, key=lambda each: (-each.late, each.name))


def _fresh(request: AskedRequest) -> Fresh:
    """A mark that moves when records of the accounts change, and when they are worked out."""
    asked = request.asked
    sums = Changed.objects.filter(asked.cared_for.among("account")).aggregate(
        moved=Sum("number"),
        worked=Sum("taken"),
        working=Count("pk", filter=Q(number__gt=F("taken"))),
    )
    mark = f"{asked.today:%d}-{sums['moved'] or 0}-{sums['worked'] or 0}"
    return Fresh(mark, sums["working"])


addresses = [
    path("", today, name="today"),
    path("today/fresh", fresh, name="today_fresh"),
    *today_acts.addresses,
]
