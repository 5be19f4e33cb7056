"""A later pass's facts and decisions put in the place of an earlier one's."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from greenbook.decisions.alike import fitted
from greenbook.decisions.worked import ACTED_ON, OF_ACCOUNT, Worked


def merge_revised(worked: Worked, revised: Worked) -> None:
    """Replace the rows of the accounts that were decided again: facts, decisions, records."""
    for record in ACTED_ON:
        if worked.engine.shape(record) is not None:
            _replace(worked, revised, record)
    for grain in worked.program.grains:
        if grain in OF_ACCOUNT:
            for table in (f"facts_{grain}", f"decided_{grain}"):
                _replace(worked, revised, table)


def _replace(worked: Worked, revised: Worked, table: str) -> None:
    """Each row where the one stood that it replaces, what is new at the end. A column in which
    nothing moved stays as it lies: there are hundreds."""
    stood = worked.engine.table(table)
    fresh = fitted(revised.engine.table(table), stood.schema)
    places, moved = pc.index_in(fresh["id"], stood["id"]), stood.column_names
    if not places.null_count:
        moved = [name for name in moved if not stood[name].take(places).equals(fresh[name])]
    if moved:
        ids = pc.unique(pa.chunked_array([*stood["id"].chunks, *fresh["id"].chunks]))
        both = pa.concat_tables([fresh, stood])
        first = pc.index_in(ids, both["id"])  # what is fresh stands before what it replaces
        columns = {
            name: both[name].take(first) if name in moved else stood[name]
            for name in stood.column_names
        }
        worked.engine.load(table, pa.table(columns))
