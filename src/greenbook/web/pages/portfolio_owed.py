"""What stands and what is owed in a book: each number leads to its accounts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from greenbook.automations.tasks import lake
from greenbook.decisions import handbooks
from greenbook.decisions.keys import standing_pages
from greenbook.decisions.shown_to import shown_to
from greenbook.engagement.queries.week import Measure, measures
from greenbook.handbook.book import Handbook
from greenbook.records.models import Account, Cta, Task
from greenbook.reports.books import Book, book_of, usual_book, work_of
from greenbook.reports.kept_days import day_kept
from greenbook.reports.portfolio import (
    Standing,
    fiscal_quarter,
    standings,
    tasks_to_do,
    to_do,
)
from greenbook.reports.watched import Watched, watched
from greenbook.web.asked import AskedRequest, page
from greenbook.web.kpis_said import goal_of
from greenbook.web.lists.columns import UNKNOWN
from greenbook.web.lists.decided import absent, kind_of, titled

May = Callable[[str], bool]

SCOPES = {"mine": "my accounts", "team": "my team's accounts", "all": "all accounts I may see"}


@page("view team")
def owed(request: AskedRequest) -> HttpResponse:
    """What stands and what is owed in the book: each number leads to its accounts."""
    asked, handbook = request.asked, request.asked.handbook
    scope = of if (of := request.GET.get("of", "")) in SCOPES else usual_book(asked.person)
    book = book_of(asked.person, scope, on=asked.today)
    ctas, tasks = (_work(request, kind, scope, book) for kind in (Cta, Task))
    may = cache(asked.may)  # a hundred pages of the handbook, a dozen rights
    found = standings(book, _readable(may, handbook) if handbook else [])
    newer = handbooks.not_worked_out_yet(handbook) if handbook else frozenset()
    context = {
        "tab": "owed",
        "of": scope,
        "scopes": SCOPES,
        "newer": newer,
        **_grouped(found, handbook),
        "to_do": to_do(ctas, handbook, on=asked.today),
        "tasks": tasks_to_do(tasks, on=asked.today),
        "measures": _measures(request, handbook) if handbook else [],
        "watched": _watched(may, handbook, book, on=asked.today) if handbook else [],
        "quarter": _quarter(handbook, asked.today),
        "renewals": _renewals(book, handbook, asked.today),
    }
    return render(request, "pages/portfolio_owed.html", context)


def _work(request: AskedRequest, kind: type[Any], scope: str, book: Book) -> QuerySet[Any]:
    if not request.asked.may("view cta"):
        return kind.objects.none()
    person, seen = request.asked.person, book if scope == "all" else None
    return work_of(kind, person, scope, on=request.asked.today, seen=seen)


def _readable(may: May, handbook: Handbook) -> list[Any]:
    """The pages whose words stand, of those that they may read."""
    pages = standing_pages(handbook)
    return [page for page in pages if shown_to(may, page.path) != "nothing"]


def _watched(may: May, handbook: Handbook, book: Book, *, on: date) -> list[tuple[str, Watched]]:
    """What the handbook counts besides, as the last run over everybody kept it; most first."""
    day = day_kept(lake(), up_to=on)
    pages = {name: handbook.deciding(name)[0] for name in handbook.counted}
    readable = {
        name: (page, handbook.counted[name])
        for name, page in pages.items()
        if shown_to(may, page.path) != "nothing"
    }
    if day is None or not readable:
        return []
    found = watched(book, readable, lake=lake(), day=day)
    return [(_counts(each), each) for each in sorted(found, key=lambda each: -each.many)]


def _counts(each: Watched) -> str:
    """`Inactive success plan`, `GitLab Admin contact: missing`."""
    _, options = kind_of(each.page)
    word = "" if each.word == "true" else f": {options[each.word].lower()}"
    return f"{titled(each.page.title)}{word}"


def _measures(request: AskedRequest, handbook: Handbook) -> list[tuple[Measure, str]]:
    """Their own numbers, each with what the handbook wants of it."""
    found = measures(request.asked.person, on=request.asked.today, handbook=handbook)
    pages = {each.decision: handbook.deciding(each.decision)[0] for each in found}
    return [(each, goal_of(pages[each.decision], handbook, request)) for each in found]


def _grouped(found: list[Standing], handbook: Handbook | None) -> dict[str, list[Any]]:
    """Rhythms, clocks, colours, and all else: each with its words as headings."""
    groups: dict[str, list[Any]] = {"rhythms": [], "clocks": [], "colours": [], "others": []}
    for each in found:
        assert handbook
        page = handbook.deciding(each.decision)[0]
        kind, options = kind_of(page)
        if options:
            name = {"colour": "colours"}.get(kind, "others")
            words = options | {UNKNOWN: absent(page)[UNKNOWN]}
            groups["rhythms" if each.kind == "rhythm" else name].append(_line(each, words))
        elif each.kind == "kpi":
            groups["clocks"].append(_line(each, {"late": "late"}))
    return groups


def _line(each: Standing, options: dict[str, str]) -> dict[str, Any]:
    return {
        "decision": each.decision,
        "counted": any(each.values.values()),
        "title": titled(each.title),
        "cells": [
            (word, label, each.values.get(word, 0), each.first.get(word, 0))
            for word, label in options.items()
        ],
    }


def _quarter(handbook: Handbook | None, today: date) -> tuple[date, date]:
    month = handbook.fiscal_year_starts_in_month if handbook else 1
    return fiscal_quarter(today, starts_in_month=month)


def _renewals(book: Book, handbook: Handbook | None, today: date) -> int:
    first, last = _quarter(handbook, today)
    return (
        book.of(Account.objects.all(), "pk")
        .filter(renewal_on__range=(max(first, today), last))
        .count()
    )


addresses: list[Any] = [path("portfolio/owed", owed, name="portfolio_owed")]
