"""Writes the book: every record of the business and every usage reading, one JSON line each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from greenbook.engine.lake import Lake
from greenbook.engine.usage import kept
from greenbook.inputs import sql
from greenbook.inputs.book.database import this_database
from greenbook.inputs.book.form import EXTERNAL_ID, ID, RECORD, SOURCE, book_fields, head
from greenbook.inputs.kinds import USAGE, RecordField, RecordKind, stored_kinds

BATCH = 10_000
Line = dict[str, Any]


def export_book(path: Path, *, lake: Lake) -> dict[str, int]:
    """Write everything to `path`; how many lines of each kind. A broken-off export leaves nothing.

    The same records give the same bytes.
    """
    unfinished = path.with_name(f".{path.name}.unfinished")
    counts: dict[str, int] = {}
    outermost = not connection.in_atomic_block
    try:
        with unfinished.open("w", encoding="utf-8") as file, transaction.atomic():
            if outermost:
                sql.execute("set transaction isolation level repeatable read")
            file.write(_text(head(database=this_database())))
            for kind in stored_kinds().values():
                counts[kind.name] = 0
                for line in _records(kind):
                    file.write(_text(line))
                    counts[kind.name] += 1
            counts[USAGE] = 0
            for line in _readings(lake):
                file.write(_text(line))
                counts[USAGE] += 1
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return {name: count for name, count in counts.items() if count}


def _text(line: Line) -> str:
    said = {name: value for name, value in line.items() if value is not None}
    return json.dumps(said, ensure_ascii=False, default=_plain) + "\n"


def _plain(value: Any) -> str:
    if isinstance(value, date | time):
        return value.isoformat()
    raise TypeError(f"{value!r} has no form in a book")


def _records(kind: RecordKind) -> Iterator[Line]:
    fields = book_fields(kind)
    names = [ID, SOURCE, EXTERNAL_ID, *(field.name for field in fields)]
    references = [(at + 3, field.name) for at, field in enumerate(fields) if field.refers_to]
    objects = [field.name for field in fields if field.type == "json"]
    with connection.chunked_cursor() as cursor:
        cursor.execute(_select(kind, fields))
        while rows := cursor.fetchmany(BATCH):
            for row in rows:
                line = dict(zip(names, row, strict=False))
                line |= {name: _reference(row[at]) for at, name in references}
                line |= {name: json.loads(line[name]) for name in objects if line[name]}
                yield {RECORD: kind.name, **line}


def _reference(found: list[Any] | None) -> Any:
    """`[source, external id]` where the other record has one, else its id in this book."""
    if found is None or found[0] is None:
        return None
    own_id, source, external_id = found
    return int(own_id) if external_id is None else [source, external_id]


def _select(kind: RecordKind, fields: list[RecordField]) -> str:
    columns, joins = [f"t.{each}" for each in (ID, SOURCE, EXTERNAL_ID)], []
    for at, field in enumerate(fields):
        column = f"t.{sql.name(field.column)}"
        if field.refers_to:
            other = stored_kinds()[field.refers_to].table
            joins.append(f"left join {other} r{at} on r{at}.id = {column}")
            column = f"array[r{at}.id::text, r{at}.source, r{at}.external_id]"
        columns.append(column)
    return f"select {', '.join(columns)} from {kind.table} t {' '.join(joins)} order by t.id"


def _readings(lake: Lake) -> Iterator[Line]:
    """Every reading with its corrections, in the order in which they became known. Readings of
    what is no record (left behind by an import that was broken off) stay out."""
    named = {name: _names(name) for name in ("account", "subscription", "instance")}
    found = kept(lake)
    table = found if hasattr(found, "num_rows") else found.to_table()
    order = ["account_id", "metric", "read_on", "external_id", "value"]
    for batch in table.sort_by([(c, "ascending") for c in ("sequence", *order)]).to_batches():
        for row in batch.to_pylist():
            ids = {name: row[f"{name}_id"] for name in named}
            if all(value is None or value in named[name] for name, value in ids.items()):
                who = {name: named[name].get(value) for name, value in ids.items()}
                columns = (SOURCE, EXTERNAL_ID, "metric", "read_on", "value", "known_from")
                yield {RECORD: USAGE, **who, **{column: row[column] for column in columns}}


def _names(kind: str) -> dict[int, Any]:
    rows = sql.rows(f"select id, source, external_id from {stored_kinds()[kind].table}")
    return {row[0]: row[0] if row[2] is None else [row[1], row[2]] for row in rows}
