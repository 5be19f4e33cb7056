"""What a case says about other pages, in place of what they would decide."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import pyarrow as pa

from greenbook.engine.columns import ARROW
from greenbook.handbook.book import Handbook
from greenbook.handbook.cases_file import Case
from greenbook.handbook.pages import Grain, KpiEdition
from greenbook.handbook.program import Program
from greenbook.handbook.types import Plain


@dataclass(frozen=True, slots=True)
class Stubs:
    """`columns` of decisions with their values, and decisions that are `unknown`."""

    columns: Mapping[str, Plain | None]
    unknown: frozenset[str]

    @property
    def names(self) -> frozenset[str]:
        return self.unknown.union(self.columns)


def stubs_of(handbook: Handbook, case: Case) -> Stubs:
    """Counts of finer rows that a case does not name are zero."""
    page = handbook.pages[case.page]
    facts = handbook.facts.of(page.grain)
    edition = page.on(case.on)
    counts = edition.counts if isinstance(edition, KpiEdition) else ()
    none = {name: 0 for count in counts for name in (count.name, f"{count.name}__unknown")}
    counted = {f"{page.decides}__{name}": value for name, value in (none | {**case.counts}).items()}
    unknown = frozenset(name for name in case.unknown if name not in facts)
    return Stubs({**case.decided, **counted}, unknown)


def query_with_stubs(
    program: Program,
    grain: Grain,
    stubbed: Iterable[str],
    wanted: Collection[str],
    *,
    also: Collection[str] = (),
) -> str:
    """The query for the wanted decisions that reads each stubbed column beside the facts."""
    select = program.selects[grain]
    columns = dict.fromkeys(counted(program, grain), "cast(0 as bigint)") | {**select.columns}
    for name in stubbed:
        for column, type in stub_columns(program, grain, name).items():
            columns[column] = f'cast("stub__{column}" as {type})'
        if "__" not in name:
            columns[f"{name}__rule"] = "cast(null as bigint)"
    outputs = tuple(each.name for each in program.outputs[grain] if each.decides in wanted)
    return replace(select, columns=columns, outputs=outputs, tallies={}).sql(also=also)


def stub_columns(program: Program, grain: Grain, name: str) -> dict[str, str]:
    """The columns that stand for a stubbed one, with their SQL types: a decision takes its flags
    and its score along; a count stands alone."""
    types = output_types(program, grain)
    base, _, part = name.partition("__")
    beside = ["known", "sure"] if part else ["known", "sure", "score"]
    alone = name in counted(program, grain)
    wanted = [name] if alone else [name, *(f"{base}__{flag}" for flag in beside)]
    return {column: types[column] for column in wanted if column in types}


@lru_cache(maxsize=64)
def output_types(program: Program, grain: Grain) -> Mapping[str, str]:
    """The SQL type of every column that the pages of a grain give."""
    return {output.name: output.sql_type.lower() for output in program.outputs[grain]}


def counted(program: Program, grain: Grain) -> set[str]:
    """The columns that are counted from finer rows."""
    return {
        f"{tally.name}{end}"
        for tallies in program.selects[grain].tallies.values()
        for tally in tallies
        for end in ("", "__unknown")
    }


def stub_values(
    program: Program,
    grain: Grain,
    stubbed: Iterable[str],
    rows: Sequence[Stubs],
    colours: Mapping[str, float],
) -> dict[str, pa.Array]:
    """The columns `stub__…` of a batch of cases, row by row."""
    values: dict[str, pa.Array] = {}
    for name in sorted(stubbed, reverse=True):  # a decision after what stands beside it
        for column, type in stub_columns(program, grain, name).items():
            found = [stub_value(column, name, row, colours) for row in rows]
            values[f"stub__{column}"] = pa.array(found, ARROW[type])
    return values


def stub_value(column: str, name: str, row: Stubs, colours: Mapping[str, float]) -> Plain | None:
    if column == name or column in row.columns:
        return row.columns.get(column)
    if column.endswith("__score"):
        return colours.get(str(row.columns.get(name)))
    return name not in row.unknown
