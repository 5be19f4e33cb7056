"""Days that the demo book reckons with: months, working days, fiscal quarters."""

from __future__ import annotations

import calendar
from datetime import date, timedelta


def days_before(day: date, count: int) -> date:
    return day - timedelta(days=count)


def add_months(day: date, count: int) -> date:
    """The same day of another month, or the last one where that month is shorter."""
    years, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = calendar.monthrange(years, month + 1)[1]
    return date(years, month + 1, min(day.day, last))


def workday(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def workdays_from(day: date, count: int) -> list[date]:
    """The next working days, this one among them where it is one."""
    ahead = (day + timedelta(days=each) for each in range(2 * count + 2))
    return [each for each in ahead if each.weekday() < 5][:count]


def quarter_of(day: date) -> date:
    """First day of a quarter of a year that begins on 1 February."""
    return add_months(date(day.year, day.month, 1), -((day.month - 2) % 3))


def contract_year_of(start: date, day: date) -> date:
    """First day of the contract year that a day falls into."""
    years = max(0, day.year - start.year)
    found = add_months(start, 12 * years)
    return found if found <= day or years == 0 else add_months(start, 12 * (years - 1))
