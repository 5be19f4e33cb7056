"""Columns of one time held against those of another."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc


def same(one: pa.ChunkedArray, other: pa.ChunkedArray) -> pa.ChunkedArray:
    """Also where nothing is said by either; of two types, what reads alike is the same."""
    if one.type != other.type:
        one, other = one.cast(pa.string()), other.cast(pa.string())
    neither = pc.and_(pc.is_null(one), pc.is_null(other))
    return pc.or_(pc.fill_null(pc.equal(one, other), False), neither)


def fitted(rows: pa.Table, schema: pa.Schema) -> pa.Table:
    """The columns of the schema, in its order and of its types."""
    return rows.select(schema.names).cast(schema)
