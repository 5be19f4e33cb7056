"""One leaf of a condition as it stands on a row: what is the case, and how that lies to the
limit."""

from __future__ import annotations

from datetime import date
from typing import Final

from greenbook.handbook.conditions.evaluate import NONE, UNKNOWN, Row, value_of
from greenbook.handbook.conditions.tree import (
    Always,
    Arithmetic,
    Between,
    Call,
    Column,
    Compare,
    Constant,
    Flag,
    IsNone,
    Known,
    Leaf,
    OneOf,
    Value,
)
from greenbook.handbook.say.days import MIRRORED, OPPOSITE, Distance, distance, is_today
from greenbook.handbook.say.words import Words, dated, the

AMOUNTS: Final = {"<": "under {}", "<=": "at most {}", ">": "over {}", ">=": "at least {}"}
DAYS: Final = {"<": "before {}", "<=": "not after {}", ">": "after {}", ">=": "not before {}"}


def said(leaf: Leaf, truth: bool | None, row: Row, words: Words) -> str:
    """What is the case on this row, whether the leaf holds, does not hold or is unknown."""
    match leaf:
        case Always():
            return "always"
        case Known(column=column) | IsNone(column=column):
            return is_so(column, row, words)
        case _ if truth is None:
            return " and ".join(not_known(value, words) for value in unknown_values(leaf, row))
        case Flag(column=column) if value_of(column, row) is NONE:
            return words.absent(column)
        case Flag(column=column):
            return words.phrase(column, holds=bool(truth))
        case Compare(left=Constant(parameter=str(switch)), right=Constant()):
            return f"{words.spoken(switch)} is switched {'on' if truth else 'off'}"
        case Compare():
            return compared(leaf, bool(truth), row, words)
        case OneOf(value=value):
            return is_so(value, row, words)
        case Between(value=value, low=low, high=high):
            limits = f"between {words.value(low)} and {words.value(high)}"
            return f"{is_so(value, row, words)} ({'' if truth else 'not '}{limits})"


def compared(leaf: Compare, truth: bool, row: Row, words: Words) -> str:
    """`the ARR is USD 39,624 (under USD 1,000,000)`; a day says how far it is from today."""
    missing = [value for value in (leaf.left, leaf.right) if value_of(value, row) is NONE]
    if missing:
        return is_so(missing[0], row, words)
    apart = distance(leaf)
    if apart is not None:
        return far(apart, truth, row, words)
    operator = leaf.operator if truth else OPPOSITE[leaf.operator]
    if isinstance(leaf.left, Constant) and not isinstance(leaf.right, Constant):
        return related(leaf.right, MIRRORED[operator], leaf.left, row, words)
    return related(leaf.left, operator, leaf.right, row, words)


def related(left: Value, operator: str, right: Value, row: Row, words: Words) -> str:
    """What the left side is, and how it lies to the right one."""
    known = is_so(left, row, words)
    if operator in ("=", "<>"):
        if isinstance(right, Constant):
            return known
        if operator == "=":
            return f"{known}, like {words.value(right)}"
        return f"{known}, while {is_so(right, row, words)}"
    limit = limit_said(right, row, words)
    if left.type.kind == "date":
        day = DAYS[operator].format(limit)
        return f"the day is {day}" if is_today(left) else f"{known} ({day})"
    if left.type.kind == "count" and value_of(right, row) == 0:
        return known
    return f"{known} ({AMOUNTS[operator].format(limit)})"


def far(apart: Distance, truth: bool, row: Row, words: Words) -> str:
    """`the last call was on 18 Apr 2024 (more than 30 days ago)`."""
    behind = apart.on(value_of(apart.day, row), value_of_today(row), holds=truth)
    return is_so(apart.day, row, words) + (f" ({behind})" if behind else "")


def value_of_today(row: Row) -> date:
    today: date = row["today"]
    return today


def limit_said(value: Value, row: Row, words: Words) -> str:
    """The limit; one that is worked out says from what."""
    if isinstance(value, Constant):
        return words.value(value)
    return f"{value_said(value, row, words)}, {words.value(value)}"


def is_so(value: Value, row: Row, words: Words) -> str:
    """What a value is on this row, as a sentence."""
    held = value_of(value, row)
    if held is UNKNOWN:
        return not_known(value, words)
    if isinstance(value, Column):
        return words.absent(value) if held is NONE else words.held(value, held, row.get("today"))
    if held is NONE:
        return next(
            is_so(each, row, words) for each in inside(value) if value_of(each, row) is NONE
        )
    if value.type.kind == "date":
        return dated(words.value(value), held, row.get("today"))
    return f"{the(words.value(value))} is {words.shown(held, value.type)}"


def inside(value: Value) -> tuple[Value, ...]:
    """What an expression is made of."""
    match value:
        case Call(arguments=arguments):
            return arguments
        case Arithmetic(left=left, right=right):
            return (left, right)
    return ()


def value_said(value: Value, row: Row, words: Words) -> str:
    found = value_of(value, row)
    return (
        "not known"
        if found is UNKNOWN
        else words.shown(None if found is NONE else found, value.type)
    )


def not_known(value: Value, words: Words) -> str:
    return f"{words.value(value)} is not known"


def unknown_values(leaf: Leaf, row: Row) -> list[Value]:
    """The sides of the leaf that can not be said."""
    return [value for value in values_of(leaf) if value_of(value, row) is UNKNOWN]


def values_of(leaf: Leaf) -> list[Value]:
    match leaf:
        case Flag(column=column) | IsNone(column=column) | Known(column=column):
            return [column]
        case Compare(left=left, right=right):
            return [left, right]
        case OneOf(value=value):
            return [value]
        case Between(value=value, low=low, high=high):
            return [value, low, high]
    return []


def limits_of(leaf: Leaf) -> list[Value]:
    """What the leaf compares with: the right side, the ends, the options."""
    match leaf:
        case Compare(left=Constant() as left, right=right) if not isinstance(right, Constant):
            return [left]
        case Compare(right=right):
            return [right]
        case OneOf(options=options):
            return list(options)
        case Between(low=low, high=high):
            return [low, high]
    return []
