"""KPIs in words: the value with its unit, what is asked, whether it is met; who may read which."""

from __future__ import annotations

from greenbook.automations.tasks import lake
from greenbook.decisions import handbooks
from greenbook.decisions.explain import handbook_of
from greenbook.decisions.shown_to import shown_to
from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import KpiEdition, Page
from greenbook.handbook.say.policy import Policy
from greenbook.handbook.say.words import Words
from greenbook.reports.numbers import Decided, Number, kpis, standing_now, stood
from greenbook.reports.team import people_of
from greenbook.web import said
from greenbook.web.asked import AskedRequest

ABOUT = {"company": "the company", "person": "each person", "industry": "each industry"}
STATES = {"late": "late", "not_met": "not met", "met": "met", "no_goal": "no goal"}


def handbook_asked(request: AskedRequest) -> Handbook | None:
    """The handbook in use, or the one of the past day."""
    past = request.asked.past
    return handbook_of(request.asked.day) if past else handbooks.current_or_none()


def readable(request: AskedRequest, handbook: Handbook | None) -> list[Page]:
    """KPIs that they may read and that hold on the day."""
    pages = kpis(handbook) if handbook else []
    may, day = request.asked.may, request.asked.day
    return [each for each in pages if each.on(day) and shown_to(may, each.path) == "whole"]


def decided_of(request: AskedRequest, pages: list[Page]) -> dict[str, Decided]:
    """What stands, or stood, by grain: of the people they may look at, of all else everything."""
    asked = request.asked
    found: dict[str, Decided] = {}
    for grain in {each.grain for each in pages}:
        ids = people_of(asked.person).values_list("pk", flat=True) if grain == "person" else None
        subjects = [str(each) for each in ids] if ids is not None else None
        if asked.past:
            of_grain = [each for each in pages if each.grain == grain]
            found[grain] = stood(grain, subjects, of_grain, day=asked.day, lake=lake())
        else:
            found[grain] = standing_now(grain, subjects)
    return found


def state_of(each: Number) -> str:
    """Late, met, not met, or without a goal."""
    return "late" if each.late else {True: "met", False: "not_met", None: "no_goal"}[each.met]


def with_unit(kpi: Page, value: float | None) -> str | None:
    """`72.5 %`, `$1.2M`, `12 days`."""
    if value is None:
        return None
    if kpi.unit == "usd":
        return said.money(round(value))
    unit = {"percent": " %", "number": "", "count": "", None: ""}.get(kpi.unit, f" {kpi.unit}")
    return f"{said.value(float(value))}{unit}"


def goal_of(kpi: Page, handbook: Handbook | None, request: AskedRequest) -> str:
    """What the handbook wants of it, as it says it, without repeating its name."""
    edition = kpi.on(request.asked.day)
    if handbook is None or not isinstance(edition, KpiEdition) or edition.met is None:
        return ""
    if edition.outputs:
        return "is as its table says"
    words = Words(handbook, kpi.grain)
    wanted = Policy(words).condition(edition.met)
    return wanted.removeprefix(f"the {words.decision(kpi.decides)} ")
