"""A list as CSV: every row of it, streamed, with nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.http import StreamingHttpResponse

from greenbook.inputs.files.formulas import with_quote
from greenbook.web.lists.asked import Look
from greenbook.web.lists.cells import words
from greenbook.web.lists.columns import Column
from greenbook.web.lists.queried import Row


class _Echo:
    """A file whose lines are handed on as they are written."""

    def write(self, line: str) -> str:
        return line


def as_csv(look: Look, rows: Iterable[Row]) -> StreamingHttpResponse:
    """The columns somebody sees, all rows."""
    name = f"{look.list.name}-{look.day.isoformat()}.csv"
    return StreamingHttpResponse(
        _lines(look.columns, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _lines(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([column.label for column in columns])
    for row in rows:
        yield writer.writerow([_plain(column, row.get(f"c_{column.name}")) for column in columns])


def _plain(column: Column, value: Any) -> str:
    """Numbers as numbers, days as dates, money in dollars; all else in words."""
    if value is None:
        return ""
    if column.kind == "money":
        return f"{value / 100:.2f}"
    if isinstance(value, date | datetime):
        return value.isoformat()
    if column.kind in ("number", "day"):
        return with_quote(str(value))
    return with_quote(words(column, value))
