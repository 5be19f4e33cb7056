"""Decisions of a few rows, worked out one by one in Python: `decide` without planning a query."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pyarrow as pa

from greenbook.engine.columns import ARROW
from greenbook.engine.decide import provide_before_and_overrides, types_beside
from greenbook.engine.expressions import Reading, reading
from greenbook.engine.interface import Engine
from greenbook.handbook.compile.sheet import Tally
from greenbook.handbook.compile.stages import in_order, needed, tally_reads
from greenbook.handbook.pages import Grain
from greenbook.handbook.program import Program

#: More accounts than this are decided sooner by a query.
FEW = 100
#: Steps are read once for each grain of a program; overrides make programs of their own.
KEPT = 64

Row = dict[str, Any]
Rows = dict[Any, Row]


@dataclass(frozen=True, slots=True)
class Counting:
    """A count or a sum over the rows of a finer grain for which `where` is true."""

    name: str
    where: Reading
    sum: Reading | None


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted of a finer grain, by the column that links it, and the columns read of it."""

    of: Grain
    by: str
    countings: tuple[Counting, ...]
    reads: frozenset[str]


@dataclass(frozen=True, slots=True)
class Steps:
    """How a grain is decided: what is counted of finer ones; then its columns, each after those
    that it reads."""

    counted: tuple[Counted, ...]
    columns: tuple[tuple[str, Reading], ...]


def decide_few(engine: Engine, program: Program, *, grains: Collection[Grain]) -> None:
    """Make `decided_<grain>` for these grains, as `decide` does."""
    types = types_beside(program)
    for grain in program.grains:
        if grain in grains:
            provide_before_and_overrides(engine, program, grain, types)
            rows = _rows(engine, program, grain)
            _decide(engine, _steps_of(program, grain), rows)
            engine.load(f"decided_{grain}", _table(program, grain, rows.values()))


def _rows(engine: Engine, program: Program, grain: Grain) -> Rows:
    """The facts of each row, and beside them what stood before and what is overridden."""
    rows = _by_id(engine, f"facts_{grain}", program.facts_used[grain])
    since = program.since_used.get(grain, frozenset())
    before = program.before_used.get(grain, frozenset())
    overrides = program.overrides_used.get(grain, frozenset())
    for table, names in (("before", before | since), ("override", overrides)):
        found = _by_id(engine, f"{table}_{grain}", names) if names else {}
        for id, row in rows.items():
            stood = found.get(id, {})
            row |= {_called(name): stood.get(name) for name in names}
    return rows


def _called(name: str) -> str:
    """As the columns call it: `since__x` is worked out, from the day that is stored."""
    return f"stored__{name}" if name.startswith("since__") else name


def _by_id(engine: Engine, table: str, names: Collection[str]) -> Rows:
    rows = engine.table(table)
    wanted = [name for name in rows.column_names if name == "id" or name in names]
    return {row["id"]: row for row in rows.select(wanted).to_pylist()}


def _decide(engine: Engine, steps: Steps, rows: Rows) -> None:
    for counted in steps.counted:
        _count(rows, _finer(engine, counted).values(), counted)
    for row in rows.values():
        for name, read in steps.columns:
            row[name] = read(row)


def _finer(engine: Engine, counted: Counted) -> Rows:
    """Facts and decisions of the finer grain, and what stood before, as far as they are read."""
    rows = _by_id(engine, f"facts_{counted.of}", counted.reads)
    for table in (f"decided_{counted.of}", f"before_{counted.of}"):
        if engine.shape(table) is not None:
            found = _by_id(engine, table, counted.reads)
            for id, row in rows.items():
                row |= found.get(id, {})
    return rows


def _count(rows: Rows, finer: Iterable[Row], counted: Counted) -> None:
    """Without a link everything belongs to the one row."""
    theirs: dict[Any, list[Row]] = {}
    for each in finer:
        theirs.setdefault(each[counted.by] if counted.by else 1, []).append(each)
    for counting in counted.countings:
        for id, row in rows.items():
            total, unknown = _total(counting, theirs.get(id, ()))
            row |= {counting.name: total, f"{counting.name}__unknown": unknown}


def _total(counting: Counting, finer: Iterable[Row]) -> tuple[int, int]:
    """How many, or how much; and of how many rows that is not known."""
    total = unknown = 0
    for row in finer:
        truth = counting.where(row)
        amount = counting.sum(row) if truth and counting.sum else 1
        if truth is None or amount is None:
            unknown += 1
        elif truth:
            total += amount
    return total, unknown


def _table(program: Program, grain: Grain, rows: Collection[Row]) -> pa.Table:
    named = isinstance(next(iter(rows), {}).get("id"), str)
    fields = [("id", pa.string() if named else pa.int64())]
    fields += [(o.name, ARROW[o.sql_type.lower()]) for o in program.outputs[grain]]
    return pa.Table.from_struct_array(pa.array(rows, pa.struct(fields)))


@lru_cache(maxsize=KEPT)
def _steps_of(program: Program, grain: Grain) -> Steps:
    """Read once, then at hand."""
    select = program.selects[grain]
    columns = needed(select.columns, select.outputs)
    return Steps(
        tuple(_counted_of(of, by, tallies) for (of, by), tallies in select.tallies.items()),
        tuple((name, reading(columns[name])) for name in in_order(columns)),
    )


def _counted_of(of: Grain, by: str, tallies: list[Tally]) -> Counted:
    return Counted(of, by, tuple(map(_counting, tallies)), frozenset({by, *tally_reads(tallies)}))


def _counting(tally: Tally) -> Counting:
    return Counting(tally.name, reading(tally.where), reading(tally.sum) if tally.sum else None)
