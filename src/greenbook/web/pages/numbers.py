"""Numbers: every KPI of the handbook and what is behind, each leading to what it counts."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import path

from greenbook.automations.tasks import lake
from greenbook.decisions import handbooks
from greenbook.decisions.keys import standing_pages
from greenbook.decisions.shown_to import shown_to
from greenbook.handbook.book import Handbook
from greenbook.records.models import Cta, Task
from greenbook.reports.books import Book, book_of, usual_book, work_of
from greenbook.reports.kept_days import nearest_kept
from greenbook.reports.numbers import AHEAD, BEHIND, Number, counted, standings_kept
from greenbook.reports.portfolio import Standing, standings, tasks_to_do, to_do
from greenbook.web.asked import AskedRequest, page
from greenbook.web.kpis_said import (
    NOT_YET,
    STATES,
    goal_of,
    handbook_asked,
    numbers_of,
    readable,
    state_of,
    with_unit,
)
from greenbook.web.lists import Column, List, show
from greenbook.web.pages import number as one_number

SCOPES = {"mine": "my accounts", "team": "my team's accounts", "all": "all accounts I may see"}
ABOUT = {"company": "The company", "person": "Each person", "industry": "Each industry"}
#: The kinds of pages whose words say that something is behind or due.
TELLING = ("rhythm", "kpi", "measure", "scorecard", "decision")


@page("view dashboards", as_of=True)
def numbers(request: AskedRequest) -> HttpResponseBase:
    """The KPIs as a list, and above it what is behind and what is about to be."""
    asked = request.asked
    handbook = handbook_asked(request)
    pages = readable(request, handbook)
    if asked.past and asked.day not in lake().days("decided_company"):
        near = nearest_kept(lake(), asked.day)
        return render(request, "pages/numbers.html", {"not_kept": True, "nearest": near})
    newer = handbooks.not_worked_out_yet(handbook) if handbook and not asked.past else frozenset()
    found = [each for each in numbers_of(request, pages) if is_told(each, newer)]
    rows = [_row(each, handbook, request, newer) for each in found]
    context: dict[str, Any] = {
        "unmet": sum(row["state"] in ("late", "not_met") for row in rows),
        "many": len(rows),
    }
    context |= {"own_review": asked.may("create priority_review") and not asked.past}
    csv = request.GET.get("format") == "csv"
    if handbook and not csv and not request.htmx:
        context |= _counters(request, handbook)
    return show(request, NUMBERS.look(request), rows, "pages/numbers.html", context)


def is_told(each: Number, newer: Collection[str]) -> bool:
    """Whether anybody has it, or will after the next run."""
    return bool(each.of) or each.page.grain == "company" or each.page.decides in newer


def _row(
    each: Number, handbook: Handbook | None, request: AskedRequest, newer: Collection[str]
) -> dict[str, Any]:
    kpi = each.page
    met_by = f"{each.met_by} of {each.with_goal}" if each.several and each.with_goal else None
    return {
        "pk": kpi.decides, "title": kpi.title, "about": kpi.grain,
        "folder": kpi.path.partition("/")[0], "value": with_unit(kpi, each.value),
        "state": NOT_YET if kpi.decides in newer and not each.of else state_of(each),
        "met_by": met_by, "goal": goal_of(kpi, handbook, request),
    }  # fmt: skip


def _counters(request: AskedRequest, handbook: Handbook) -> dict[str, Any]:
    """Burn-down and what comes (operations A7.1, A7.2), as the handbook decides both."""
    asked = request.asked
    scope = of if (of := request.GET.get("book", "")) in SCOPES else usual_book(asked.person)
    book = book_of(asked.person, scope, on=asked.today, day=asked.day)
    found = _stands(request, handbook, book)
    told: dict[str, Any] = {
        "scopes": SCOPES,
        "scope": scope,
        "behind": counted(found, BEHIND),
        "ahead": counted(found, AHEAD),
    }
    if asked.past:
        return told
    seen = book if scope == "all" else None
    ctas = work_of(Cta, asked.person, scope, on=asked.today, seen=seen)
    tasks = work_of(Task, asked.person, scope, on=asked.today, seen=seen)
    return told | {
        "to_do": to_do(ctas, handbook, on=asked.today),
        "tasks": tasks_to_do(tasks, on=asked.today),
    }


def _stands(request: AskedRequest, handbook: Handbook, book: Book) -> list[Standing]:
    asked, may = request.asked, cache(request.asked.may)
    pages = [
        each
        for each in standing_pages(handbook)
        if each.kind in TELLING and shown_to(may, each.path) != "nothing"
    ]
    if asked.past:
        decided = [each for each in pages if each.kind != "kpi"]  # of a past day no clock is a list
        return standings_kept(lake(), asked.day, book.ids, decided)
    return standings(book, pages)


NUMBERS = List(
    name="numbers",
    one="number",
    many="numbers",
    columns=(
        Column("title", "Number", link=("numbers_kpi", "pk")),
        Column("about", "Whose", "code", options=ABOUT, groupable=True, bare=True),
        Column("folder", "Part of the handbook", "code", groupable=True),
        Column("value", "Value", "text", sortable=False, filterable=False),
        Column("state", "Goal", "code", options=STATES, groupable=True, bare=True),
        Column("met_by", "Met by", "text", sortable=False, filterable=False),
        Column("goal", "What is asked", "text", filterable=False, sortable=False),
    ),
    shown=("value", "state", "met_by", "goal"),
    sort="title",
    group="about",
    besides=("book",),
    empty="The handbook counts nothing that you may read.",
)

addresses: list[Any] = [
    path("numbers", numbers, name="numbers"),
    *one_number.addresses,
]
