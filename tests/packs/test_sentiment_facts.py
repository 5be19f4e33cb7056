"""What the CSM last said, when a health update was written, and whom we met."""

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


def entry(records: duckdb.DuckDBPyConnection, on: str, **values: Any) -> None:
    add(records, "timeline_entry", **{"account_id": ACME, "happened_on": day(on), **values})


def sentiment(records: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    return facts_as_of(records, "account/sentiment", on=TODAY)


def test_nobody_has_set_a_sentiment(records: duckdb.DuckDBPyConnection) -> None:
    entry(records, "2025-04-01", type="customer_call")
    row = sentiment(records)
    assert (row["csm_sentiment"], row["csm_sentiment_set_on"]) == (None, None)
    assert row["csm_sentiment__evidence"] is None


def test_the_latest_entry_wins_whatever_its_type(records: duckdb.DuckDBPyConnection) -> None:
    entry(records, "2025-04-01", type="health_update", csm_sentiment="red")
    entry(records, "2025-04-02", type="customer_call", csm_sentiment="green")
    row = sentiment(records)
    assert (row["csm_sentiment"], row["csm_sentiment_set_on"]) == ("green", day("2025-04-02"))
    assert row["csm_sentiment__evidence"] == "timeline_entry:2"


def test_of_two_entries_of_a_day_the_later_one_wins(records: duckdb.DuckDBPyConnection) -> None:
    entry(records, "2025-04-01", type="update", csm_sentiment="green")
    entry(records, "2025-04-01", type="update", csm_sentiment="red")
    assert sentiment(records)["csm_sentiment"] == "red"


def test_an_entry_without_a_sentiment_changes_nothing(records: duckdb.DuckDBPyConnection) -> None:
    entry(records, "2025-04-01", type="health_update", csm_sentiment="yellow")
    entry(records, "2025-04-20", type="health_update")
    row = sentiment(records)
    assert (row["csm_sentiment"], row["last_health_update_on"]) == ("yellow", day("2025-04-20"))


def test_a_call_is_no_health_update(records: duckdb.DuckDBPyConnection) -> None:
    entry(records, "2025-04-20", type="customer_call", csm_sentiment="red")
    assert sentiment(records)["last_health_update_on"] is None


def met(records: duckdb.DuckDBPyConnection, on: str, *roles: str) -> None:
    add(records, "contact", account_id=ACME, name="Lee", gitlab_roles=list(roles))
    [[contact]] = records.execute("select max(id) from contact").fetchall()
    entry(records, on, type="customer_call")
    [[held]] = records.execute("select max(id) from timeline_entry").fetchall()
    add(records, "entry_attendee", account_id=ACME, entry_id=held, contact_id=contact)


def test_the_personas_are_looked_for_in_everything_logged(
    records: duckdb.DuckDBPyConnection,
) -> None:
    met(records, "2025-02-10", "dev_lead")
    met(records, "2025-03-01", "security_lead", "champion")
    met(records, "2025-03-05", "procurement")
    row = facts_as_of(records, "account/personas", on=TODAY)
    assert (row["dev_lead_met_on"], row["security_lead_met_on"]) == (
        day("2025-02-10"),
        day("2025-03-01"),
    )
    other = facts_as_of(records, "account/personas", on=TODAY, of=GLOBEX)
    assert (other["dev_lead_met_on"], other["security_lead_met_on"]) == (None, None)
