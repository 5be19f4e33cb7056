"""What has been done in an onboarding, and what held it up."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from tests.packs.as_of import facts_as_of
from tests.packs.tables import add, day, empty_records

TODAY = day("2025-04-01")
ACME = 1
CALL = {
    "account_id": ACME,
    "type": "customer_call",
    "held": True,
    "with_csm": True,
    "entry_source": "manual",
}


@pytest.fixture
def records() -> duckdb.DuckDBPyConnection:
    made = empty_records()
    add(made, "account", name="Acme", known_from=day("2025-01-01"))
    return made


@pytest.fixture
def onboarded(records: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Acme has been in onboarding since 1 March."""
    add(records, "cta", account_id=ACME, type="lifecycle", reason="onboarding", status="new",
        start_on=day("2025-03-01"))  # fmt: skip
    add(records, "onboarding", account_id=ACME, cta_id=1, playbook="new_customer",
        started_on=day("2025-03-01"), outcome="open")  # fmt: skip
    return records


def said(records: duckdb.DuckDBPyConnection, fact: str, on: str = "2025-04-01") -> Any:
    return facts_as_of(records, "account/onboarding", on=day(on))[fact]


def test_a_customer_never_onboarded_has_nothing_open(records: duckdb.DuckDBPyConnection) -> None:
    row = facts_as_of(records, "account/onboarding", on=TODAY)
    assert row["required_tasks_open"] == 0
    assert row["kickoff_held_on"] is None
    assert row["first_plan_due_on"] is None
    assert row["onboarding_playbook_used"] is None


def test_the_first_kickoff_call_is_the_kickoff(onboarded: duckdb.DuckDBPyConnection) -> None:
    add(onboarded, "timeline_entry", **CALL, meeting_type="kickoff", happened_on=day("2025-03-12"))
    assert said(onboarded, "kickoff_held_on") == day("2025-03-12")


def test_a_kickoff_thirty_days_before_the_cta_counts_and_one_day_more_does_not(
    onboarded: duckdb.DuckDBPyConnection,
) -> None:
    add(onboarded, "timeline_entry", **CALL, meeting_type="kickoff", happened_on=day("2025-01-29"))
    assert said(onboarded, "kickoff_held_on") is None
    add(onboarded, "timeline_entry", **CALL, meeting_type="kickoff", happened_on=day("2025-01-30"))
    assert said(onboarded, "kickoff_held_on") == day("2025-01-30")


@pytest.mark.parametrize("also_kickoff", [True, False, None])
def test_a_welcome_call_is_a_kickoff_only_when_it_was_marked_so(
    onboarded: duckdb.DuckDBPyConnection, also_kickoff: bool | None
) -> None:
    add(onboarded, "timeline_entry", **CALL, meeting_type="welcome_call", also_kickoff=also_kickoff,
        happened_on=day("2025-03-12"))  # fmt: skip
    assert (said(onboarded, "kickoff_held_on") is not None) is bool(also_kickoff)


def test_the_next_call_after_the_kickoff_is_the_second_call(
    onboarded: duckdb.DuckDBPyConnection,
) -> None:
    add(onboarded, "timeline_entry", **CALL, meeting_type="kickoff", happened_on=day("2025-03-12"))
    add(onboarded, "timeline_entry", **CALL, meeting_type="other", happened_on=day("2025-03-12"))
    assert said(onboarded, "first_cadence_held_on") is None
    add(onboarded, "timeline_entry", **CALL, meeting_type="other", happened_on=day("2025-03-26"))
    assert said(onboarded, "first_cadence_held_on") == day("2025-03-26")


def test_a_call_without_the_csm_is_no_second_call(onboarded: duckdb.DuckDBPyConnection) -> None:
    add(onboarded, "timeline_entry", **CALL, meeting_type="kickoff", happened_on=day("2025-03-12"))
    add(onboarded, "timeline_entry", **{**CALL, "with_csm": False}, happened_on=day("2025-03-26"))
    assert said(onboarded, "first_cadence_held_on") is None


def test_a_call_before_the_internal_sync_is_seen(onboarded: duckdb.DuckDBPyConnection) -> None:
    add(onboarded, "timeline_entry", **CALL, meeting_type="kickoff", happened_on=day("2025-03-12"))
    assert said(onboarded, "met_before_transition") is True
    onboarded.execute("update onboarding set transition_done_on = '2025-03-13'")
    assert said(onboarded, "met_before_transition") is True
    onboarded.execute("update onboarding set transition_done_on = '2025-03-12'")
    assert said(onboarded, "met_before_transition") is False


def test_the_first_plan_is_due_thirty_days_after_the_customer_start(
    onboarded: duckdb.DuckDBPyConnection,
) -> None:
    onboarded.execute("update account set customer_start_on = '2025-03-05'")
    assert said(onboarded, "first_plan_due_on") == day("2025-04-04")


def test_it_is_known_before_the_onboarding_is_recorded(
    records: duckdb.DuckDBPyConnection,
) -> None:
    records.execute("update account set customer_start_on = '2025-03-05'")
    assert said(records, "first_plan_due_on") == day("2025-04-04")


def test_or_seven_days_after_the_kickoff_if_that_is_earlier(
    onboarded: duckdb.DuckDBPyConnection,
) -> None:
    onboarded.execute("update account set customer_start_on = '2025-03-05'")
    onboarded.execute("update onboarding set kickoff_held_on = '2025-03-27'")
    assert said(onboarded, "first_plan_due_on") == day("2025-04-03")
    onboarded.execute("update onboarding set kickoff_held_on = '2025-03-29'")
    assert said(onboarded, "first_plan_due_on") == day("2025-04-04")


def test_only_required_open_tasks_of_the_onboarding_cta_hold_it_up(
    onboarded: duckdb.DuckDBPyConnection,
) -> None:
    task = {"account_id": ACME, "cta_id": 1, "status": "open", "required": True}
    add(onboarded, "task", **task, due_on=day("2025-03-31"))
    add(onboarded, "task", **{**task, "required": False}, due_on=day("2025-04-01"))
    add(onboarded, "task", **{**task, "status": "done"}, due_on=day("2025-03-01"))
    add(onboarded, "task", **{**task, "cta_id": 7}, due_on=day("2025-03-01"))
    assert said(onboarded, "required_tasks_open") == 1
    assert said(onboarded, "onboarding_tasks_overdue") == 1
    assert said(onboarded, "onboarding_tasks_overdue", on="2025-04-02") == 2


def test_a_delay_is_documented_by_a_later_update_with_sentiment(
    onboarded: duckdb.DuckDBPyConnection,
) -> None:
    add(onboarded, "onboarding_delay", account_id=ACME, onboarding_id=1, cause="customer",
        reason="nobody answers", happened_on=day("2025-03-20"))  # fmt: skip
    update = {"account_id": ACME, "type": "update", "csm_sentiment": "yellow"}
    add(onboarded, "timeline_entry", **update, happened_on=day("2025-03-19"))
    add(onboarded, "timeline_entry", **{**update, "csm_sentiment": None},
        happened_on=day("2025-03-21"))  # fmt: skip
    row = facts_as_of(onboarded, "account/onboarding", on=TODAY)
    assert (row["delay_cause"], row["delay_in_cta"]) == ("customer", True)
    assert row["delay_in_timeline"] is False
    add(onboarded, "timeline_entry", **update, happened_on=day("2025-03-20"))
    assert said(onboarded, "delay_in_timeline") is True


def test_a_cancelled_onboarding_is_not_the_latest_one(
    onboarded: duckdb.DuckDBPyConnection,
) -> None:
    onboarded.execute("update onboarding set outcome = 'cancelled'")
    assert said(onboarded, "onboarding_cancelled_on") == day("2025-03-01")
    assert said(onboarded, "onboarding_playbook_used") is None


def test_an_onboarding_cta_without_its_record_counts_too(
    records: duckdb.DuckDBPyConnection,
) -> None:
    add(records, "cta", account_id=ACME, type="lifecycle", reason="onboarding",
        status="closed_success", start_on=day("2025-01-02"),
        closed_on=day("2025-02-10"))  # fmt: skip
    assert said(records, "onboarding_closed_on") == day("2025-02-10")


def test_an_open_onboarding_comes_before_a_closed_one(
    onboarded: duckdb.DuckDBPyConnection,
) -> None:
    add(onboarded, "cta", account_id=ACME, type="lifecycle", reason="onboarding",
        status="closed_success", start_on=day("2025-03-02"),
        closed_on=day("2025-03-20"))  # fmt: skip
    assert said(onboarded, "onboarding_closed_on") is None
