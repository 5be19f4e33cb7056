"""The types of columns, in SQL and as Arrow holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyarrow as pa

from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import Grain
from greenbook.handbook.program import Program
from greenbook.handbook.types import Type

#: How Arrow holds a column of each SQL type that facts and decisions have.
ARROW: Mapping[str, pa.DataType] = {
    "boolean": pa.bool_(),
    "bigint": pa.int64(),
    "double": pa.float64(),
    "date": pa.date32(),
    "varchar": pa.string(),
}


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


def decided_as(program: Program, grain: Grain, names: Iterable[str]) -> pa.Schema:
    """How the program lays out these columns of what it decides."""
    types = {output.name: ARROW[output.sql_type.lower()] for output in program.outputs[grain]}
    return pa.schema([(name, types[name]) for name in names])


def facts_as(handbook: Handbook, grain: Grain, names: Iterable[str]) -> pa.Schema:
    """How the handbook lays out these facts; what is none says whether another is known."""
    types = {name: ARROW[sql_type(fact.type)] for name, fact in handbook.facts.of(grain).items()}
    return pa.schema([(name, types.get(name, pa.bool_())) for name in names])
