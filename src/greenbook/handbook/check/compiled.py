"""Compiles the handbook on every day on which an edition begins, and lets DuckDB bind it."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from greenbook.handbook.book import Handbook
from greenbook.handbook.compile import compile_handbook
from greenbook.handbook.compile.typed import sql_type
from greenbook.handbook.pages import Grain
from greenbook.handbook.problems import Place, Problem
from greenbook.handbook.program import Program

Columns = dict[str, str]


def check_compiles(handbook: Handbook) -> Iterator[Problem]:
    """An error an older edition hides is found on its day, not when somebody asks for that day."""
    for day in handbook.begins_on():
        try:
            program = compile_handbook(handbook, on=day)
            with duckdb.connect() as connection:
                connection.execute("pragma disable_optimizer")  # there is nothing to be fast about
                for grain in program.grains:
                    _bind(connection, handbook, program, grain)
        except (duckdb.Error, ValueError, KeyError) as error:
            says = f"does not compile as of {day}: {str(error).splitlines()[0]}"
            yield Problem(Place("handbook.toml"), says, "compile")


def _bind(
    connection: duckdb.DuckDBPyConnection, handbook: Handbook, program: Program, grain: Grain
) -> None:
    """Have DuckDB bind a grain's query: every name and type must be right for that."""
    _create(connection, f"facts_{grain}", _fact_columns(handbook, grain))
    before = {name: _type_before(handbook, program, name) for name in program.before_used[grain]}
    since = dict.fromkeys(program.since_used[grain], "date")
    _create(connection, f"before_{grain}", {**before, **since})
    columns = connection.execute(f"describe {program.query(grain)}").fetchall()
    decided = {name: type_ for name, type_, *_ in columns if name != "id"}
    _create(connection, f"decided_{grain}", decided)


def _create(connection: duckdb.DuckDBPyConnection, name: str, columns: Columns) -> None:
    listed = ", ".join(f'"{column}" {type_}' for column, type_ in columns.items())
    id_type = "varchar" if name.endswith("_industry") else "bigint"
    connection.execute(f"create table {name} (id {id_type}{', ' + listed if listed else ''})")


def _fact_columns(handbook: Handbook, grain: Grain) -> Columns:
    facts = handbook.facts.of(grain).values()
    columns = {fact.name: sql_type(fact.type) for fact in facts}
    columns |= {fact.known: "boolean" for fact in facts if fact.known}
    links = (link.column for link in handbook.facts.links if link.finer == grain)
    return {**dict.fromkeys(links, "bigint"), **columns}


def _type_before(handbook: Handbook, program: Program, name: str) -> str:
    """What stood before has the type of the decision, wherever that is decided."""
    decided = name.removeprefix("before__")
    types = {out.name: out.sql_type for outs in program.outputs.values() for out in outs}
    return types.get(decided, "boolean" if decided.endswith("__known") else "varchar")
