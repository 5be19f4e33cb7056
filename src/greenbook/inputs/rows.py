"""Rows of a file become records: a section of a mapping at work on one cell after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from greenbook.inputs.files import FileForm, Row
from greenbook.inputs.kinds import RecordField, RecordKind
from greenbook.inputs.limits import Limits
from greenbook.inputs.mapping.shape import UNKNOWN, OnlyIf, Section, Take
from greenbook.inputs.problems import CellRefused, Refusal
from greenbook.inputs.values import Convert, converter

Cells = dict[str, Any]
#: Cells up to this length are within any limit worth setting.
SHORT = 1000
Filling = Callable[[Cells], str | None]
Holds = Callable[[Cells], bool]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One record of one row, its values in the order of `Drawing.columns`."""

    line: int
    external_id: str
    first_id: str
    values: list[str | None]


class Drawing:
    """A section at work on one file. `draw` gives a record, a refusal, or None (left out)."""

    def __init__(
        self, section: Section, kind: RecordKind, form: FileForm, *, file: str, limits: Limits
    ) -> None:
        self.section, self.kind, self._form = section, kind, form
        self._file, self._limits = file, limits
        self.fields = [kind.mappable[name] for name in section.fields]
        self._takes = list(section.fields.values())
        self._fill = [self._filling(f, t) for f, t in zip(self.fields, self._takes, strict=True)]
        if section.known_from:
            day = RecordField("known_from", "known_from", "day", "date")
            self._takes.append(section.known_from)
            self.fields.append(day)
            self._fill.append(self._filling(day, section.known_from))
        self._holds = [_holding(each, form) for each in section.only_if]
        self._sized = sorted(section.columns)

    def draw(self, row: Row) -> Drawn | Refusal | None:
        cells = row.cells
        if row.broken:
            return Refusal(self._file, row.line, "", "", *row.broken)
        for column in self._sized:
            cell = cells.get(column)
            if isinstance(cell, str) and len(cell) > SHORT and not self._limits.fits(cell):
                return self._too_large(row.line, column, cell)
        if not all(holds(cells) for holds in self._holds):
            return None
        parts = [_cell(cells, column, self._form.unknown) for column in self.section.id]
        if None in parts:
            return self._nameless(row.line, parts)
        return self._values(row.line, cells, [_said(part) for part in parts])

    def _values(self, line: int, cells: Cells, parts: list[str]) -> Drawn | Refusal:
        values: list[str | None] = []
        for at, fill in enumerate(self._fill):
            try:
                value = fill(cells)
                if value is None and self.fields[at].required:
                    raise CellRefused(f"{self.fields[at].name} must be known", "Fill it in")
            except CellRefused as refused:
                column, value = self._seen(at, cells)
                return Refusal(self._file, line, column, value, refused.reason, refused.fix)
            values.append(value)
        return Drawn(line, joined(parts), parts[0], values)

    def _seen(self, at: int, cells: Cells) -> tuple[str, str]:
        columns = self._takes[at].columns
        shown = ", ".join(_said(cells[c]) for c in columns if cells.get(c) is not None)
        return ", ".join(columns) or self.fields[at].name, shown

    def _nameless(self, line: int, parts: list[Any]) -> Refusal:
        column = self.section.id[parts.index(None)]
        return Refusal(self._file, line, column, "", "a row without an id", "Give it its id")

    def _too_large(self, line: int, column: str, cell: str) -> Refusal:
        limit = self._limits.field_bytes
        says = f"{len(cell):,} characters; a field holds at most {limit:,} bytes"
        return Refusal(self._file, line, column, cell[:80], says, "Shorten it or leave it out")

    def _filling(self, field: RecordField, take: Take) -> Filling:
        convert = converter(field, take, self._form)
        if take.how == "always":
            always = None if take.always == UNKNOWN else convert(take.always)
            fill: Filling = lambda cells: always  # noqa: E731
        else:
            fill = _converted(_gathered(take, self._form), _meaning(take), convert)
        return _guarded(fill, [_holding(each, self._form) for each in take.only_if])


def joined(parts: list[str]) -> str:
    """Several columns as one id; a bar inside a part is doubled, so that no two ids meet."""
    if len(parts) == 1:
        return parts[0]
    return "|".join(part.replace("|", "||") for part in parts)


def _said(cell: Any) -> str:
    return cell if isinstance(cell, str) else str(cell)


def _cell(cells: Cells, column: str, unknown: tuple[str, ...]) -> Any:
    """A cell without the blanks around it, None where it says that it is unknown."""
    value = cells.get(column)
    if isinstance(value, str):
        value = value.strip()
        return None if value in unknown else value
    return None if isinstance(value, float) and value != value else value


def _gathered(take: Take, form: FileForm) -> Callable[[Cells], Any]:
    unknown = (*form.unknown, *take.unknown)
    first = take.columns[0]
    if take.how == "first_of":
        return lambda cells: next(_known(cells, take.columns, unknown), None)
    if take.how == "join":
        glue = take.join
        return lambda cells: glue.join(map(_said, _known(cells, take.columns, unknown))) or None
    if take.split:
        return lambda cells: _cut(_cell(cells, first, unknown), take.split, take.part)
    return lambda cells: _cell(cells, first, unknown)


def _known(cells: Cells, columns: tuple[str, ...], unknown: tuple[str, ...]) -> Iterator[Any]:
    found = (_cell(cells, column, unknown) for column in columns)
    return (value for value in found if value is not None)


def _cut(value: Any, at: str, part: int) -> Any:
    if value is None:
        return None
    parts = [each.strip() for each in _said(value).split(at)]
    if not part:
        return [each for each in parts if each]
    return (parts[part - 1] if part <= len(parts) else "") or None


def _meaning(take: Take) -> Callable[[Any], Any] | None:
    """The table of values: what each is called here."""
    table, otherwise = take.values, take.otherwise
    if table is None:
        return None

    def one(value: Any) -> Any:
        said = _said(value)
        if said in table:
            return table[said]
        if otherwise is None:
            raise CellRefused("this value has no meaning in the mapping", "Add it to values")
        return otherwise

    return lambda value: [one(each) for each in value] if isinstance(value, list) else one(value)


def _converted(
    gather: Callable[[Cells], Any], meaning: Callable[[Any], Any] | None, convert: Convert
) -> Filling:
    def fill(cells: Cells) -> str | None:
        value = gather(cells)
        if value is not None and meaning:
            value = meaning(value)
        return None if value is None or (value == UNKNOWN and meaning) else convert(value)

    return fill


def _guarded(fill: Filling, conditions: list[Holds]) -> Filling:
    if not conditions:
        return fill
    return lambda cells: fill(cells) if all(holds(cells) for holds in conditions) else None


def _holding(condition: OnlyIf, form: FileForm) -> Holds:
    column, wanted, unwanted = condition.column, condition.is_one_of, condition.is_none_of
    known = condition.known

    def holds(cells: Cells) -> bool:
        value = _cell(cells, column, form.unknown)
        if known is not None:
            return (value is not None) == known
        if value is None:
            return False
        return _said(value) in wanted if wanted else _said(value) not in unwanted

    return holds
