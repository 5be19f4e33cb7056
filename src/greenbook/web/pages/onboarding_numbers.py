"""The onboarding dashboard: the clocks against their goals, by CSM, manager, region, quarter."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from typing import Any, cast, get_args

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path

from greenbook.automations.tasks import lake
from greenbook.handbook.book import Handbook
from greenbook.inputs.files.formulas import with_quote
from greenbook.reports.books import book_of, usual_book
from greenbook.reports.clocks import Clock, clocks_of
from greenbook.reports.kept_days import day_kept
from greenbook.reports.onboarding_numbers import By, Numbers, numbers, quarters_until
from greenbook.web.asked import AskedRequest, page
from greenbook.web.charts import Dot, line_over_time
from greenbook.web.said import value as said_value

SCOPES = {"mine": "my accounts", "team": "my team's accounts", "all": "all I may see"}
BY = {"csm": "CSM", "manager": "Manager", "region": "Region", "quarter": "Quarter"}
#: Groups that the page shows; the CSV has all.
MOST = 100
#: As many quarters make the year that is looked at unless one is chosen.
YEAR = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; `quarter` is the first day of one, or None for a year."""

    handbook: Handbook
    clocks: list[Clock]
    kept: date
    scope: str
    by: By
    quarters: list[date]
    quarter: date | None

    @property
    def since(self) -> date:
        return self.quarter or self.quarters[-YEAR]

    @property
    def until(self) -> date:
        after = [each for each in self.quarters if self.quarter and each > self.quarter]
        return min(after, default=date.max)


@page("view onboarding")
def dashboard(request: AskedRequest) -> HttpResponse:
    """Shares in time and medians, against the goals."""
    request.asked.refuse_unless("view dashboards")
    asked = _asked(request)
    if asked is None:
        return render(request, "onboarding/numbers.html", {"tab": "numbers", "shows_numbers": True})
    found = _numbers(request, asked)
    if request.GET.get("format") == "csv":
        return _csv(asked, found)
    context = {
        "tab": "numbers",
        "shows_numbers": True,
        "numbers": asked,
        "scopes": SCOPES,
        "ways": BY,
        "quarters": [(each, named(each, asked.handbook)) for each in asked.quarters[::-1]],
        "total": [(clock, found.total[clock.decision]) for clock in asked.clocks],
        "rows": [
            (_group(asked, name), [tallies[clock.decision] for clock in asked.clocks])
            for name, tallies in list(found.groups.items())[:MOST]
        ],
        "more": max(0, len(found.groups) - MOST),
        "query": f"of={asked.scope}",
    }
    return render(request, "onboarding/numbers.html", context)


@page("view onboarding")
def trend(request: AskedRequest, clock: str) -> HttpResponse:
    """The median of every quarter, with the goal as a line."""
    request.asked.refuse_unless("view dashboards")
    asked = _asked(request)
    found = [each for each in asked.clocks if each.decision == clock] if asked else []
    if asked is None or not found:
        raise Http404("There is no such clock.")
    dots = _dots(request, asked, found[0])
    goal = found[0].goal
    svg = line_over_time(
        dots,
        title=f"{found[0].title}, median days by quarter; the goal is {goal}",
        dark=request.GET.get("theme") == "dark",
        limits={f"goal {goal}": goal},
        top=max(goal * 1.25, *(1.15 * (dot.value or 0) for dot in dots)),
    )
    answer = HttpResponse(svg, content_type="image/svg+xml")
    answer["Cache-Control"] = "private, max-age=60"
    return answer


def named(first: date, handbook: Handbook) -> str:
    """A fiscal quarter: `Q4 FY27`, after the year in which it ends."""
    begins = handbook.fiscal_year_starts_in_month
    number = (first.month - begins) % 12 // 3 + 1
    year = first.year + (1 if begins > 1 and first.month >= begins else 0)
    return f"Q{number} FY{year % 100:02}"


def _asked(request: AskedRequest) -> Asked | None:
    """None before anything was worked out for everybody."""
    asked, handbook = request.asked, request.asked.handbook
    kept = day_kept(lake(), up_to=asked.today)
    if handbook is None or kept is None:
        return None
    quarters = quarters_until(asked.today, starts_in_month=handbook.fiscal_year_starts_in_month)
    of, by = request.GET.get("of", ""), request.GET.get("by", "")
    chosen = [each for each in quarters if each.isoformat() == request.GET.get("quarter")]
    return Asked(
        handbook,
        clocks_of(handbook, asked.today),
        kept,
        scope=of if of in SCOPES else usual_book(asked.person),
        by=cast(By, by) if by in get_args(By) else "csm",
        quarters=quarters,
        quarter=chosen[0] if chosen else None,
    )


def _numbers(request: AskedRequest, asked: Asked, *, by: By | None = None) -> Numbers:
    whole = by == "quarter" or (asked.by == "quarter" and asked.quarter is None)
    return numbers(
        asked.clocks,
        by=by or asked.by,
        since=asked.quarters[0] if whole else asked.since,
        until=date.max if whole else asked.until,
        kept=asked.kept,
        lake=lake(),
        only=book_of(request.asked.person, asked.scope, on=request.asked.today).ids,
        starts_in_month=asked.handbook.fiscal_year_starts_in_month,
    )


def _group(asked: Asked, name: str) -> str:
    if asked.by == "quarter":
        return named(date.fromisoformat(name), asked.handbook)
    return name


def _dots(request: AskedRequest, asked: Asked, clock: Clock) -> list[Dot]:
    """A quarter without anybody is a gap in the line."""
    found = _numbers(request, asked, by="quarter").groups
    dots = []
    for quarter in asked.quarters:
        tally = found.get(quarter.isoformat(), {}).get(clock.decision)
        middle = tally.median if tally else None
        in_time = None if middle is None else "green" if middle <= clock.goal else "red"
        dots.append(Dot(quarter, middle, in_time, said_value(middle) if middle is not None else ""))
    return dots


def _csv(asked: Asked, found: Numbers) -> HttpResponse:
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    name = f"onboarding-{asked.by}-{asked.kept.isoformat()}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(answer)
    writer.writerow([BY[asked.by], *(h for clock in asked.clocks for h in _headings(clock))])
    for group, tallies in [*found.groups.items(), ("All", found.total)]:
        cells: list[Any] = []
        for clock in asked.clocks:
            tally = tallies[clock.decision]
            cells += [tally.measured, tally.in_time, tally.share, tally.median, tally.open_late]
        label = group if group == "All" else _group(asked, group)
        writer.writerow([with_quote(label), *("" if each is None else each for each in cells)])
    return answer


def _headings(clock: Clock) -> list[str]:
    """The goal stands in the heading, so that the file can be read alone."""
    title = f"{clock.title} (goal {clock.goal} days)"
    parts = ("measured", "in time", "per cent in time", "median days", "open and late")
    return [f"{title}: {part}" for part in parts]


addresses: list[Any] = [
    path("onboarding/numbers", dashboard, name="onboarding_numbers"),
    path("onboarding/numbers/<slug:clock>.svg", trend, name="onboarding_trend"),
]
