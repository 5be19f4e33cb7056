"""CSV as other systems export it: quoted cells over several lines, byte-order marks, odd bytes."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from greenbook.inputs.files.form import FileForm, Row
from greenbook.inputs.files.formulas import REFUSED_COLUMNS, without_quote
from greenbook.inputs.limits import USUAL, Limits
from greenbook.inputs.problems import ImportRefused, file_refused

BROKEN_QUOTES = "Close the quotes, double quotes inside a cell, or state the delimiter"


def csv_headings(path: Path, form: FileForm) -> list[str]:
    """The first row, which names the columns; every name once and none empty."""
    reader = _reader(path, form, USUAL)
    return [name for name in _names(reader, path) if name not in REFUSED_COLUMNS]


def csv_rows(path: Path, form: FileForm, limits: Limits) -> Iterator[Row]:
    """Every row by heading. The corrected file of refused rows loses its explaining columns."""
    reader = _reader(path, form, limits)
    names = _names(reader, path)
    corrected = REFUSED_COLUMNS[0] in names
    begins = reader.line_num + 1
    for cells in _each(reader, path):
        line, begins = begins, reader.line_num + 1
        if not cells:
            continue
        row = _row(line, names, cells)
        yield _corrected(row) if corrected else row


def _row(line: int, names: list[str], cells: list[str]) -> Row:
    if len(cells) == len(names):
        return Row(line, dict(zip(names, cells, strict=True)))
    padded = [*cells[: len(names)], *[""] * (len(names) - len(cells))]
    says = f"the row has {len(cells)} cells, the headings are {len(names)}"
    fix = "Quote cells that hold the delimiter or a line break"
    return Row(line, dict(zip(names, padded, strict=True)), (says, fix))


def _corrected(row: Row) -> Row:
    cells = {n: without_quote(cell) for n, cell in row.cells.items() if n not in REFUSED_COLUMNS}
    return row._replace(cells=cells)


def _names(reader: Any, path: Path) -> list[str]:
    names = [name.strip() for name in next(_each(reader, path), [])]
    if not any(names):
        raise file_refused(path, "the file has no headings", "The first line names the columns")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise file_refused(
            path,
            f"heading {twice[0]!r} stands there twice",
            "Give every column its own name",
            line=1,
        )
    return names


def _reader(path: Path, form: FileForm, limits: Limits) -> Any:
    csv.field_size_limit(max(csv.field_size_limit(), 4 * limits.field_bytes))
    lines = _lines(path, form.encoding)
    return csv.reader(lines, delimiter=form.delimiter, quotechar=form.quote, strict=True)


def _each(reader: Any, path: Path) -> Iterator[list[str]]:
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise file_refused(
                path, f"no CSV from here: {error}", BROKEN_QUOTES, line=begins
            ) from None
        yield cells


def _lines(path: Path, encoding: str) -> Iterator[str]:
    """The lines of a file as text; a byte that is none in the encoding is named by its place."""
    if _wide(path, encoding):
        yield from _wide_lines(path, encoding)
        return
    offset = 0
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            mark = len(codecs.BOM_UTF8) if number == 1 and raw.startswith(codecs.BOM_UTF8) else 0
            try:
                yield raw[mark:].decode(encoding)
            except UnicodeDecodeError as error:
                raise _bad_byte(path, encoding, error, offset + mark, number) from None
            offset += len(raw)


def _wide_lines(path: Path, encoding: str) -> Iterator[str]:
    try:
        with path.open(encoding=encoding, newline="") as file:
            for number, line in enumerate(file):
                yield line.removeprefix("\ufeff") if number == 0 else line
    except UnicodeError as error:
        fix = "Export it again or state its encoding in the mapping"
        raise file_refused(path, f"not {encoding}: {error}", fix) from None


def _wide(path: Path, encoding: str) -> bool:
    try:
        return len("\n".encode(codecs.lookup(encoding).name)) > 1
    except LookupError:
        fix = "Write a name such as utf-8, cp1252 or utf-16"
        raise file_refused(path, f"{encoding!r} is no known encoding", fix) from None


def _bad_byte(
    path: Path, encoding: str, error: UnicodeDecodeError, offset: int, line: int
) -> ImportRefused:
    at = offset + error.start
    byte = error.object[error.start]
    says = f"byte 0x{byte:02X} at offset {at} is not {encoding}"
    return file_refused(
        path, says, "State the file's encoding in the mapping, often cp1252", line=line
    )
