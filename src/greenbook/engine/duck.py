"""DuckDB in this process: the engine that everybody has."""

from __future__ import annotations

from typing import Any, Literal, Self

import duckdb
import pyarrow as pa

from greenbook.engine.interface import EngineRefused, Parameter, Rows

#: The three functions of days that DuckDB spells otherwise. Months clamp to the end of the month.
DAY_FUNCTIONS = """
create or replace macro add_months(d, n) as cast(d + to_months(cast(n as integer)) as date);
create or replace macro add_days(d, n) as cast(d + to_days(cast(n as integer)) as date);
create or replace macro days_between(a, b) as date_diff('day', cast(a as date), cast(b as date));
"""


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
        self._kinds: dict[str, Literal["view", "table"]] = {}

    def beside(self) -> DuckEngine:
        """Another engine with tables of its own that shares this one's threads and memory."""
        other = DuckEngine.__new__(DuckEngine)
        other._connection = self._connection.cursor()
        other._kinds = {}
        return other

    def load(self, name: str, rows: Rows) -> None:
        self.drop(name)
        if isinstance(rows, pa.RecordBatchReader):
            self._copy(name, rows)
        else:
            self._connection.register(name, rows)
            self._kinds[name] = "view"

    def _copy(self, name: str, rows: pa.RecordBatchReader) -> None:
        self._connection.register("arriving", rows)
        try:
            self.create(name, "select * from arriving")
        finally:
            self._connection.unregister("arriving")

    def create(self, name: str, sql: str, **parameters: Parameter) -> None:
        self.drop(name)
        self._execute(f'create temp table "{name}" as {sql}', parameters)
        self._kinds[name] = "table"

    def create_as_written(self, name: str, sql: str, **parameters: Parameter) -> None:
        """DuckDB's optimizer is left out: on a thousand columns it costs more than it saves."""
        self._execute(f"set disabled_optimizers = '{self._optimizers()}'", {})
        try:
            self.create(name, sql, **parameters)
        finally:
            self._execute("reset disabled_optimizers", {})

    def _optimizers(self) -> str:
        found = self._connection.execute("select name from duckdb_optimizers()").fetchall()
        return ",".join(name for (name,) in found)

    def run(self, sql: str, **parameters: Parameter) -> pa.Table:
        try:
            relation = self._connection.sql(sql, params=parameters or None)
            return relation.to_arrow_table()
        except duckdb.Error as refused:
            raise EngineRefused(str(refused)) from refused

    def row(self, sql: str, **parameters: Parameter) -> dict[str, Any] | None:
        try:
            self._connection.execute("pragma disable_optimizer")  # costs more than one row
            found = self._connection.execute(sql, parameters or None)
            names = [column[0] for column in found.description or ()]
            rows = found.fetchall()
        except duckdb.Error as refused:
            raise EngineRefused(str(refused)) from refused
        finally:
            self._connection.execute("pragma enable_optimizer")
        return dict(zip(names, rows[0], strict=True)) if rows else None

    def shape(self, name: str) -> pa.Schema | None:
        if name not in self._kinds:
            return None
        return self.run(f'select * from "{name}" limit 0').schema

    def drop(self, name: str) -> None:
        kind = self._kinds.pop(name, None)
        if kind == "view":
            self._connection.unregister(name)
        elif kind == "table":
            self._execute(f'drop table "{name}"', {})

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _execute(self, sql: str, parameters: dict[str, Parameter]) -> None:
        try:
            self._connection.execute(sql, parameters or None)
        except duckdb.Error as refused:
            raise EngineRefused(str(refused)) from refused
