"""The columns that conditions speak of, found wherever they stand, and their types in SQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache

import pyarrow as pa

from greenbook.handbook.conditions.tree import Column
from greenbook.handbook.types import Type

#: Fields of pages and trees that hold no columns, or only ones that stand elsewhere, too.
WORDS = frozenset({"terms", "dropped", "parameters", "place", "text", "type", "name", "cites"})

#: How Arrow holds a column of each SQL type that facts and decisions have.
ARROW: Mapping[str, pa.DataType] = {
    "boolean": pa.bool_(),
    "bigint": pa.int64(),
    "double": pa.float64(),
    "date": pa.date32(),
    "varchar": pa.string(),
}


def columns_in(thing: object) -> Iterator[Column]:
    """Every Column in a tree, a rule, an edition or anything made of them."""
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Column):
            yield one
        elif isinstance(one, tuple | list):
            waiting.extend(reversed(one))
        elif names := inner_fields(one.__class__):  # type: ignore[arg-type]
            waiting.extend(getattr(one, name) for name in names)
        elif isinstance(one, Mapping):
            waiting.extend(reversed(list(one.values())))


@cache
def inner_fields(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass that may hold columns, last one first; none of anything else."""
    if not is_dataclass(kind):
        return ()
    names = [each.name for each in fields(kind) if each.name not in WORDS]
    return tuple(reversed(names))


def sql_type(declared: Type) -> str:
    """The type of a column that holds such values; money is whole cents, versions are numbers."""
    match declared.kind:
        case "yes/no":
            return "boolean"
        case "date":
            return "date"
        case "number" | "percent":
            return "double"
        case "text":
            return "varchar"
        case "one of" if not declared.numeric:
            return "varchar"
    return "bigint"
