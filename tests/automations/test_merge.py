"""What was worked out again takes the place of what stood, account by account."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from greenbook.automations.merge import merge_revised
from greenbook.decisions.worked import OF_ACCOUNT, Worked
from greenbook.engine.duck import DuckEngine
from greenbook.engine.editions import program_on
from tests.few_pages import few_pages

DAY = date(2026, 3, 2)
ACME, GLOBEX, INITECH, UMBRELLA = 1, 2, 3, 4
SCHEMA = pa.schema([("id", pa.int64()), ("health", pa.string()), ("calls", pa.int64())])
Rows = list[tuple[int, str | None, int]]

#: In no order, as queries may give them.
STOOD: Rows = [(INITECH, "red", 3), (ACME, "green", 1), (GLOBEX, None, 2)]


def worked_out(engine: DuckEngine, rows: Rows) -> Worked:
    pages = few_pages()
    program, tables = program_on(pages, DAY), engine.beside()
    columns = [dict(zip(SCHEMA.names, row, strict=True)) for row in rows]
    for grain in OF_ACCOUNT & set(program.grains):
        for name in (f"facts_{grain}", f"decided_{grain}"):
            tables.load(name, pa.Table.from_pylist(columns, SCHEMA))
    return Worked(tables, pages, program, DAY)


@pytest.mark.parametrize(
    "again",
    [
        [(ACME, "red", 1)],
        [(GLOBEX, None, 2), (INITECH, "red", 4)],
        [(GLOBEX, None, 2)],
        [(UMBRELLA, "green", 0), (ACME, None, 1)],
    ],
    ids=["one column moved", "one account of two", "nothing moved", "somebody is new"],
)
def test_what_moved_goes_to_its_own_account_in_whatever_order_they_stand(
    engine: DuckEngine, again: Rows
) -> None:
    everybody = worked_out(engine, STOOD)
    merge_revised(everybody, worked_out(engine, again))
    for table in ("facts_account", "decided_account"):
        rows = everybody.rows(f"select * from {table}")
        expected = {row[0]: row for row in STOOD} | {row[0]: row for row in again}
        assert {row["id"]: tuple(row.values()) for row in rows} == expected
