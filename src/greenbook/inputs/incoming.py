"""What was read, laid out beside the database: one temporary table for each kind and file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection

from greenbook.inputs import sql
from greenbook.inputs.kinds import RecordField, RecordKind
from greenbook.inputs.mapping.shape import Take

CHUNK = 5_000
ORIGIN = ("_file", "_line", "_source", "_external_id", "_first_id", "_id")


@dataclass
class Incoming:
    """Records of one kind from one section of a mapping, or from a book.

    `takes` says for each field how it was filled, for a mapping; a book fills them itself, and
    its references carry a source and an id (`pairs`).
    """

    number: int
    kind: RecordKind
    fields: list[RecordField]
    source: str
    takes: dict[str, Take] = field(default_factory=dict)
    pairs: bool = False
    id_columns: tuple[str, ...] = ("id",)
    only_existing: bool = False
    _waiting: list[Sequence[str | int | None]] = field(default_factory=list)

    @property
    def table(self) -> str:
        return f"incoming_{self.number}"

    @property
    def columns(self) -> list[str]:
        return [*ORIGIN, *(column for each in self.fields for column, _ in self._columns_of(each))]

    def create(self) -> None:
        """An empty table for what comes."""
        typed = [f"{sql.name(c)} {t}" for each in self.fields for c, t in self._columns_of(each)]
        own = "_file int, _line int, _source text, _external_id text, _first_id text, _id bigint"
        sql.execute(f"create temp table {self.table} ({', '.join([own, *typed])})")

    def _columns_of(self, each: RecordField) -> list[tuple[str, str]]:
        if not each.refers_to:
            return [(each.column, each.sql_type)]
        if not self.pairs:
            return [(each.column, "text")]
        column = each.column
        return [(column, "text"), (f"{column}__source", "text"), (f"{column}__id", "bigint")]

    def add(self, values: Sequence[str | int | None]) -> None:
        """One record, its values in the order of `columns`."""
        self._waiting.append(values)
        if len(self._waiting) >= CHUNK:
            self.flush()

    def flush(self) -> None:
        """Send what waits."""
        if not self._waiting:
            return
        statement = f"copy {self.table} ({sql.names(self.columns)}) from stdin"
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for values in self._waiting:
                copy.write_row(values)
        self._waiting.clear()

    def finish(self) -> None:
        self.flush()
        sql.execute(f"analyze {self.table}")

    def forget(self, places: Iterable[tuple[int, int]]) -> int:
        """Leave out what came from these (file, line); how many records that were."""
        listed = ", ".join(f"({file}, {line})" for file, line in places)
        if not listed:
            return 0
        return sql.execute(
            f"delete from {self.table} i using (values {listed}) as p (file, line)"
            " where i._file = p.file and i._line = p.line"
        )

    def seen_as(self, column: str) -> str:
        """The columns of the file behind a column of the record, for messages."""
        if column == "_external_id":
            return ", ".join(self.id_columns)
        for each in self.fields:
            if each.column == column and each.name in self.takes:
                return ", ".join(self.takes[each.name].columns) or each.name
        return next((each.name for each in self.fields if each.column == column), column)
