"""The SQL of conditions and of rule lists against plain Python, over random trees and rows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenbook.handbook.compile.decision import conclude
from greenbook.handbook.compile.sheet import Sheet
from greenbook.handbook.compile.stages import Select
from greenbook.handbook.conditions.evaluate import evaluate
from greenbook.handbook.conditions.render import condition_sql
from greenbook.handbook.conditions.tree import (
    All,
    Always,
    Arithmetic,
    AtLeast,
    Between,
    Call,
    Column,
    Compare,
    Condition,
    Constant,
    Either,
    Flag,
    IsNone,
    Known,
    Not,
    OneOf,
    Value,
)
from greenbook.handbook.pages import OnUnknown, Rule
from greenbook.handbook.problems import Place
from greenbook.handbook.types import Type

NUMBER, DATE, YES_NO = Type("count"), Type("date"), Type("yes/no")
SQL_TYPES = {"count": "bigint", "date": "date", "yes/no": "boolean"}


def fact(name: str, type_: Type, *, or_none: bool = False, known: bool = False) -> Column:
    return Column(name, name, "fact", type_, or_none, f"{name}__known" if known else None)


def decision(name: str, type_: Type) -> Column:
    return Column(name, name, "decision", type_, True, f"{name}__known")


NUMBERS = [
    fact("n", NUMBER), fact("n_none", NUMBER, or_none=True),
    fact("n_both", NUMBER, or_none=True, known=True), decision("n_decided", NUMBER),
]  # fmt: skip
DATES = [
    fact("d", DATE), fact("d_none", DATE, or_none=True),
    fact("d_both", DATE, or_none=True, known=True),
]  # fmt: skip
FLAGS = [fact("f", YES_NO), fact("f_none", YES_NO, or_none=True), decision("f_decided", YES_NO)]
COLUMNS = [*NUMBERS, *DATES, *FLAGS]
ABSENT = [column for column in COLUMNS if column.or_none]


def constant(value: Any, type_: Type) -> Constant:
    return Constant(str(value), value, type_)


small = st.integers(-3, 3).map(lambda n: constant(n, NUMBER))
days = st.integers(0, 60).map(lambda n: constant(date(2024, 1, 1) + timedelta(days=n), DATE))


def call(function: str, type_: Type, *arguments: Value) -> Call:
    return Call(function, function, arguments, type_)


def numbers_of(inner: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    return st.one_of(
        st.builds(
            lambda op, a, b: Arithmetic(op, op, a, b, NUMBER),
            st.sampled_from("+-*"), inner, inner,
        ),
        st.builds(
            lambda name, a, b: call(name, NUMBER, a, b),
            st.sampled_from(["percent_of", "ratio"]), inner, inner,
        ),
        inner.map(lambda a: call("at_least_zero", NUMBER, a)),
        st.builds(lambda a, b: call("days_between", NUMBER, a, b), dates, dates),
    )  # fmt: skip


def dates_of(inner: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    return st.one_of(
        st.builds(lambda a, b: call("latest_of", DATE, a, b), inner, inner),
        st.builds(
            lambda name, a, n: call(name, DATE, a, n),
            st.sampled_from(["add_months", "add_days"]), inner, small,
        ),
    )  # fmt: skip


dates: st.SearchStrategy[Value] = st.recursive(
    st.one_of(st.sampled_from(DATES), days), dates_of, max_leaves=3
)
numbers: st.SearchStrategy[Value] = st.recursive(
    st.one_of(st.sampled_from(NUMBERS), small), numbers_of, max_leaves=3
)
signs = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
leaves: st.SearchStrategy[Condition] = st.one_of(
    st.builds(lambda s, a, b: Compare("", s, a, b), signs, numbers, numbers),
    st.builds(lambda s, a, b: Compare("", s, a, b), signs, dates, dates),
    st.builds(lambda v, a, b: Between("", v, a, b), numbers, small, small),
    st.builds(
        lambda v, o, n: OneOf("", v, tuple(o), n),
        numbers, st.lists(small, min_size=1, max_size=3), st.booleans(),
    ),
    st.sampled_from(FLAGS).map(lambda column: Flag("", column)),
    st.builds(lambda c, n: IsNone("", c, n), st.sampled_from(ABSENT), st.booleans()),
    st.sampled_from(COLUMNS).map(lambda column: Known("", column)),
    st.just(Always()),
)  # fmt: skip


def joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(inner, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        several.map(lambda parts: All("", parts)),
        several.map(lambda parts: Either("", parts)),
        inner.map(lambda part: Not("", part)),
        st.builds(
            lambda n, parts: AtLeast("", constant(n, NUMBER), parts), st.integers(1, 4), several
        ),
    )


conditions: st.SearchStrategy[Condition] = st.recursive(leaves, joined, max_leaves=8)

of_type: dict[str, st.SearchStrategy[Any]] = {
    "count": st.one_of(st.none(), st.integers(-3, 3)),
    "date": st.one_of(st.none(), st.integers(0, 60).map(lambda n: date(2024, 1, 1) + timedelta(n))),
    "yes/no": st.one_of(st.none(), st.booleans()),
}


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column in COLUMNS:
        row[column.name] = draw(of_type[column.type.kind])
        if column.known:
            row[column.known] = draw(st.booleans()) or row[column.name] is not None
    return row


@pytest.fixture(scope="module")
def engine() -> Any:
    with duckdb.connect() as connection:
        connection.execute("set threads = 1")
        yield connection


def load(connection: duckdb.DuckDBPyConnection, found: list[dict[str, Any]]) -> None:
    types = {column.name: SQL_TYPES[column.type.kind] for column in COLUMNS}
    types |= {column.known: "boolean" for column in COLUMNS if column.known}
    declared = ", ".join(f'"{name}" {type_}' for name, type_ in types.items())
    connection.execute(f"create or replace table facts_account (id bigint, {declared})")
    marks = ", ".join("?" for _ in range(len(types) + 1))
    values = [[number, *(row[name] for name in types)] for number, row in enumerate(found)]
    connection.execute(
        f"insert into facts_account values {', '.join(f'({marks})' for _ in found)}",
        [value for row in values for value in row],
    )


@settings(max_examples=150, deadline=None)
@given(condition=conditions, found=st.lists(rows(), min_size=1, max_size=6))
def test_a_condition_means_in_sql_what_it_means_in_python(
    engine: Any, condition: Condition, found: list[dict[str, Any]]
) -> None:
    load(engine, found)
    sql = f"select {condition_sql(condition)} from facts_account order by id"
    truths = [truth for (truth,) in engine.execute(sql).fetchall()]
    assert truths == [evaluate(condition, row) for row in found]


MODEL = decision("n_decided", NUMBER)
given_values = st.one_of(
    st.none(), st.integers(1, 2).map(lambda n: constant(n, NUMBER)), st.just(MODEL)
)
simple = st.sampled_from([Flag("", column) for column in FLAGS] + [Always()])
rule_lists = st.lists(
    st.tuples(simple, simple, given_values).map(
        lambda t: (t[0], Rule("", t[1], (t[2],), "", Place("page.toml")))
    ),
    min_size=1, max_size=6,
)  # fmt: skip


def worked_out(
    rules: list[tuple[Condition, Rule]], row: dict[str, Any], unknown: OnUnknown
) -> tuple[Any, int | None, bool, bool]:
    """Value, rule, sure and known, rule by rule as the handbook's words say it."""
    doubted: list[Any] = []
    for number, (applies, rule) in enumerate(rules, start=1):
        truth = evaluate(All("", (applies, rule.when)), row)
        value = conclusion(rule.gives[0], row)
        if truth:
            settled = all(one == value and one != "unknown" for one in doubted)
            known = value != "unknown" and (settled or unknown == "passes")
            if not known:
                return None, number if unknown == "passes" else None, False, False
            return value, number, settled, True
        if truth is None:
            doubted.append(value)
    return None, None, not doubted, not doubted


def conclusion(given: object, row: dict[str, Any]) -> Any:
    if given is MODEL:
        return row["n_decided"] if row["n_decided__known"] else "unknown"
    return given.value if isinstance(given, Constant) else None


@settings(max_examples=150, deadline=None)
@given(
    rules=rule_lists,
    found=st.lists(rows(), min_size=1, max_size=6),
    unknown=st.sampled_from(["stops", "passes"]),
)
def test_a_list_of_rules_concludes_what_python_concludes(
    engine: Any,
    rules: list[tuple[Condition, Rule]],
    found: list[dict[str, Any]],
    unknown: OnUnknown,
) -> None:
    load(engine, found)
    sheet = Sheet("account")
    sheet.define("n_decided__sure", '"n_decided__known"')
    conclude(sheet, "p", "bigint", rules, unknown=unknown)
    outputs = ("p", "p__rule", "p__sure", "p__known")
    sql = Select("account", sheet.columns, outputs, {}).sql()
    concluded = [row[1:] for row in sorted(engine.execute(sql).fetchall())]
    assert concluded == [worked_out(rules, row, unknown) for row in found]
