"""Team: what each CSM carries, and what waits for the manager."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse

from greenbook.decisions.shown_to import shown_to
from greenbook.engagement.queries.week import Measure
from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import Page
from greenbook.records.models import Account, User
from greenbook.records.models.people import ROLES
from greenbook.reports.approvals import claims_waiting, exceptions_waiting, plans_waiting
from greenbook.reports.assignment import awaiting
from greenbook.reports.team import (
    away,
    is_first,
    kpis_of_people,
    loads,
    measures_of,
    of_priority,
    people_of,
    total,
)
from greenbook.web import said
from greenbook.web.asked import AskedRequest, page
from greenbook.web.lists import Column, List, codes, show
from greenbook.web.pages import (
    team_absences,
    team_approvals,
    team_assignment,
    team_priorities,
    team_reviews,
)


@page("view priority_review")
def team(request: AskedRequest) -> HttpResponseBase:
    """A row for each who has customers."""
    asked, handbook = request.asked, request.asked.handbook
    pages = _readable(request, handbook)
    look = team_list(pages).look(request)
    rows = [_row(person) for person in people_of(asked.person).values("pk", *_READ)]
    context: dict[str, Any] = {}
    if not request.htmx:
        ids = [row["pk"] for row in rows]
        size = total(ids, on=asked.today, handbook=handbook)
        context |= {"people": len(rows), "size": size, "waiting": waiting(request)}
    carry = partial(_carry, [each for each in pages if each.decides in look.uses], request)
    return show(request, look, rows, "team/team.html", context, fill=carry)


@page("view priority_review")
def book(request: AskedRequest, user: int) -> HttpResponse:
    """Their accounts, in the portfolio."""
    theirs = get_object_or_404(people_of(request.asked.person), pk=user)
    whose = "team" if request.asked.person.is_a("csm_manager") else "all"
    return redirect(f"{reverse('portfolio')}?{urlencode({'of': whose, 'csm': str(theirs)})}")


def waiting(request: AskedRequest) -> dict[str, int]:
    """How much waits for an assignment, and for approval."""
    person, on = request.asked.person, request.asked.today
    approvals = plans_waiting(person, on=on).count() + exceptions_waiting(person, on=on).count()
    if request.asked.may("view csm_claim"):
        approvals += claims_waiting(person, on=on).count()
    return {"assignments": awaiting(person, on=on).count(), "approvals": approvals}


def team_list(pages: list[Page]) -> List:
    kpis = [_kpi_column(each) for each in pages]
    shares = [each.decides for each in pages if is_first(each) and of_priority(each)]
    others = [each.decides for each in pages if is_first(each) and not of_priority(each)]
    return List(
        name="team",
        one="person",
        many="people",
        columns=(*_own_columns(), *kpis),
        shown=(
            "accounts", "arr", "first", *shares, "onboardings", "behind", "ctas_late", *others,
        ),
        sort="name",
        empty="Nobody here has customers of their own.",
    )  # fmt: skip


def _own_columns() -> tuple[Column, ...]:
    return (
        Column("name", "Name", link=("team_book", "pk"), badge="away"),
        Column("works_as", "Works as", "code", options={r: said.label(r) for r in ROLES.split()},
               groupable=True),
        Column("region", "Region", "code", options=codes(User, "region"), groupable=True,
               bare=True),
        Column("cs_segment", "Segment", "code", options=codes(Account, "cs_segment"),
               groupable=True, bare=True),
        Column("manager", "Manager", "person", groupable=True),
        Column("accounts", "Accounts", "number", costly=True),
        Column("arr", "ARR", "money", costly=True),
        Column("first", "P1", "number", link=("team_priorities", "pk"), costly=True),
        Column("behind", "Accounts behind", "number", costly=True),
        Column("onboardings", "Onboardings", "number", costly=True),
        Column("ctas_late", "CTAs late", "number", costly=True),
    )  # fmt: skip


def _kpi_column(page: Page) -> Column:
    percent = " %" if page.unit == "percent" else ""
    name = page.decides
    return Column(
        name,
        page.title,
        "number",
        why=name,
        grain="person",
        badge=f"{name}__badge",
        hover=f"{name}__needed",
        costly=True,
        says=lambda value: "" if value is None else f"{said.value(float(value))}{percent}",
    )


def _readable(request: AskedRequest, handbook: Handbook | None) -> list[Page]:
    pages = kpis_of_people(handbook) if handbook else []
    return [each for each in pages if shown_to(request.asked.may, each.path) == "whole"]


#: What a row says of the person.
_READ = (
    "username", "name", "works_as", "region", "cs_segment", "manager__name", "manager__username",
)  # fmt: skip


def _row(person: Mapping[str, Any]) -> dict[str, Any]:
    manager = person["manager__name"] or person["manager__username"]
    return {**person, "name": person["name"] or person["username"], "manager": manager}


def _carry(pages: list[Page], request: AskedRequest, rows: list[dict[str, Any]]) -> None:
    """Put in what each carries, how they do, and whether they are away."""
    on, people = request.asked.today, [row["pk"] for row in rows]
    carried = loads(people, on=on, handbook=request.asked.handbook)
    absent, measures = away(people, on=on), measures_of(people, pages, on=on)
    for row in rows:
        load, absence = carried[row["pk"]], absent.get(row["pk"])
        row |= {
            "accounts": load.accounts, "arr": load.arr_cents, "first": load.first,
            "behind": load.behind, "onboardings": load.onboardings, "ctas_late": load.ctas_late,
            "away": ("soon", f"away until {said.day(absence.ends_on)}") if absence else None,
        }  # fmt: skip
        for measure in measures.get(row["pk"], {}).values():
            row |= _measure(measure)


def _measure(measure: Measure) -> dict[str, Any]:
    name = measure.decision
    needed = f"needed: {measure.needed}" if measure.needed else ""
    return {name: measure.value, f"{name}__badge": badge(measure), f"{name}__needed": needed}


def badge(measure: Measure) -> tuple[str, str] | None:
    """What stands beside a number that is not as the handbook wants it."""
    if measure.late:
        return "late", "late"
    if measure.met is False:
        return "late", f"goal {measure.needed}" if measure.needed else "not met"
    return None


addresses: list[Any] = [
    path("team", team, name="team"),
    path("team/<int:user>", book, name="team_book"),
    *team_priorities.addresses,
    *team_assignment.addresses,
    *team_approvals.addresses,
    *team_reviews.addresses,
    *team_absences.addresses,
]
