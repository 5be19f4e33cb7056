"""SQL text that inputs put together: names, literals, and questions to this connection."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection


def name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def names(identifiers: Iterable[str], *, of: str = "") -> str:
    prefix = f"{of}." if of else ""
    return ", ".join(prefix + name(each) for each in identifiers)


def execute(statement: str) -> int:
    """Run a statement that carries its values in its text; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


def rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def one(statement: str) -> Any:
    return rows(statement)[0][0]
