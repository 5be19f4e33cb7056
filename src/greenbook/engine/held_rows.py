"""Rows of the lake that were asked for one by one, held with their neighbours.

A row is found by decoding the row group that it stands in, column by column: tens of milliseconds
for the hundred columns of an account's page. What is decoded is held, so that the next row of the
group costs nothing. Files of a day never change, so what is held never grows old.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterator, Sequence
from threading import Lock

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as pads

#: The hundred columns of an account's page, for 200,000 accounts.
MOST_BYTES = 128 * 1024**2

Group = dict[str, pa.ChunkedArray]


class HeldRows:
    """`most_bytes` of columns; the group that was not asked for longest is dropped first."""

    def __init__(self, *, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._held: OrderedDict[tuple[str, int], Group] = OrderedDict()
        self._lock = Lock()

    def row(
        self, files: pads.Dataset, id: int | str, columns: Sequence[str]
    ) -> dict[str, object] | None:
        """The columns of one id, or None where no file has it."""
        for part in _parts(files, [id]):
            group = self._group(part, files.schema, columns)
            ids = group["id"]
            at = pc.index(ids, pa.scalar(id, ids.type)).as_py()
            if at >= 0:
                return {name: group[name][at].as_py() for name in columns}
        return None

    def some(
        self, files: pads.Dataset, ids: Collection[int | str], columns: Sequence[str]
    ) -> pa.Table:
        """The columns of these ids, as far as there are any."""
        groups = (self._group(part, files.schema, columns) for part in _parts(files, ids))
        found = [pa.table({n: g[n] for n in columns}).take(_places(g["id"], ids)) for g in groups]
        nobody = pa.schema([files.schema.field(name) for name in columns]).empty_table()
        return pa.concat_tables([nobody, *found])

    def every(self, files: pads.Dataset, columns: Sequence[str]) -> pa.Table:
        """The columns of every row."""
        parts = (part for each in files.get_fragments() for part in each.split_by_row_group())
        groups = [self._group(part, files.schema, columns) for part in parts]
        return pa.concat_tables(pa.table({n: group[n] for n in columns}) for group in groups)

    def _group(
        self, part: pads.ParquetFileFragment, schema: pa.Schema, columns: Sequence[str]
    ) -> Group:
        key = (part.path, part.row_groups[0].id)
        with self._lock:
            held = self._held.pop(key, {})
            self._held[key] = held
        missing = [name for name in {"id", *columns} if name not in held]
        if not missing:
            return held
        read = part.to_table(columns=missing, schema=schema)
        held = held | dict(zip(read.column_names, read.columns, strict=True))
        with self._lock:
            self._held.pop(key, None)
            self._held[key] = held
            self._drop_what_is_too_much()
        return held

    def _drop_what_is_too_much(self) -> None:
        sizes = {key: sum(c.nbytes for c in group.values()) for key, group in self._held.items()}
        total = sum(sizes.values())
        while total > self._most_bytes and len(self._held) > 1:
            key, _ = self._held.popitem(last=False)
            total -= sizes[key]


def _places(held: pa.ChunkedArray, ids: Collection[int | str]) -> pa.Array:
    return pc.indices_nonzero(pc.is_in(held, value_set=pa.array(ids, held.type)))


def _parts(files: pads.Dataset, ids: Collection[int | str]) -> Iterator[pads.ParquetFileFragment]:
    """The row groups in which one of the ids may stand."""
    wanted = pads.field("id").isin(ids)
    for fragment in files.get_fragments(wanted):
        yield from fragment.split_by_row_group(wanted, schema=files.schema)
