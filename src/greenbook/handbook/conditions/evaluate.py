"""The reference: a condition over one row in plain Python, True, False or None for unknown.

Used to evaluate a trace again, and to hold the SQL to its meaning. A row is column name -> value
with money in cents and versions as numbers; a missing column reads as NULL.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from greenbook.handbook.conditions.render import can_be_absent, known_column, version_number
from greenbook.handbook.conditions.tree import (
    All,
    Always,
    Arithmetic,
    AtLeast,
    Between,
    Call,
    Column,
    Compare,
    Condition,
    Constant,
    Either,
    Flag,
    IsNone,
    Known,
    Not,
    OneOf,
    Term,
    Value,
)

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Absence:
    """A value that is not there: known to be none, or unknown."""

    known: bool


NONE: Final = Absence(known=True)
UNKNOWN: Final = Absence(known=False)


def evaluate(condition: Condition, row: Row) -> bool | None:
    """The truth of the condition on this row; None is unknown."""
    match condition:
        case Always():
            return True
        case Term(condition=named):
            return evaluate(named, row)
        case Not(part=part):
            truth = evaluate(part, row)
            return None if truth is None else not truth
        case All(parts=parts):
            return _all([evaluate(part, row) for part in parts])
        case Either(parts=parts):
            return _at_least(1, [evaluate(part, row) for part in parts])
        case AtLeast(needed=needed, parts=parts):
            return _at_least(needed.whole, [evaluate(part, row) for part in parts])
        case Known(column=column):
            return value_of(column, row) is not UNKNOWN
        case IsNone(column=column, negated=negated):
            value = value_of(column, row)
            return None if value is UNKNOWN else (value is NONE) is not negated
        case _:
            return _leaf(condition, row)


def value_of(value: Value, row: Row) -> Any:
    """The value on this row, or NONE (a known absence), or UNKNOWN."""
    match value:
        case Column():
            return _column(value, row)
        case Constant(value=plain, type=type_):
            as_number = type_.kind == "version" and isinstance(plain, str)
            return version_number(str(plain)) if as_number else plain
        case Arithmetic(operator=operator, left=left, right=right):
            return _combined(operator, [value_of(left, row), value_of(right, row)])
        case Call(function="latest_of", arguments=arguments):
            return _latest([value_of(argument, row) for argument in arguments])
        case Call(function=function, arguments=arguments):
            return _combined(function, [value_of(argument, row) for argument in arguments])


def _leaf(condition: Flag | Compare | OneOf | Between, row: Row) -> bool | None:
    match condition:
        case Flag(column=column):
            values = [value_of(column, row)]
        case Compare(left=left, right=right):
            values = [value_of(left, row), value_of(right, row)]
        case Between(value=value, low=low, high=high):
            values = [value_of(each, row) for each in (value, low, high)]
        case OneOf(value=value):
            values = [value_of(value, row)]
    if NONE in values:
        return False
    return None if UNKNOWN in values else _says(condition, values)


def _says(condition: Flag | Compare | OneOf | Between, values: list[Any]) -> bool:
    match condition:
        case Flag():
            return bool(values[0])
        case Compare(operator=operator):
            return _compared(operator, values[0], values[1])
        case Between():
            return bool(values[1] <= values[0] <= values[2])
        case OneOf(options=options, negated=negated):
            return (values[0] in [value_of(option, {}) for option in options]) is not negated


def _compared(operator: str, left: Any, right: Any) -> bool:
    match operator:
        case "=":
            return bool(left == right)
        case "<>":
            return bool(left != right)
        case "<":
            return bool(left < right)
        case "<=":
            return bool(left <= right)
        case ">":
            return bool(left > right)
    return bool(left >= right)


def _column(column: Column, row: Row) -> Any:
    value = row.get(column.name)
    if value is not None:
        return value
    if not can_be_absent(column):
        return UNKNOWN
    known = known_column(column)
    if known is None:
        return NONE
    flag = row.get(known)
    if flag is None:
        flag = column.source == "before"
    return NONE if flag else UNKNOWN


def _all(truths: list[bool | None]) -> bool | None:
    if False in truths:
        return False
    return None if None in truths else True


def _at_least(needed: int, truths: list[bool | None]) -> bool | None:
    if truths.count(True) >= needed:
        return True
    return False if truths.count(True) + truths.count(None) < needed else None


def _latest(dates: list[Any]) -> Any:
    if UNKNOWN in dates:
        return UNKNOWN
    return max((day for day in dates if day is not NONE), default=NONE)


def _combined(function: str, given: list[Any]) -> Any:
    if NONE in given:
        return NONE
    return UNKNOWN if UNKNOWN in given else _worked_out(function, *given)


def _worked_out(function: str, a: Any, b: Any = None) -> Any:
    match function:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case "days_between":
            return (b - a).days
        case "add_days":
            return a + timedelta(days=int(b))
        case "add_months":
            return add_months(a, int(b))
        case "percent_of":
            return 100 * float(a) / b if b else UNKNOWN
        case "ratio":
            return float(a) / b if b else UNKNOWN
        case "at_least_zero":
            return max(a, 0)
    raise ValueError(f"no such function: {function}")


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
