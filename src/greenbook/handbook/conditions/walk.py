"""Finds what a page speaks of: every column in a tree, a rule, or a whole edition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache

from greenbook.handbook.conditions.tree import Column

#: Fields of pages and trees that hold no columns, or only ones that stand elsewhere, too.
WORDS = frozenset({"terms", "dropped", "parameters", "place", "text", "type", "name", "cites"})


def columns_in(thing: object) -> Iterator[Column]:
    """Every Column in a tree, a rule, an edition or anything made of them."""
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Column):
            yield one
        elif isinstance(one, tuple | list):
            waiting.extend(reversed(one))
        elif isinstance(one, Mapping):
            waiting.extend(reversed(list(one.values())))
        elif is_dataclass(one) and not isinstance(one, type):
            waiting.extend(getattr(one, name) for name in inner_fields(type(one)))


@cache
def inner_fields(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass that may hold columns, last one first."""
    names = [each.name for each in fields(kind) if each.name not in WORDS]
    return tuple(reversed(names))
