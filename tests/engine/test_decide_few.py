"""A few rows are decided in Python, from the same compiled columns: as the query decides them."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from benchmarks import facts
from hypothesis import given, settings
from hypothesis import strategies as st

from greenbook.engine.decide import decide
from greenbook.engine.decide_few import decide_few
from greenbook.engine.duck import DuckEngine
from greenbook.engine.editions import program_on
from greenbook.engine.expressions import NotRead, reading
from greenbook.handbook.conditions.render import condition_sql
from greenbook.handbook.conditions.tree import Condition
from greenbook.handbook.program import Program
from tests.engine.green_handbook import green
from tests.engine.random_accounts import TODAY, accounts, with_facts
from tests.handbook_compile import test_properties as properties

engine = properties.engine


def both_ways(engine: DuckEngine, program: Program) -> None:
    """Decide everything by query and then row by row, and find it the same in every column."""
    decide(engine, program)
    by_query = {grain: engine.run(ordered(grain)) for grain in program.grains}
    decide_few(engine, program, grains=program.grains)
    for grain, rows in by_query.items():
        one_by_one = engine.run(ordered(grain))
        assert one_by_one.schema == rows.schema
        different = [n for n in rows.schema.names if rows[n] != one_by_one[n]]
        assert different == []


def ordered(grain: str) -> str:
    return f"select * from decided_{grain} order by id"


def test_the_shipped_handbook_decides_the_same_on_whatever_facts(duck: DuckEngine) -> None:
    program = program_on(facts.shipped(), facts.DAY)
    facts.load_facts(duck, program, accounts=150)
    both_ways(duck, program)


@pytest.mark.parametrize("holes", [0.0, 0.1, 0.5])
def test_a_page_of_each_kind_decides_the_same(duck: DuckEngine, holes: float) -> None:
    with_facts(duck, accounts(200, seed=21, holes=holes))
    both_ways(duck, program_on(green(), TODAY))


def test_what_is_overridden_and_what_stood_before_is_read(duck: DuckEngine) -> None:
    with_facts(duck, accounts(200, seed=9, holes=0.0))
    ids = pa.array(range(1, 101), pa.int64())
    stood = {"before__cadence_call": "overdue", "before__cadence_call__known": True}
    duck.load("before_account", beside(ids, stood))
    duck.load("override_account", beside(ids, {"override__priority_by_model": "1"}))
    both_ways(duck, program_on(green(), TODAY, overridden=["priority_by_model"]))
    changed = duck.run(
        "select count(*) as n from decided_account where priority_by_model__rule = 0"
    )
    assert changed["n"].to_pylist() == [100]
    assert duck.run("select 1 from decided_account where cta_silent").num_rows


def beside(ids: pa.Array, values: dict[str, object]) -> pa.Table:
    return pa.table({"id": ids, **{name: [one] * len(ids) for name, one in values.items()}})


def test_nobody_is_decided_without_ado(duck: DuckEngine) -> None:
    with_facts(duck, accounts(0, seed=23))
    both_ways(duck, program_on(green(), TODAY, only=["cta_silent", "priority_by_model"]))


@settings(max_examples=150, deadline=None)
@given(
    condition=properties.conditions,
    found=st.lists(properties.rows(), min_size=1, max_size=6),
)
def test_any_condition_means_the_same(
    engine: Any, condition: Condition, found: list[dict[str, Any]]
) -> None:
    properties.load(engine, found)
    sql = condition_sql(condition)
    rows = engine.sql("select * from facts_account order by id").to_arrow_table().to_pylist()
    truths = engine.execute(f"select {sql} from facts_account order by id").fetchall()
    assert [(reading(sql)(row),) for row in rows] == truths


@pytest.mark.parametrize(
    "sql",
    [
        "round(cast(2.5 as double) / 1000000, 6)", "round(cast(-0.0000015 as double), 6)",
        "cast(cast(2.5 as double) as bigint)", "cast(cast(3.5 as double) as bigint)",
        "cast(true as varchar)", "cast(cast(100 as double) as varchar)",
        "cast(cast('2024-05-31' as date) as varchar)",
        "cast(cast('2024-01-31' as date) + interval 1 month as date)",
        "cast(cast('2024-03-31' as date) - interval 1 month as date)",
        "cast(cast('2024-01-31' as date) + interval 1 day * 3 as date)",
        "(cast('2024-01-31' as date) - 14)",
        "date_diff('day', cast('2024-01-31' as date), cast('2024-03-01' as date))",
        "greatest(cast('2024-01-31' as date), null)", "coalesce(null, 2)", "nullif(0, 0)",
        "(1 is distinct from null)", "(null is distinct from null)", "(null is not true)",
        "(null in (1, 2))", "(3 not in (1, (-2)))", "(5 between null and 3)", "(7 / 2)",
        "(case when null then 1 when 2 > 1 then 2 end)", "(case when false then 1 else 3 end)",
    ],
)  # fmt: skip
def test_every_expression_gives_what_the_database_gives(duck: DuckEngine, sql: str) -> None:
    [row] = duck.run(f"select {sql} as given").to_pylist()
    assert repr(reading(sql)({})) == repr(row["given"])


def test_what_is_never_compiled_is_refused_by_name() -> None:
    with pytest.raises(NotRead, match="Median"):
        reading('median("arr")')
