"""Finds what a page speaks of: every column in a tree, a rule, or a whole edition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from greenbook.handbook.conditions.tree import Column


def columns_in(part: object) -> Iterator[Column]:
    """Every column below `part`, however deep; a column may come several times."""
    if isinstance(part, Column):
        yield part
    elif isinstance(part, tuple):
        for inner in part:
            yield from columns_in(inner)
    elif isinstance(part, Mapping):
        yield from columns_in(tuple(part.values()))
    elif is_dataclass(part):
        for field in fields(part):
            yield from columns_in(getattr(part, field.name))
