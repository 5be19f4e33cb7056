"""Reads a book, line by line. A line may leave out what is unknown; nothing else may be missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from greenbook.inputs.book.form import (
    EXTERNAL_ID,
    FORM,
    ID,
    MARK,
    RECORD,
    SOURCE,
    book_fields,
)
from greenbook.inputs.files.form import USUAL_FORM
from greenbook.inputs.files.read_jsonl import json_lines
from greenbook.inputs.incoming import Incoming
from greenbook.inputs.kinds import USAGE, RecordField, RecordKind, kinds
from greenbook.inputs.limits import Limits
from greenbook.inputs.mapping.shape import Take
from greenbook.inputs.problems import CellRefused, Refusal, file_refused, nearest
from greenbook.inputs.values import Convert, converter

AS_CENTS = Take(unit="cents")
NO_NAME = "Give it an external_id, or an id within the book"


class BookReading:
    """The kinds of one book on their way in. `databases`: where the books were written."""

    def __init__(
        self, *, begin: Callable[[Incoming], Incoming], first: int, limits: Limits
    ) -> None:
        self.databases: set[str] = set()
        self._begin, self._next, self._limits = begin, first, limits
        self._lines: dict[str, _Lines] = {}

    def read(self, number: int, path: Path) -> Iterator[tuple[Refusal | None, str]]:
        """Every line: what is wrong with it, or None, and the kind of record."""
        for line, entry in json_lines(path):
            if MARK in entry:
                self._head(path, line, entry)
                continue
            kind = kinds().get(str(entry.get(RECORD)))
            if kind is None:
                fix = nearest(str(entry.get(RECORD)), kinds())
                yield (
                    Refusal(path.name, line, RECORD, str(entry.get(RECORD)), "no such record", fix),
                    "",
                )
                continue
            yield self._line(number, path, line, entry, kind), kind.name

    def _line(
        self, number: int, path: Path, line: int, entry: dict[str, Any], kind: RecordKind
    ) -> Refusal | None:
        lines = self._lines.get(kind.name) or self._of(kind)
        try:
            lines.add(number, line, entry)
        except LineRefused as refused:
            shown = "" if refused.value is None else str(refused.value)
            return Refusal(path.name, line, refused.field, shown, refused.reason, refused.fix)
        return None

    def _of(self, kind: RecordKind) -> _Lines:
        fields = book_fields(kind)
        if kind.name == USAGE:
            fields = [*fields, RecordField("known_from", "known_from", "day", "date")]
        into = self._begin(Incoming(self._next, kind, fields, "", pairs=True))
        self._next += 1
        self._lines[kind.name] = _Lines(kind, fields, into, self._limits)
        return self._lines[kind.name]

    def _head(self, path: Path, line: int, entry: dict[str, Any]) -> None:
        if entry[MARK] != FORM:
            says = f"a book of form {entry[MARK]}, this Greenbook reads form {FORM}"
            raise file_refused(path, says, "Use the version that wrote it", line=line)
        self.databases.add(str(entry.get("database", "")))


class LineRefused(CellRefused):
    """A field of a line that can not be read."""

    def __init__(self, field: str, value: Any, reason: str, fix: str) -> None:
        self.field, self.value = field, value
        super().__init__(reason, fix)


class _Lines:
    """Lines of one kind."""

    def __init__(
        self, kind: RecordKind, fields: list[RecordField], into: Incoming, limits: Limits
    ) -> None:
        self._kind, self._fields, self._into, self._limits = kind, fields, into, limits
        self._known = {RECORD, ID, SOURCE, EXTERNAL_ID, *(f.name for f in fields)}
        self._read: dict[str, Convert] = {
            f.name: converter(f, AS_CENTS, USUAL_FORM) for f in fields if not f.refers_to
        }

    def add(self, number: int, line: int, entry: dict[str, Any]) -> None:
        for name in entry:
            if name not in self._known:
                says = f"{self._kind.name} has no field {name!r}"
                raise LineRefused(name, entry[name], says, nearest(name, self._known))
            if not self._limits.fits(entry[name]):
                says = f"a field holds at most {self._limits.field_bytes:,} bytes"
                raise LineRefused(name, str(entry[name])[:80], says, "Shorten it")
        source, external_id, own_id = self._identity(entry)
        values: list[Any] = [number, line, source, external_id, external_id, own_id]
        for field in self._fields:
            if field.refers_to:
                values += self._reference(field, entry.get(field.name), source)
            else:
                values.append(self._value(field, entry.get(field.name)))
        self._into.add(values)

    def _identity(self, entry: dict[str, Any]) -> tuple[str, str | None, int | None]:
        source = entry.get(SOURCE, "greenbook")
        external_id, own_id = entry.get(EXTERNAL_ID), entry.get(ID)
        if not isinstance(source, str) or not isinstance(external_id, str | None):
            raise LineRefused(
                EXTERNAL_ID, external_id, "source and external id are texts", "Quote it"
            )
        if own_id is not None and (isinstance(own_id, bool) or not isinstance(own_id, int)):
            raise LineRefused(ID, own_id, "an id is a whole number", "Leave out the quotes")
        if external_id is None and own_id is None and self._kind.name != USAGE:
            raise LineRefused(ID, None, "a record without any id", NO_NAME)
        return source, external_id, own_id

    def _reference(
        self, field: RecordField, value: Any, source: str
    ) -> tuple[str | None, str | None, int | None]:
        """`[source, external_id]`, an external id of the line's source, or an id of the book."""
        match value:
            case None:
                return None, None, None
            case bool():
                pass
            case int():
                return None, None, value
            case str():
                return value, source, None
            case [str() as of_source, str() as external_id]:
                return external_id, of_source, None
        fix = 'Write ["source", "external id"], or the id that stands in the book'
        raise LineRefused(field.name, value, "this refers to nobody", fix)

    def _value(self, field: RecordField, value: Any) -> str | None:
        if value is None:
            return None
        try:
            return self._read[field.name](value)
        except CellRefused as refused:
            raise LineRefused(field.name, value, refused.reason, refused.fix) from None
