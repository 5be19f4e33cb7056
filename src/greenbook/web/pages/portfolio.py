"""Portfolio: the accounts of a book, today or on a past day."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from greenbook.automations.tasks import lake
from greenbook.handbook.book import Handbook
from greenbook.reports.books import accounts_of, usual_book
from greenbook.reports.kept_days import day_kept
from greenbook.reports.portfolio import size
from greenbook.web.asked import AskedRequest, page
from greenbook.web.forms.ctas import BY_HAND
from greenbook.web.lists import List, asks_for_all, matching, show
from greenbook.web.lists.kept import kept_values
from greenbook.web.pages import portfolio_acts, portfolio_owed
from greenbook.web.pages.portfolio_columns import (
    decided_for,
    is_for_partners,
    own_columns,
    usual_columns,
)
from greenbook.web.pages.portfolio_owed import SCOPES
from greenbook.web.pages.portfolio_past import on_a_past_day


@page("view account", as_of=True)
def portfolio(request: AskedRequest) -> HttpResponseBase:
    """My book, my team's, or all I may see."""
    asked = request.asked
    if asked.past:
        return on_a_past_day(request, SCOPES)
    accounts = account_list(request, asked.handbook)
    look = accounts.look(request)
    rows = accounts_of(asked.person, look.scope, on=asked.today)
    context: dict[str, Any] = {"tab": "accounts", "of": look.scope}
    whole = not request.htmx and not is_for_partners(request)
    big = size(rows) if whole else None
    context |= {"size": big} if big else {}
    many = big.accounts if big else None
    return show(
        request,
        look,
        rows,
        "pages/portfolio.html",
        context,
        acts=reverse("portfolio_act"),
        actions="pages/portfolio_actions.html",
        offers={"types": BY_HAND if asked.may("create cta") else []},
        edits=False,
        many=many,
    )


@page("view account")
@require_POST
def act(request: AskedRequest) -> HttpResponse:
    """One thing done with every account that was chosen, or with all that match."""
    asked = request.asked
    rows = partial(accounts_of, asked.person, on=asked.today)
    found = partial(matching, request, account_list(request, asked.handbook), rows)
    return portfolio_acts.acted(request, found if asks_for_all(request) else None)


@page("view success_plan")
def plans(request: AskedRequest) -> HttpResponse:
    """Where success plans by account once stood; they are one list now."""
    words = request.GET.copy()
    words.setdefault("state", "")
    return redirect(f"{reverse('plans')}?{words.urlencode()}", permanent=True)


def account_list(request: AskedRequest, handbook: Handbook | None) -> List:
    asked = request.asked
    kept = day_kept(lake(), up_to=asked.today)
    decided = decided_for(request, handbook, kept)
    return List(
        name="portfolio",
        one="account",
        many="accounts",
        columns=(*own_columns(request, asked.today), *decided),
        shown=usual_columns(handbook, decided, "last_activity"),
        sort="name",
        scopes=SCOPES,
        mostly=usual_book(asked.person),
        kept=kept_values(lake(), kept) if kept else None,
        empty="No account is yours.",
        do="See all accounts you may see",
        do_address="?of=all",
    )


addresses: list[Any] = [
    path("portfolio", portfolio, name="portfolio"),
    path("portfolio/act", act, name="portfolio_act"),
    path("portfolio/plans", plans, name="portfolio_plans"),
    *portfolio_owed.addresses,
]
