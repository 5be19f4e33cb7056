"""Rows on their way into the database: each knows its id at once and is sent in bulk later."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from greenbook.records.bulk import copy_in, new_ids
from greenbook.records.models import Record
from greenbook.records.registry import BUSINESS_RECORDS, record_name

Row = dict[str, Any]
TakeIds = Callable[[type[Record], int], list[int]]
Send = Callable[[type[Record], list[Row]], None]
#: Ids are taken from the database in blocks of this many.
BLOCK = 1_000


class Rows:
    """Rows by record, waiting to be sent; `counts` are all that were added."""

    def __init__(self, *, take_ids: TakeIds = new_ids, send: Send = copy_in) -> None:
        self.counts: Counter[str] = Counter()
        self._take_ids = take_ids
        self._send = send
        self._ids: dict[type[Record], Iterator[int]] = defaultdict(lambda: iter(()))
        self._waiting: dict[type[Record], list[Row]] = defaultdict(list)

    def add(self, model: type[Record], /, **values: Any) -> int:
        """Put a row down and return its id. Unless said, it was known on the day it happened."""
        values.setdefault("known_from", values.get("happened_on"))
        values["id"] = number = self._next_id(model)
        self._waiting[model].append(values)
        return number

    def send(self) -> None:
        """Send what waits, each record after those it points to."""
        for model in BUSINESS_RECORDS:
            waiting = self._waiting.pop(model, [])
            if waiting:
                self._send(model, filled(model, waiting))
                self.counts[record_name(model)] += len(waiting)

    def _next_id(self, model: type[Record]) -> int:
        for number in self._ids[model]:
            return number
        self._ids[model] = iter(self._take_ids(model, BLOCK))
        return next(self._ids[model])


def filled(model: type[Record], rows: list[Row]) -> list[Row]:
    """The same rows, all with the same columns: what a row does not say is as the record has it."""
    blank = dict.fromkeys({name for row in rows for name in row}) | standard(model)
    return [blank | row for row in rows]


@cache
def standard(model: type[Record]) -> Row:
    """What stands in the columns that must not be empty when nothing is said."""
    return {
        field.attname: field.get_default()
        for field in model._meta.concrete_fields
        if not field.null and field.has_default()
    }
