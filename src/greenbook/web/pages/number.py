"""One number of the handbook: what is asked, how it went, and whose it is."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import path

from greenbook.automations.tasks import lake
from greenbook.handbook.pages import Page
from greenbook.reports.numbers import Kept, number, over_days, since
from greenbook.reports.team import people_of
from greenbook.web.asked import AskedRequest, page
from greenbook.web.charts import Dot, line_over_time
from greenbook.web.kpis_said import (
    ABOUT,
    STATES,
    decided_of,
    goal_of,
    handbook_asked,
    readable,
    state_of,
    with_unit,
)
from greenbook.web.lists import Column, List, show

#: The company is one subject.
COMPANY = 1
#: So many are offered by name, to see the line of one of them.
MOST_NAMED = 200


@page("view dashboards", as_of=True)
def kpi(request: AskedRequest, decision: str) -> HttpResponseBase:
    """One KPI: what is asked, how it went over the days that are kept, and whose it is."""
    found, subject, name = _asked_for(request, decision)
    points = over_days(found, subject, day=request.asked.day, lake=lake()) if subject else []
    handbook = handbook_asked(request)
    context = {
        "kpi": found,
        "goal": goal_of(found, handbook, request),
        "subject": subject,
        "name": name,
        "points": points[::-1],
        "now": points[-1] if points else None,
        "since": since(points),
        "said": _said(found, points),
        "about": ABOUT[found.grain],
        "others": found.grain != "company",
    }
    whose = _whose(request, found)
    rows = _each(request, found, whose)
    context |= {"whose": whose if 1 < len(whose) <= MOST_NAMED else {}}
    return show(request, _list_of(found).look(request), rows, "pages/number.html", context)


@page("view dashboards", as_of=True)
def chart(request: AskedRequest, decision: str) -> HttpResponse:
    """The line, in the colours of the theme asked for."""
    found, subject, name = _asked_for(request, decision)
    points = over_days(found, subject, day=request.asked.day, lake=lake()) if subject else []
    known = [each.value for each in points if each.value is not None]
    svg = line_over_time(
        _dots(found, points),
        title=f"{found.title} of {name}: {_said(found, points)}",
        dark=request.GET.get("theme") == "dark",
        top=max([100.0 if found.unit == "percent" else 1.0, *(1.1 * each for each in known)]),
    )
    answer = HttpResponse(svg, content_type="image/svg+xml")
    answer["Cache-Control"] = "private, max-age=60"
    return answer


def _asked_for(request: AskedRequest, decision: str) -> tuple[Page, int | str | None, str]:
    """The KPI, whose line is drawn, and their name; nobody's where none of them was chosen."""
    pages = [p for p in readable(request, handbook_asked(request)) if p.decides == decision]
    if not pages:
        raise Http404("There is no such number.")
    found, of = pages[0], request.GET.get("of", "")
    if found.grain == "company":
        return found, COMPANY, "the company"
    subjects = _whose(request, found)
    if of and of not in subjects:
        raise Http404("There is nobody like that in what you may see.")
    chosen = of or (next(iter(subjects)) if len(subjects) == 1 else None)
    if chosen is None:
        return found, None, ""
    return found, int(chosen) if found.grain == "person" else chosen, subjects[chosen]


def _whose(request: AskedRequest, kpi: Page) -> dict[str, str]:
    """Of whom it is counted and who may be looked at: names by id."""
    if kpi.grain == "person":
        people = people_of(request.asked.person).order_by("name")
        return {str(each.pk): str(each) for each in people}
    if kpi.grain == "industry":
        return {each: each for each in sorted(decided_of(request, [kpi]))}
    return {}


def _each(request: AskedRequest, kpi: Page, whose: dict[str, str]) -> list[dict[str, Any]]:
    """A row for each who has a value."""
    if not whose:
        return []
    decided, day = decided_of(request, [kpi]), request.asked.day
    rows = []
    for subject, name in whose.items():
        found = number(kpi, {subject: decided.get(subject, {})}, on=day)
        if found.of:
            rows.append(
                {
                    "pk": subject,
                    "name": name,
                    "value": found.value,
                    "state": state_of(found),
                    "needed": found.needed or None,
                }
            )
    return rows


def _list_of(kpi: Page) -> List:
    return List(
        name="number",
        one={"person": "person", "industry": "industry"}.get(kpi.grain, "row"),
        many={"person": "people", "industry": "industries"}.get(kpi.grain, "rows"),
        columns=(
            Column("name", "Industry" if kpi.grain == "industry" else "Name"),
            Column("value", kpi.title, "number", why=kpi.decides, grain=kpi.grain,
                   says=lambda value: with_unit(kpi, value) or ""),
            Column("state", "Goal", "code", options=STATES, groupable=True),
            Column("needed", "Needed", "text"),
        ),
        shown=("value", "state", "needed"),
        sort="name",
        empty="It has no value for anybody you may look at.",
    )  # fmt: skip


def _dots(kpi: Page, points: list[Kept]) -> list[Dot]:
    states = {True: "green", False: "red", None: None}
    last = len(points) - 1
    return [
        Dot(
            each.day,
            each.value,
            states[each.met],
            (with_unit(kpi, each.value) or "") if place == last else "",
        )
        for place, each in enumerate(points)
    ]


def _said(kpi: Page, points: list[Kept]) -> str:
    """The chart in words."""
    known = [each for each in points if each.value is not None]
    if not known:
        return "nothing is known yet"
    first, last = known[0], known[-1]
    return (
        f"{with_unit(kpi, first.value)} on {first.day:%-d %b %Y},"
        f" {with_unit(kpi, last.value)} on {last.day:%-d %b %Y}"
    )


addresses: list[Any] = [
    path("numbers/<slug:decision>.svg", chart, name="numbers_chart"),
    path("numbers/<slug:decision>", kpi, name="numbers_kpi"),
]
