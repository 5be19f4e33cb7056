"""A day's parameters written into SQL as literals, so that both engines read the same values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType

from sqlglot.dialects.duckdb import DuckDB
from sqlglot.tokenizer_core import TokenType

from greenbook.engine.interface import Parameter


class ParameterMissing(Exception):
    """The SQL asks for `$name`, and the day has no such parameter."""


def bind(
    sql: str,
    parameters: Mapping[str, Parameter],
    *,
    instead: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """`sql` with each `$name` outside of texts and comments replaced by its value, or by the SQL
    that stands for it `instead`."""
    written, end = [], 0
    for name, start, stop in placeholders(sql):
        if name in instead:
            value = instead[name]
        elif name in parameters:
            value = literal(parameters[name])
        else:
            raise ParameterMissing(f"${name} is not among the parameters in force on that day")
        written += [sql[end:start], value]
        end = stop
    return "".join([*written, sql[end:]])


def literal(value: Parameter) -> str:
    """The value as both dialects read it; a number with a point is a double, never a decimal."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case float():
            return f"cast({value!r} as double)"
        case date():
            return f"date '{value.isoformat()}'"
        case str():
            return "'" + value.replace("'", "''") + "'"
    return str(value) if value >= 0 else f"({value})"


@lru_cache(maxsize=512)
def placeholders(sql: str) -> tuple[tuple[str, int, int], ...]:
    """Each `$name` with where it starts and stops."""
    tokens = DuckDB().tokenize(sql)
    return tuple(
        (name.text, mark.start, name.end + 1)
        for mark, name in pairwise(tokens)
        if mark.token_type is TokenType.PARAMETER and mark.end + 1 == name.start
    )
