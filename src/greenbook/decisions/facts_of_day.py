"""The facts of one subject on a day: as they were seen then, or worked out again from records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pyarrow as pa

from greenbook.decisions.before import load_before
from greenbook.decisions.extract import own_reader
from greenbook.decisions.overrides import load_overrides
from greenbook.decisions.worked import OF_ACCOUNT, work_out
from greenbook.engine.columns import ARROW, sql_type
from greenbook.engine.duck import DuckEngine
from greenbook.engine.editions import program_on
from greenbook.engine.lake import Lake
from greenbook.handbook.book import Handbook
from greenbook.handbook.facts import Fact
from greenbook.handbook.pages import Grain
from greenbook.records.models import FactsSeen

#: seen: kept by a run of that day; reconstructed: worked out now from the records known by then.
Origin = Literal["seen", "reconstructed"]


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what a decision is about; `account` where it belongs to one."""

    grain: Grain
    id: int | str
    account: int | None


def load_facts(
    engine: DuckEngine, handbook: Handbook, subject: Subject, *, day: date, lake: Lake
) -> Origin:
    """Load what explaining a decision of the subject reads; say where its facts come from."""
    seen = _seen(handbook, subject, day=day, lake=lake)
    if seen is None:
        _reconstruct(engine, handbook, subject, day=day, lake=lake)
        return "reconstructed"
    engine.load(f"facts_{subject.grain}", seen)
    _load_finer(engine, handbook, subject, day=day, lake=lake)
    accounts = None if subject.account is None else [subject.account]
    overridden = load_overrides(engine, day=day, accounts=accounts)
    program = program_on(handbook, day, overridden=overridden)
    load_before(engine, program, day=day, lake=lake, accounts=accounts)
    return "seen"


def _seen(handbook: Handbook, subject: Subject, *, day: date, lake: Lake) -> pa.Table | None:
    """What a run of the day saw: of the account after it changed, else what the lake holds."""
    waiting = FactsSeen.objects.filter(
        grain=subject.grain, subject_id=str(subject.id), day=day
    ).first()
    if waiting is not None:
        return _typed(waiting.facts, handbook.facts.of(subject.grain))
    kept = lake.some(f"facts_{subject.grain}", day, "id", [subject.id])
    return kept if kept is not None and kept.num_rows else None


def _typed(row: Mapping[str, Any], facts: Mapping[str, Fact]) -> pa.Table:
    """A row of facts kept as JSON, with the types that its columns have."""
    types = {name: ARROW[sql_type(fact.type)] for name, fact in facts.items()}
    types |= {fact.known: pa.bool_() for fact in facts.values() if fact.known}
    columns = {}
    for name, value in row.items():
        kind = types.get(name)  # a column without a comment has the type of its value
        given = date.fromisoformat(value) if kind == pa.date32() and value else value
        columns[name] = pa.array([given], kind)
    return pa.table(columns)


def _load_finer(
    engine: DuckEngine, handbook: Handbook, subject: Subject, *, day: date, lake: Lake
) -> None:
    """The finer rows that the subject's decisions may count."""
    for link in handbook.facts.links:
        if link.coarser == subject.grain:
            for table in (f"facts_{link.finer}", f"decided_{link.finer}"):
                rows = _linked(lake, table, link.finer, link.column, subject, day)
                if rows is not None:
                    engine.load(table, rows)


def _linked(
    lake: Lake, table: str, finer: Grain, column: str, subject: Subject, day: date
) -> pa.Table | None:
    if table.startswith("facts_"):
        return lake.some(table, day, column, [subject.id])
    facts = lake.some(f"facts_{finer}", day, column, [subject.id])
    ids = [] if facts is None else facts.column("id").to_pylist()
    return lake.some(table, day, "id", ids)


def _reconstruct(
    engine: DuckEngine, handbook: Handbook, subject: Subject, *, day: date, lake: Lake
) -> None:
    if subject.account is None:
        work_out(engine, handbook, own_reader, day=day, lake=lake)
    else:
        work_out(
            engine,
            handbook,
            own_reader,
            day=day,
            lake=lake,
            accounts=[subject.account],
            grains=OF_ACCOUNT,
        )
