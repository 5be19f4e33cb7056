"""Cells that a spreadsheet would run: kept as text when read, quoted when written as CSV."""

from __future__ import annotations

import re

RUNS = re.compile(r"'*[=+\-@\t\r]")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*\Z")

#: What a corrected file says about each row, in front of the columns of the export.
REFUSED_COLUMNS = (
    "refused_line",
    "refused_column",
    "refused_value",
    "refused_reason",
    "refused_fix",
)


def with_quote(cell: str) -> str:
    """The cell with a leading apostrophe when a spreadsheet would run it; numbers stay."""
    return f"'{cell}" if RUNS.match(cell) and not NUMBER.match(cell) else cell


def without_quote(cell: str) -> str:
    """What `with_quote` was given."""
    return cell[1:] if cell.startswith("'") and RUNS.match(cell[1:]) else cell
