"""Which models are records of the business: what is kept in history, imported, exported, read.

A new record needs no line here: it is one because it derives from `Record`.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db.models import ForeignKey

from greenbook.records.models.base import Record
from greenbook.records.triggers import HIDDEN

#: Facts SQL calls some tables otherwise than the database.
FACTS_NAMES = {"user": "person"}
_PREFIX = "records_"


class NoSuchRecord(LookupError):
    """No business record goes by this name."""


def record_name(model: type[Record]) -> str:
    """The name of a record: its table without the prefix (`timeline_entry`)."""
    return model._meta.db_table.removeprefix(_PREFIX)


def facts_name(model: type[Record]) -> str:
    """The name under which facts SQL sees it: the record's own, but `person` for users."""
    return FACTS_NAMES.get(record_name(model), record_name(model))


def columns_of(model: type[Record]) -> tuple[str, ...]:
    """The columns of a record that may be read and exported, in the order of the model."""
    hidden = HIDDEN.get(record_name(model), ())
    return tuple(f.attname for f in model._meta.concrete_fields if f.attname not in hidden)


def parents_of(model: type[Record]) -> Iterator[type[Record]]:
    """The other business records that a record points to, itself left out."""
    for field in model._meta.concrete_fields:
        to = field.related_model if isinstance(field, ForeignKey) else None
        if isinstance(to, type) and issubclass(to, Record) and to is not model:
            yield to


def _parents_first() -> tuple[type[Record], ...]:
    order: dict[type[Record], None] = {}

    def place(model: type[Record]) -> None:
        if model not in order:
            for parent in parents_of(model):
                place(parent)
            order[model] = None

    for model in apps.get_app_config("records").get_models():
        if issubclass(model, Record):
            place(model)
    return tuple(order)


#: Every business record, each after those it points to (a row may still point to its own table).
BUSINESS_RECORDS: tuple[type[Record], ...] = _parents_first()
#: The same by the names that facts SQL knows them by.
FACT_TABLES: dict[str, type[Record]] = {facts_name(model): model for model in BUSINESS_RECORDS}
_BY_NAME = {
    name: model
    for model in BUSINESS_RECORDS
    for name in (model._meta.db_table, record_name(model), facts_name(model))
}


def record_model(name: str) -> type[Record]:
    """The model of a record by table, record or facts name."""
    try:
        return _BY_NAME[name]
    except KeyError:
        raise NoSuchRecord(name) from None
