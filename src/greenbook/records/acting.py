"""Who changes records, why, and on which day: told to the database for the length of a transaction.

History copies it beside every row that is changed meanwhile. What is not said here stays as an
outer `acting` said it; said nowhere, nobody changed it, for no reason, today.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from django.db import connection, transaction

if TYPE_CHECKING:
    from greenbook.records.models import User

_SETTINGS = ("greenbook.by", "greenbook.day", "greenbook.reason", "greenbook.source")


@contextmanager
def acting(
    *,
    by: User | None = None,
    on: date | None = None,
    reason: str | None = None,
    source: str | None = None,
) -> Iterator[None]:
    """Open or join a transaction whose changes are made `by` someone, `on` a day, for a `reason`.

    `source` is the system a change was brought in from, for imports.
    """
    said = (str(by.pk) if by else None, on.isoformat() if on else None, reason, source)
    with transaction.atomic():
        before = _told()
        _tell(tuple(new or old for new, old in zip(said, before, strict=True)))
        yield
        _tell(before)


def _told() -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select " + ", ".join("coalesce(current_setting(%s, true), '')" for _ in _SETTINGS),
            _SETTINGS,
        )
        return tuple(cursor.fetchone())


def _tell(values: tuple[str, ...]) -> None:
    pairs = [part for pair in zip(_SETTINGS, values, strict=True) for part in pair]
    with connection.cursor() as cursor:
        cursor.execute("select " + ", ".join("set_config(%s, %s, true)" for _ in _SETTINGS), pairs)
