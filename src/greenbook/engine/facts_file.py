"""A file of facts as somebody wrote it: CSV, Parquet or JSON Lines, one row an account.

Values are as in a handbook: dollars, `15.2`, `2024-05-31`, `yes`/`no` or true/false; an empty one
is unknown, `none` is a known absence.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from greenbook.handbook.conditions.render import version_number
from greenbook.handbook.facts import Fact
from greenbook.handbook.problems import nearest
from greenbook.handbook.types import Plain, Type

TRUTHS = {"true": True, "yes": True, "false": False, "no": False}


class FactsFileRefused(Exception):
    """The file can not be read as facts; each of `problems` names a line, a column and a value."""

    def __init__(self, file: Path, problems: list[str]) -> None:
        super().__init__("\n".join(f"{file.name}: {problem}" for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class FactsFile:
    ids: list[Any]
    rows: list[dict[str, Plain | None]]


def read_facts(file: Path, facts: Mapping[str, Fact]) -> FactsFile:
    """Its rows with values as columns hold them; `id` is the row's number where none is given.

    Raises FactsFileRefused with every column and value that does not fit.
    """
    written = list(rows_of(file))
    problems = list(unknown_columns(written, facts))
    rows = [dict(values(row, number, facts, problems)) for number, row in written]
    if problems:
        raise FactsFileRefused(file, problems)
    ids = [row.get("id") or place for place, (_, row) in enumerate(written, start=1)]
    return FactsFile([str(i) for i in ids] if any(isinstance(i, str) for i in ids) else ids, rows)


def rows_of(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each row with the line it stands on."""
    try:
        match file.suffix.lower():
            case ".csv":
                yield from csv_rows(file)
            case ".parquet":
                yield from enumerate(pq.read_table(file).to_pylist(), start=1)
            case ".jsonl" | ".ndjson" | ".json":
                yield from json_rows(file)
            case _:
                raise FactsFileRefused(file, ["is neither .csv nor .parquet nor .jsonl"])
    except (UnicodeDecodeError, pa.ArrowException, csv.Error) as broken:
        raise FactsFileRefused(file, [f"can not be read: {broken}"]) from broken


def csv_rows(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        for row in reader:
            if None in row or None in row.values():
                says = f"line {reader.line_num}: has more or fewer values than there are headings"
                raise FactsFileRefused(file, [says])
            yield reader.line_num, dict(row)


def json_rows(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as broken:
            raise FactsFileRefused(file, [f"line {number}: is no JSON ({broken.msg})"]) from broken
        if not isinstance(row, dict):
            raise FactsFileRefused(file, [f"line {number}: is no object of facts"])
        yield number, row


def unknown_columns(
    written: Iterable[tuple[int, Mapping[str, Any]]], facts: Mapping[str, Fact]
) -> Iterator[str]:
    names = dict.fromkeys(name for _, row in written for name in row)
    for name in names:
        if name != "id" and name not in facts:
            yield f"column `{name}` is no fact of the handbook{nearest(name, facts)}"


def values(
    row: Mapping[str, Any], line: int, facts: Mapping[str, Fact], problems: list[str]
) -> Iterator[tuple[str, Plain | None]]:
    for name, written in row.items():
        fact = facts.get(name)
        if fact is None or written is None or written == "":
            continue
        if written == "none" and fact.or_none:
            yield name, None
            continue
        try:
            yield name, value(written, fact.type)
        except (ValueError, InvalidOperation, ArithmeticError):
            problems.append(f"line {line}, column `{name}`: {written!r} is not {what(fact.type)}")


def value(written: Any, type: Type) -> Plain:
    """What the column holds for what is written; raises ValueError where it is something else."""
    match type.kind:
        case "yes/no":
            return yes_no(written)
        case "date":
            return day(written)
        case "usd":
            return whole(number(written) * 100)
        case "number" | "percent":
            return float(number(written))
        case "version":
            return version(written)
        case "text":
            return str(written)
        case "one of":
            return one_of(written, type)
    return whole(number(written))


def yes_no(written: Any) -> bool:
    if isinstance(written, bool):
        return written
    if str(written).lower() in TRUTHS:
        return TRUTHS[str(written).lower()]
    raise ValueError(written)


def day(written: Any) -> date:
    if isinstance(written, datetime):
        return written.date()
    return written if isinstance(written, date) else date.fromisoformat(str(written))


def version(written: Any) -> int:
    """Only from a text: as a number, 15.10 has already become 15.1."""
    if not isinstance(written, str) or not re.fullmatch(r"\d+(\.\d+)*", written):
        raise ValueError(written)
    return version_number(written)


def number(written: Any) -> Decimal:
    if isinstance(written, bool):
        raise ValueError(written)
    found = Decimal(str(written))
    if not found.is_finite():
        raise ValueError(written)
    return found


def whole(found: Decimal) -> int:
    if found != found.to_integral_value():
        raise ValueError(found)
    return int(found)


def one_of(written: Any, type: Type) -> Plain:
    found = whole(number(written)) if type.numeric else str(written)
    if found not in type.values:
        raise ValueError(written)
    return found


def what(type: Type) -> str:
    """The type in words, for an error."""
    words = {
        "yes/no": "yes or no",
        "date": "a date such as 2024-05-31",
        "usd": "an amount in dollars",
        "version": "a version such as 15.2, written as text",
        "number": "a number",
        "percent": "a number",
        "text": "a text",
    }
    return words.get(type.kind, str(type) if type.kind == "one of" else "a whole number")
