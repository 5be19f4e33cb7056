"""The columns that conditions speak of, found wherever they stand, and their types in SQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

import pyarrow as pa

from greenbook.handbook.conditions.tree import Column
from greenbook.handbook.types import Type

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
    if isinstance(thing, Column):
        yield thing
    elif isinstance(thing, Mapping):
        for each in thing.values():
            yield from columns_in(each)
    elif isinstance(thing, tuple | list):
        for each in thing:
            yield from columns_in(each)
    elif is_dataclass(thing) and not isinstance(thing, type):
        for each in fields(thing):
            yield from columns_in(getattr(thing, each.name))


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
