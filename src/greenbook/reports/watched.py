"""What the handbook counts in a portfolio besides its key decisions, in all and of priority 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from greenbook.engine.lake import Lake
from greenbook.handbook.pages import Page
from greenbook.reports.books import Book
from greenbook.reports.kept_days import decided_on

PRIORITY = "priority_decided"


@dataclass(frozen=True, slots=True)
class Watched:
    """A word of a decision, and how many accounts have it."""

    page: Page
    word: str
    many: int
    first: int


def watched(
    book: Book, counted: Mapping[str, tuple[Page, str]], *, lake: Lake, day: date
) -> list[Watched]:
    """As the run of `day` kept it; `counted` has each decision's page and the word that counts."""
    rows = decided_on(lake, day, [*counted, PRIORITY], book)
    if rows is None:
        return []
    first = rows.filter(pc.equal(rows[PRIORITY], "1"))
    return [
        Watched(page, word, _having(rows, name, word), _having(first, name, word))
        for name, (page, word) in counted.items()
    ]


def _having(rows: pa.Table, decision: str, word: str) -> int:
    """How many of the rows have it."""
    return pc.sum(pc.equal(rows[decision], word)).as_py() or 0
