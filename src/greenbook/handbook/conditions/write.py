"""Nodes of a condition with their words: one canonical way to write each, so that it reads back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from greenbook.handbook.conditions.tree import (
    All,
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
from greenbook.handbook.types import Plain, Type


def literal(value: Plain) -> str:
    """A value as a condition writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return f"date '{value.isoformat()}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return repr(value)


def constant(value: Plain, type_: Type, *, parameter: str | None = None) -> Constant:
    text = f"${parameter}" if parameter else literal(value)
    return Constant(text, value, type_, parameter)


def call(function: str, arguments: tuple[Value, ...], type_: Type) -> Call:
    return Call(f"{function}({_listed(arguments)})", function, arguments, type_)


def arithmetic(operator: Literal["+", "-", "*"], left: Value, right: Value, type_: Type) -> Value:
    tight = operator == "*"
    shown_left = _enclosed(left, tight and _is_sum(left))
    shown_right = _enclosed(right, isinstance(right, Arithmetic))
    return Arithmetic(f"{shown_left} {operator} {shown_right}", operator, left, right, type_)


def compare(
    operator: Literal["=", "<>", "<", "<=", ">", ">="], left: Value, right: Value
) -> Compare:
    return Compare(f"{left.text} {operator} {right.text}", operator, left, right)


def one_of(value: Value, options: tuple[Constant, ...], *, negated: bool) -> OneOf:
    word = "not in" if negated else "in"
    return OneOf(f"{value.text} {word} ({_listed(options)})", value, options, negated)


def between(value: Value, low: Value, high: Value) -> Between:
    return Between(f"{value.text} between {low.text} and {high.text}", value, low, high)


def is_none(column: Column, *, negated: bool) -> IsNone:
    return IsNone(f"{column.text} is {'not ' if negated else ''}null", column, negated)


def flag(column: Column) -> Flag:
    return Flag(column.text, column)


def known(column: Column) -> Known:
    return Known(f"known({column.text})", column)


def term(name: str, condition: Condition) -> Term:
    return Term(name, name, condition)


def negation(part: Condition) -> Not:
    bare = isinstance(part, Flag | Term | Known | AtLeast)
    return Not(f"not {part.text}" if bare else f"not ({part.text})", part)


def both(parts: Sequence[Condition]) -> Condition:
    """`a and b and …`, flat."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, All) else [part])]
    text = " and ".join(_enclosed(part, isinstance(part, Either)) for part in flat)
    return flat[0] if len(flat) == 1 else All(text, tuple(flat))


def either(parts: Sequence[Condition]) -> Condition:
    """`a or b or …`, flat."""
    flat = [
        inner for part in parts for inner in (part.parts if isinstance(part, Either) else [part])
    ]
    text = " or ".join(_enclosed(part, isinstance(part, All)) for part in flat)
    return flat[0] if len(flat) == 1 else Either(text, tuple(flat))


def at_least(needed: Constant, parts: tuple[Condition, ...]) -> AtLeast:
    return AtLeast(f"at_least({needed.text}, {_listed(parts)})", needed, parts)


def _listed(parts: Sequence[Value | Condition]) -> str:
    return ", ".join(part.text for part in parts)


def _enclosed(part: Value | Condition, enclose: bool) -> str:
    return f"({part.text})" if enclose else part.text


def _is_sum(value: Value) -> bool:
    return isinstance(value, Arithmetic) and value.operator != "*"
