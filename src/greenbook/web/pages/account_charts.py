"""The numbers of an account over time: as a chart, and as a table for whoever reads rather."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path

from greenbook.automations.tasks import lake
from greenbook.decisions import handbooks
from greenbook.decisions.concluded import concluded
from greenbook.decisions.shown_to import INSIDE
from greenbook.engagement.queries.numbers_over_time import Point, over_time
from greenbook.handbook.pages import ScorecardEdition
from greenbook.records.models import Account, AccountStatus
from greenbook.web.asked import AskedRequest, account_seen, page
from greenbook.web.charts import Dot, line_over_time
from greenbook.web.said import value as said_value


@dataclass(frozen=True, slots=True)
class Number:
    """A number that the lake keeps every day, with the decision that colours it."""

    title: str
    column: str
    colour: str
    unit: str = ""


NUMBERS = {
    "health": Number("Health", "health__effective", "health"),
    "utilization": Number(
        "Licence utilization", "license_utilization__value", "license_utilization", " %"
    ),
}
DAY_IN_SECONDS = 86_400


@page("view account", as_of=True)
def chart(request: AskedRequest, account: int, number: str) -> HttpResponse:
    """The line, in the colours of the theme asked for."""
    record, asked_for, points = _points(request, account, number)
    svg = line_over_time(
        dots(points, asked_for),
        title=f"{asked_for.title} of {record}: {said(points, asked_for)}",
        dark=request.GET.get("theme") == "dark",
        limits=_limits(request, asked_for),
        top=max(100, *(each.value or 0 for each in points)) if points else 100,
    )
    answer = HttpResponse(svg, content_type="image/svg+xml")
    answer["Cache-Control"] = "private, no-cache"  # beside it stands what was worked out just now
    return answer


@page("view account", as_of=True)
def numbers(request: AskedRequest, account: int, number: str) -> HttpResponse:
    """The same as a table."""
    record, asked_for, points = _points(request, account, number)
    context = {"account": record, "number": asked_for, "points": points[::-1]}
    return render(request, "pages/account_numbers.html", context)


def dots(points: Sequence[Point], number: Number) -> list[Dot]:
    """Where the colour changed stands which it turned, and at the end the number."""
    found = []
    for place, point in enumerate(points):
        last = place == len(points) - 1
        turned = place > 0 and points[place - 1].colour != point.colour
        number_said = f"{said_value(point.value)}{number.unit}" if point.value is not None else ""
        turn_said = f"turned {point.colour}" if turned and point.colour else ""
        told = filter(None, [number_said if last else "", turn_said])
        found.append(Dot(point.day, point.value, point.colour, ", ".join(told)))
    return found


def said(points: Sequence[Point], number: Number) -> str:
    """The chart in words, for whoever does not see it."""
    known = [each for each in points if each.value is not None]
    if not known:
        return "nothing is known yet"
    first, last = known[0], known[-1]
    return (
        f"{said_value(first.value)}{number.unit} on {first.day:%-d %b %Y},"
        f" {said_value(last.value)}{number.unit} on {last.day:%-d %b %Y}"
    )


def _points(
    request: AskedRequest, account: int, number: str
) -> tuple[Account, Number, list[Point]]:
    record = account_seen(request, account)
    request.asked.refuse_unless(INSIDE, record)
    asked_for = NUMBERS.get(number)
    if asked_for is None:
        raise Http404("There is no such number.")
    day, value, colour = request.asked.day, asked_for.column, asked_for.colour
    status = None if request.asked.past else AccountStatus.objects.filter(account=account).first()
    stands = concluded(account, day=day, lake=lake(), columns={value, colour}, status=status)
    return record, asked_for, over_time(account, value, colour, day=day, lake=lake(), stands=stands)


def _limits(request: AskedRequest, number: Number) -> dict[str, float]:
    """Where the next colour begins, as the handbook has it."""
    for handbook_page in handbooks.current().deciding(number.colour):
        edition: Any = handbook_page.on(request.asked.day)
        if isinstance(edition, ScorecardEdition):
            steps = pairwise(edition.bands.steps)
            return {f"{after[0]} from here": float(step[2] or 0) for step, after in steps}
    return {}


addresses = [
    path("accounts/<int:account>/<slug:number>.svg", chart, name="account_chart"),
    path("accounts/<int:account>/numbers/<slug:number>", numbers, name="account_numbers"),
]
