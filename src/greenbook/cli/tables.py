"""Rows written to a file in the form that its name asks for."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet


class UnknownForm(ValueError):
    """The file's name ends in no form that can be written."""


def write_table(rows: pa.Table, path: Path) -> None:
    """Write as CSV, Parquet or JSON Lines, by the ending of the name."""
    match path.suffix:
        case ".parquet":
            pyarrow.parquet.write_table(rows, path)
        case ".csv":
            pyarrow.csv.write_csv(rows, path)
        case ".jsonl":
            lines = (json.dumps(row, default=str) + "\n" for row in rows.to_pylist())
            path.write_text("".join(lines))
        case other:
            raise UnknownForm(f"“{other}” is no form to write: name it .csv, .parquet or .jsonl.")
