"""One subject's facts and decisions of a day: as they were kept then, or worked out again."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from greenbook.decisions.before import last_day_before
from greenbook.decisions.extract import own_reader
from greenbook.decisions.worked import OF_ACCOUNT, work_out
from greenbook.engine.columns import sql_type
from greenbook.engine.duck import DuckEngine
from greenbook.engine.lake import Lake
from greenbook.engine.traced_columns import columns_shown, is_settled
from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import Grain
from greenbook.handbook.program import Program
from greenbook.records.models import FactsSeen

#: seen: kept by a run of that day; reconstructed: worked out now from the records known by then.
Origin = Literal["seen", "reconstructed"]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what a decision is about; `account` where it belongs to one."""

    grain: Grain
    id: int | str
    account: int | None


def row_seen(
    handbook: Handbook,
    program: Program,
    subject: Subject,
    *,
    decision: str,
    day: date,
    lake: Lake,
) -> Row | None:
    """What a run of the day kept of the subject, and what stood before; None where nothing was, or
    where the handbook did not decide it then.

    The columns that the trace of the decision shows are looked up; the rest of what was read and
    decided only where it has to look deeper, for what is not known.
    """
    waiting, shown = _waiting(handbook, program, subject, day), columns_shown(decision, program)
    row = waiting or _kept(program, subject, day, lake, shown)
    if row is None or not _decided(decision, program, subject) & row.keys():
        return None
    if not waiting and not is_settled(decision, program, row):
        row |= _kept(program, subject, day, lake, columns_of(program, subject) - shown) or {}
    return row | _before(program, subject, day=day, lake=lake)


def _decided(decision: str, program: Program, subject: Subject) -> set[str]:
    outputs = program.outputs[subject.grain]
    return {output.name for output in outputs if output.decides == decision}


def _waiting(handbook: Handbook, program: Program, subject: Subject, day: date) -> Row | None:
    """Kept in the database: the account changed after the day's run."""
    kept = FactsSeen.objects.filter(
        grain=subject.grain, subject_id=str(subject.id), day=day
    ).first()
    if kept is None:
        return None
    facts = handbook.facts.of(subject.grain)
    dates = {name for name, fact in facts.items() if sql_type(fact.type) == "date"}
    dates |= {o.name for o in program.outputs[subject.grain] if o.sql_type.lower() == "date"}
    return _with_dates({**kept.facts, **kept.decided}, dates)


def _with_dates(row: Mapping[str, Any], dates: set[str]) -> Row:
    """JSON keeps days as text."""
    return {
        name: date.fromisoformat(value)
        if value and (name in dates or name.startswith("since__"))
        else value
        for name, value in row.items()
    }


def columns_of(program: Program, subject: Subject) -> frozenset[str]:
    """Everything that the program reads and decides."""
    read = program.facts_used.get(subject.grain, frozenset())
    decided = {output.name for output in program.outputs[subject.grain]}
    return read | decided | program.since_used[subject.grain]


def _kept(
    program: Program, subject: Subject, day: date, lake: Lake, columns: Set[str]
) -> Row | None:
    """Kept in the lake by the day's run."""
    grain = subject.grain
    read = program.facts_used.get(grain, frozenset()) & columns
    evidence = {f"{name}__evidence" for name in read}
    facts = lake.one(f"facts_{grain}", day, subject.id, {"id", "today", *read, *evidence})
    if facts is None:
        return None
    return facts | (lake.one(f"decided_{grain}", day, subject.id, columns - read) or {})


def _before(program: Program, subject: Subject, *, day: date, lake: Lake) -> Row:
    """The columns `before__x`, from the last day before."""
    wanted = program.before_used.get(subject.grain, frozenset())
    last = last_day_before(lake, subject.grain, day=day) if wanted else None
    stored = {name.removeprefix("before__") for name in wanted}
    row = lake.one(f"decided_{subject.grain}", last, subject.id, stored) if last else None
    return {name: (row or {}).get(name.removeprefix("before__")) for name in wanted}


def reconstruct(
    engine: DuckEngine, handbook: Handbook, subject: Subject, *, day: date, lake: Lake
) -> None:
    """Work out again, into the engine, what the records known by that day say."""
    one = subject.account is not None
    work_out(
        engine,
        handbook,
        own_reader,
        day=day,
        lake=lake,
        accounts=[subject.account] if subject.account is not None else None,
        grains=OF_ACCOUNT if one else None,
    )
