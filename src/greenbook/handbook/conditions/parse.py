"""Reads a condition or a value from its text: the small closed language, typed, or refused.

sqlglot reads the text as SQL; only the nodes listed here are let through. Every problem of one
text is collected into one `Unreadable`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Literal, TypeVar

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from greenbook.handbook.conditions import write
from greenbook.handbook.conditions.fit import NUMBER, YES_NO, as_type, describe, fitted
from greenbook.handbook.conditions.scope import NotSet, Scope, Unreadable
from greenbook.handbook.conditions.tree import Always, Column, Compare, Condition, Constant, Value
from greenbook.handbook.conditions.values import refusal, value_of
from greenbook.handbook.conditions.words import FUNCTIONS, SPECIAL

Built = TypeVar("Built")
Comparison = Literal["=", "<>", "<", "<=", ">", ">="]
COMPARISONS: dict[type[exp.Expr], Comparison] = {
    exp.EQ: "=", exp.NEQ: "<>", exp.LT: "<", exp.LTE: "<=", exp.GT: ">", exp.GTE: ">=",
}  # fmt: skip


def read_condition(text: str, scope: Scope) -> Condition:
    """The tree of a condition. Raises Unreadable with every problem, or NotSet."""
    return condition_of(parsed(text), scope)


def read_value(text: str, scope: Scope) -> Value:
    """The tree of a value. Raises Unreadable with every problem, or NotSet."""
    return value_of(parsed(text), scope)


@lru_cache(maxsize=8192)
def parsed(text: str) -> exp.Expr:
    """What sqlglot makes of the text. Never changed afterwards, so that it can be kept."""
    try:
        found = sqlglot.parse(text, dialect="duckdb")
    except (SqlglotError, RecursionError) as error:
        raise Unreadable(("syntax", f"`{text}` can not be read: {_why(error)}")) from None
    if len(found) != 1 or found[0] is None or isinstance(found[0], exp.Block):
        raise Unreadable(("syntax", f"`{text}` is not one condition"))
    if found[0].comments:
        raise Unreadable(("syntax", "a condition has no comments: write them after # in TOML"))
    return found[0]


def condition_of(node: exp.Expr, scope: Scope) -> Condition:
    node = node.unnest()
    if type(node) in COMPARISONS:
        return _comparison(node, scope)
    reader = READERS.get(type(node))
    if reader is None:
        raise Unreadable(refusal(node))
    return reader(node, scope)


def _and(node: exp.Expr, scope: Scope) -> Condition:
    return write.both(_each(list(node.flatten()), lambda part: condition_of(part, scope)))


def _or(node: exp.Expr, scope: Scope) -> Condition:
    return write.either(_each(list(node.flatten()), lambda part: condition_of(part, scope)))


def _not(node: exp.Expr, scope: Scope) -> Condition:
    """`not …`; sqlglot also reads `is not null` and `not in` as a Not around the rest."""
    if isinstance(node.this, exp.In):
        return _in(node.this, scope, negated=True)
    if isinstance(node.this, exp.Is):
        return _is_null(node.this, scope, negated=True)
    return write.negation(condition_of(node.this, scope))


def _name(node: exp.Expr, scope: Scope) -> Condition:
    """A term, or a yes/no column standing alone."""
    if not node.args.get("table"):
        condition = scope.term(node.name)
        if condition is not None:
            return write.term(node.name, condition)
    column = value_of(node, scope)
    if column.type.kind != "yes/no" or not isinstance(column, Column):
        says = f"`{column.text}` is {describe(column.type)}: compare it with something"
        raise Unreadable(("type", says))
    return write.flag(column)


def _comparison(node: exp.Expr, scope: Scope) -> Condition:
    left, right = _each([node.this, node.expression], lambda part: value_of(part, scope))
    if isinstance(left, Constant) and isinstance(right, Constant):
        raise Unreadable(("constant", f"`{left.text}` and `{right.text}` are both fixed"))
    left, right = fitted(left, right), fitted(right, left)
    operator = COMPARISONS[type(node)]
    _refuse_odd_comparison(operator, left, right)
    return write.compare(operator, left, right)


def _refuse_odd_comparison(operator: Comparison, left: Value, right: Value) -> None:
    kind = left.type.kind
    if kind == "yes/no" and (isinstance(left, Constant) or isinstance(right, Constant)):
        column = right if isinstance(left, Constant) else left
        says = f"write `{column.text}` or `not {column.text}` instead of comparing it"
        raise Unreadable(("type", says))
    ordered = left.type.numeric or kind in ("date", "version")
    if operator not in ("=", "<>") and not ordered:
        says = f"`{left.text}` is {describe(left.type)}, which has no order: use =, <> or in"
        raise Unreadable(("type", says))


def _in(node: exp.Expr, scope: Scope, *, negated: bool = False) -> Condition:
    if node.args.get("query") or not node.expressions:
        raise Unreadable(("not-allowed", "after `in` stands a list of values: in ('a', 'b')"))
    value = value_of(node.this, scope)
    options = _each(node.expressions, lambda part: _option(value_of(part, scope), value))
    return write.one_of(value, tuple(options), negated=negated)


def _option(option: Value, value: Value) -> Constant:
    if not isinstance(option, Constant):
        raise Unreadable(("type", f"`{option.text}` in a list is not a value: use = and or"))
    return as_type(option, value.type)


def _between(node: exp.Expr, scope: Scope) -> Condition:
    parts = [node.this, node.args["low"], node.args["high"]]
    value, low, high = _each(parts, lambda part: value_of(part, scope))
    low, high = fitted(low, value), fitted(high, value)
    _refuse_odd_comparison("<=", value, low)
    return write.between(value, low, high)


def _is_null(node: exp.Expr, scope: Scope, *, negated: bool = False) -> Condition:
    if not isinstance(node.expression, exp.Null):
        raise Unreadable(("not-allowed", "after `is` only `null` or `not null` can stand"))
    column = _column(node.this, scope)
    if not column.or_none:
        known = f"known({column.text})"
        says = f"`{column.text}` is never none: write `{known if negated else f'not {known}'}`"
        raise Unreadable(("never-none", says))
    return write.is_none(column, negated=negated)


def _function(node: exp.Expr, scope: Scope) -> Condition:
    name = node.name
    if name == "known" and len(node.expressions) == 1:
        return write.known(_column(node.expressions[0], scope))
    if name == "at_least" and len(node.expressions) >= 2:
        return _at_least(node, scope)
    if name in SPECIAL:
        raise Unreadable(("function", f"`{name}` is written {SPECIAL[name]}"))
    value = value_of(node, scope)
    raise Unreadable(("type", f"`{value.text}` is {describe(value.type)}: compare it"))


def _at_least(node: exp.Expr, scope: Scope) -> Condition:
    first, *rest = node.expressions
    needed = value_of(first, scope)
    if not isinstance(needed, Constant) or type(needed.value) is not int or needed.value < 1:
        raise Unreadable(("type", "at_least needs a whole number from 1 first, or a parameter"))
    parts = _each(rest, lambda part: condition_of(part, scope))
    if needed.value > len(parts):
        says = f"at_least asks for {needed.value} of {len(parts)}: it can never be true"
        raise Unreadable(("never", says))
    return write.at_least(as_type(needed, NUMBER), tuple(parts))


def _boolean(node: exp.Expr, scope: Scope) -> Condition:
    always = Always("true")
    return always if node.this else write.negation(always)


def _parameter(node: exp.Expr, scope: Scope) -> Condition:
    """A yes/no parameter standing alone."""
    parameter = value_of(node, scope)
    if not isinstance(parameter, Constant) or not isinstance(parameter.value, bool):
        raise Unreadable(("type", f"`{parameter.text}` is not yes/no: compare it with something"))
    true = Constant("true", True, YES_NO)
    return Compare(parameter.text, "=", parameter, true)


def _column(node: exp.Expr, scope: Scope) -> Column:
    value = value_of(node.unnest(), scope)
    if not isinstance(value, Column):
        raise Unreadable(("type", f"`{value.text}` is not a fact or a decision"))
    return value


def _each(nodes: Sequence[exp.Expr], read: Callable[[exp.Expr], Built]) -> list[Built]:
    """Every part read, or one Unreadable with the problems of all, or the first NotSet."""
    built: list[Built] = []
    problems: list[tuple[str, str]] = []
    broken: Unreadable | NotSet | None = None
    for node in nodes:
        try:
            built.append(read(node))
        except Unreadable as unreadable:
            problems += unreadable.problems
            broken = unreadable
        except NotSet as not_set:
            broken = broken or not_set
    if isinstance(broken, Unreadable):
        raise Unreadable(*problems)
    if broken:
        raise broken
    return built


def _why(error: BaseException) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    if "AddMonths" in str(error):  # the one function that sqlglot has a node of its own for
        return f"write {FUNCTIONS['add_months'].written}"
    lines = str(error).strip().splitlines() or ["it is not SQL"]
    return lines[0].split(". Line")[0].rstrip(".")


READERS: dict[type[exp.Expr], Callable[[exp.Expr, Scope], Condition]] = {
    exp.And: _and, exp.Or: _or, exp.Not: _not, exp.Column: _name, exp.In: _in,
    exp.Between: _between, exp.Is: _is_null, exp.Anonymous: _function, exp.AddMonths: _function,
    exp.Boolean: _boolean, exp.Placeholder: _parameter,
}  # fmt: skip
