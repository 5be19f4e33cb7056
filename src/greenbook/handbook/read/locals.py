"""The short names a page's own columns have in its conditions: `value`, `raw`, counts, metrics."""

from __future__ import annotations

from dataclasses import replace

from greenbook.handbook.conditions.fit import describe
from greenbook.handbook.conditions.tree import Column, Value
from greenbook.handbook.read.editions import Draft
from greenbook.handbook.types import Type


def own_column(draft: Draft, name: str, part: str = "") -> Column:
    """A column that the page itself offers, under its short name."""
    decides = draft.heading.decides
    column = draft.around.offers[draft.heading.grain][f"{decides}__{part}" if part else decides]
    return replace(column, text=name, source="local", known=None)


def add_local(draft: Draft, name: str, part: str = "") -> None:
    draft.local(name, own_column(draft, name, part))


def of_type(draft: Draft, key: str, wanted: Type) -> Value | None:
    """The value under `key`, refused when its type is not `wanted`."""
    value = draft.value(key)
    if value is None or value.type.kind == wanted.kind:
        return value
    if wanted.numeric and value.type.numeric and "usd" not in (wanted.kind, value.type.kind):
        return value
    says = f"`{key}` is {describe(value.type)} and must be {describe(wanted)}"
    draft.table.refuse(says, key, code="type")
    return None
