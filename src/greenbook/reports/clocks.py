"""The clocks of an onboarding: every KPI of an account that counts days from a day to a goal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from greenbook.handbook.book import Handbook
from greenbook.handbook.conditions.tree import Call, Column, Compare, Constant
from greenbook.handbook.pages import KpiEdition, Page


@dataclass(frozen=True, slots=True)
class Clock:
    """`start` is the fact from which its days are counted."""

    decision: str
    title: str
    page: str
    goal: int
    start: str

    @property
    def short(self) -> str:
        """`engage` for `Time to engage`."""
        return self.title.removeprefix("Time to ")

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.decision, f"{self.decision}__met", f"{self.decision}__late")


@dataclass(frozen=True, slots=True)
class Reading:
    """A clock of one account: stopped after `days`, or still running for `days`."""

    clock: Clock
    days: int
    running: bool
    late: bool
    met: bool

    @property
    def said(self) -> str:
        """`day 12 of 14`, or `8 days`."""
        if self.running:
            return f"day {self.days} of {self.clock.goal}"
        return f"{self.days} day{'' if self.days == 1 else 's'}"


def clocks_of(handbook: Handbook, day: date) -> list[Clock]:
    """Those that the handbook has on a day, in its order."""
    found = (_clock(page, page.on(day)) for page in handbook.pages.values() if _counts_days(page))
    return [clock for clock in found if clock]


def reading(clock: Clock, stands: Mapping[str, Any], *, on: date) -> Reading | None:
    """How it stands for an account, of which `stands` holds facts and decisions; None where it
    does not apply or has not begun."""
    value, late = stands.get(clock.decision), stands.get(f"{clock.decision}__late")
    if value is not None:
        met = bool(stands.get(f"{clock.decision}__met"))
        return Reading(clock, int(value), running=False, late=not met, met=met)
    started = as_day(stands.get(clock.start))
    if late is None or started is None:
        return None
    return Reading(clock, (on - started).days, running=True, late=bool(late), met=False)


def as_day(value: Any) -> date | None:
    """Between runs what is kept is JSON, with its days as text."""
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value


def _counts_days(page: Page) -> bool:
    return page.kind == "kpi" and page.grain == "account" and page.unit == "days"


def _clock(page: Page, edition: Any) -> Clock | None:
    if not isinstance(edition, KpiEdition):
        return None
    goal, counted = edition.met, edition.raw or edition.value
    if not (isinstance(goal, Compare) and isinstance(goal.right, Constant)):
        return None
    if not (isinstance(counted, Call) and counted.function == "days_between"):
        return None
    start = counted.arguments[0]
    if not (isinstance(start, Column) and start.source == "fact"):
        return None
    return Clock(page.decides, page.title, page.path, goal.right.whole, start.name)
