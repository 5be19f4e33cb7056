"""Refused rows as a file to put right: the columns of the export, and what is wrong with each."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

from greenbook.inputs.files import FileForm, format_of, original_name, read_rows
from greenbook.inputs.files.formulas import REFUSED_COLUMNS, with_quote
from greenbook.inputs.files.read_jsonl import json_lines
from greenbook.inputs.limits import Limits
from greenbook.inputs.plan import FilePlan
from greenbook.inputs.problems import Refusal, shorten
from greenbook.records.models import ImportRun, RefusedRow

Cells = dict[str, Any]


def original_rows(file: FilePlan, lines: set[int], limits: Limits) -> dict[int, Cells]:
    """The cells of some lines of a file, read once more."""
    if file.is_book:
        return {line: entry for line, entry in json_lines(file.path) if line in lines}
    rows = read_rows(file.path, file.form, limits)
    return {row.line: dict(row.cells) for row in rows if row.line in lines}


def with_cells(refusal: Refusal, cells: Cells) -> Refusal:
    """The refusal with the value as the file writes it."""
    columns = [column for column in refusal.column.split(", ") if column in cells]
    if not columns:
        return refusal
    value = ", ".join("" if cells[c] is None else str(cells[c]) for c in columns)
    return replace(refusal, value=shorten(value))


def write_refused(file: FilePlan, rows: dict[int, Cells], refusals: Iterable[Refusal]) -> Path:
    """Beside the export. Put right and imported with the same mapping it brings what was left."""
    said: dict[int, list[Refusal]] = {}
    for each in refusals:
        said.setdefault(each.line, []).append(each)
    entries = [_explained(line, said[line]) | rows.get(line, {}) for line in sorted(said)]
    if format_of(file.path) == "csv":
        path = _free(file.path, "csv")
        _write_csv(path, entries, file.form)
    else:
        path = _free(file.path, "jsonl")
        text = "".join(json.dumps(e, ensure_ascii=False, default=str) + "\n" for e in entries)
        path.write_text(text, encoding="utf-8")
    return path


def refused_csv(run: ImportRun, file: str) -> str:
    """What `write_refused` wrote of one file, from the rows that the database keeps."""
    kept = run.refused.filter(file=file).order_by("line", "pk")
    said: dict[int, list[RefusedRow]] = {}
    for each in kept:
        said.setdefault(each.line, []).append(each)
    entries = [_explained(line, rows) | (rows[0].row or {}) for line, rows in said.items()]
    text = StringIO(newline="")
    _write_rows(csv.writer(text), entries)
    return text.getvalue()


def _explained(line: int, refusals: Sequence[Refusal | RefusedRow]) -> Cells:
    first = refusals[0]
    reasons = "; ".join(dict.fromkeys(each.reason for each in refusals))
    fixes = "; ".join(dict.fromkeys(each.fix for each in refusals))
    values = (line, first.column, first.value, reasons, fixes)
    return dict(zip(REFUSED_COLUMNS, values, strict=True))


def _write_csv(path: Path, entries: list[Cells], form: FileForm) -> None:
    with path.open("w", encoding=form.encoding, errors="xmlcharrefreplace", newline="") as file:
        _write_rows(csv.writer(file, delimiter=form.delimiter, quotechar=form.quote), entries)


def _write_rows(writer: Any, entries: list[Cells]) -> None:
    names = list(dict.fromkeys(name for entry in entries for name in entry))
    writer.writerow(names)
    for entry in entries:
        writer.writerow([with_quote(str(entry.get(name) or "")) for name in names])


def _free(path: Path, ending: str) -> Path:
    """`name.refused.csv`; the file that is being corrected is not written over."""
    name = original_name(path)
    corrected = re.search(r"\.refused(?:\.(\d+))?\.(?:csv|jsonl)$", path.name)
    number = f".{int(corrected[1] or 1) + 1}" if corrected else ""
    return path.with_name(f"{name}.refused{number}.{ending}")
