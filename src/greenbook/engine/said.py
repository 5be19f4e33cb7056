"""One leaf of a condition as a sentence: what is the case, and how that lies to the limit."""

from __future__ import annotations

from greenbook.engine.words import Words, is_today, shown, spoken
from greenbook.handbook.conditions.evaluate import NONE, UNKNOWN, Row, value_of
from greenbook.handbook.conditions.tree import (
    Always,
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

OPPOSITE = {"=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
MIRRORED = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
AMOUNTS = {"<": "under {}", "<=": "at most {}", ">": "over {}", ">=": "at least {}"}
DAYS = {"<": "before {}", "<=": "not after {}", ">": "after {}", ">=": "not before {}"}


def said(leaf: Leaf, truth: bool | None, row: Row, words: Words) -> str:
    """What is the case on this row, whether the leaf holds, does not hold or is unknown."""
    match leaf:
        case Always():
            return "always"
        case Known(column=column):
            return is_or_none(column, row, words)
        case _ if truth is None:
            return " and ".join(not_known(value, words) for value in unknown_values(leaf, row))
        case Flag(column=column) if value_of(column, row) is NONE:
            return absent(column, words)
        case Flag(column=column):
            return words.phrase(column, holds=bool(truth))
        case IsNone(column=column):
            return is_or_none(column, row, words)
        case Compare(left=Constant(parameter=str(switch)), right=Constant()):
            return f"{spoken(switch)} is {'on' if truth else 'off'}"
        case Compare():
            return compared(leaf, bool(truth), row, words)
        case OneOf():
            return among(leaf, bool(truth), row, words)
        case Between(value=value, low=low, high=high):
            limits = f"between {words.value(low)} and {words.value(high)}"
            return f"{is_or_none(value, row, words)} ({'' if truth else 'not '}{limits})"


def compared(leaf: Compare, truth: bool, row: Row, words: Words) -> str:
    """`ARR is USD 39,624 (under USD 1,000,000)`."""
    left, right = leaf.left, leaf.right
    operator: str = leaf.operator
    if isinstance(left, Constant) and not isinstance(right, Constant):
        left, operator, right = right, MIRRORED[operator], left
    for value in (left, right):
        if value_of(value, row) is NONE:
            return absent(value, words)
    operator = operator if truth else OPPOSITE[operator]
    is_so, limit = is_or_none(left, row, words), limit_said(right, row, words)
    if operator == "=":
        return is_so if isinstance(right, Constant) else f"{is_so}, as {limit}"
    if operator == "<>":
        return f"{is_so}, not {limit}"
    forms = DAYS if left.type.kind == "date" else AMOUNTS
    return f"{is_so} ({forms[operator].format(limit)})"


def limit_said(value: Value, row: Row, words: Words) -> str:
    """The limit; one that is worked out says from what."""
    if isinstance(value, Constant):
        return words.value(value)
    return f"{value_said(value, row)}, {words.value(value)}"


def among(leaf: OneOf, truth: bool, row: Row, words: Words) -> str:
    is_so = is_or_none(leaf.value, row, words)
    if value_of(leaf.value, row) is NONE or truth is not leaf.negated:
        return is_so
    listed = [words.value(option) for option in leaf.options]
    return f"{is_so}, not {listing(listed, 'or')}"


def absent(value: Value, words: Words) -> str:
    """`there is no last call`; a decision is none; before the first run nothing stood."""
    name = words.value(value)
    if isinstance(value, Column) and value.source == "before":
        return f"nothing stood before for {name.removesuffix(' before')}"
    if isinstance(value, Column) and value.source in ("decision", "local"):
        return f"{name} is none"
    counted = name.split()[0] in ("days", "months") or (name[-1:] == "s" and name[-2:] != "ss")
    return f"there {'are' if counted else 'is'} no {name}"


def is_or_none(value: Value, row: Row, words: Words) -> str:
    """`ARR is USD 39,624`, `there is no last call`, `the day is 1 Jun 2024`."""
    if value_of(value, row) is NONE:
        return absent(value, words)
    name = "the day" if is_today(value) else words.value(value)
    return f"{name} is {value_said(value, row)}"


def value_said(value: Value, row: Row) -> str:
    found = value_of(value, row)
    return "not known" if found is UNKNOWN else shown(None if found is NONE else found, value.type)


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


def is_about_days(leaf: Leaf) -> bool:
    """Whether the leaf compares dates or uses functions: then a term's name reads better."""
    values = values_of(leaf)
    dated = isinstance(leaf, Compare) and leaf.left.type.kind == "date"
    return dated or any(isinstance(value, Call) for value in values)


def listing(items: list[str], word: str) -> str:
    """`a, b or c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {word} {items[-1]}"
