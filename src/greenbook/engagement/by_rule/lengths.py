"""A length of time counted from a day."""

from __future__ import annotations

from datetime import date, timedelta

from greenbook.handbook.conditions.evaluate import add_months
from greenbook.handbook.pages import Length

_MONTHS = {"month": 1, "year": 12}
_DAYS = {"day": 1, "week": 7}


def after(day: date, length: Length | None, *, before: bool = False) -> date:
    """The day a length of time later, or earlier; months end where the calendar's do."""
    if length is None:
        return day
    count = -length.count if before else length.count
    if length.unit in _MONTHS:
        return add_months(day, count * _MONTHS[length.unit])
    return day + timedelta(days=count * _DAYS[length.unit])
