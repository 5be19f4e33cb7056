"""Which types may stand together, and what a literal becomes beside them (dollars become cents)."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from greenbook.handbook.conditions.scope import Unreadable
from greenbook.handbook.conditions.tree import Constant, Value
from greenbook.handbook.problems import nearest
from greenbook.handbook.types import Kind, Plain, Type

YES_NO, DATE, TEXT, NUMBER = Type("yes/no"), Type("date"), Type("text"), Type("number")
#: Numbers of these kinds do not mix; a count or a plain number goes with any.
UNITS: frozenset[Kind] = frozenset({"usd", "days", "months", "percent"})
VERSION = re.compile(r"(\d+)(?:\.(\d+))?(?:\.\d+)*")


def fitted(value: Value, beside: Value) -> Value:
    """`value` as it must be beside `beside`: a literal takes its type."""
    if isinstance(value, Constant) and not isinstance(beside, Constant):
        return as_type(value, beside.type)
    if isinstance(beside, Constant) or go_together(value.type, beside.type):
        return value
    raise Unreadable((
        "type",
        f"`{value.text}` is {describe(value.type)} and `{beside.text}` is {describe(beside.type)}: "
        "they can not stand together",
    ))  # fmt: skip


def go_together(one: Type, other: Type) -> bool:
    if one.numeric and other.numeric:
        return one.kind == other.kind or (
            not ({one.kind, other.kind} <= UNITS) and _same_money(one, other)
        )
    if one.numeric or other.numeric:
        return False
    return one.kind == other.kind or {one.kind, other.kind} <= {"text", "one of"}


def as_type(constant: Constant, wanted: Type) -> Constant:
    """`constant` read in a position of type `wanted`; refuses what does not fit."""
    value = plain_as(constant.value, wanted, text=constant.text)
    return replace(constant, value=value, type=wanted)


def plain_as(value: Plain, wanted: Type, *, text: str) -> Plain:
    """A value as a column of type `wanted` holds it."""
    if wanted.kind == "one of":
        return _of_vocabulary(value, wanted, text)
    if wanted.kind == "usd" and is_number(value):
        return cents(value)
    if wanted.kind == "version" and isinstance(value, str):
        return _version(value, text)
    if _holds(wanted, value):
        return value
    raise Unreadable(("type", f"{text} is not {describe(wanted)}{_way_out(value, wanted)}"))


def type_of(value: Plain) -> Type:
    if isinstance(value, bool):
        return YES_NO
    if isinstance(value, int | float):
        return NUMBER
    return TEXT if isinstance(value, str) else DATE


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def cents(dollars: Plain) -> int:
    """Whole cents of dollars as written; a fraction of a cent is refused."""
    exact = Decimal(str(dollars)) * 100
    if exact != int(exact):
        raise Unreadable(("type", f"{dollars} dollars are not whole cents"))
    return int(exact)


def describe(type_: Type) -> str:
    article = "an" if type_.kind == "usd" else "a"
    names: dict[Kind, str] = {
        "yes/no": "a yes/no", "days": "a number of days", "months": "a number of months",
        "usd": "an amount of money", "percent": "a percentage", "one of": str(type_),
    }  # fmt: skip
    return names.get(type_.kind, f"{article} {type_.kind}")


def _same_money(one: Type, other: Type) -> bool:
    """Money is in cents: it never meets a number without a unit other than a literal."""
    return (one.kind == "usd") == (other.kind == "usd")


def _of_vocabulary(value: Plain, wanted: Type, text: str) -> Plain:
    if type(value) in (str, int) and value in wanted.values:
        return value
    words = [str(word) for word in wanted.values]
    says = f"{text} is not {wanted}{nearest(str(value), words)}"
    raise Unreadable(("vocabulary", says))


def _version(value: str, text: str) -> int:
    found = VERSION.fullmatch(value)
    if found is None:
        raise Unreadable(("type", f"{text} is not a version: write it as '15.2'"))
    return int(found[1]) * 1000 + int(found[2] or 0)


def _holds(wanted: Type, value: Plain) -> bool:
    if wanted.numeric:
        return is_number(value)
    if wanted.kind == "person":
        return isinstance(value, int) and not isinstance(value, bool)
    return type_of(value).kind == wanted.kind


def _way_out(value: Plain, wanted: Type) -> str:
    if wanted.kind == "date" and isinstance(value, str):
        return f": write date '{value}'"
    if wanted.kind == "version":
        return ": write it as text, '15.2', because 15.10 comes after 15.9"
    if wanted.numeric and isinstance(value, str) and value.replace(".", "").isdigit():
        return f": write {value} without quotes"
    return ""
