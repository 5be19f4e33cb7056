"""The types of columns, in SQL and as Arrow holds them."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

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
