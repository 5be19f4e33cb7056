"""KPIs in words: the value with its unit, what is asked, whether it is met; who may read which."""

from __future__ import annotations

from greenbook.automations.tasks import lake
from greenbook.decisions.explain import handbook_of
from greenbook.decisions.shown_to import shown_to
from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import Grain, KpiEdition, Page
from greenbook.handbook.say.policy import Policy
from greenbook.handbook.say.words import Words
from greenbook.reports.numbers import (
    GRAINS,
    Decided,
    Number,
    columns_of,
    kpis,
    number,
    numbers_now,
    standing_now,
    stood,
)
from greenbook.reports.team import people_of
from greenbook.web import said
from greenbook.web.asked import AskedRequest

ABOUT = {"company": "the company", "person": "each person", "industry": "each industry"}
NOT_YET = "not_yet"
STATES = {
    "late": "late", "not_met": "not met", "met": "met", "no_goal": "no goal",
    NOT_YET: "not worked out yet",
}  # fmt: skip


def handbook_asked(request: AskedRequest) -> Handbook | None:
    """The handbook in use, or the one of the past day."""
    past = request.asked.past
    return handbook_of(request.asked.day) if past else request.asked.handbook


def readable(request: AskedRequest, handbook: Handbook | None) -> list[Page]:
    """KPIs that they may read and that hold on the day."""
    pages = kpis(handbook) if handbook else []
    may, day = request.asked.may, request.asked.day
    return [each for each in pages if each.on(day) and shown_to(may, each.path) == "whole"]


def numbers_of(request: AskedRequest, pages: list[Page]) -> list[Number]:
    """Each KPI, of the people they may look at, or of all else everything."""
    found: list[Number] = []
    for grain in GRAINS:
        of_grain = [each for each in pages if each.grain == grain]
        if request.asked.past:
            decided = decided_of(request, of_grain)
            found += [number(each, decided, on=request.asked.day) for each in of_grain]
        elif of_grain:
            subjects = _subjects(request, grain)
            found += numbers_now(of_grain, grain, subjects, on=request.asked.day)
    return sorted(found, key=lambda each: pages.index(each.page))


def decided_of(request: AskedRequest, pages: list[Page]) -> Decided:
    """What stands, or stood, of some KPIs of one grain, by subject."""
    if not pages:
        return {}
    day, grain = request.asked.day, pages[0].grain
    subjects = _subjects(request, grain)
    if request.asked.past:
        return stood(grain, subjects, pages, day=day, lake=lake())
    return standing_now(grain, subjects, columns_of(pages, day))


def _subjects(request: AskedRequest, grain: Grain) -> list[str] | None:
    """The people they may look at; of everything else all."""
    if grain != "person":
        return None
    ids = people_of(request.asked.person).order_by().values_list("pk", flat=True)
    return [str(each) for each in ids]


def state_of(each: Number) -> str:
    """Late, met, not met, or without a goal."""
    return "late" if each.late else {True: "met", False: "not_met", None: "no_goal"}[each.met]


def with_unit(kpi: Page, value: float | None) -> str | None:
    """`72.5%`, `$1.2M`, `12 days`."""
    if value is None:
        return None
    if kpi.unit == "usd":
        return said.money(round(value))
    unit = {"percent": "%", "number": "", "count": "", None: ""}.get(kpi.unit, f" {kpi.unit}")
    return f"{said.value(float(value))}{unit}"


def goal_of(kpi: Page, handbook: Handbook | None, request: AskedRequest) -> str:
    """What the handbook wants of it, as it says it, without repeating its name."""
    edition = kpi.on(request.asked.day)
    if handbook is None or not isinstance(edition, KpiEdition) or edition.met is None:
        return ""
    if edition.outputs:
        return "as the table on its page says"
    words = Words(handbook, kpi.grain)
    wanted = Policy(words).condition(edition.met)
    return wanted.removeprefix(f"the {words.decision(kpi.decides)} ").removeprefix("is ")
