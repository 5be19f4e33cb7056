"""An engine: something that holds tables by name and answers SQL about them.

All SQL is written in DuckDB's dialect with `$name` parameters; an engine that speaks another one
translates it. Rows go in and come out as Arrow.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol, TypeAlias

import pyarrow as pa
import pyarrow.dataset as pads

Parameter = bool | int | float | str | date | None
Rows: TypeAlias = "pa.Table | pa.RecordBatchReader | pads.Dataset"


class EngineRefused(Exception):
    """The engine could not answer; the message says what it said, the cause holds its own error."""


class Engine(Protocol):
    """Tables belong to the engine that made them; nothing is shared and nothing is kept."""

    def load(self, name: str, rows: Rows) -> None:
        """Make `rows` readable as `name`, in place of what had that name.

        A reader is copied in at once; a table or dataset is read again by each query.
        """

    def create(self, name: str, sql: str, **parameters: Parameter) -> None:
        """Work out `sql` once and keep the result as `name`, in place of what had that name.

        `sql` can not read what it replaces.
        """

    def create_as_written(self, name: str, sql: str, **parameters: Parameter) -> None:
        """`create` for SQL that needs no rearranging, such as a compiled handbook's."""

    def run(self, sql: str, **parameters: Parameter) -> pa.Table:
        """The rows that `sql` gives."""

    def table(self, name: str) -> pa.Table:
        """Every row of `name`; nothing is copied where the engine holds them as Arrow."""

    def few(self, sql: str, **parameters: Parameter) -> list[dict[str, Any]]:
        """The rows by column; quicker than `run` where few are asked for."""

    def shape(self, name: str) -> pa.Schema | None:
        """The columns of `name` and their types, or None where nothing has that name."""

    def drop(self, name: str) -> None:
        """Forget `name`; nothing happens where nothing has it."""

    def close(self) -> None:
        """Let go of everything."""
