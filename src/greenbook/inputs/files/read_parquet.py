"""Parquet, read in batches; a file that was cut off is told from one that never was Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from greenbook.inputs.files.form import FileForm, Row
from greenbook.inputs.limits import Limits
from greenbook.inputs.problems import ImportRefused, file_refused

MAGIC = b"PAR1"
BATCH = 10_000


def parquet_headings(path: Path, form: FileForm) -> list[str]:
    with _opened(path) as file:
        return list(file.schema_arrow.names)


def parquet_rows(path: Path, form: FileForm, limits: Limits) -> Iterator[Row]:
    """Every row with its number, from 1. Values keep the types they have in the file."""
    number = 0
    with _opened(path) as file:
        for batch in _batches(path, file):
            for cells in batch.to_pylist():
                number += 1
                yield Row(number, cells)


def _batches(path: Path, file: pq.ParquetFile) -> Iterator[pa.RecordBatch]:
    try:
        yield from file.iter_batches(batch_size=BATCH)
    except (pa.ArrowException, OSError) as error:
        raise _broken(path, error) from None


def _opened(path: Path) -> Any:
    try:
        return pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise _broken(path, error) from None


def _broken(path: Path, error: Exception) -> ImportRefused:
    with path.open("rb") as file:
        begins = file.read(len(MAGIC))
        file.seek(max(path.stat().st_size - len(MAGIC), 0))
        ends = file.read()
    if begins != MAGIC:
        return file_refused(path, "this is no Parquet file", "Name it as what it is")
    if ends != MAGIC:
        size = path.stat().st_size
        return file_refused(path, f"cut off after {size} bytes", "Fetch or export the file again")
    return file_refused(path, f"damaged: {error}", "Fetch or export the file again")
