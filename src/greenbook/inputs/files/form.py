"""How a file is written: its encoding, delimiter, and the way it writes dates, yes and unknown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple


class Row(NamedTuple):
    """One row of a file: the line it begins on (from 1, the headings are line 1) and its cells.

    `broken` is the reason and the fix when the row as a whole can not be read.
    """

    line: int
    cells: dict[str, Any]
    broken: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class FileForm:
    """What a mapping says about a file; the defaults are ISO dates in UTF-8 with commas.

    A byte-order mark is always swallowed. `dates` and `times` are formats of `strptime`, tried in
    order; a time counts as the day in `time_zone`. `unknown` cells are NULL, never zero.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    decimal: str = "."
    thousands: str = ""
    dates: tuple[str, ...] = ("%Y-%m-%d",)
    times: tuple[str, ...] = ("%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S")
    time_zone: str = "UTC"
    unknown: tuple[str, ...] = ("",)
    yes: tuple[str, ...] = ("true", "True", "TRUE", "yes", "Yes")
    no: tuple[str, ...] = ("false", "False", "FALSE", "no", "No")


USUAL_FORM = FileForm()
