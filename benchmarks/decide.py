"""Priority, health, cadence and three KPIs of everybody: the compiled pages beside SQL by hand.

The same columns of the same facts, compared row by row; the hand-written SQL says which.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from benchmarks.facts import DAY, load_facts, shipped
from benchmarks.table import Figure, at_most, said_seconds
from benchmarks.timing import in_turn, seconds, step
from greenbook.engine.duck import DuckEngine
from greenbook.handbook.compile import compile_handbook
from greenbook.handbook.pages import Grain
from greenbook.handbook.program import Program

THREADS = 2
ROUNDS = 2
OTHERS = ("health", "cadence_call", "time_to_engage", "time_to_first_value", "time_to_onboard")
GRAINS: tuple[Grain, ...] = ("account", "person")
BY_HAND: dict[Grain, str] = {
    "account": Path(__file__).with_name("by_hand.sql").read_text(),
    "person": Path(__file__).with_name("by_hand_people.sql").read_text(),
}
TABLES: dict[Grain, str] = {"account": "by_hand", "person": "by_hand_people"}


def measure(*, accounts: int = 1_000_000) -> list[Figure]:
    pages = shipped().pages.values()
    priority = {page.decides for page in pages if page.path.startswith("priority/")}
    program = compile_handbook(shipped(), on=DAY, only={*priority, *OTHERS})
    with DuckEngine(threads=THREADS) as engine:
        with step(f"draw facts of {accounts:,} accounts"):
            load_facts(engine, program, accounts=accounts)
            by_hand(engine)
        compiled = {grain: cut(engine, program, grain) for grain in GRAINS}
        with step(f"decide, compiled and by hand in turns, {ROUNDS} times"):
            ours, theirs = in_turn(
                lambda: decide(engine, compiled), lambda: by_hand(engine), times=ROUNDS
            )
        with step("compare"):
            columns = sum(compare(engine, grain) for grain in GRAINS)
        with step("decide with all columns"):
            everything = seconds(
                lambda: decide(engine, {grain: program.query(grain) for grain in GRAINS})
            )
    what = f"priority, health, cadence, 3 KPIs: {columns} columns of {accounts:,} accounts"
    every = sum(len(program.outputs[grain]) for grain in GRAINS)
    return [
        at_most(what, ours, theirs, times=3, beside="by hand"),
        Figure(f"the same pages with all their {every} columns", said_seconds(everything)),
    ]


def cut(engine: DuckEngine, program: Program, grain: Grain) -> str:
    """The compiled query for the columns that were written by hand."""
    shape = engine.shape(TABLES[grain])
    assert shape is not None
    columns = tuple(name for name in shape.names if name != "id")
    return replace(program.selects[grain], outputs=columns).sql()


def decide(engine: DuckEngine, queries: dict[Grain, str]) -> None:
    for grain in GRAINS:
        engine.create_as_written(f"decided_{grain}", queries[grain])


def by_hand(engine: DuckEngine) -> None:
    for grain in GRAINS:
        engine.create(TABLES[grain], BY_HAND[grain])


def compare(engine: DuckEngine, grain: Grain) -> int:
    """How many columns are equal for every row; raises where one is not."""
    shape = engine.shape(TABLES[grain])
    assert shape is not None
    columns = [name for name in shape.names if name != "id"]
    differing = ", ".join(
        f'count(*) filter (where h."{name}" is distinct from d."{name}") as "{name}"'
        for name in columns
    )
    join = f"{TABLES[grain]} h full join decided_{grain} d on d.id = h.id"
    [found] = engine.run(f"select {differing} from {join}").to_pylist()
    wrong = {name: count for name, count in found.items() if count}
    if wrong:
        raise AssertionError(f"by hand and compiled differ, {grain}: {wrong}")
    return len(columns)
