"""Portfolio: the accounts of a book, as a list and as counters, today or on a past day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, DateField, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from greenbook.automations.tasks import lake
from greenbook.decisions import handbooks
from greenbook.decisions.explain import handbook_of
from greenbook.decisions.shown_to import shown_to
from greenbook.engagement.queries.week import measures
from greenbook.handbook.book import Handbook
from greenbook.records.models import (
    Account,
    AccountStatus,
    AccountTeam,
    Cta,
    SuccessPlan,
    Task,
    TimelineEntry,
)
from greenbook.records.models.ctas import OPEN_STATUSES
from greenbook.reports.books import accounts_of, work_of
from greenbook.reports.kept_days import day_kept, kept_of, nearest_kept
from greenbook.reports.portfolio import (
    Standing,
    fiscal_quarter,
    size,
    standings,
    tasks_to_do,
    to_do,
)
from greenbook.web.asked import AskedRequest, page
from greenbook.web.lists import Column, List, codes, show
from greenbook.web.lists.columns import COLOURS
from greenbook.web.lists.decided import decided_columns, kind_of, standing, titled
from greenbook.web.lists.kept import kept_columns, kept_values
from greenbook.web.sections import A_PARTNER

SCOPES = {"mine": "my accounts", "team": "my team's accounts", "all": "all accounts I may see"}
#: A past day is put together in memory, for so many accounts.
MOST_PAST = 20_000
#: Which fact was what the account says today.
FACTS = {
    "name": "name", "cs_segment": "cs_segment", "region": "region", "tier": "tier",
    "lifecycle_stage": "lifecycle_stage", "arr": "arr", "renewal_on": "renewal_on",
}  # fmt: skip
#: What a partner reads of a shared account, and what else takes a right of its own.
FOR_PARTNERS = ("name", "cs_segment", "region", "lifecycle_stage", "tier", "industry")
ASKS = {"csm": "view team", "last_activity": "view timeline", "open_ctas": "view cta"}


@page("view account", as_of=True)
def portfolio(request: AskedRequest) -> HttpResponse:
    """My book, my team's, or all I may see."""
    asked = request.asked
    if asked.past:
        return _on_a_past_day(request)
    accounts = account_list(request, handbooks.current_or_none())
    look = accounts.look(request)
    rows = accounts_of(asked.person, look.scope, on=asked.today)
    context = {"tab": "accounts", "of": look.scope, "shows": _shows(request)}
    whole = not request.htmx and not _is_for_partners(request)  # type: ignore[attr-defined]
    context |= {"size": size(rows)} if whole else {}
    return show(request, look, rows, "pages/portfolio.html", context)


@page("view team")
def owed(request: AskedRequest) -> HttpResponse:
    """What stands and what is owed in the book: each number leads to its accounts."""
    asked, handbook = request.asked, handbooks.current_or_none()
    scope = of if (of := request.GET.get("of", "")) in SCOPES else "mine"
    rows = accounts_of(asked.person, scope, on=asked.today)
    ctas, tasks = (_work(request, kind, scope) for kind in (Cta, Task))
    found = standings(rows, _readable(request, handbook)) if handbook else []
    context = {
        "tab": "owed",
        "shows": _shows(request),
        "of": scope,
        "scopes": SCOPES,
        **_grouped(found, handbook),
        "to_do": to_do(ctas, handbook, on=asked.today),
        "tasks": tasks_to_do(tasks, on=asked.today),
        "measures": measures(asked.person, on=asked.today, handbook=handbook) if handbook else [],
        "quarter": _quarter(handbook, asked.today),
        "renewals": _renewals(rows, handbook, asked.today),
    }
    return render(request, "pages/portfolio_owed.html", context)


def _work(request: AskedRequest, kind: type[Any], scope: str) -> QuerySet[Any]:
    if not request.asked.may("view cta"):
        return kind.objects.none()
    return work_of(kind, request.asked.person, scope, on=request.asked.today)


@page("view success_plan")
def plans(request: AskedRequest) -> HttpResponse:
    """Success plans by account."""
    asked, look = request.asked, PLANS.look(request)
    rows = SuccessPlan.objects.filter(
        account__in=accounts_of(asked.person, look.scope, on=asked.today)
    )
    context = {"tab": "plans", "of": look.scope, "shows": _shows(request)}
    return show(request, look, rows, "pages/portfolio.html", context)


def _shows(request: AskedRequest) -> dict[str, bool]:
    """The tabs beside the accounts that they may open."""
    may = request.asked.may
    return {"owed": may("view team"), "plans": may("view success_plan")}


def account_list(request: AskedRequest, handbook: Handbook | None) -> List:
    asked = request.asked
    kept = day_kept(lake(), up_to=asked.today)
    decided = _decided(request, handbook, kept)
    return List(
        name="portfolio",
        one="account",
        many="accounts",
        columns=(*_own(request, asked.today), *decided),
        shown=_usual_columns(decided, "last_activity"),
        sort="name",
        scopes=SCOPES,
        kept=kept_values(lake(), kept) if kept else None,
        empty="No account is yours.",
        do="See all accounts you may see",
        do_address="?of=all",
    )


def _own(request: AskedRequest, day: date) -> tuple[Column, ...]:
    """Of what an account says of itself, what they may read."""
    may, partner = request.asked.may, _is_for_partners(request)
    return tuple(
        column
        for column in _said_by_itself(day)
        if (column.name in FOR_PARTNERS or not partner)
        and (column.name not in ASKS or may(ASKS[column.name]))
    )


def _is_for_partners(request: AskedRequest) -> bool:
    return request.asked.may(A_PARTNER)


def _said_by_itself(today: date) -> tuple[Column, ...]:
    return (
        Column("name", "Account", link=("account", "pk")),
        Column("cs_segment", "Segment", "code", options=codes(Account, "cs_segment"),
               groupable=True, bare=True),
        Column("region", "Region", "code", options=codes(Account, "region"), groupable=True,
               bare=True),
        Column("lifecycle_stage", "Lifecycle", "code", options=codes(Account, "lifecycle_stage"),
               groupable=True, bare=True),
        Column("tier", "Tier", "code", options=codes(Account, "tier"), groupable=True, bare=True),
        Column("arr", "ARR", "money", of="arr_cents"),
        Column("renewal_on", "Renewal", "day", groupable=True),
        Column("csm", "CSM", "person", of=_csm(today), costly=True, groupable=False),
        Column("last_activity", "Last activity", "day", of=_last_activity(today), costly=True),
        Column("open_ctas", "Open CTAs", "number", of=_open_ctas(), costly=True),
        Column("stages_in_use", "Stages in use", "number"),
        Column("license_count", "Licences", "number"),
        Column("industry", "Industry"),
    )  # fmt: skip


PLANS = List(
    name="portfolio_plans",
    one="plan",
    many="success plans",
    columns=(
        Column("account", "Account", of="account__name", link=("account", "account_id")),
        Column("plan", "Plan", of="name", link=("plan", "pk"), says=lambda name: name or "Plan"),
        Column("type", "Type", "code", options=codes(SuccessPlan, "type"), bare=True,
               groupable=True),
        Column("status", "Status", "code", options=codes(SuccessPlan, "status"), bare=True,
               groupable=True),
        Column("colour", "Colour", "colour", of="account__status__decided__plan_colour",
               where=standing("plan_colour", COLOURS, "account__"), why="plan_colour",
               about="account_id"),
        Column("approval_status", "Approval", "code", options=codes(SuccessPlan, "approval_status"),
               groupable=True),
        Column("customer_validated_on", "Validated by the customer", "day"),
        Column("due_on", "Due", "day", groupable=True, late=True),
        Column("last_reviewed_on", "Last reviewed", "day"),
        Column("owner", "Owner", "person", of="owner__name", groupable=True),
    ),
    shown=("plan", "type", "status", "colour", "due_on", "approval_status"),
    sort="account",
    scopes={"mine": "plans of my accounts", "team": "plans of my team's accounts",
            "all": "all plans I may see"},
    empty="No account here has a success plan yet.",
)  # fmt: skip


def _on_a_past_day(request: AskedRequest) -> HttpResponse:
    """The same list from what was kept of that day."""
    asked = request.asked
    handbook = handbook_of(asked.day)
    decided = _decided(request, handbook, None)
    own = tuple(column for column in _own(request, asked.day) if column.name in FACTS)
    accounts = List(
        name="portfolio", one="account", many="accounts", columns=(*own, *decided),
        shown=_usual_columns(decided), sort="name", scopes=SCOPES,
        empty="Nothing was kept of these accounts on that day.",
    )  # fmt: skip
    look = accounts.look(request)
    seen = accounts_of(asked.person, look.scope, on=asked.today, day=asked.day)
    ids = list(seen.values_list("pk", flat=True)[: MOST_PAST + 1])
    context: dict[str, Any] = {"tab": "accounts", "of": look.scope}
    if asked.day not in lake().days("decided_account"):
        context |= {"not_kept": True, "nearest": nearest_kept(lake(), asked.day)}
    if len(ids) > MOST_PAST:
        context |= {"too_many": MOST_PAST}
        ids = []
    names = [name for column in decided for name in (column.name, f"{column.name}__known")]
    kept = kept_of(lake(), asked.day, accounts=ids, facts=list(FACTS.values()), decided=names)
    rows = [_past_row(pk, row, own, decided) for pk, row in kept.items()]
    return show(request, look, rows, "pages/portfolio.html", context)


def _past_row(
    pk: int, kept: dict[str, Any], own: tuple[Column, ...], decided: tuple[Column, ...]
) -> dict[str, Any]:
    row = {"pk": pk} | {column.path: kept.get(FACTS[column.name]) for column in own}
    known = {name: value for name, value in kept.items() if name.endswith("__known")}
    return row | known | {column.path: kept.get(column.name) for column in decided}


def _decided(
    request: AskedRequest, handbook: Handbook | None, kept: date | None
) -> tuple[Column, ...]:
    """What stands in the database, and what else the run of the day `kept` decided."""
    if handbook is None:
        return ()
    asked = request.asked
    found = decided_columns(handbook, asked.day, may=asked.may)
    if kept is None:
        return found
    return (*found, *kept_columns(handbook, kept, may=asked.may, lake=lake()))


def _usual_columns(decided: tuple[Column, ...], *more: str) -> tuple[str, ...]:
    """ARR, renewal, and what the handbook says in a word or colour; a yes or no is for filters."""
    words = [c for c in decided if c.options and c.kept != "day" and c.kind != "yesno"]
    first = {field.name for field in AccountStatus._meta.get_fields()}
    told = sorted(words, key=lambda column: column.name not in first)
    return ("arr", "renewal_on", *more, *(column.name for column in told))


def _readable(request: AskedRequest, handbook: Handbook) -> list[Any]:
    """The pages of key decisions that they may read."""
    pages = [handbook.deciding(name)[:1] for name in handbook.key_decisions]
    return [
        page
        for each in pages
        for page in each
        if page.grain == "account" and shown_to(request.asked.may, page.path) != "nothing"
    ]


def _grouped(found: list[Standing], handbook: Handbook | None) -> dict[str, list[Any]]:
    """Rhythms, colours, and all else: each with its words as headings."""
    groups: dict[str, list[Any]] = {"rhythms": [], "colours": [], "others": []}
    for each in found:
        assert handbook
        kind, options = kind_of(handbook.deciding(each.decision)[0])
        if options:
            name = {"colour": "colours"}.get(kind, "others")
            groups["rhythms" if each.kind == "rhythm" else name].append(_line(each, options))
    return groups


def _line(each: Standing, options: dict[str, str]) -> dict[str, Any]:
    return {
        "decision": each.decision,
        "title": titled(each.title),
        "cells": [
            (word, label, each.values.get(word, 0), each.first.get(word, 0))
            for word, label in options.items()
        ],
    }


def _quarter(handbook: Handbook | None, today: date) -> tuple[date, date]:
    month = handbook.fiscal_year_starts_in_month if handbook else 1
    return fiscal_quarter(today, starts_in_month=month)


def _renewals(rows: QuerySet[Account], handbook: Handbook | None, today: date) -> int:
    first, last = _quarter(handbook, today)
    return rows.filter(renewal_on__range=(max(first, today), last)).count()


def _csm(today: date) -> Subquery:
    in_force = Q(ends_on=None) | Q(ends_on__gte=today)
    serving = AccountTeam.objects.filter(in_force, starts_on__lte=today, role="csm")
    mine = serving.filter(account=OuterRef("pk")).order_by("-is_primary", "-starts_on")
    return Subquery(mine.values("user__name")[:1])


def _last_activity(today: date) -> Subquery:
    held = TimelineEntry.objects.filter(account=OuterRef("pk"), happened_on__lte=today).order_by()
    last = held.values("account").annotate(last=Max("happened_on")).values("last")
    return Subquery(last, output_field=DateField())


def _open_ctas() -> Subquery:
    theirs = Cta.objects.filter(account=OuterRef("pk"), status__in=OPEN_STATUSES).order_by()
    many = theirs.values("account").annotate(many=Count("pk")).values("many")
    return Subquery(many, output_field=IntegerField())


addresses: list[Any] = [
    path("portfolio", portfolio, name="portfolio"),
    path("portfolio/owed", owed, name="portfolio_owed"),
    path("portfolio/plans", plans, name="portfolio_plans"),
]
