"""What was worked out for a day: the engine that holds facts and decisions, and what made them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from greenbook.decisions.before import load_before
from greenbook.decisions.extract import Reader, load_records
from greenbook.decisions.handbooks import program
from greenbook.decisions.overrides import load_overrides
from greenbook.engine.decide import decide
from greenbook.engine.facts import work_out_facts
from greenbook.engine.interface import Engine, Parameter
from greenbook.engine.lake import Lake
from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import Grain
from greenbook.handbook.program import Program

#: Grains that belong to one account. The others are worked out over everybody's.
OF_ACCOUNT: frozenset[Grain] = frozenset(
    {"account", "subscription", "instance", "opportunity", "cta", "escalation"}
)


@dataclass(frozen=True, slots=True)
class Worked:
    """`accounts` is None for everybody. Tables: `facts_<grain>`, `decided_<grain>`, records."""

    engine: Engine
    handbook: Handbook
    program: Program
    day: date
    accounts: frozenset[int] | None = None
    rows_read: dict[str, int] = field(default_factory=dict)

    def rows(self, sql: str, **parameters: Parameter) -> list[dict[str, Any]]:
        return self.engine.run(sql, **parameters).to_pylist()

    def columns(self, grain: Grain) -> frozenset[str]:
        """Every fact of the grain."""
        shape = self.engine.shape(f"facts_{grain}")
        return frozenset() if shape is None else frozenset(shape.names)

    def decides(self, decision: str) -> bool:
        """Whether the handbook decides something of this name."""
        return decision in self.program.rulings


def work_out(
    engine: Engine,
    handbook: Handbook,
    read: Reader,
    *,
    day: date,
    lake: Lake,
    accounts: Collection[int] | None = None,
    grains: Collection[Grain] | None = None,
) -> Worked:
    """Records to facts to decisions, for everybody or for `accounts`, as known on `day`."""
    read_rows = load_records(engine, handbook, read, day=day, lake=lake, accounts=accounts)
    overridden = load_overrides(engine, day=day, accounts=accounts)
    compiled = program(handbook, on=day, overridden=overridden)
    wanted = [grain for grain in compiled.grains if grains is None or grain in grains]
    load_before(engine, compiled, day=day, lake=lake, accounts=accounts)
    work_out_facts(engine, handbook, today=day, grains=wanted)
    decide(engine, compiled, grains=wanted)
    chosen = None if accounts is None else frozenset(accounts)
    return Worked(engine, handbook, compiled, day, chosen, read_rows)
