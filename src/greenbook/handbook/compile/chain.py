"""Stages written one inside the other, each carrying only what is still read further out.

A planner's work grows with the columns that every stage hands on. So a column is left behind after
its last use, and the outputs that nobody reads any more travel on packed into one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from greenbook.handbook.compile.sheet import references

Stage = Mapping[str, str]


def chained(
    facts: str, read: Collection[str], stages: Sequence[Stage], wanted: Sequence[str]
) -> str:
    """A SELECT of `id` and the wanted columns: `facts` is the innermost query, which gives `read`.

    Each stage maps the names of its columns to SQL over what the stages before it hold.
    """
    last_read = {name: n for n, stage in enumerate(stages) for name in _names_read(stage)}
    text, held = facts, ["id", *sorted(read)]
    packed: dict[str, str] = {}  # an output, and the pack it travels in
    for number, stage in enumerate(stages):
        live = [name for name in held if name == "id" or last_read.get(name, -1) > number]
        ended = [name for name in held if name in wanted and name not in live]
        packs = sorted(set(packed.values()))
        columns = [*map(_quoted, (*live, *packs)), *_packing(ended, f"done_{number}")]
        columns += [f'{sql} as "{name}"' for name, sql in stage.items()]
        packed |= dict.fromkeys(ended, f"done_{number}")
        text = f"select {', '.join(columns)}\nfrom ({text}) as stage_{number}"
        held = [*live, *stage]
    listed = ", ".join(_unpacked(name, packed.get(name)) for name in ("id", *wanted))
    return f"select {listed}\nfrom ({text}) as worked_out"


def _names_read(stage: Stage) -> Iterator[str]:
    for sql in stage.values():
        yield from references(sql)


def _packing(names: Sequence[str], pack: str) -> list[str]:
    fields = ", ".join(f"'{name}': {_quoted(name)}" for name in names)
    return [f"{{{fields}}} as {_quoted(pack)}"] if names else []


def _unpacked(name: str, pack: str | None) -> str:
    return f"{_quoted(pack)}.{_quoted(name)} as {_quoted(name)}" if pack else _quoted(name)


def _quoted(name: str) -> str:
    return f'"{name}"'
