"""The lake: facts and decisions of every day as they were seen, as Delta tables on disk or objects.

A table is partitioned by `day`; writing a day replaces it. One writer at a time: whoever finds
that another one was quicker tries again. Where a column changes its type from one handbook to the
next, a new generation of the table begins (`decided_account.2`) and the old days stay as they are.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as pads
from deltalake import DeltaTable, WriterProperties, write_deltalake
from deltalake.exceptions import CommitFailedError

from greenbook.engine.held_rows import HeldRows
from greenbook.engine.open_tables import OpenTables

#: Rows of one id stand together, so that one of them is found without reading the day.
ROW_GROUP = 16_384
ATTEMPTS = 6
#: Files that no version needs are kept this long for those who are still reading them.
READERS_NEED_HOURS = 24

Done = TypeVar("Done")


class Lake:
    """`root` is a folder or an address of object storage, which `storage` are the options of."""

    def __init__(self, root: Path | str, *, storage: Mapping[str, str] | None = None) -> None:
        self.root = str(root).rstrip("/")
        self._storage = dict(storage) if storage else None
        self._open = OpenTables(self._storage)
        self._held = HeldRows()

    def write_day(self, table: str, day: date, rows: pa.Table) -> None:
        """Keep `rows` (with an `id`) as what `table` was on `day`; repeating changes nothing."""
        if not rows.num_rows and day not in self.days(table):
            return  # no file would come of it, after as much work as for many rows
        rows = in_order(rows).append_column("day", pa.repeat(pa.scalar(day), rows.num_rows))
        trying_again(lambda: self._write(table, day, rows))

    def read_day(
        self, table: str, day: date, columns: Collection[str] | None = None
    ) -> pa.Table | None:
        """The rows of that day, without the column `day`; None where the day was never written."""
        files = self._files(table, day)
        of_day = pads.field("day") == day
        return files.to_table(columns=offered(files, columns), filter=of_day) if files else None

    def some(
        self,
        table: str,
        day: date,
        ids: Collection[int | str],
        columns: Collection[str] | None = None,
    ) -> pa.Table | None:
        """The rows of some ids on that day, found as `one` finds them; None as `read_day`."""
        files = self._files(table, day)
        return self._held.some(files, ids, offered(files, columns)) if files else None

    def one(
        self, table: str, day: date, id: int | str, columns: Collection[str] | None = None
    ) -> dict[str, object] | None:
        """The row of one id on that day; the next one that stands near it is there at once."""
        files = self._files(table, day)
        return self._held.row(files, id, offered(files, columns)) if files else None

    def held_day(self, table: str, day: date, columns: pa.Schema) -> pa.Table | None:
        """As `read_day`, of columns that are asked for again and again: they are held.

        Another handbook may have made the day: what it lacks, or holds as something else than is
        asked for, is left out.
        """
        files = self._files(table, day)
        if not files:
            return None
        stored = files.schema
        there = [
            c
            for c in columns
            if c.name in stored.names and is_read_as(stored.field(c.name).type, c.type)
        ]
        rows = self._held.every(files, [each.name for each in there])
        return rows.cast(pa.schema(there))

    def append(self, table: str, rows: pa.Table, *, partition_by: str) -> None:
        """Add `rows` to a table that is not kept by day; sorted, some of them are found soon."""
        address = f"{self.root}/{table}"
        trying_again(
            lambda: write_deltalake(
                address,
                rows,
                mode="append",
                partition_by=[partition_by],
                storage_options=self._storage,
                writer_properties=WriterProperties(
                    compression="ZSTD", max_row_group_size=ROW_GROUP
                ),
            )
        )

    def days(self, table: str) -> list[date]:
        """Every day that is kept, earliest first."""
        return sorted({day for each in self._generations(table) for day in days_in(each)})

    def forget(self, table: str, *, today: date, keep_days: int = 400) -> list[date]:
        """Drop the days older than `keep_days`, but not the last one of each month."""
        kept = self.days(table)
        last_of_month = {(day.year, day.month): day for day in kept}.values()
        oldest = today - timedelta(days=keep_days)
        past = [day for day in kept if day < oldest and day not in last_of_month]
        for each in self._generations(table):
            dropping = sorted(set(past) & days_in(each))
            if dropping:
                self._drop(each, dropping)
        return past

    def files(self, table: str) -> pads.Dataset | None:
        """The newest generation of the table as it stands, or None before the first write."""
        newest = next(iter(self._generations(table)), None)
        return self._open.files(newest) if newest else None

    def _write(self, table: str, day: date, rows: pa.Table) -> None:
        generations = self._generations(table)
        newest = generations[0] if generations else None
        if newest and not fits(rows.schema, newest.to_pyarrow_dataset().schema):
            newest = None
        write_deltalake(
            newest or f"{self.root}/{generation_name(table, len(generations) + 1)}",
            rows,
            mode="overwrite",
            predicate=f"day = '{day}'",
            schema_mode="merge",
            partition_by=["day"],
            storage_options=self._storage,
            writer_properties=WriterProperties(compression="ZSTD", max_row_group_size=ROW_GROUP),
        )

    def _files(self, table: str, day: date) -> pads.Dataset | None:
        """Those of one day, in whichever generation holds it."""
        holding = next((g for g in self._generations(table) if day in days_in(g)), None)
        return self._open.files(holding, day) if holding else None

    def _generations(self, table: str) -> list[DeltaTable]:
        """Newest first."""
        found: list[DeltaTable] = []
        for number in count(1):
            held = self._open.table(f"{self.root}/{generation_name(table, number)}")
            if held is None:
                return found
            found.insert(0, held)
        return found

    def _drop(self, table: DeltaTable, days: list[date]) -> None:
        listed = ", ".join(f"'{day}'" for day in days)

        def drop() -> None:
            table.update_incremental()
            table.delete(f"day in ({listed})")

        trying_again(drop)
        table.vacuum(READERS_NEED_HOURS, dry_run=False, enforce_retention_duration=False)


def offered(files: pads.Dataset, columns: Collection[str] | None) -> list[str]:
    """All columns but the day, or those of the asked ones that there are."""
    names = [name for name in files.schema.names if name != "day"]
    return names if columns is None else [name for name in names if name in columns]


def is_read_as(stored: pa.DataType, asked: pa.DataType) -> bool:
    """Everything can be read as words, and a whole number as a number."""
    whole = pa.types.is_integer(stored) and pa.types.is_floating(asked)
    return bool(whole or asked in (plain(stored), pa.string()))


def in_order(rows: pa.Table) -> pa.Table:
    """By id; mostly they are already, and to sort hundreds of columns is to copy them."""
    ids = rows["id"]
    return rows if pc.all(pc.less(ids[:-1], ids[1:])).as_py() else rows.sort_by("id")


def generation_name(table: str, number: int) -> str:
    return table if number == 1 else f"{table}.{number}"


def days_in(table: DeltaTable) -> set[date]:
    return {date.fromisoformat(each["day"]) for each in table.partitions()}


def fits(arriving: pa.Schema, stored: pa.Schema) -> bool:
    """Whether every column that both have is of one type."""
    both = set(arriving.names) & set(stored.names)
    return all(plain(arriving.field(name).type) == plain(stored.field(name).type) for name in both)


def plain(type: pa.DataType) -> pa.DataType:
    """Text is text, however Arrow lays it out."""
    return pa.string() if pa.types.is_large_string(type) or type == pa.string_view() else type


def trying_again(write: Callable[[], Done]) -> Done:
    """Another writer may have been quicker; the last conflict is raised."""
    for attempt in range(1, ATTEMPTS):
        try:
            return write()
        except CommitFailedError:
            time.sleep(0.05 * 2**attempt)
    return write()
