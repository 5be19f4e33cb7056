"""The staged query of a grain: facts first, then each column as soon as what it reads is there.

What is read once is written where it is read; what is read several times is a column of a stage.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from greenbook.handbook.compile.chain import chained
from greenbook.handbook.compile.sheet import (
    Tally,
    is_plain,
    operations,
    references,
    replaced,
)
from greenbook.handbook.pages import Grain

Columns = Mapping[str, str]

#: So many operations may be repeated before a stage of their own is the cheaper way.
CHEAP = 6


class CircularColumns(Exception):
    """Columns that read each other: a handbook whose circles were not refused."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(" -> ".join(names))


@dataclass(frozen=True, slots=True)
class Select:
    """Everything that can be asked of a grain; `sql` writes only what the outputs need."""

    grain: Grain
    columns: Columns
    outputs: tuple[str, ...]
    tallies: Mapping[tuple[Grain, str], list[Tally]]

    def sql(self, *, one: bool = False, also: Collection[str] = ()) -> str:
        wanted = tuple(dict.fromkeys((*self.outputs, *sorted(also))))
        columns = inlined(needed(self.columns, wanted), keep=wanted)
        read = facts_read(columns) | {name for name in wanted if name not in self.columns}
        chain = chained(self._facts(read, one=one), read, by_level(columns), wanted)
        counts = _tally_tables(self.tallies, one=one)
        if not counts:
            return chain
        written = ",\n".join(f"{name} as (\n{body}\n)" for name, body in counts.items())
        return f"with {written}\n{chain}"

    def _facts(self, read: Iterable[str], *, one: bool) -> str:
        """The first stage: facts, what stood before, overrides and counts, one row a record."""
        sources = {"id": 'f."id"'} | {name: self._source(name) for name in sorted(read)}
        listed = ", ".join(f'{sql} as "{name}"' for name, sql in sources.items())
        tables = [f"facts_{self.grain} as f"]
        for alias, table in (("b", "before"), ("o", "override")):
            if any(f"{alias}." in sql for sql in sources.values()):
                tables.append(f'{table}_{self.grain} as {alias} on {alias}."id" = f."id"')
        for number in range(len(self.tallies)):
            tables.append(f'tally_{number} as t{number} on t{number}."id" = f."id"')
        where = '\nwhere f."id" = $id' if one else ""
        return f"select {listed}\nfrom {' left join '.join(tables)}{where}"

    def _source(self, name: str) -> str:
        for number, counts in enumerate(self.tallies.values()):
            if name.removesuffix("__unknown") in {tally.name for tally in counts}:
                return f'coalesce(t{number}."{name}", 0)'
        if name.startswith("stored__"):
            return f'b."{name.removeprefix("stored__")}"'
        alias = {"before__": "b", "override": "o"}.get(name[:8], "f")
        return f'{alias}."{name}"'


def needed(columns: Columns, wanted: Iterable[str]) -> dict[str, str]:
    """The columns that the wanted ones are worked out from, in the order of their definition."""
    found: set[str] = set()
    waiting = [name for name in wanted if name in columns]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(ref for ref in references(columns[name]) if ref in columns)
    return {name: sql for name, sql in columns.items() if name in found}


def inlined(columns: Columns, *, keep: Collection[str]) -> dict[str, str]:
    """The columns without those that are better written where they are read.

    That is what only one other reads, what is another name for a column, and what costs less to
    work out again than to carry along.
    """
    uses = Counter(name for sql in columns.values() for name in references(sql))
    instead: dict[str, str] = {}
    texts: dict[str, str] = {}
    for name in in_order(columns):
        own = {ref: instead[ref] for ref in references(columns[name]) if ref in instead}
        text = replaced(columns[name], own) if own else columns[name]
        again = operations(text) * (uses[name] - 1)
        if is_plain(text) or (name not in keep and again <= CHEAP):
            instead[name] = text
        if name in keep or name not in instead:
            texts[name] = text
    return texts


def in_order(columns: Columns) -> list[str]:
    """The names, each after those that it reads. Raises CircularColumns with the names."""
    done: dict[str, None] = {}
    for name in columns:
        waiting = [name]
        while waiting:
            unread = (r for r in references(columns[waiting[-1]]) if r in columns and r not in done)
            below = next(unread, None)
            if below is None:
                done[waiting.pop()] = None
            elif below in waiting:
                raise CircularColumns([*waiting[waiting.index(below) :], below])
            else:
                waiting.append(below)
    return list(done)


def by_level(columns: Columns) -> list[dict[str, str]]:
    """The columns in stages: each stands in the first one after all that it reads."""
    level: dict[str, int] = {}
    stages: list[dict[str, str]] = []
    for name in in_order(columns):
        below = [level[ref] for ref in references(columns[name]) if ref in columns]
        level[name] = max(below, default=-1) + 1
        if level[name] == len(stages):
            stages.append({})
        stages[level[name]][name] = columns[name]
    return stages


def facts_read(columns: Columns) -> set[str]:
    """What the columns read that none of them is."""
    return {name for sql in columns.values() for name in references(sql)} - set(columns)


def tally_reads(tallies: Iterable[Tally]) -> set[str]:
    """The columns of the finer grain that its counts read."""
    return {name for t in tallies for name in references(f"{t.where} {t.sum or ''}")}


def _tally_tables(tallies: Mapping[tuple[Grain, str], list[Tally]], *, one: bool) -> dict[str, str]:
    return {
        f"tally_{number}": _tally_table(of, by, counts, one=one)
        for number, ((of, by), counts) in enumerate(tallies.items())
    }


def _tally_table(of: Grain, by: str, counts: list[Tally], *, one: bool) -> str:
    """One row for each row of the coarser grain that any row of the finer one belongs to."""
    tests = ", ".join(f'{tally.where} as "{tally.name}"' for tally in counts)
    summed = "".join(f', {t.sum} as "{t.name}__of"' for t in counts if t.sum)
    tables = f'facts_{of} as f left join decided_{of} as d on d."id" = f."id"'
    if any(name.startswith("before__") for name in tally_reads(counts)):
        tables += f' left join before_{of} as b on b."id" = f."id"'
    key = f'f."{by}"' if by else "1"  # without a link everything belongs to the one row
    where = f"{key} = $id" if one else f"{key} is not null"
    totals = ", ".join(_total(tally) for tally in counts)
    rows = f'select {key} as "id", {tests}{summed} from {tables} where {where}'
    return f'select "id", {totals} from ({rows}) as rows_of_{of} group by "id"'


def _total(tally: Tally) -> str:
    name = tally.name
    if tally.sum is None:
        total, missing = "count(*)", f'"{name}" is null'
    else:
        total = f'sum("{name}__of")'
        missing = f'"{name}" is null or ("{name}" and "{name}__of" is null)'
    return (
        f'cast({total} filter (where "{name}") as bigint) as "{name}",'
        f' count(*) filter (where {missing}) as "{name}__unknown"'
    )
