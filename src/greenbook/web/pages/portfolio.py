"""Portfolio: the accounts of a book, as a list and as counters."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import path

from greenbook.decisions import handbooks
from greenbook.records.access import visible_accounts
from greenbook.records.models import Account
from greenbook.records.scopes import book, team
from greenbook.web.asked import AskedRequest, page
from greenbook.web.lists import Column, List, codes, show
from greenbook.web.lists.decided import decided_columns

SCOPES = {"mine": "my accounts", "team": "my team's accounts", "all": "all accounts I may see"}
OWN = (
    Column("name", "Account", link=("account", "pk")),
    Column("cs_segment", "Segment", "code", options=codes(Account, "cs_segment"), groupable=True),
    Column("region", "Region", "code", options=codes(Account, "region"), groupable=True),
    Column(
        "lifecycle_stage",
        "Lifecycle",
        "code",
        options=codes(Account, "lifecycle_stage"),
        groupable=True,
    ),
    Column("arr", "ARR", "money", of="arr_cents"),
    Column("renewal_on", "Renewal", "day", groupable=True),
)


def accounts(request: AskedRequest) -> List:
    decided = decided_columns(handbooks.current(), request.asked.day, may=request.asked.may)
    keys = [column.name for column in decided if not column.costly]
    return List(
        name="portfolio",
        one="account",
        many="accounts",
        columns=(*OWN, *decided),
        shown=("priority_decided", "health", "arr", "renewal_on", *keys[:6]),
        sort="name",
        scopes=SCOPES,
        empty="No accounts are yours.",
    )


@page("view account", as_of=True)
def portfolio(request: AskedRequest) -> HttpResponse:
    """My book, my team's, or all I may see."""
    look = accounts(request).look(request)
    return show(request, look, in_scope(request, look.scope), "pages/portfolio.html")


def in_scope(request: AskedRequest, scope: str) -> QuerySet[Account]:
    person, today = request.asked.person, request.asked.today
    rows = visible_accounts(person, today)
    whose = {"mine": book, "team": team}.get(scope)
    return rows.filter(whose(person, today)) if whose else rows


addresses = [path("portfolio", portfolio, name="portfolio")]
