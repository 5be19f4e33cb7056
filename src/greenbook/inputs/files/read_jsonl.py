"""JSON Lines: one object a line; what lies inside an object is named with a dot (`account.id`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from greenbook.inputs.files.form import FileForm, Row
from greenbook.inputs.files.formulas import REFUSED_COLUMNS
from greenbook.inputs.limits import USUAL, Limits
from greenbook.inputs.problems import file_refused

SAMPLE = 1000


def jsonl_headings(path: Path, form: FileForm) -> list[str]:
    """Every name in the first thousand rows, in the order in which they turn up."""
    names: dict[str, None] = {}
    for row in jsonl_rows(path, form, USUAL):
        names |= dict.fromkeys(row.cells)
        if row.line >= SAMPLE:
            break
    return list(names)


def jsonl_rows(path: Path, form: FileForm, limits: Limits) -> Iterator[Row]:
    for line, entry in json_lines(path):
        cells = flat(entry)
        yield Row(line, {name: cells[name] for name in cells if name not in REFUSED_COLUMNS})


def json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Every object of a file with its line; blank lines are passed over."""
    offset = 0
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            if raw.strip():
                yield number, _object(path, number, raw, offset)
            offset += len(raw)


def _object(path: Path, number: int, raw: bytes, offset: int) -> dict[str, Any]:
    try:
        found = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        at = offset + error.start
        says = f"byte 0x{error.object[error.start]:02X} at offset {at} is not UTF-8"
        raise file_refused(path, says, "JSON Lines are UTF-8", line=number) from None
    except (json.JSONDecodeError, RecursionError) as error:
        raise file_refused(
            path, f"no JSON: {error}", "One whole object a line", line=number
        ) from None
    if not isinstance(found, dict):
        raise file_refused(path, "no object", "One object a line, {…}", line=number)
    return found


def flat(entry: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Objects inside the object by dotted name; lists and plain values as they are."""
    cells: dict[str, Any] = {}
    for name, value in entry.items():
        if isinstance(value, dict):
            cells |= flat(value, f"{prefix}{name}.")
        else:
            cells[f"{prefix}{name}"] = value
    return cells
