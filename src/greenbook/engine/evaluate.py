"""The pages of a handbook over a file of facts, without a database."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from greenbook.engine.decide import decide
from greenbook.engine.duck import DuckEngine
from greenbook.engine.facts_file import read_facts
from greenbook.engine.given import Given, facts_given
from greenbook.handbook.book import Handbook
from greenbook.handbook.compile import compile_handbook
from greenbook.handbook.pages import Grain


def evaluate(handbook: Handbook, facts: Path, *, on: date, grain: Grain = "account") -> pa.Table:
    """What every page of the grain decides for each row of the file: `id` and all outputs, money in
    dollars as in the file.

    `today` is `on` where the file does not say it. Nothing of a finer grain is there to be counted.
    Raises FactsFileRefused.
    """
    read = read_facts(facts, handbook.facts.of(grain))
    rows: dict[Grain, list[Given]] = {grain: [{"today": on, **row} for row in read.rows]}
    program = compile_handbook(handbook, on=on, only=decided_for(handbook, grain))
    with DuckEngine() as engine:
        for each in {*program.grains, *handbook.facts.subjects}:
            ids = read.ids if each == grain else []
            used = program.facts_used.get(each, frozenset())
            table = facts_given(handbook.facts, each, rows.get(each, []), ids=ids, also=used)
            engine.load(f"facts_{each}", table)
        decide(engine, program)
        return in_dollars(engine.run(f"select * from decided_{grain} order by id"), handbook, grain)


def in_dollars(decided: pa.Table, handbook: Handbook, grain: Grain) -> pa.Table:
    """Columns hold money in cents; people write and read dollars."""
    types = handbook.decides.get(grain, {})
    for place, name in enumerate(decided.column_names):
        if name in types and types[name].kind == "usd":
            cents = pc.cast(decided[name], pa.float64())
            decided = decided.set_column(place, name, pc.divide(cents, 100.0))
    return decided


def decided_for(handbook: Handbook, grain: Grain) -> list[str]:
    return sorted({page.decides for page in handbook.pages.values() if page.grain == grain})
