"""The leaves of a condition, and the columns and constants that a leaf compares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from greenbook.handbook.conditions.tree import (
    All,
    AtLeast,
    Condition,
    Constant,
    Either,
    Leaf,
    Not,
    Term,
)


def leaves_in(condition: Condition) -> Iterator[Leaf]:
    """Every comparison, flag or question of a condition, terms opened up."""
    if isinstance(condition, Term):
        yield from leaves_in(condition.condition)
    elif isinstance(condition, Not):
        yield from leaves_in(condition.part)
    elif isinstance(condition, All | Either | AtLeast):
        for part in condition.parts:
            yield from leaves_in(part)
    else:
        yield condition


def constants_in(part: object) -> Iterator[Constant]:
    """Every constant below a leaf or a value."""
    if isinstance(part, Constant):
        yield part
    elif isinstance(part, tuple):
        for inner in part:
            yield from constants_in(inner)
    elif is_dataclass(part):
        for field in fields(part):
            yield from constants_in(getattr(part, field.name))
