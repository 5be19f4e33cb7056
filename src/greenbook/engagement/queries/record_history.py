"""What people and imports changed about an account: who, when, why, from what to what."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import ForeignKey, Q

from greenbook.records.models import RecordHistory, User
from greenbook.records.models.base import Record
from greenbook.records.registry import record_model

#: What keeps the books and says nothing to a reader.
BOOKKEEPING = frozenset(
    {"id", "known_from", "import_run_id", "source", "external_id", "account_id"}
)
#: Records that ask for a right of their own.
ASKS = {
    "timeline_entry": "view notes", "growth_plan": "view growth_plan",
    "success_plan": "view success_plan", "objective": "view success_plan",
    "priority_assessment": "view priority", "priority_exception": "view priority_exception",
    "triage": "view triage", "escalation": "view escalation", "override": "view override",
}  # fmt: skip

#: Rows that come and go with what they are a part of, and say nothing alone.
PARTS = ("records_entry_attendee",)


@dataclass(frozen=True, slots=True)
class Change:
    """One column, from what to what, as a person reads it."""

    column: str
    was: Any
    is_now: Any


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of one record; `changes` is empty where it was deleted."""

    kind: str
    record_id: int
    name: str
    at: datetime
    by: User | None
    reason: str | None
    source: str | None
    changes: tuple[Change, ...]


def edits_of(
    account: int | None,
    *,
    may: Callable[[str], bool],
    limit: int = 30,
    only: Mapping[type[Record], Collection[int]] | None = None,
    since: int = 0,
) -> list[Edit]:
    """The latest changes of an account's records, or of some of them by model and ids, but of those
    they may not see; or only those `since` a number."""
    kept = RecordHistory.objects.filter(_any_of(only), account_id=account, pk__gt=since)
    kept = kept.exclude(table_name__in=PARTS).order_by("-pk")
    rows = [row for row in kept[: limit * 2] if _may_see(row, may)][:limit]
    after = _versions_after(rows)
    people = User.objects.in_bulk({row.changed_by_id for row in rows if row.changed_by_id})
    names = _Names(_pairs(rows, after))
    return [
        edit
        for row in rows
        if (edit := _edit(row, after[row.pk], people, names)).changes or after[row.pk] is None
    ]


def _any_of(only: Mapping[type[Record], Collection[int]] | None) -> Q:
    found = Q()
    for model, ids in (only or {}).items():
        found |= Q(table_name=model._meta.db_table, record_id__in=ids)
    return found


def _may_see(row: RecordHistory, may: Callable[[str], bool]) -> bool:
    return may(ASKS.get(_kind(row), "view account"))


def _kind(row: RecordHistory) -> str:
    return row.table_name.removeprefix("records_")


def _versions_after(rows: list[RecordHistory]) -> dict[int, dict[str, Any] | None]:
    """The row as it was after each change: before the next one, or as it stands; None is gone."""
    standing = _standing(rows)
    after: dict[int, dict[str, Any] | None] = {}
    for row in rows:  # the latest first
        key = (row.table_name, row.record_id)
        after[row.pk] = standing.get(key)
        standing[key] = row.version
    return after


def _standing(rows: list[RecordHistory]) -> dict[tuple[str, int], dict[str, Any]]:
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for table in {row.table_name for row in rows}:
        name = record_model(table)._meta.db_table  # one of ours, whatever the row says
        ids = [row.record_id for row in rows if row.table_name == table]
        with connection.cursor() as cursor:
            cursor.execute(f"select id, to_jsonb(r)::text from {name} r where id = any(%s)", [ids])
            found |= {(table, id): json.loads(text) for id, text in cursor.fetchall()}
    return found


def _pairs(
    rows: list[RecordHistory], after: dict[int, dict[str, Any] | None]
) -> list[tuple[type[Record], dict[str, Any]]]:
    versions = [(record_model(row.table_name), row.version) for row in rows]
    return versions + [
        (record_model(row.table_name), version) for row in rows if (version := after[row.pk])
    ]


class _Names:
    """References as the names of what they point to, one query a kind."""

    def __init__(self, versions: Iterable[tuple[type[Record], dict[str, Any]]]) -> None:
        wanted: dict[type[Any], set[int]] = {}
        for model, version in versions:
            for field in _references(model):
                if version.get(field.column):
                    wanted.setdefault(field.related_model, set()).add(version[field.column])
        self._found = {model: model.objects.in_bulk(ids) for model, ids in wanted.items()}

    def said(self, field: Any, value: Any) -> Any:
        if isinstance(field, ForeignKey) and value is not None:
            return str(self._found.get(field.related_model, {}).get(value, value))
        return value


def _references(model: type[Record]) -> list[Any]:
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.column not in BOOKKEEPING
    ]


def _edit(
    row: RecordHistory,
    after: dict[str, Any] | None,
    people: dict[int, User],
    names: _Names,
) -> Edit:
    model = record_model(row.table_name)
    changes = tuple(
        Change(field.name, names.said(field, was), names.said(field, now))
        for field in model._meta.concrete_fields
        if after is not None and field.attname not in BOOKKEEPING
        if (was := row.version.get(field.attname)) != (now := after.get(field.attname))
    )
    named = after or row.version
    return Edit(
        _kind(row),
        row.record_id,
        str(named.get("name") or named.get("subject") or ""),
        row.changed_at,
        people.get(row.changed_by_id) if row.changed_by_id else None,
        row.reason,
        row.source,
        changes,
    )
