"""Reads a value of the condition language: columns, literals, parameters, functions, + - *."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal

from sqlglot import exp

from greenbook.handbook.conditions import write
from greenbook.handbook.conditions.fit import (
    DATE,
    NUMBER,
    TEXT,
    UNITS,
    YES_NO,
    as_type,
    describe,
    fitted,
    type_of,
)
from greenbook.handbook.conditions.scope import Scope, Unreadable
from greenbook.handbook.conditions.tree import Column, Constant, Value
from greenbook.handbook.conditions.words import FUNCTIONS, SPECIAL, Function, every_function
from greenbook.handbook.problems import nearest
from greenbook.handbook.types import Type

Sign = Literal["+", "-", "*"]
SIGNS: dict[type[exp.Expr], Sign] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*"}
GIVES = {
    "date": DATE, "days": Type("days"), "percent": Type("percent"), "number": NUMBER,
}  # fmt: skip

#: What people write first, and what the language has instead.
INSTEAD: dict[type[exp.Expr], str] = {
    exp.Div: "`/` is not part of the language: use ratio(a, b) or percent_of(a, b)",
    exp.Mod: "`%` is not part of the language",
    exp.Coalesce: "coalesce is not part of the language: an unknown stays unknown; use known(x)",
    exp.Case: "case is not part of the language: write several rules",
    exp.If: "if is not part of the language: write several rules",
    exp.Like: "like is not part of the language: use = or in",
    exp.Null: "null stands only after `is`: write `x is null`",
    exp.CurrentDate: "the day is the fact `today`",
    exp.Subquery: "a query inside a condition is not allowed: make it a fact",
    exp.Select: "a query inside a condition is not allowed: make it a fact",
    exp.Alias: "two words stand side by side: `and` or `or` is missing",
}


def value_of(node: exp.Expr, scope: Scope) -> Value:
    node = node.unnest()
    if type(node) in SIGNS:
        return _arithmetic(node, scope)
    reader = READERS.get(type(node))
    if reader is None:
        raise Unreadable(refusal(node))
    return reader(node, scope)


def refusal(node: exp.Expr) -> tuple[str, str]:
    """Why a node is not part of the language, with what to write instead."""
    for kind, says in INSTEAD.items():
        if isinstance(node, kind):
            return "not-allowed", says
    if isinstance(node, exp.AggFunc):
        return "not-allowed", "aggregates belong into facts, not into conditions"
    if isinstance(node, exp.Func):
        return "not-allowed", _no_such_function(node.sql_name().lower())
    return "not-allowed", f"`{node.sql(dialect='duckdb')}` is not part of the language"


def _column(node: exp.Expr, scope: Scope) -> Column:
    if not isinstance(node.this, exp.Identifier) or node.args.get("db"):
        raise Unreadable(("not-allowed", f"`{node.sql(dialect='duckdb')}` is not a name"))
    if node.this.args.get("quoted"):
        says = f"names stand without quotes, and text in single ones: '{node.name}'"
        raise Unreadable(("syntax", says))
    table = node.args.get("table")
    if table is not None:
        return scope.earlier(table.name, node.name)
    if node.name in scope.terms:
        raise Unreadable(("type", f"`{node.name}` is a term, true or false: it has no value"))
    return scope.column(node.name)


def _literal(node: exp.Expr, scope: Scope) -> Constant:
    if node.args["is_string"]:
        return write.constant(str(node.this), TEXT)
    return write.constant(_number(str(node.this)), NUMBER)


def _negative(node: exp.Expr, scope: Scope) -> Constant:
    number = value_of(node.this, scope)
    if not isinstance(number, Constant) or number.parameter or not number.type.numeric:
        raise Unreadable(("not-allowed", f"write 0 - {number.text}"))
    assert isinstance(number.value, int | float)
    return write.constant(-number.value, NUMBER)


def _boolean(node: exp.Expr, scope: Scope) -> Constant:
    return write.constant(bool(node.this), YES_NO)


def _date(node: exp.Expr, scope: Scope) -> Constant:
    """`date '2022-02-01'`, which sqlglot reads as a cast; every other cast is refused."""
    text = node.this
    if not (node.args["to"].is_type("date") and isinstance(text, exp.Literal) and text.is_string):
        raise Unreadable(("not-allowed", "casts are not part of the language"))
    try:
        return write.constant(date.fromisoformat(text.name), DATE)
    except ValueError:
        raise Unreadable(("type", f"'{text.name}' is not a day: write date '2022-02-01'")) from None


def _parameter(node: exp.Expr, scope: Scope) -> Constant:
    name = node.name
    if name in ("", "?"):
        raise Unreadable(("syntax", "`?` is not part of the language: name the parameter, $name"))
    value = scope.parameter(name)
    return write.constant(value, type_of(value), parameter=name)


def _arithmetic(node: exp.Expr, scope: Scope) -> Value:
    sign = SIGNS[type(node)]
    left, right = value_of(node.this, scope), value_of(node.expression, scope)
    for part in (left, right):
        if not part.type.numeric:
            way = ": use add_days or days_between" if part.type.kind == "date" else ""
            says = f"`{part.text}` is {describe(part.type)} and can not be calculated with{way}"
            raise Unreadable(("type", says))
    if sign == "*":
        return write.arithmetic(sign, left, right, _product(left, right))
    left, right = fitted(left, right), fitted(right, left)
    return write.arithmetic(sign, left, right, _wider(left.type, right.type))


def _product(left: Value, right: Value) -> Type:
    """Money times a plain number stays money; two units can not be multiplied."""
    units = [part.type for part in (left, right) if part.type.kind in UNITS]
    if len(units) == 2:
        says = f"`{left.text}` and `{right.text}` both have a unit: they can not be multiplied"
        raise Unreadable(("type", says))
    return units[0] if units else _wider(left.type, right.type)


def _wider(one: Type, other: Type) -> Type:
    for type_ in (one, other):
        if type_.kind in UNITS:
            return type_
    return Type("count") if one.kind == other.kind == "count" else NUMBER


def _function(node: exp.Expr, scope: Scope) -> Value:
    name = _function_name(node)
    function = FUNCTIONS.get(name)
    if function is None:
        raise Unreadable(("unknown-function", _no_such_function(name)))
    arguments = _arguments(node)
    if len(arguments) != len(function.takes):
        raise Unreadable(("function", f"`{name}` is written {function.written}"))
    values = [value_of(argument, scope) for argument in arguments]
    fitting, given = _typed(function, values)
    return write.call(name, fitting, given)


def _typed(function: Function, values: list[Value]) -> tuple[tuple[Value, ...], Type]:
    same = next((v.type for v, takes in zip(values, function.takes, strict=True)
                 if takes == "same" and not isinstance(v, Constant)), NUMBER)  # fmt: skip
    wanted = {"date": DATE, "number": NUMBER, "same": same}
    fitting = [
        _argument(value, wanted[takes], function)
        for value, takes in zip(values, function.takes, strict=True)
    ]
    return tuple(fitting), same if function.gives == "same" else GIVES[function.gives]


def _argument(value: Value, wanted: Type, function: Function) -> Value:
    if isinstance(value, Constant):
        return as_type(value, wanted)
    fits = value.type.numeric if wanted == NUMBER else value.type.kind == wanted.kind
    if not fits and not (wanted.numeric and value.type.numeric and "usd" not in (
        wanted.kind, value.type.kind)):  # fmt: skip
        says = f"in {function.written}, `{value.text}` is {describe(value.type)}"
        raise Unreadable(("type", says))
    return value


def _function_name(node: exp.Expr) -> str:
    return node.name if isinstance(node, exp.Anonymous) else "add_months"


def _arguments(node: exp.Expr) -> list[exp.Expr]:
    if isinstance(node, exp.Anonymous):
        return list(node.expressions)
    return [part for part in (node.this, node.expression) if part is not None]


def _no_such_function(name: str) -> str:
    if name in SPECIAL:
        return f"`{name}` is a condition, not a value: {SPECIAL[name]}"
    return f"there is no function `{name}`{nearest(name, every_function())}"


def _number(text: str) -> int | float:
    return float(text) if any(sign in text for sign in ".eE") else int(text)


READERS: dict[type[exp.Expr], Callable[[exp.Expr, Scope], Value]] = {
    exp.Column: _column, exp.Literal: _literal, exp.Neg: _negative, exp.Boolean: _boolean,
    exp.Cast: _date, exp.Placeholder: _parameter, exp.Anonymous: _function,
    exp.AddMonths: _function,
}  # fmt: skip
