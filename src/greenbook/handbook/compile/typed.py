"""The SQL type of a column, and columns that say nothing on a day without an edition."""

from __future__ import annotations

from greenbook.handbook.compile.sheet import Sheet
from greenbook.handbook.conditions.render import ALWAYS, condition_sql, known_sql, value_sql
from greenbook.handbook.conditions.tree import Condition, Value
from greenbook.handbook.types import Type

Columns = dict[str, str]

FLAGS = ("__known", "__sure")


def sql_type(type_: Type | None) -> str:
    """Whole things are BIGINT (money is whole cents), everything else as it is called."""
    match type_:
        case None | Type(kind="text"):
            return "varchar"
        case Type(kind="yes/no"):
            return "boolean"
        case Type(kind="number" | "percent"):
            return "double"
        case Type(kind="date"):
            return "date"
        case Type(kind="one of", values=values):
            return "bigint" if isinstance(values[0], int) else "varchar"
    return "bigint"


def decided(name: str, type_: str) -> Columns:
    """The four columns that every decision has."""
    return {
        name: type_,
        f"{name}__rule": "bigint",
        f"{name}__sure": "boolean",
        f"{name}__known": "boolean",
    }


def typed(sql: str, sql_type_: str) -> str:
    return f"cast({sql} as {sql_type_})"


def silent(name: str, sql_type_: str) -> str:
    """What a column holds where no page speaks: a known absence."""
    return "true" if name.endswith(FLAGS) else typed("null", sql_type_)


def gated(applies: str, sql: str) -> str:
    """The value where the page applies; NULL where it does not, or may not."""
    return sql if applies == ALWAYS else f"(case when {applies} then {sql} end)"


def gated_known(applies: str, known: str) -> str:
    """Not to be spoken of is known; whether to be spoken of may be unknown."""
    if applies == ALWAYS:
        return known
    return f"(case when {applies} then {known} else {applies} is not null end)"


def define_local(sheet: Sheet, name: str, value: Value, sql_type_: str) -> str:
    """A local of a page and whether it is known, as columns; gives back the reference."""
    sheet.define(f"{name}__known", known_sql(value, sheet.share))
    return sheet.define(name, typed(value_sql(value, sheet.share), sql_type_))


def truth(sheet: Sheet, condition: Condition | None) -> str:
    """A condition of a page; one that is not written holds nowhere."""
    return "false" if condition is None else condition_sql(condition, sheet.share)


def occasion_text(sheet: Sheet, occasion: Value) -> str:
    """The occasion as the text that makes a CTA unique: a date as 2024-05-31."""
    return typed(value_sql(occasion, sheet.share), "varchar")
