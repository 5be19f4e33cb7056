"""Many records at once: ids taken from the sequence, rows sent with COPY."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


def new_ids(model: type[models.Model], count: int) -> list[int]:
    """Ids that nobody else will get, for rows that refer to one another before they are sent."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def copy_in(model: type[models.Model], rows: Sequence[dict[str, Any]]) -> None:
    """Insert `rows` (column name to value, all with the same columns) into the model's table."""
    if not rows:
        return
    columns = list(rows[0])
    table = connection.ops.quote_name(model._meta.db_table)
    listed = ", ".join(map(connection.ops.quote_name, columns))
    with (
        connection.cursor() as cursor,
        cursor.copy(f"copy {table} ({listed}) from stdin") as copy,
    ):
        for values in _values(rows, columns):
            copy.write_row(values)


def _values(rows: Iterable[dict[str, Any]], columns: Sequence[str]) -> Iterable[list[Any]]:
    for row in rows:
        yield [
            json.dumps(row[name]) if isinstance(row[name], dict) else row[name] for name in columns
        ]
