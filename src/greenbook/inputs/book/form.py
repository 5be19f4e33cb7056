"""How a book is written: its first line, and one line for each record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from greenbook.inputs.kinds import KEPT_HERE, RecordField, RecordKind

#: The key of the first line. Its value is the version of the form.
MARK = "greenbook_book"
FORM = 1
#: Keys of a line that are no fields of the record.
RECORD, ID, SOURCE, EXTERNAL_ID = "record", "id", "source", "external_id"


def head(*, database: str) -> dict[str, Any]:
    """The first line. `database` says which database the ids of rows without external id are of."""
    return {MARK: FORM, "database": database}


def is_book(path: Path) -> bool:
    """Whether the first line of a file is the head of a book."""
    return head_of(path) is not None


def head_of(path: Path) -> dict[str, Any] | None:
    with path.open("rb") as file:
        first = file.readline(10_000)
    try:
        found = json.loads(first.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        return None
    return found if isinstance(found, dict) and MARK in found else None


def book_fields(kind: RecordKind) -> list[RecordField]:
    """The fields of a line, beside what every line has."""
    apart = KEPT_HERE | {ID, SOURCE, EXTERNAL_ID}
    return [field for name, field in kind.fields.items() if name not in apart]
