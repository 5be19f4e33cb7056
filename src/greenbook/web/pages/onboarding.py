"""Onboarding: the board of those in progress with their clocks, and the same as a list."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse

from greenbook.automations.tasks import lake
from greenbook.handbook.book import Handbook
from greenbook.records.models import Account
from greenbook.reports.books import book_of, usual_book
from greenbook.reports.clocks import Clock, clocks_of
from greenbook.reports.onboarding import DELAY, STATE, Line, in_progress, states_of
from greenbook.web.asked import AskedRequest, page
from greenbook.web.lists import Column, List, codes, show
from greenbook.web.lists.asked import Look
from greenbook.web.lists.held import ordered
from greenbook.web.pages import onboarding_guide, onboarding_numbers
from greenbook.web.said import label

SCOPES = {"mine": "my accounts", "team": "my team's accounts", "all": "all I may see"}
#: So many stand in a column of the board; the list has all.
MOST = 12
#: What the board is narrowed by.
NARROWED_BY = ("csm", "cs_segment", "region")


@page("view onboarding")
def onboarding(request: AskedRequest) -> HttpResponse:
    """The board: a column for each state of the handbook."""
    handbook = request.asked.handbook
    look = _list(handbook, request).look(request)
    lines = _lines(request, look, handbook)
    shown = {row["pk"] for row in ordered(_rows(lines.values()), look)}
    kept = [line for pk, line in lines.items() if pk in shown]
    context = {
        "tab": "board",
        "shows_numbers": request.asked.may("view dashboards"),
        "look": look,
        "scopes": SCOPES,
        "total": len(kept),
        "late": sum(line.late for line in kept),
        "columns": _columns(kept, handbook, look),
        "narrowed": _narrowed(request, lines.values()),
        "clocks": _clocks(handbook, request.asked.today),
    }
    return render(request, "onboarding/board.html", context)


@page("view onboarding")
def as_list(request: AskedRequest) -> HttpResponseBase:
    """The same line by line: to sort, filter, keep as a view and export."""
    handbook = request.asked.handbook
    look = _list(handbook, request).look(request)
    rows = _rows(_lines(request, look, handbook).values())
    context = {"tab": "list", "shows_numbers": request.asked.may("view dashboards")}
    return show(request, look, rows, "onboarding/list.html", context)


def _lines(request: AskedRequest, look: Look, handbook: Handbook | None) -> dict[int, Line]:
    asked = request.asked
    if handbook is None:
        return {}
    book = book_of(asked.person, look.scope, on=asked.today)
    found = in_progress(book, handbook, on=asked.today, lake=lake())
    return {line.account.pk: line for line in found}


def _rows(lines: Any) -> list[dict[str, Any]]:
    return [_row(line) for line in lines]


def _row(line: Line) -> dict[str, Any]:
    account, onboarding = line.account, line.onboarding
    row: dict[str, Any] = {
        "pk": account.pk,
        "account": account.name,
        "onboarding": onboarding.pk if onboarding else None,
        "state": line.state,
        "csm": line.csm,
        "cs_segment": account.cs_segment,
        "region": account.region,
        "started_on": onboarding.started_on if onboarding else None,
        "delay": line.delay,
        "because": line.because or None,
        "late": line.late,
        "arr": account.arr_cents,
    }
    for each in line.readings:
        row |= {each.clock.decision: each.days, f"{each.clock.decision}__said": each.said}
    return row


def _list(handbook: Handbook | None, request: AskedRequest) -> List:
    clocks = _clocks(handbook, request.asked.today)
    return List(
        name="onboarding",
        one="onboarding",
        many="onboardings",
        columns=(*_own(handbook), *(_clock_column(each) for each in clocks)),
        shown=("state", "csm", *(each.decision for each in clocks), "because"),
        sort="account",
        scopes=SCOPES,
        mostly=usual_book(request.asked.person),
        empty="No onboarding is under way here.",
        do="Look at all that you may see",
        do_address="?of=all",
    )


def _own(handbook: Handbook | None) -> tuple[Column, ...]:
    states = {state: label(state) for state in states_of(handbook)} if handbook else {}
    delays = _words(handbook, DELAY)
    return (
        Column("account", "Account", link=("onboarding_of", "onboarding")),
        Column("state", "State", "code", options=states, groupable=True, why=STATE),
        Column("csm", "CSM", "person", groupable=True),
        Column("cs_segment", "Segment", "code", options=codes(Account, "cs_segment"),
               groupable=True, bare=True),
        Column("region", "Region", "code", options=codes(Account, "region"), groupable=True,
               bare=True),
        Column("started_on", "Started", "day"),
        Column("delay", "Held up", "code", options=delays, groupable=True, why=DELAY),
        Column("because", "Because", why=DELAY),
        Column("late", "Late", "yesno"),
        Column("arr", "ARR", "money"),
    )  # fmt: skip


def _words(handbook: Handbook | None, decision: str) -> dict[str, str]:
    pages = handbook.deciding(decision) if handbook else []
    values = pages[0].type.values if pages and pages[0].type else ()
    return {str(value): label(value) for value in values}


def _clock_column(clock: Clock) -> Column:
    return Column(
        clock.decision,
        clock.title,
        "number",
        why=clock.decision,
        hover=f"{clock.decision}__said",
    )


def _clocks(handbook: Handbook | None, today: date) -> list[Clock]:
    return clocks_of(handbook, today) if handbook else []


def _columns(lines: list[Line], handbook: Handbook | None, look: Look) -> list[dict[str, Any]]:
    """Each state with those in it, and last those whose state is not worked out yet."""
    states: list[str | None] = [*states_of(handbook)] if handbook else []
    unknown = [None] if any(line.state is None for line in lines) else []
    found = []
    for state in (*states, *unknown):
        here = [line for line in lines if line.state == state]
        found.append(
            {
                "title": label(state) or "Not worked out yet",
                "many": len(here),
                "lines": here[:MOST],
                "more": len(here) - MOST,
                "address": reverse("onboarding_list") + look.address() + f"&state={state or ''}",
            }
        )
    return found


def _narrowed(request: AskedRequest, lines: Any) -> list[dict[str, Any]]:
    """The choices of each filter above the board: what there is among these accounts."""
    rows = _rows(lines)
    return [
        {
            "name": name,
            "label": {"csm": "CSM", "cs_segment": "Segment", "region": "Region"}[name],
            "chosen": request.GET.get(name, ""),
            "choices": [(word, label(word)) for word in sorted({r[name] for r in rows if r[name]})],
        }
        for name in NARROWED_BY
    ]


addresses: list[Any] = [
    path("onboarding", onboarding, name="onboarding"),
    path("onboarding/list", as_list, name="onboarding_list"),
    *onboarding_numbers.addresses,
    *onboarding_guide.addresses,
]
