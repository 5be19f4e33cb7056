"""DuckDB in this process: the engine that everybody has."""

from __future__ import annotations

from typing import Any, Literal, Self, TypeAlias

import duckdb
import pyarrow as pa
import pyarrow.dataset as pads

from greenbook.engine.interface import EngineRefused, Parameter, Rows

#: The three functions of days that DuckDB spells otherwise. Months clamp to the end of the month.
DAY_FUNCTIONS = """
create or replace macro add_months(d, n) as cast(d + to_months(cast(n as integer)) as date);
create or replace macro add_days(d, n) as cast(d + to_days(cast(n as integer)) as date);
create or replace macro days_between(a, b) as date_diff('day', cast(a as date), cast(b as date));
"""

#: Arrow of few rows and many columns is copied into a table, of which each query is planned sooner.
FEW_ROWS, MANY_COLUMNS = 100, 100

#: Arrow in one piece is read by one thread.
PIECE_ROWS = 20_480

#: What has a name: Arrow as it was loaded, or None for a table of DuckDB's own.
Held: TypeAlias = "dict[str, pa.Table | pads.Dataset | None]"


class DuckEngine:
    """`memory` is written as DuckDB reads it ("4GB"); None leaves its own limit.

    Not for two threads at once: give each its own with `beside()`, which costs next to nothing.
    """

    def __init__(
        self, *, threads: int | None = None, memory: str | None = None, spill: str | None = None
    ) -> None:
        wanted = {"threads": threads, "memory_limit": memory, "temp_directory": spill}
        self._connection = duckdb.connect(
            ":memory:", config={name: value for name, value in wanted.items() if value is not None}
        )
        self._connection.execute("set enable_progress_bar = false")
        self._connection.execute(DAY_FUNCTIONS)
        self._held: Held = {}
        self._known: dict[str, Literal["view", "table"]] = {}  # to DuckDB, of what is held

    def beside(self) -> DuckEngine:
        """Another engine with tables of its own that shares this one's threads and memory."""
        other = DuckEngine.__new__(DuckEngine)
        other._connection = self._connection.cursor()
        other._held, other._known = {}, {}
        return other

    def load(self, name: str, rows: Rows) -> None:
        self.drop(name)
        if isinstance(rows, pa.RecordBatchReader):
            self._copy(name, rows)
        else:
            self._held[name] = rows

    def _copy(self, name: str, rows: pa.RecordBatchReader) -> None:
        self._connection.register("arriving", rows)
        try:
            self.create(name, "select * from arriving")
        finally:
            self._connection.unregister("arriving")

    def create(self, name: str, sql: str, **parameters: Parameter) -> None:
        self.drop(name)
        self._execute(f'create temp table "{name}" as {sql}', parameters)
        self._held[name], self._known[name] = None, "table"

    def _show(self, sql: str) -> None:
        """Tell DuckDB of what the query may name: much that is loaded is never asked about."""
        for name in [name for name in self._held.keys() - self._known.keys() if name in sql]:
            rows = self._held[name]
            if isinstance(rows, pa.Table) and is_few_and_wide(rows):
                self._connection.execute(f'create temp table "{name}" as from rows')
                self._known[name] = "table"
            else:
                self._connection.register(name, in_pieces(rows))
                self._known[name] = "view"

    def create_as_written(self, name: str, sql: str, **parameters: Parameter) -> None:
        """DuckDB's optimizer is left out: on a thousand columns it costs more than it saves.

        Kept as Arrow: filling a table of DuckDB's takes three times as long.
        """
        self._execute(f"set disabled_optimizers = '{self._optimizers()}'", {})
        try:
            self.load(name, self.run(sql, **parameters))
        finally:
            self._execute("reset disabled_optimizers", {})

    def _optimizers(self) -> str:
        found = self._connection.execute("select name from duckdb_optimizers()").fetchall()
        return ",".join(name for (name,) in found)

    def run(self, sql: str, **parameters: Parameter) -> pa.Table:
        self._show(sql)
        try:
            relation = self._connection.sql(sql, params=parameters or None)
            return relation.to_arrow_table()
        except duckdb.Error as refused:
            raise EngineRefused(str(refused)) from refused

    def table(self, name: str) -> pa.Table:
        held = self._held.get(name)
        return held if isinstance(held, pa.Table) else self.run(f'select * from "{name}"')

    def few(self, sql: str, **parameters: Parameter) -> list[dict[str, Any]]:
        self._show(sql)
        try:
            self._connection.execute("pragma disable_optimizer")  # costs more than a few rows
            found = self._connection.execute(sql, parameters or None)
            names = [column[0] for column in found.description or ()]
            rows = found.fetchall()
        except duckdb.Error as refused:
            raise EngineRefused(str(refused)) from refused
        finally:
            self._connection.execute("pragma enable_optimizer")
        return [dict(zip(names, row, strict=True)) for row in rows]

    def shape(self, name: str) -> pa.Schema | None:
        held = self._held.get(name)
        if held is not None:
            return held.schema
        return self.run(f'select * from "{name}" limit 0').schema if name in self._held else None

    def drop(self, name: str) -> None:
        self._held.pop(name, None)
        known = self._known.pop(name, None)
        if known == "table":
            self._connection.execute(f'drop table "{name}"')
        elif known == "view":
            self._connection.unregister(name)

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _execute(self, sql: str, parameters: dict[str, Parameter]) -> None:
        self._show(sql)
        try:
            self._connection.execute(sql, parameters or None)
        except duckdb.Error as refused:
            raise EngineRefused(str(refused)) from refused


def is_few_and_wide(rows: pa.Table) -> bool:
    return bool(rows.num_rows <= FEW_ROWS and rows.num_columns >= MANY_COLUMNS)


def in_pieces(rows: pa.Table | pads.Dataset) -> pa.Table | pads.Dataset:
    """Nothing is copied."""
    if isinstance(rows, pads.Dataset) or rows.num_rows <= PIECE_ROWS:
        return rows
    return pa.Table.from_batches(rows.to_batches(max_chunksize=PIECE_ROWS), rows.schema)
