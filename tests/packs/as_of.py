"""What one facts file of the default handbook says about a record on a day."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

import greenbook.packs
from greenbook.engine.duck import DAY_FUNCTIONS
from greenbook.engine.interface import Parameter
from greenbook.engine.literals import bind

FACTS = Path(greenbook.packs.__file__).parent / "gitlab" / "facts"


def facts_as_of(
    records: duckdb.DuckDBPyConnection, file: str, *, on: date, of: int = 1
) -> dict[str, Any]:
    """The row of record `of` in `account/onboarding` and the like."""
    records.execute(DAY_FUNCTIONS)
    rows = records.execute(bind(_sql(file), {**_limits(), "today": on}))
    names = [column[0] for column in rows.description or []]
    found = [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
    [row] = [each for each in found if each["id"] == of]
    return row


@cache
def _sql(file: str) -> str:
    return (FACTS / f"{file}.sql").read_text()


@cache
def _limits() -> dict[str, Parameter]:
    editions = tomllib.loads((FACTS / "parameters.toml").read_text())["edition"]
    return dict(editions[-1]["parameters"])
