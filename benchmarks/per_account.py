"""All priority pages account by account: the engine, a good Python loop, and zen-engine.

What other pages decide (health, triage, calls) is loaded beside the facts, for all three.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from benchmarks import python_loop, zen_tables
from benchmarks.facts import DAY, load_facts, shipped
from benchmarks.table import Figure, faster
from benchmarks.timing import in_turn, step
from greenbook.engine.duck import DuckEngine
from greenbook.handbook.compile import compile_handbook
from greenbook.handbook.compile.stages import Select, facts_read, needed
from greenbook.handbook.conditions.leaves import leaves_in
from greenbook.handbook.conditions.render import condition_sql
from greenbook.handbook.conditions.tree import Condition
from greenbook.handbook.conditions.walk import columns_in
from greenbook.handbook.pages import OccasionEdition
from greenbook.handbook.program import Program, Ruling

GIVEN = ("health", "in_triage", "cadence_call")
THREADS = 2
#: A Python object an account takes memory, and zen takes time: ratios are of times an account.
LOOPED, BY_ZEN = 20, 200
AIM = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """The compiled pages cut to what is compared: decision, rule and sure, and the conditions."""

    whole: str
    decision_and_rule: str
    names: tuple[str, ...]
    read: tuple[str, ...]


def measure(*, accounts: int = 1_000_000) -> list[Figure]:
    program = compile_handbook(shipped(), on=DAY, only=python_loop.PAGES)
    asked = ask(program)
    with DuckEngine(threads=THREADS) as engine:
        with step(f"draw facts of {accounts:,} accounts"):
            load(engine, program, accounts=accounts)
        with step("decide beside a Python loop"):
            loop = beside_a_loop(engine, asked, accounts=accounts)
        with step("decide beside zen-engine"):
            return [loop, *beside_zen(engine, asked, accounts=accounts)]


def load(engine: DuckEngine, program: Program, *, accounts: int) -> None:
    """Facts, and beside them what the pages are given by others: decided by the engine itself."""
    load_facts(engine, program, accounts=accounts)
    select = program.selects["account"]
    given = tuple(f"{name}{end}" for name in GIVEN for end in ("", "__known"))
    engine.create_as_written("given", replace(select, outputs=given).sql())
    columns = ", ".join(f"g.{name}" for name in given)
    engine.create(
        "with_given", f"select f.*, {columns} from facts_account f join given g on g.id = f.id"
    )
    engine.create("facts_account", "select * from with_given order by id")
    engine.drop("with_given")


def ask(program: Program) -> Asked:
    select = program.selects["account"]
    given = {f"{name}{end}" for name in GIVEN for end in ("", "__known")}
    columns = {name: sql for name, sql in select.columns.items() if name not in given}
    conditions = dict(distinct_conditions(program))
    named = {f"condition_{number}": sql for number, sql in enumerate(conditions, start=1)}
    says = [f"{page}{end}" for page in python_loop.PAGES for end in ("", "__rule", "__sure")]
    whole = replace(select, columns=columns | named, outputs=(*says, *named))
    short = tuple(name for name in says if not name.endswith("__sure"))
    return Asked(
        whole.sql(),
        replace(whole, outputs=short).sql(),
        (*says, *named),
        read_of(whole),
    )


def read_of(select: Select) -> tuple[str, ...]:
    return tuple(sorted(facts_read(needed(select.columns, select.outputs))))


def distinct_conditions(program: Program) -> Iterator[tuple[str, str]]:
    """Every comparison of the pages as SQL with its text; one that compares constants is none."""
    conditions = (c for page in python_loop.PAGES for c in conditions_of(program.rulings[page]))
    for leaf in (leaf for condition in conditions for leaf in leaves_in(condition)):
        if any(columns_in(leaf)):
            yield condition_sql(leaf), leaf.text


def conditions_of(ruling: Ruling) -> Iterator[Condition]:
    for rule in ruling.rules:
        yield rule.applies
        yield rule.when
    for page, edition in ruling.pages:
        if isinstance(edition, OccasionEdition) and edition.done is not None:
            yield page.applies
            yield edition.done


def beside_a_loop(engine: DuckEngine, asked: Asked, *, accounts: int) -> Figure:
    looped = max(accounts // LOOPED, 1)
    rows = engine.run(f"select id, {', '.join(asked.read)} from facts_account limit {looped}")
    objects = [python_loop.Account(**row) for row in rows.to_pylist()]
    found: list[list[Any]] = []
    by_engine, by_loop = in_turn(
        lambda: engine.run(asked.whole),
        lambda: found.append(list(python_loop.decide_all(objects, DAY))),
    )
    check(engine, asked, [flat(each) for each in found[-1]])
    return faster(
        f"priority pages, each of {accounts:,} accounts with {len(asked.names) - 27} conditions",
        by_engine / accounts,
        by_loop / looped,
        times=3,
        beside="Python loop",
    )


def flat(decided: tuple[Any, ...]) -> tuple[Any, ...]:
    pages = len(python_loop.PAGES)
    said = (part for page in decided[:pages] for part in (page.value, page.rule, page.sure))
    return (*said, *decided[pages:])


def check(engine: DuckEngine, asked: Asked, looped: list[tuple[Any, ...]]) -> None:
    """Raises where the engine says otherwise, naming the first column and account."""
    rows = engine.run(f"select * from ({asked.whole}) where id <= {len(looped)} order by id")
    for number, name in enumerate(asked.names):
        says = rows.column(name).to_pylist()
        for id, one, other in zip(rows.column("id").to_pylist(), says, looped, strict=True):
            if one != other[number]:
                raise AssertionError(f"{name} of {id}: engine {one!r}, loop {other[number]!r}")


def beside_zen(engine: DuckEngine, asked: Asked, *, accounts: int) -> list[Figure]:
    """Zen takes half a minute for what the engine does in a second: it is asked about some."""
    by_zen = max(accounts // BY_ZEN, 1)
    known = engine.run(zen_tables.EVERYTHING_KNOWN.format(most=by_zen))
    rows = [zen_tables.as_context(row) for row in known.to_pylist()]
    figures = []
    for way, evaluate, times in (
        ("its quickest way", zen_tables.quickest(), AIM),
        ("as in its first example", zen_tables.shortest(), None),
    ):
        said: list[Any] = []
        ours, zen = in_turn(
            lambda: engine.run(asked.decision_and_rule),
            lambda evaluate=evaluate, said=said: said.append(
                [evaluate(row)["result"] for row in rows]
            ),
        )
        zen_tables.check(engine, asked.decision_and_rule, known, said[-1])
        what = f"the same, decision and rule only ({len(rows):,} accounts by zen, {way})"
        per_account = ours / accounts, zen / len(rows)
        figures.append(faster(what, *per_account, times=times, beside="zen-engine"))
    return figures
