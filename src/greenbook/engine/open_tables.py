"""Delta tables held open, so that one row after another is found without opening them anew.

A table is read once and from then on only brought up to date; the files of a day never change, so
what their footers say of a thousand columns is read once as well. Whoever puts another lake in the
place of one that is in use stops the processes that read it first.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Mapping
from datetime import date

import pyarrow.dataset as pads
from deltalake import DeltaTable

#: Days held open; the footers of each take a few megabytes.
KEPT = 12


class OpenTables:
    """One table an address; two threads may ask at once."""

    def __init__(self, storage: Mapping[str, str] | None) -> None:
        self._storage = dict(storage) if storage else None
        self._tables: dict[str, DeltaTable] = {}
        self._logs: dict[str, frozenset[str]] = {}
        self._days: OrderedDict[tuple[str, int, date | None], pads.Dataset] = OrderedDict()

    def table(self, address: str) -> DeltaTable | None:
        """The table as it stands now, whoever wrote it last; None where there is none.

        On a disk its log is listed: where it reads as before, nothing was written since.
        """
        log = _log(address)
        if log is None or log != self._logs.get(address):
            self._bring_up_to_date(address)
            self._logs[address] = log or frozenset()
        return self._tables.get(address)

    def _bring_up_to_date(self, address: str) -> None:
        if not DeltaTable.is_deltatable(address, self._storage):
            self._tables.pop(address, None)
        elif held := self._tables.get(address):
            held.update_incremental()
        else:
            self._tables[address] = DeltaTable(address, storage_options=self._storage)

    def files(self, table: DeltaTable, day: date | None = None) -> pads.Dataset:
        """The files of one day, or of a table that is not kept by day."""
        key = (table.table_uri, table.version(), day)
        found = self._days.pop(key, None)
        if found is None:
            only = [("day", "=", str(day))] if day else None
            found = table.to_pyarrow_dataset(file_pruning_predicate=only)
        self._days[key] = found
        while len(self._days) > KEPT:
            self._days.popitem(last=False)
        return found


def _log(address: str) -> frozenset[str] | None:
    """The files of a table's log; none where there is no table, None where it is on no disk."""
    if "://" in address:
        return None
    try:
        with os.scandir(f"{address}/_delta_log") as files:
            return frozenset(each.name for each in files)
    except FileNotFoundError:
        return frozenset()
