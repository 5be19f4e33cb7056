"""Files as other systems write them: CSV, Parquet and JSON Lines, read row by row with its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from greenbook.inputs.files.form import FileForm, Row
from greenbook.inputs.files.read_csv import csv_headings, csv_rows
from greenbook.inputs.files.read_jsonl import jsonl_headings, jsonl_rows
from greenbook.inputs.files.read_parquet import parquet_headings, parquet_rows
from greenbook.inputs.limits import USUAL, Limits
from greenbook.inputs.problems import file_refused

__all__ = ["FileForm", "Row", "format_of", "headings", "original_name", "read_rows"]

Headings = Callable[[Path, FileForm], list[str]]
Rows = Callable[[Path, FileForm, Limits], Iterator[Row]]


@dataclass(frozen=True, slots=True)
class Reader:
    """How one format is read."""

    headings: Headings
    rows: Rows


READERS = {
    "csv": Reader(csv_headings, csv_rows),
    "parquet": Reader(parquet_headings, parquet_rows),
    "jsonl": Reader(jsonl_headings, jsonl_rows),
}
SUFFIXES = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv",
    ".parquet": "parquet", ".jsonl": "jsonl", ".ndjson": "jsonl",
}  # fmt: skip


def headings(path: Path, form: FileForm) -> list[str]:
    """The column names of a file, in its order."""
    return _reader(path).headings(path, form)


def read_rows(path: Path, form: FileForm, limits: Limits = USUAL) -> Iterator[Row]:
    """Every row with the line it begins on (in Parquet: its number), cells by heading."""
    return _reader(path).rows(path, form, limits)


def format_of(path: Path) -> str:
    """`csv`, `parquet` or `jsonl`, by the name's ending."""
    found = SUFFIXES.get(path.suffix.lower())
    if not found:
        raise file_refused(
            path, f"{path.suffix or 'no ending'} is no format that can be read",
            "Name it .csv, .tsv, .parquet or .jsonl",
        )  # fmt: skip
    return found


def original_name(path: Path) -> str:
    """The name of the export's file, also for the corrected file of its refused rows."""
    return re.sub(r"\.refused(\.\d+)?\.(csv|jsonl)$", "", path.name)


def _reader(path: Path) -> Reader:
    if not path.is_file():
        raise file_refused(path, "there is no such file", "Check the path")
    if not path.stat().st_size:
        raise file_refused(path, "the file is empty", "Export it again; headings at least")
    return READERS[format_of(path)]
