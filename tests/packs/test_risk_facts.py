"""What stands open against an account, and what does not count as being at risk."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from tests.packs.as_of import facts_as_of
from tests.packs.tables import add, day, empty_records

ACME = 1


@pytest.fixture
def records() -> duckdb.DuckDBPyConnection:
    made = empty_records()
    add(made, "account", name="Acme")
    return made


def said(records: duckdb.DuckDBPyConnection, on: str = "2025-03-31") -> dict[str, Any]:
    return facts_as_of(records, "account/risk", on=day(on))


def test_nothing_open_is_known(records: duckdb.DuckDBPyConnection) -> None:
    assert said(records)["triage_open"] is False
    assert said(records)["at_risk_cta_open"] is False
    assert said(records)["needs_triage"] is False


@pytest.mark.parametrize(
    ("on", "is_open"), [("2025-02-28", False), ("2025-03-01", True), ("2025-03-20", False)]
)
def test_a_triage_issue_is_open_until_the_day_it_closes(
    records: duckdb.DuckDBPyConnection, on: str, is_open: bool
) -> None:
    add(records, "triage", account_id=ACME, opened_on=day("2025-03-01"),
        closed_on=day("2025-03-20"))  # fmt: skip
    assert said(records, on)["triage_open"] is is_open
    assert (said(records, on)["triage_open__evidence"] == "triage:1") is is_open


def test_an_at_risk_cta_counts_until_it_is_closed(records: duckdb.DuckDBPyConnection) -> None:
    add(records, "cta", account_id=ACME, type="risk", reason="at_risk",
        start_on=day("2025-03-01"), closed_on=day("2025-03-31"))  # fmt: skip
    assert said(records, "2025-03-30")["at_risk_cta_open"] is True
    assert said(records, "2025-03-31")["at_risk_cta_open"] is False


@pytest.mark.parametrize("reason", ["low_licence", "usage", "non_engaged"])
def test_other_risk_ctas_do_not_count(records: duckdb.DuckDBPyConnection, reason: str) -> None:
    add(records, "cta", account_id=ACME, type="risk", reason=reason, start_on=day("2025-03-01"))
    assert said(records)["at_risk_cta_open"] is False


def entry(records: duckdb.DuckDBPyConnection, on: str, sentiment: str | None, triage: bool) -> None:
    add(records, "timeline_entry", account_id=ACME, type="health_update", happened_on=day(on),
        csm_sentiment=sentiment, requires_triage=triage)  # fmt: skip


def test_only_the_last_sentiment_says_whether_triage_is_needed(
    records: duckdb.DuckDBPyConnection,
) -> None:
    entry(records, "2025-03-01", "yellow", True)
    entry(records, "2025-03-05", None, False)
    assert said(records)["needs_triage"] is True
    assert said(records)["needs_triage__evidence"] == "timeline_entry:1"
    entry(records, "2025-03-10", "yellow", False)
    assert said(records)["needs_triage"] is False


def test_red_needs_no_mark(records: duckdb.DuckDBPyConnection) -> None:
    entry(records, "2025-03-01", "red", True)
    assert said(records)["needs_triage"] is False


def test_never_escalated_is_known(records: duckdb.DuckDBPyConnection) -> None:
    assert said(records)["escalated_on"] is None


def test_the_last_escalation_counts_by_record_or_in_the_timeline(
    records: duckdb.DuckDBPyConnection,
) -> None:
    add(records, "escalation", account_id=ACME, severity="high", opened_on=day("2025-01-10"))
    add(records, "timeline_entry", account_id=ACME, type="update", happened_on=day("2025-03-10"))
    assert said(records, "2025-01-09")["escalated_on"] is None
    assert said(records)["escalated_on"] == day("2025-01-10")
    add(records, "timeline_entry", account_id=ACME, type="escalation",
        happened_on=day("2025-02-10"))  # fmt: skip
    assert said(records)["escalated_on"] == day("2025-02-10")
