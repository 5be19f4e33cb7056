"""Everything that a database and a lake hold, in words that two copies of a life share.

Ids that a run gave, times of the clock and the running numbers of changes differ from one life to
the next; what a row says, and which row it points to, does not.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
from deltalake import DeltaTable
from django.apps import apps
from django.db.models import ForeignKey, Model
from psycopg.rows import dict_row

Row = dict[str, Any]

#: Who has been worked out is compared; how often somebody was changed is not.
UNLIKE = {"Changed", "HandbookVersion"}
#: How much a run did, and how long it took, is another matter when an earlier try did the rest.
UNLIKE_COLUMNS = {("records_run", "counts")}
EVIDENCE = re.compile(r"\b([a-z_]+):(\d+)\b")


class Everything:
    """One life: `said` maps each table of the database and of the lake to its rows, sorted."""

    def __init__(self, database: psycopg.Connection, lake: Path) -> None:
        models = {
            model._meta.db_table: model
            for model in apps.get_app_config("records").get_models()
            if model.__name__ not in UNLIKE
        }
        self._models: dict[str, type[Model]] = models
        self._rows = {table: _read(database, table) for table in models}
        self._keys: dict[tuple[str, int], str] = {}
        self.behind = _read(database, "records_changed", "where number > taken")
        self._lake = lake

    @cached_property
    def said(self) -> dict[str, list[str]]:
        said = {
            table: sorted(self._said(self._models[table], row) for row in rows)
            for table, rows in self._rows.items()
        }
        for log in sorted(self._lake.glob("*/_delta_log")):
            rows = DeltaTable(str(log.parent)).to_pyarrow_table().to_pylist()
            said[f"lake/{log.parent.name}"] = sorted(self._text(row) for row in rows)
        return said

    def _said(self, model: type[Model], row: Row) -> str:
        if model.__name__ == "RecordHistory":
            return self._said_of_history(row)
        return self._text(self._natural(model, row))

    def _natural(self, model: type[Model], row: Row) -> Row:
        """The row without its own id, each other id replaced by what it points to."""
        natural: Row = {}
        for field in model._meta.concrete_fields:
            value = row.get(field.column)
            if (model._meta.db_table, field.column) in UNLIKE_COLUMNS:
                continue
            if isinstance(field, ForeignKey) and field.related_model is not None:
                natural[field.column] = self._key(field.related_model._meta.db_table, value)
            elif field.column == "subject_id" and "grain" in row:
                natural[field.column] = self._key(f"records_{row['grain']}", value)
            elif not field.primary_key and not isinstance(value, datetime):
                natural[field.column] = value
        return natural

    def _said_of_history(self, row: Row) -> str:
        model = self._models[row["table_name"]]
        told = ("table_name", "until_day", "reason", "source", "changed_by_id")
        version = self._natural(model, row["version"])
        return self._text({name: row[name] for name in told} | {"version": version})

    def _key(self, table: str, id: Any) -> str | None:
        """What the row of that id says, in short."""
        if id is None or table not in self._models:
            return id
        if (table, int(id)) not in self._keys:
            rows = {row.get("id", row.get("account_id")): row for row in self._rows[table]}
            found = rows.get(int(id))
            said = self._said(self._models[table], found) if found else "gone"
            self._keys[table, int(id)] = sha256(said.encode()).hexdigest()[:12]
        return self._keys[table, int(id)]

    def _text(self, row: Row) -> str:
        text = json.dumps(row, sort_keys=True, default=str)
        return EVIDENCE.sub(
            lambda found: f"{found[1]}:{self._key(f'records_{found[1]}', found[2])}", text
        )


def _read(database: psycopg.Connection, table: str, which: str = "") -> list[Row]:
    with database.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(f"select * from {table} {which}").fetchall()
