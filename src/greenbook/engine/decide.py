"""Decisions worked out from facts: one query a grain, the finer grains first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

import pyarrow as pa

from greenbook.engine.columns import ARROW, sql_type
from greenbook.engine.interface import Engine
from greenbook.handbook.conditions.walk import columns_in
from greenbook.handbook.pages import Grain
from greenbook.handbook.program import Program, Ruling

#: Grains that mostly count a few columns of the accounts' wide rows: their queries are planned, so
#: that the other columns are not read.
COUNTING: frozenset[Grain] = frozenset({"person", "industry", "company"})


def decide(engine: Engine, program: Program, *, grains: Collection[Grain] | None = None) -> None:
    """Make `decided_<grain>` from `facts_<grain>` for each grain of the program, in its order.

    `grains` keeps it to some of them; what those count of finer ones must be decided already.

    What is not loaded of `before_<grain>` and `override_<grain>` counts as: nothing stood before,
    nothing is overridden.
    """
    types = types_beside(program)
    for grain in program.grains:
        if grains is not None and grain not in grains:
            continue
        provide_before_and_overrides(engine, program, grain, types)
        create = engine.create if grain in COUNTING else engine.create_as_written
        create(f"decided_{grain}", program.query(grain))


def provide_before_and_overrides(
    engine: Engine, program: Program, grain: Grain, types: Mapping[str, str]
) -> None:
    """Give `before_<grain>` and `override_<grain>` the columns that the program reads."""
    before = program.before_used.get(grain, frozenset()) | program.since_used.get(
        grain, frozenset()
    )
    for table, names in (
        (f"before_{grain}", before),
        (f"override_{grain}", program.overrides_used.get(grain, frozenset())),
    ):
        if names:
            provide(engine, table, {name: types[name] for name in sorted(names)}, grain)


def provide(engine: Engine, table: str, wanted: Mapping[str, str], grain: Grain) -> None:
    """The table as loaded, with what is missing or of another type as NULL; or an empty one."""
    shape = engine.shape(table)
    stored = {} if shape is None else {name: shape.field(name).type for name in shape.names}
    fitting = {name for name, type in wanted.items() if reads_as(stored.get(name), type)}
    fitting -= {f"{name}__known" for name in wanted.keys() - fitting}
    if shape is not None and fitting == set(wanted):
        return
    columns = [
        f'"{name}"' if name in fitting else f'{fitted(name, type, stored)} as "{name}"'
        for name, type in wanted.items()
    ]
    if shape is None:
        engine.create(table, f"select id, {', '.join(columns)} from facts_{grain} where false")
    else:
        engine.load(table, engine.run(f"select id, {', '.join(columns)} from {table}"))


def fitted(name: str, type: str, stored: Collection[str]) -> str:
    """An override is kept as text and read as what it stands for; nothing else is made to fit."""
    typed = name.startswith("override__") and name in stored
    return f'try_cast("{name}" as {type})' if typed else f"cast(null as {type})"


def reads_as(stored: pa.DataType | None, type: str) -> bool:
    if stored is None:
        return False
    return stored == ARROW[type] or (type == "varchar" and pa.types.is_large_string(stored))


@lru_cache(maxsize=64)
def types_beside(program: Program) -> Mapping[str, str]:
    """The SQL type of every `before__x`, `since__x` and `override__x` that the program reads."""
    decided = {output.name: output for outputs in program.outputs.values() for output in outputs}
    read = {name: name.partition("__")[2] for name in _read_beside(program)}
    types = {name: decided[of].sql_type.lower() for name, of in read.items() if of in decided}
    if not any((*program.before_used.values(), *program.since_used.values())):
        return types
    for column in columns_in([read_by(ruling) for ruling in program.rulings.values()]):
        if column.source in ("before", "since"):
            types[column.name] = "date" if column.source == "since" else sql_type(column.type)
            types[f"{column.name}__known"] = "boolean"
    return types


def _read_beside(program: Program) -> Iterator[str]:
    for each in (*program.before_used.values(), *program.overrides_used.values()):
        yield from each


def read_by(ruling: Ruling) -> list[object]:
    """Where a decision's columns stand on the day."""
    return [ruling.rules, *((page.applies, edition) for page, edition in ruling.pages)]
