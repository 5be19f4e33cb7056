"""Decisions are worked out grain by grain, the same on both engines."""

from __future__ import annotations

import pyarrow as pa
import pytest

from greenbook.engine.decide import decide
from greenbook.engine.duck import DuckEngine
from greenbook.engine.editions import program_on
from greenbook.engine.spark import SparkEngine
from tests.engine.green_handbook import green
from tests.engine.random_accounts import TODAY, accounts, with_facts

BEFORE = pa.schema(
    [
        ("id", pa.int64()),
        ("before__cadence_call", pa.string()),
        ("before__cadence_call__known", pa.bool_()),
    ]
)


def silent_ones(engine: DuckEngine) -> list[int]:
    """The accounts whose CTA about silence is open."""
    decide(engine, program_on(green(), TODAY, only=["cta_silent"]))
    rows = engine.run("select id from decided_account where cta_silent order by id")
    return [int(id) for id in rows["id"].to_pylist()]


def test_both_engines_decide_alike(duck: DuckEngine, spark: SparkEngine) -> None:
    program = program_on(green(), TODAY)
    records = accounts(300, seed=7, holes=0.1)
    for engine in (duck, spark):
        with_facts(engine, records)
        decide(engine, program)
    for grain in program.grains:
        sql = f"select * from decided_{grain} order by id"
        assert duck.run(sql).to_pylist() == spark.run(sql).to_pylist()


def test_persons_count_what_their_accounts_decided(duck: DuckEngine) -> None:
    with_facts(duck, accounts(200, seed=8, holes=0.0))
    decide(duck, program_on(green(), TODAY))
    counted = """
      select f.csm_id as id, count(*) filter (where priority_suggested = 1) as p1
      from facts_account f join decided_account using (id)
      where f.csm_id is not null group by f.csm_id order by f.csm_id
    """
    by_hand = duck.run(counted)["p1"].to_pylist()
    found = duck.run("select p1_share__p1 from decided_person order by id")
    assert found["p1_share__p1"].to_pylist() == by_hand
    assert sum(by_hand) > 0


def test_without_a_day_before_nothing_stood(duck: DuckEngine) -> None:
    """`before.cadence_call <> 'breach'` is false where nothing stood: no CTA opens."""
    with_facts(duck, accounts(200, seed=9, holes=0.0))
    assert silent_ones(duck) == []


def test_what_stood_before_is_read(duck: DuckEngine) -> None:
    with_facts(duck, accounts(200, seed=9, holes=0.0))
    rows = [
        {"id": id, "before__cadence_call": "overdue", "before__cadence_call__known": True}
        for id in range(1, 101)
    ]
    duck.load("before_account", pa.Table.from_pylist(rows, schema=BEFORE))
    found = silent_ones(duck)
    assert found and max(found) <= 100


@pytest.mark.parametrize("other", [pa.int64(), None])
def test_a_column_of_another_type_or_none_stood_for_nothing(
    duck: DuckEngine, other: pa.DataType | None
) -> None:
    with_facts(duck, accounts(50, seed=9, holes=0.0))
    columns = {"id": pa.array([1, 2], pa.int64())}
    if other:
        columns["before__cadence_call"] = pa.array([1, 2], other)
    duck.load("before_account", pa.table(columns))
    assert silent_ones(duck) == []
