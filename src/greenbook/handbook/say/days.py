"""How far a day lies from today: what a comparison with today says, however it was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from greenbook.handbook.conditions.evaluate import value_of
from greenbook.handbook.conditions.tree import Arithmetic, Call, Column, Compare, Constant, Value
from greenbook.handbook.say.values import counted

OPPOSITE: Final = {"=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
MIRRORED: Final = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
SOON: Final = {
    "<": "less than {} away", "<=": "within {}", ">": "more than {} away",
    ">=": "at least {} away",
}  # fmt: skip
AGO: Final = {
    "<": "more than {} ago", "<=": "at least {} ago", ">": "less than {} ago",
    ">=": "at most {} ago",
}  # fmt: skip
NOW: Final = {
    "=": "today", "<>": "not today", "<": "past", "<=": "today or past", ">": "still to come",
    ">=": "today or still to come",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Distance:
    """`day <operator> today + count units`: `renewal_on <= add_months(today, 4)`."""

    day: Value
    operator: str
    count: int
    unit: str

    def as_policy(self) -> str:
        """`within 4 months`, `more than 90 days ago`, `past`."""
        if self.operator in ("=", "<>") or not self.count:
            return NOW[self.operator]
        forms = SOON if self.count > 0 else AGO
        return forms[self.operator].format(length(self.count, self.unit))

    def on(self, day: date, today: date, *, holds: bool) -> str:
        """What is said behind the day itself; nothing where the day alone says it."""
        operator = self.operator if holds else OPPOSITE[self.operator]
        expected = day > today if self.count > 0 else day <= today
        if not self.count or operator in ("=", "<>") or not expected:
            return ""
        forms = SOON if self.count > 0 else AGO
        return forms[operator].format(length(self.count, self.unit))


def length(count: int, unit: str) -> str:
    """`3 months`, `a month`."""
    return f"a {unit}" if abs(count) == 1 else counted(abs(count), unit)


def distance(leaf: Compare) -> Distance | None:
    """The comparison as a distance from today; None where it is none."""
    return _between(leaf) or _apart(leaf.left, leaf.operator, leaf.right)


def _between(leaf: Compare) -> Distance | None:
    """`days_between(day, today) > 90`: the day lies before today minus 90 days."""
    left, amount = leaf.left, whole(leaf.right)
    if not (isinstance(left, Call) and left.function == "days_between") or amount is None:
        return None
    first, second = left.arguments
    if is_today(second) and not is_today(first):
        return Distance(first, MIRRORED[leaf.operator], -amount, "day")
    return Distance(second, leaf.operator, amount, "day") if is_today(first) else None


def _apart(left: Value, operator: str, right: Value) -> Distance | None:
    """`today >= add_months(day, 2)` and its kind."""
    if is_today(_moved(left)[0]):
        left, operator, right = right, MIRRORED[operator], left
    (day, added, unit), (now, from_now, units) = _moved(left), _moved(right)
    if not is_today(now) or is_today(day) or isinstance(day, Constant):
        return None
    if added and from_now and unit != units:
        return None
    return Distance(day, operator, from_now - added, unit if added else units)


def _moved(value: Value) -> tuple[Value, int, str]:
    """`add_months(day, 2)` as the day, 2 and month; a day that is not moved by a fixed length
    stays as it is."""
    if isinstance(value, Call) and value.function in ("add_months", "add_days"):
        amount = whole(value.arguments[1])
        if amount is not None:
            return value.arguments[0], amount, value.function.removeprefix("add_")[:-1]
    return value, 0, "day"


def whole(value: Value) -> int | None:
    """A number that stands in the text: `3`, `$months`, `0 - $months`."""
    if not _is_fixed(value):
        return None
    number = value_of(value, {})
    return number if isinstance(number, int) else None


def _is_fixed(value: Value) -> bool:
    if isinstance(value, Arithmetic):
        return _is_fixed(value.left) and _is_fixed(value.right)
    return isinstance(value, Constant)


def is_today(value: Value) -> bool:
    return isinstance(value, Column) and value.name == "today"
