"""The words of the condition language: its functions with what they take and give, and the names
that nothing else may have.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

#: `same` is a number in the unit of the other `same` arguments; `number` is one without a unit.
Takes = Literal["date", "number", "same"]
Gives = Literal["date", "days", "percent", "number", "same"]


@dataclass(frozen=True, slots=True)
class Function:
    """One function: how it is written, what it takes, what it gives."""

    written: str
    takes: tuple[Takes, ...]
    gives: Gives


FUNCTIONS: dict[str, Function] = {
    "days_between": Function("days_between(earlier, later)", ("date", "date"), "days"),
    "add_months": Function("add_months(date, months)", ("date", "number"), "date"),
    "add_days": Function("add_days(date, days)", ("date", "number"), "date"),
    "percent_of": Function("percent_of(part, whole)", ("same", "same"), "percent"),
    "ratio": Function("ratio(part, whole)", ("number", "number"), "number"),
    "at_least_zero": Function("at_least_zero(number)", ("same",), "same"),
    "latest_of": Function("latest_of(date, date)", ("date", "date"), "date"),
}
#: Functions whose arguments are conditions or names.
SPECIAL = {"at_least": "at_least(number, condition, condition, …)", "known": "known(fact)"}

#: Words of a cell or a case that stand for no value.
RESERVED_VALUES = ("any", "none", "unknown", "not set")

#: Names that DuckDB can not bind as a column without quotes.
KEYWORDS = frozenset(
    """
    all analyse analyze and any array as asc asymmetric both case cast check collate column
    constraint create default deferrable desc describe distinct do else end except false fetch
    for foreign from group having in initially intersect into lambda lateral leading limit not
    null offset on only or order pivot pivot_longer pivot_wider placing primary qualify
    references returning select show some summarize symmetric table then to trailing true
    union unique unpivot using variadic when where window with
    """.split()
)


def every_function() -> list[str]:
    return [*FUNCTIONS, *SPECIAL]


@lru_cache(maxsize=4096)
def can_be_a_name(name: str) -> bool:
    """Whether `name` reads as a plain column: snake_case, and no word that SQL takes as its own."""
    if not is_snake_case(name) or name in KEYWORDS or name in every_function():
        return False
    try:
        parsed = sqlglot.parse_one(f"{name} >= 5 and {name}", dialect="duckdb")
    except SqlglotError:
        return False
    left = parsed.this
    return (
        isinstance(left, exp.GTE)
        and _is_column(left.this, name)
        and _is_column(parsed.expression, name)
    )


def is_snake_case(name: str) -> bool:
    return name.isascii() and name.isidentifier() and name == name.lower()


def _is_column(node: object, name: str) -> bool:
    return isinstance(node, exp.Column) and node.name == name and not node.table
