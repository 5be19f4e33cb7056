"""The handbook as everybody reads it, and what it decides today."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path

from greenbook.automations.tasks import lake
from greenbook.decisions import handbooks
from greenbook.decisions.overrides import overrides_in_force
from greenbook.engagement.queries.account import because
from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import Page
from greenbook.handbook.show import show_cases, show_edition
from greenbook.handbook.show.changes import changes_since
from greenbook.records.access import sees_everything, visible_accounts
from greenbook.records.models import DecisionChange, PriorityException
from greenbook.reports.handbook_today import gaps, says
from greenbook.reports.kept_days import day_kept
from greenbook.web.asked import AskedRequest, page

#: Most values of a page that are listed; numbers of which there are more are summed up.
LISTED = 12
CHANGES = 12


@page("view handbook")
def contents(request: AskedRequest) -> HttpResponse:
    """Every page, by subject, with the day since which its text holds."""
    book = handbooks.current()
    said = {"handbook": book, "subjects": _by_subject(book, request), "accepted": book.accepted}
    return render(request, "pages/handbook.html", said)


def _by_subject(book: Handbook, request: AskedRequest) -> list[dict[str, Any]]:
    subject = lambda each: each.path.split("/")[0]  # noqa: E731
    pages = sorted(book.pages.values(), key=lambda each: each.path)
    return [
        {"name": name, "pages": [(each, each.on(request.asked.day)) for each in found]}
        for name, found in groupby(pages, subject)
    ]


@page("view handbook")
def one(request: AskedRequest, name: str) -> HttpResponse:
    """One page as the policy it is, with its editions, cases, and what it decides today."""
    book, found = _page(name)
    today = request.asked.today
    kept = day_kept(lake(), up_to=today)
    asked_of_others = found.grain != "account" and not sees_everything(request.user)
    counted, newer = None, found.decides in handbooks.not_worked_out_yet(book)
    if kept and not asked_of_others and not newer:
        only = _only(request) if found.grain == "account" else None
        counted = says(book, found, lake=lake(), day=kept, only=only)
    said = {
        "handbook": book,
        "page": found,
        "edition": found.on(request.asked.day),
        "text": show_edition(book, found.path, on=request.asked.day),
        "cases": show_cases(book, found.path),
        "says": counted,
        "listed": counted.values[:LISTED] if counted else (),
        "worked_out_on": kept,
        "newer": newer,
        "changes": [(each, because(book, each)) for each in _changes(request, found)],
        "overrides": _overrides(request, found.decides),
        "accepted": [each for each in book.accepted if each.at in (found.path, found.decides)],
    }
    return render(request, "pages/handbook_page.html", said)


@page("view handbook")
def edition(request: AskedRequest, name: str, begins: str) -> HttpResponse:
    """One edition of a page, whole, and what it changed."""
    book, found = _page(name)
    those = [each for each in found.editions if each.begins.isoformat() == begins]
    if not those:
        raise Http404(f"No edition of {name} begins on {begins}.")
    said = {
        "page": found,
        "edition": those[0],
        "in_force": found.on(request.asked.today),
        "text": show_edition(book, name, on=those[0].begins),
        "changes": changes_since(book, found, those[0]),
    }
    return render(request, "pages/handbook_edition.html", said)


@page("view handbook")
def open_questions(request: AskedRequest) -> HttpResponse:
    """Facts that nobody entered, those first that leave most decisions open."""
    book, kept = handbooks.current(), day_kept(lake(), up_to=request.asked.today)
    found = gaps(book, lake=lake(), day=kept, only=_only(request)) if kept else []
    facts = book.facts.of("account")
    by_decision = {each.decides: each for each in book.pages.values()}
    rows = [
        {"fact": facts[gap.fact], "gap": gap, "pages": [by_decision[n] for n in gap.pages[:6]]}
        for gap in found
    ]
    said = {"rows": rows, "worked_out_on": kept, "newer": _newer(book)}
    return render(request, "pages/handbook_gaps.html", said)


def _newer(book: Handbook) -> list[Page]:
    """The pages about accounts of which nothing is counted before the next run."""
    names = handbooks.not_worked_out_yet(book)
    decide = (each for each in book.pages.values() if each.kind not in ("playbook", "program"))
    return [each for each in decide if each.grain == "account" and each.decides in names]


@page("view handbook")
def exceptions(request: AskedRequest) -> HttpResponse:
    """What stands otherwise than the handbook says: overrides and exceptions in force."""
    found = _exceptions(request)
    said = {
        "overrides": _overrides(request),
        "exceptions": found,
        "sees_overrides": request.asked.may("view override"),
        "sees_exceptions": request.asked.may("view priority_exception"),
        "alive": {each.pk for each in found if each.alive(request.asked.today)},
        "may_end_overrides": request.asked.may("edit override"),
        "may_end_exceptions": request.asked.may("edit priority_exception"),
    }
    return render(request, "pages/handbook_exceptions.html", said)


def _page(name: str) -> tuple[Handbook, Page]:
    book = handbooks.current()
    if name not in book.pages:
        raise Http404(f"The handbook has no page {name}.")
    return book, book.pages[name]


def _only(request: AskedRequest) -> Collection[int] | None:
    """The accounts that may be counted; None for all of them."""
    if sees_everything(request.user):
        return None
    seen = visible_accounts(request.asked.person, request.asked.today)
    return list(seen.values_list("pk", flat=True))


def _changes(request: AskedRequest, page_: Page) -> list[DecisionChange]:
    mine = visible_accounts(request.asked.person, request.asked.today)
    found = DecisionChange.objects.filter(decision=page_.decides, account__in=mine)
    return list(found.select_related("account").order_by("-on_day", "-pk")[:CHANGES])


def _exceptions(request: AskedRequest) -> list[PriorityException]:
    if not request.asked.may("view priority_exception"):
        return []
    mine = visible_accounts(request.asked.person, request.asked.today)
    asked = PriorityException.objects.filter(account__in=mine).select_related("account")
    return list(asked.order_by("-known_from")[:200])


def _overrides(request: AskedRequest, decision: str | None = None) -> list[Any]:
    if not request.asked.may("view override"):
        return []
    mine = visible_accounts(request.asked.person, request.asked.today)
    found = overrides_in_force(request.asked.today).filter(account__in=mine)
    if decision:
        found = found.filter(decision=decision)
    return list(found.select_related("account", "by")[:200])


addresses = [
    path("handbook", contents, name="handbook"),
    path("handbook/open-questions", open_questions, name="handbook_gaps"),
    path("handbook/exceptions", exceptions, name="handbook_exceptions"),
    path("handbook/<path:name>/since/<str:begins>", edition, name="handbook_edition"),
    path("handbook/<path:name>", one, name="handbook_page"),
]
