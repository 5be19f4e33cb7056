"""The kinds of record that can come in or go out, and their fields, as the database has them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from graphlib import CycleError, TopologicalSorter
from typing import Any, Literal

from django.apps import apps
from django.db import connection, models

from greenbook.records.models.base import Record

FieldType = Literal[
    "text", "word", "words", "day", "hour", "moment", "whole", "number", "cents", "yes/no", "json",
    "reference",
]  # fmt: skip

#: What Greenbook writes itself about where a row comes from; no mapping fills these as fields.
ORIGIN = frozenset({"source", "external_id", "known_from", "reconstructed", "import_run"})
#: What a book never carries: a password is set anew, runs and imports belong to their database.
KEPT_HERE = frozenset({"password", "last_login", "import_run", "run"})
#: Kinds that are nothing without the day they took place.
DATED = frozenset({"timeline_entry", "opportunity_stage", "priority_assessment"})
#: The kind that lives in the lake instead of PostgreSQL.
USAGE = "usage_reading"


@dataclass(frozen=True, slots=True)
class RecordField:
    """One field: its name in a mapping (`account`), its column (`account_id`) and what fits."""

    name: str
    column: str
    type: FieldType
    sql_type: str
    required: bool = False
    null: bool = True
    words: tuple[str, ...] = ()
    refers_to: str | None = None
    longest: int | None = None
    default: Any = None

    @property
    def says(self) -> str:
        """The type in words, for documentation and messages."""
        if self.refers_to:
            return f"reference to {self.refers_to}"
        if self.words:
            several = "any of " if self.type == "words" else "one of "
            return several + ", ".join(self.words)
        return {"cents": "money in cents", "day": "date", "words": "list of texts"}.get(
            self.type, self.type
        )


@dataclass(frozen=True, slots=True)
class RecordKind:
    """One kind of record: an account, a subscription, a usage reading."""

    name: str
    table: str
    about: str
    fields: dict[str, RecordField]

    @property
    def references(self) -> tuple[RecordField, ...]:
        return tuple(f for f in self.fields.values() if f.refers_to)

    @property
    def mappable(self) -> dict[str, RecordField]:
        """The fields that a mapping may fill."""
        return {n: f for n, f in self.fields.items() if n not in ORIGIN | KEPT_HERE | {"id"}}


@cache
def kinds() -> dict[str, RecordKind]:
    """Every kind by name; a kind stands behind those it refers to, as far as that can be."""
    found = {kind.name: kind for kind in map(_kind, _models())}
    ordered = {name: found[name] for name in _in_order(found)}
    return ordered | {USAGE: _usage()}


def stored_kinds() -> dict[str, RecordKind]:
    """The kinds that PostgreSQL keeps."""
    return {name: kind for name, kind in kinds().items() if kind.table}


def _models() -> list[type[models.Model]]:
    return [m for m in apps.get_app_config("records").get_models() if issubclass(m, Record)]


def _kind(model: type[models.Model]) -> RecordKind:
    table = model._meta.db_table
    fields = {f.name: _field(f) for f in model._meta.concrete_fields}
    if table.removeprefix("records_") in DATED:
        fields["happened_on"] = replace(fields["happened_on"], required=True)
    about = (model.__doc__ or "").strip().split("\n\n")[0].replace("\n    ", " ")
    return RecordKind(table.removeprefix("records_"), table, about, fields)


def _field(field: Any) -> RecordField:
    other = field.related_model
    has_default = field.has_default()
    return RecordField(
        name=field.name,
        column=field.column,
        type=_type(field),
        sql_type=field.rel_db_type(connection) if other else field.db_type(connection),
        required=not field.null and not has_default and not field.primary_key,
        null=field.null,
        words=tuple(getattr(field, "codes", ())),
        refers_to=other._meta.db_table.removeprefix("records_") if other else None,
        longest=field.max_length,
        default=field.get_default() if has_default else None,
    )


TYPES: tuple[tuple[type[models.Field], FieldType], ...] = (
    (models.DateTimeField, "moment"),
    (models.DateField, "day"),
    (models.TimeField, "hour"),
    (models.IntegerField, "whole"),
    (models.FloatField, "number"),
    (models.DecimalField, "number"),
    (models.BooleanField, "yes/no"),
    (models.JSONField, "json"),
)


def _type(field: Any) -> FieldType:
    if field.related_model:
        return "reference"
    if hasattr(field, "base_field"):
        return "words"
    if hasattr(field, "codes"):
        return "word"
    if field.column.endswith("_cents"):
        return "cents"
    return next((named for kind, named in TYPES if isinstance(field, kind)), "text")


def _in_order(found: dict[str, RecordKind]) -> list[str]:
    """Kinds behind what they refer to; where references go in a circle the last-named ones wait."""
    needs = {
        name: {f.refers_to for f in kind.references if f.refers_to in found and f.refers_to != name}
        for name, kind in found.items()
    }
    while True:
        try:
            return list(TopologicalSorter(needs).static_order())
        except CycleError as circle:
            later, earlier = circle.args[1][1], circle.args[1][0]
            needs[later].discard(earlier)


def _usage() -> RecordKind:
    def field(name: str, type: FieldType, sql: str, **more: Any) -> RecordField:
        column = f"{name}_id" if type == "reference" else name
        return RecordField(name, column, type, sql, **more)

    fields = [
        field("subscription", "reference", "bigint", refers_to="subscription"),
        field("instance", "reference", "bigint", refers_to="instance"),
        field("account", "reference", "bigint", refers_to="account"),
        field("read_on", "day", "date", required=True),
        field("metric", "text", "text", required=True),
        field("value", "number", "double precision"),
    ]
    about = "A metric as it was read on a day, for a subscription, an instance or an account."
    return RecordKind(USAGE, "", about, {f.name: f for f in fields})
