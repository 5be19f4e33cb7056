"""The SQL of compiled columns read as Python: each expression a function of one row.

A database plans the three thousand expressions of a handbook anew for every query, which takes it
most of a second. For a few rows that is nearly all there is to do, so they are worked out here,
from the same text. Everything means what it means to DuckDB; NULL is None.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

import sqlglot
from sqlglot import exp

from greenbook.handbook.conditions.evaluate import add_months

Row = Mapping[str, Any]
Reading = Callable[[Row], Any]


class NotRead(NotImplementedError):
    """Something that the compiler writes and this does not read."""


@lru_cache(maxsize=32_768)
def reading(sql: str) -> Reading:
    """What the expression gives for a row."""
    return _read(sqlglot.parse_one(sql, dialect="duckdb"))


@dataclass(frozen=True, slots=True)
class Span:
    """An interval: so many months, and so many days."""

    months: int = 0
    days: int = 0

    def __mul__(self, times: float) -> Span:
        return Span(round(self.months * times), math.floor(self.days * times))


def _read(node: Any) -> Reading:
    match node:
        case exp.Paren():
            return _read(node.this)
        case exp.Column():
            return operator.itemgetter(node.name)
        case exp.Literal():
            return _constant(node.this if node.is_string else _number(node.this))
        case exp.Boolean():
            return _constant(node.this)
        case exp.Null():
            return _constant(None)
        case exp.And():
            return _all([_read(part) for part in node.flatten()])
        case exp.Or():
            return _any([_read(part) for part in node.flatten()])
        case exp.Is():
            return _is(_read(node.this), _read(node.expression)({}))
        case exp.In():
            return _strict(_is_in, _read(node.this), _list(node.expressions))
        case exp.Between():
            return _between(*map(_read, (node.this, node.args["low"], node.args["high"])))
        case exp.Case():
            return _case(node)
        case exp.Coalesce():
            return _first([_read(each) for each in (node.this, *node.expressions)])
        case exp.Greatest():
            return _greatest([_read(each) for each in (node.this, *node.expressions)])
        case exp.Cast():
            return _strict(_cast_to(node.to), _read(node.this))
        case exp.Interval():
            return _strict(_span_of(node.text("unit")), _read(node.this))
        case exp.DateDiff() if node.text("unit") == "DAY":
            return _strict(operator.sub, *map(_day_number, (node.this, node.expression)))
        case exp.NullSafeNEQ():
            one, other = _read(node.this), _read(node.expression)
            return lambda row: one(row) != other(row)
        case exp.Round():
            return _strict(_rounded, _read(node.this), _read(node.args["decimals"]))
        case exp.Not() | exp.Neg():
            return _strict(_ONE[type(node)], _read(node.this))
        case exp.Binary() | exp.Nullif() if type(node) in _TWO:
            return _strict(_TWO[type(node)], _read(node.this), _read(node.expression))
    raise NotRead(f"{type(node).__name__}: {node.sql('duckdb')}")


def _constant(value: Any) -> Reading:
    return lambda row: value


def _number(text: str) -> int | float:
    return int(text) if text.isdigit() else float(text)


def _strict(function: Callable[..., Any], *parts: Reading) -> Reading:
    """A function that knows nothing where one of its arguments is not known."""
    if len(parts) == 1:
        [only] = parts
        return lambda row: None if (given := only(row)) is None else function(given)
    one, other = parts

    def value(row: Row) -> Any:
        if (first := one(row)) is None or (second := other(row)) is None:
            return None
        return function(first, second)

    return value


def _all(parts: Sequence[Reading]) -> Reading:
    def truth(row: Row) -> bool | None:
        found: bool | None = True
        for part in parts:
            if (one := part(row)) is None:
                found = None
            elif not one:
                return False
        return found

    return truth


def _any(parts: Sequence[Reading]) -> Reading:
    def truth(row: Row) -> bool | None:
        found: bool | None = False
        for part in parts:
            if one := part(row):
                return True
            if one is None:
                found = None
        return found

    return truth


def _is(part: Reading, what: bool | None) -> Reading:
    return lambda row: part(row) is what


def _list(options: Sequence[exp.Expression]) -> Reading:
    return _constant(frozenset(_read(option)({}) for option in options))


def _is_in(value: Any, options: frozenset[Any]) -> bool:
    return value in options


def _between(value: Reading, low: Reading, high: Reading) -> Reading:
    return _all([_strict(operator.ge, value, low), _strict(operator.le, value, high)])


def _case(node: exp.Case) -> Reading:
    whens = [(_read(each.this), _read(each.args["true"])) for each in node.args["ifs"]]
    otherwise = _read(node.args.get("default") or exp.Null())

    def value(row: Row) -> Any:
        for when, then in whens:
            if when(row):
                return then(row)
        return otherwise(row)

    return value


def _first(parts: Sequence[Reading]) -> Reading:
    def value(row: Row) -> Any:
        return next((one for part in parts if (one := part(row)) is not None), None)

    return value


def _greatest(parts: Sequence[Reading]) -> Reading:
    """What is not known is passed over."""

    def value(row: Row) -> Any:
        return max((one for part in parts if (one := part(row)) is not None), default=None)

    return value


def _cast_to(type: exp.DataType) -> Callable[[Any], Any]:
    if type.this not in _CASTS:
        raise NotRead(f"cast to {type.sql('duckdb')}")
    return _CASTS[type.this]


def _whole(value: float) -> int:
    """A double in the middle of two goes to the even one."""
    return round(value)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _day(value: Any) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _span_of(unit: str) -> Callable[[Any], Span]:
    match unit:
        case "MONTH":
            return lambda count: Span(months=int(count))
        case "DAY":
            return lambda count: Span(days=int(count))
    raise NotRead(f"interval of {unit}")


def _day_number(node: exp.Expression) -> Reading:
    return _strict(date.toordinal, _read(node))


def _rounded(value: float, places: int) -> float:
    """What lies in the middle goes away from zero, as databases have it."""
    moved = abs(value) * 10.0**places
    whole = math.floor(moved)
    return math.copysign((whole + 1 if moved - whole >= 0.5 else whole) / 10.0**places, value)


def _plus(one: Any, other: Any) -> Any:
    return _moved(one, other, 1) if isinstance(one, date) else one + other


def _minus(one: Any, other: Any) -> Any:
    if not isinstance(one, date):
        return one - other
    return (one - other).days if isinstance(other, date) else _moved(one, other, -1)


def _moved(day: date, by: Span | int, times: int) -> date:
    span = by if isinstance(by, Span) else Span(days=by)
    return add_months(day, times * span.months) + timedelta(days=times * span.days)


def _divided(one: float, other: float) -> float:
    if other:
        return one / other
    return math.copysign(math.inf, one) if one else math.nan


def _unless_same(one: Any, other: Any) -> Any:
    return None if one == other else one


_ONE: Final[Mapping[type, Callable[[Any], Any]]] = {exp.Not: operator.not_, exp.Neg: operator.neg}
_TWO: Final[Mapping[type, Callable[[Any, Any], Any]]] = {
    exp.EQ: operator.eq,
    exp.NEQ: operator.ne,
    exp.LT: operator.lt,
    exp.LTE: operator.le,
    exp.GT: operator.gt,
    exp.GTE: operator.ge,
    exp.Add: _plus,
    exp.Sub: _minus,
    exp.Mul: operator.mul,
    exp.Div: _divided,
    exp.Nullif: _unless_same,
}
_CASTS: Final[Mapping[Any, Callable[[Any], Any]]] = {
    exp.DType.DOUBLE: float,
    exp.DType.BIGINT: _whole,
    exp.DType.INT: _whole,
    exp.DType.BOOLEAN: bool,
    exp.DType.DATE: _day,
    exp.DType.VARCHAR: _text,
    exp.DType.TEXT: _text,
}
