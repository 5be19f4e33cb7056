"""Why something was decided for one subject: asked of the engine, answered as a trace."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from greenbook.engine.behind import with_locals
from greenbook.engine.decide import provide_before_and_overrides, read_by, types_beside
from greenbook.engine.editions import KEPT, program_on
from greenbook.engine.interface import Engine
from greenbook.engine.trace import Trace
from greenbook.engine.traced import Tracing
from greenbook.handbook.book import Handbook
from greenbook.handbook.conditions.render import known_column
from greenbook.handbook.conditions.tree import Column
from greenbook.handbook.conditions.walk import columns_in
from greenbook.handbook.pages import Grain
from greenbook.handbook.program import Program
from greenbook.handbook.say.words import Words


class NothingToExplain(Exception):
    """No such subject among the facts, or nothing decides that."""


def explain(
    engine: Engine,
    handbook: Handbook,
    *,
    grain: Grain,
    id: int | str,
    decision: str,
    on: date,
    overridden: Collection[str] = (),
    overrides: Sequence[Mapping[str, Any]] = (),
) -> Trace:
    """Decide it again for one subject and trace it.

    `facts_<grain>` stands in the engine (one row is enough), and `before_<grain>` and
    `override_<grain>` where there are any; what is counted of finer grains is decided here unless
    `decided_<finer>` stands there already. `overrides` are the records to show: `decision, value,
    reason, by, ends_on`. Raises NothingToExplain.
    """
    if not handbook.deciding(decision):
        raise NothingToExplain(f"nothing in the handbook decides {decision}")
    program = program_on(handbook, on, only=[decision], overridden=overridden)
    row = row_of(engine, handbook, program, grain, id)
    words = Words(handbook, grain)
    return Tracing(handbook, program, row, words, on, id, tuple(overrides)).trace(decision)


def explain_row(
    handbook: Handbook,
    row: Mapping[str, Any],
    *,
    grain: Grain,
    id: int | str,
    decision: str,
    on: date,
    overridden: Collection[str] = (),
    overrides: Sequence[Mapping[str, Any]] = (),
) -> Trace:
    """Trace what was decided and kept: `row` is one row of `facts_<grain>` and `decided_<grain>`
    together, with `before__x` and `since__x` where a page reads them. No engine is asked.
    """
    if not handbook.deciding(decision):
        raise NothingToExplain(f"nothing in the handbook decides {decision}")
    program = program_on(handbook, on, only=[decision], overridden=overridden)
    words = Words(handbook, grain)
    whole = with_locals(row, program)
    return Tracing(handbook, program, whole, words, on, id, tuple(overrides)).trace(decision)


def row_of(
    engine: Engine, handbook: Handbook, program: Program, grain: Grain, id: int | str
) -> dict[str, Any]:
    """Facts and decisions of one subject, with everything that the conditions saw."""
    types = types_beside(program)
    for finer in program.grains:
        provide_before_and_overrides(engine, program, finer, types)
        if finer != grain and engine.shape(f"decided_{finer}") is None:
            engine.create(f"decided_{finer}", program.query(finer))
    shape = engine.shape(f"facts_{grain}")
    facts = frozenset(shape.names) if shape else frozenset()
    rows = engine.few(question(handbook, program, grain, facts), id=id)
    if not rows:
        raise NothingToExplain(f"there is no {grain} {id} among the facts of that day")
    return rows[0]


#: The queries of the last questions, by program and by the facts that are there.
_questions: OrderedDict[tuple[int, Grain, frozenset[str]], tuple[Program, str]] = OrderedDict()


def question(handbook: Handbook, program: Program, grain: Grain, facts: frozenset[str]) -> str:
    """The query for one row; written once a program."""
    key = (id(program), grain, facts)
    if key not in _questions:
        sql = program.query(grain, one=True, also=seen(handbook, program, grain, facts))
        _questions[key] = (program, sql)  # held, so that its id stays its own
        if len(_questions) > KEPT:
            _questions.popitem(last=False)
    return _questions[key][1]


def seen(
    handbook: Handbook, program: Program, grain: Grain, facts: frozenset[str]
) -> tuple[str, ...]:
    """The columns that a trace needs beside the outputs: what conditions read, and evidence."""
    select = program.selects[grain]
    names: set[str] = set()
    for column in columns_read(program, grain):
        names |= {column.name, known_column(column) or column.name}
    documented = handbook.facts.of(grain)
    evidence = {fact.evidence for name in names if (fact := documented.get(name)) and fact.evidence}
    beside = program.before_used[grain] | program.since_used[grain]
    offered = facts | beside | set(select.columns)
    outputs = set(select.outputs)
    return tuple(sorted(((names | evidence | {"today"}) & offered) - outputs - {"id"}))


def columns_read(program: Program, grain: Grain) -> list[Column]:
    rulings = [ruling for ruling in program.rulings.values() if ruling.grain == grain]
    return list(dict.fromkeys(columns_in([read_by(ruling) for ruling in rulings])))


def traced_in_bulk(
    engine: Engine,
    handbook: Handbook,
    *,
    grain: Grain,
    on: date,
    decisions: Collection[str] | None = None,
    overridden: Collection[str] = (),
) -> Iterator[Trace]:
    """The traces of these decisions (or of all of the grain) for every row of `facts_<grain>`."""
    wanted = decisions or {p.decides for p in handbook.pages.values() if p.grain == grain}
    program = program_on(handbook, on, only=wanted, overridden=overridden)
    types = types_beside(program)
    provide_before_and_overrides(engine, program, grain, types)
    shape = engine.shape(f"facts_{grain}")
    facts = frozenset(shape.names) if shape else frozenset()
    sql = program.query(grain, also=seen(handbook, program, grain, facts))
    words = Words(handbook, grain)
    for row in engine.run(sql).to_pylist():
        tracing = Tracing(handbook, program, row, words, on, row["id"])
        yield from (tracing.trace(decision) for decision in sorted(wanted))
