"""Support tickets: none, many, and not known."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from tests.packs.as_of import facts_as_of
from tests.packs.tables import add, day, empty_records

ACME, GLOBEX = 1, 2
TODAY = day("2025-05-01")


@pytest.fixture
def records() -> duckdb.DuckDBPyConnection:
    made = empty_records()
    add(made, "account", name="Acme")
    add(made, "account", name="Globex")
    return made


def ticket(records: duckdb.DuckDBPyConnection, on: str, **values: Any) -> None:
    add(records, "ticket", **{"account_id": ACME, "opened_on": day(on), **values})


def support(records: duckdb.DuckDBPyConnection, of: int = ACME) -> dict[str, Any]:
    return facts_as_of(records, "account/support", on=TODAY, of=of)


def test_without_any_ticket_of_anybody_nothing_is_known(
    records: duckdb.DuckDBPyConnection,
) -> None:
    row = support(records)
    assert row["tickets_lately"] is None
    assert row["last_ticket_on__known"] is False


def test_where_others_have_tickets_this_one_has_none(records: duckdb.DuckDBPyConnection) -> None:
    ticket(records, "2025-04-20")
    row = support(records, of=GLOBEX)
    assert (row["tickets_lately"], row["last_ticket_on"]) == (0, None)
    assert row["last_ticket_on__known"] is True


def test_a_ticket_counts_for_thirty_days(records: duckdb.DuckDBPyConnection) -> None:
    ticket(records, "2025-04-02")
    ticket(records, "2025-04-01")
    row = support(records)
    assert (row["tickets_lately"], row["last_ticket_on"]) == (1, day("2025-04-02"))


def test_an_emergency_is_open_until_the_day_it_is_closed(
    records: duckdb.DuckDBPyConnection,
) -> None:
    ticket(records, "2025-04-20", priority="urgent")
    ticket(records, "2025-04-21", priority="urgent", closed_on=TODAY)
    ticket(records, "2025-04-22", priority="high")
    row = support(records)
    assert (row["urgent_tickets_open"], row["urgent_ticket_closed_on"]) == (1, TODAY)
