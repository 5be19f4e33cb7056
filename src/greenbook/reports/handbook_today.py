"""What the handbook says today: how often each page speaks, and which unknown facts silence it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from greenbook.engine.columns import decided_as, facts_as
from greenbook.engine.editions import program_on
from greenbook.engine.lake import Lake
from greenbook.handbook.book import Handbook
from greenbook.handbook.compile.order import columns_read
from greenbook.handbook.pages import Page
from greenbook.handbook.program import Program

ID = pa.field("id", pa.int64())


@dataclass(frozen=True, slots=True)
class Says:
    """What a page says of the subjects somebody may see.

    `of` subjects it was asked; `values` are what it decided, with how often; the rest is unknown.
    """

    of: int
    values: tuple[tuple[Any, int], ...]
    unknown: int

    @property
    def speaks_of(self) -> int:
        return sum(count for value, count in self.values if value is not None)


@dataclass(frozen=True, slots=True)
class Gap:
    """A fact that is not known, and how many decisions that leaves open."""

    fact: str
    subjects: int
    decisions: int
    pages: tuple[str, ...]


def says(
    handbook: Handbook, page: Page, *, lake: Lake, day: date, only: Collection[int] | None
) -> Says | None:
    """What the page decided on the day; None where nothing of it was kept. `only` narrows
    accounts."""
    program = program_on(handbook, day)
    columns = _columns(program, page)
    wanted = decided_as(program, page.grain, columns)
    if only is not None:
        wanted = wanted.append(ID)
    rows = lake.held_day(f"decided_{page.grain}", day, wanted)
    if rows is None or page.decides not in rows.column_names:
        return None
    if only is not None:
        rows = rows.filter(pc.field("id").isin(list(only)))
    if f"{page.decides}__rule" in columns and len(program.rulings[page.decides].pages) > 1:
        rows = rows.filter(pc.field(f"{page.decides}__rule").isin(_numbers(program, page)))
    return _counted(rows, page)


def _columns(program: Program, page: Page) -> list[str]:
    """The columns of the page's decision that say what it decided, by which rule, and if known."""
    there = {output.name for output in program.outputs[page.grain]}
    wanted = (page.decides, f"{page.decides}__rule", f"{page.decides}__known")
    return [name for name in wanted if name in there]


def _numbers(program: Program, page: Page) -> list[int]:
    rules = program.rulings[page.decides].rules
    return [rule.number for rule in rules if rule.path == page.path]


def _counted(rows: pa.Table, page: Page) -> Says:
    values = Counter(rows.column(page.decides).to_pylist())
    unknown = _unknown(rows, f"{page.decides}__known")
    values[None] -= unknown
    found = sorted(values.items(), key=lambda each: (each[0] is None, -each[1], str(each[0])))
    return Says(rows.num_rows, tuple((v, n) for v, n in found if n > 0), unknown)


def _unknown(rows: pa.Table, known: str) -> int:
    if known not in rows.schema.names:
        return 0
    return rows.filter(pc.invert(pc.fill_null(rows.column(known), True))).num_rows


def gaps(handbook: Handbook, *, lake: Lake, day: date, only: Collection[int] | None) -> list[Gap]:
    """Unknown facts of accounts, those first that leave most decisions open."""
    program = program_on(handbook, day)
    reads = _facts_read(handbook, program)
    known = decided_as(program, "account", [f"{name}__known" for name in reads]).append(ID)
    decided = lake.held_day("decided_account", day, known)
    if decided is None:
        return []
    among = None if only is None else pc.field("id").isin(list(only))
    unknown = _open(reads, decided if among is None else decided.filter(among))
    tells = _telling(handbook, {fact for name in unknown for fact in reads[name]})
    told = facts_as(handbook, "account", set(tells.values())).append(ID)
    facts = lake.held_day("facts_account", day, told)
    if facts is None:
        return []
    facts = facts if among is None else facts.filter(among)
    there = {name: by for name, by in tells.items() if by in facts.column_names}
    missing = {name: _missing(facts.column(by), by != name) for name, by in there.items()}
    return _ranked(reads, unknown, missing)


def _open(reads: Iterable[str], decided: pa.Table) -> dict[str, pa.ChunkedArray]:
    """The decisions that are unknown for anybody, with for whom they are."""
    known = {n: decided[f"{n}__known"] for n in reads if f"{n}__known" in decided.column_names}
    found = {name: pc.invert(pc.fill_null(column, True)) for name, column in known.items()}
    return {name: unknown for name, unknown in found.items() if pc.any(unknown).as_py()}


def _telling(handbook: Handbook, names: Collection[str]) -> dict[str, str]:
    """For each fact that can be unknown the column that tells so: itself, or its `known`."""
    facts = handbook.facts.of("account")
    return {n: facts[n].known or n for n in sorted(names) if facts[n].known or not facts[n].or_none}


def _missing(column: pa.ChunkedArray, is_known: bool) -> pa.ChunkedArray:
    return pc.invert(pc.fill_null(column, False)) if is_known else pc.is_null(column)


def _facts_read(handbook: Handbook, program: Program) -> dict[str, tuple[str, ...]]:
    """The facts that each decision about accounts reads itself."""
    kept = {output.name for output in program.outputs["account"]}
    found = {}
    for name, ruling in program.rulings.items():
        if ruling.grain == "account" and f"{name}__known" in kept:
            read = {c for page, edition in ruling.pages for c in columns_read(page, edition)}
            facts = {c.name for c in read if c.source == "fact" and c.name != "today"}
            found[name] = tuple(sorted(facts & set(handbook.facts.of("account"))))
    return found


def _ranked(
    reads: dict[str, tuple[str, ...]],
    unknown: dict[str, pa.ChunkedArray],
    missing: dict[str, pa.ChunkedArray],
) -> list[Gap]:
    open_by_fact: dict[str, Counter[str]] = {}
    for name, open_for in unknown.items():
        for fact in set(reads[name]) & set(missing):
            count = pc.sum(pc.and_(open_for, missing[fact])).as_py() or 0
            if count:
                open_by_fact.setdefault(fact, Counter())[name] = count
    found = [
        Gap(
            fact,
            pc.sum(missing[fact]).as_py(),
            sum(by.values()),
            tuple(n for n, _ in by.most_common()),
        )
        for fact, by in open_by_fact.items()
    ]
    return sorted(found, key=lambda gap: (-gap.decisions, gap.fact))
