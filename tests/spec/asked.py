"""Asks the default handbook: what its pages decide, and what its facts say of a few records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import pyarrow as pa

from greenbook.engine.cases import answers
from greenbook.engine.decide import decide, types_beside
from greenbook.engine.duck import DuckEngine
from greenbook.engine.editions import program_on
from greenbook.engine.given import facts_given
from greenbook.engine.stubs import Stubs, query_with_stubs, stub_values
from greenbook.handbook.compile import compile_handbook
from greenbook.handbook.conditions.fit import plain_as
from greenbook.handbook.pages import Grain
from greenbook.handbook.types import Plain
from tests.shipped import shipped

Facts = Mapping[str, Plain | None]


@cache
def engine() -> DuckEngine:
    return DuckEngine(threads=1)


def ask(
    *decisions: str,
    on: date,
    facts: Facts | None = None,
    worked_out: Facts | None = None,
    decided: Facts | None = None,
    counts: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """Every output of the decisions for one row of their grain, on a day.

    `facts` are written as in a case, `worked_out` ones are as the facts files give them; those that
    are missing are unknown. `decided` stands for the pages below, and for scores (`x__score`);
    `counts` for what the first page counts.
    """
    program = program_on(shipped(), on)
    grain = program.rulings[decisions[0]].grain
    counted = {f"{decisions[0]}__{name}": value for name, value in (counts or {}).items()}
    stubs = Stubs({**(decided or {}), **counted}, frozenset())
    rows = [{"today": on, **in_columns(grain, facts or {}), **(worked_out or {})}]
    used = program.facts_used.get(grain, frozenset())
    table = facts_given(shipped().facts, grain, rows, ids=[1], also=used)
    for name, values in stub_values(
        program, grain, stubs.names, [stubs], shipped().colours
    ).items():
        table = table.append_column(name, values)
    tables = {f"facts_{grain}": table, f"before_{grain}": nothing_before(grain, on)}
    [row] = answers(engine(), query_with_stubs(program, grain, stubs.names, decisions), tables)
    return row


def ask_company(
    decision: str, *, on: date, accounts: list[Facts], decided: Mapping[str, list[Plain | None]]
) -> Any:
    """What a page of the company decides, counted from accounts; `decided` overrides theirs."""
    program = compile_handbook(shipped(), on=on, only=[decision], overridden=list(decided))
    rows = [{"today": on, **in_columns("account", facts)} for facts in accounts]
    ids = list(range(1, len(rows) + 1))
    with DuckEngine(threads=1) as alone:
        for grain, given in (("account", rows), ("company", [{"today": on}])):
            used = program.facts_used.get(grain, frozenset())
            table = facts_given(shipped().facts, grain, given, ids=ids[: len(given)], also=used)
            alone.load(f"facts_{grain}", table)
        overrides = {f"override__{name}": values for name, values in decided.items()}
        alone.load("override_account", pa.table({"id": ids, **overrides}))
        decide(alone, program)
        return alone.run(f'select "{decision}" from decided_company').to_pylist()[0][decision]


def in_columns(grain: Grain, facts: Facts) -> dict[str, Plain | None]:
    """As the columns hold them: money in cents, versions as numbers."""
    known = shipped().facts.of(grain)
    return {
        name: None if value is None else plain_as(value, known[name].type, text=str(value))
        for name, value in facts.items()
    }


def nothing_before(grain: Grain, on: date) -> pa.Table:
    """Nothing stood before, and that is known."""
    program = program_on(shipped(), on)
    read = (*program.before_used.get(grain, ()), *program.since_used.get(grain, ()))
    types = types_beside(program)
    columns = {name: pa.array([name.endswith("__known") or None]) for name in read}
    return pa.table({"id": [1], **{n: c for n, c in columns.items() if n in types}})
