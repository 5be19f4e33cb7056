"""Which calls count, for the account and for the person who held them."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from tests.packs.as_of import facts_as_of
from tests.packs.tables import add, day, empty_records

ACME, NORA, OMAR = 1, 1, 2
ON = "2025-03-31"  # a Monday: the four full weeks are those from 3 to 30 March
CALL = {
    "account_id": ACME,
    "type": "customer_call",
    "meeting_type": "cadence_call",
    "entry_source": "manual",
    "held": True,
    "with_csm": True,
    "author_id": NORA,
}


@pytest.fixture
def records() -> duckdb.DuckDBPyConnection:
    made = empty_records()
    add(made, "account", name="Acme")
    add(made, "person", name="Nora", works_as="csm", ramped=True, is_active=True)
    add(made, "person", name="Omar", works_as="csm_manager", ramped=True, is_active=True)
    return made


def call(records: duckdb.DuckDBPyConnection, on: str, **entry: Any) -> None:
    add(records, "timeline_entry", **{**CALL, "happened_on": day(on), **entry})


def last_call(records: duckdb.DuckDBPyConnection) -> Any:
    return facts_as_of(records, "account/cadence", on=day(ON))["last_call_on"]


def of_nora(records: duckdb.DuckDBPyConnection, fact: str, on: str = ON) -> Any:
    return facts_as_of(records, "person/calls", on=day(on), of=NORA)[fact]


def test_never_called_is_known(records: duckdb.DuckDBPyConnection) -> None:
    assert last_call(records) is None


def test_the_last_call_that_counts(records: duckdb.DuckDBPyConnection) -> None:
    call(records, "2025-03-01")
    call(records, "2025-03-10", type="in_person_meeting", meeting_type="ebr")
    assert last_call(records) == day("2025-03-10")


@pytest.mark.parametrize(
    "odd",
    [{"type": "email"}, {"type": "workshop"}, {"held": False}, {"entry_source": "crm_sync"},
     {"with_csm": False}, {"with_csm": None}, {"entry_source": "call_recorder"},
     {"entry_source": "call_recorder", "csm_hosted": False}],
)  # fmt: skip
def test_what_does_not_count(records: duckdb.DuckDBPyConnection, odd: dict[str, Any]) -> None:
    call(records, "2025-03-10", **odd)
    assert last_call(records) is None


def test_a_recorded_call_counts_when_the_csm_hosted_it(records: duckdb.DuckDBPyConnection) -> None:
    call(records, "2025-03-10", entry_source="call_recorder", csm_hosted=True)
    assert last_call(records) == day("2025-03-10")


def test_silence_begins_with_the_assignment_where_nobody_ever_called(
    records: duckdb.DuckDBPyConnection,
) -> None:
    add(records, "account_team", account_id=ACME, user_id=NORA, role="csm",
        starts_on=day("2025-02-01"))  # fmt: skip
    assert facts_as_of(records, "account/cadence", on=day(ON))["silent_since"] == day("2025-02-01")
    call(records, "2025-01-10")
    assert facts_as_of(records, "account/cadence", on=day(ON))["silent_since"] == day("2025-01-10")


def test_the_calls_of_the_last_four_full_weeks(records: duckdb.DuckDBPyConnection) -> None:
    for on in ("2025-03-02", "2025-03-03", "2025-03-30", "2025-03-31"):
        call(records, on)
    assert of_nora(records, "calls_4w") == 2
    assert of_nora(records, "calls_this_week") == 1


def test_kickoffs_count_and_workshops_and_ebrs_stand_beside(
    records: duckdb.DuckDBPyConnection,
) -> None:
    for meeting in ("kickoff", "welcome_call", "ebr", "product_discussion"):
        call(records, "2025-03-12", meeting_type=meeting)
    assert of_nora(records, "calls_4w") == 2
    assert of_nora(records, "other_calls_4w") == 2


def test_who_takes_part_has_held_the_call_once(records: duckdb.DuckDBPyConnection) -> None:
    call(records, "2025-03-12", author_id=OMAR)
    add(records, "entry_attendee", entry_id=1, account_id=ACME, user_id=NORA)
    add(records, "entry_attendee", entry_id=1, account_id=ACME, user_id=OMAR)
    assert of_nora(records, "calls_4w") == 1
    assert facts_as_of(records, "person/calls", on=day(ON), of=OMAR)["calls_4w"] == 1


def test_days_away_are_no_working_days(records: duckdb.DuckDBPyConnection) -> None:
    assert of_nora(records, "working_days_4w") == 20
    add(records, "absence", user_id=NORA, kind="pto", starts_on=day("2025-03-06"),
        ends_on=day("2025-03-10"))  # fmt: skip
    add(records, "absence", user_id=NORA, kind="holiday", starts_on=day("2025-03-10"),
        ends_on=day("2025-03-10"))  # fmt: skip
    assert of_nora(records, "working_days_4w") == 17


def test_what_a_person_carries(records: duckdb.DuckDBPyConnection) -> None:
    add(records, "account_team", account_id=ACME, user_id=NORA, role="csm",
        starts_on=day("2025-02-01"), ends_on=day("2025-03-31"))  # fmt: skip
    add(records, "cta", owner_id=NORA, type="lifecycle", reason="onboarding",
        start_on=day("2025-02-01"))  # fmt: skip
    add(records, "cta", owner_id=NORA, type="risk", reason="at_risk", start_on=day("2025-02-01"),
        closed_on=day("2025-03-01"))  # fmt: skip
    book = facts_as_of(records, "person/book", on=day(ON), of=NORA)
    assert (book["accounts_held"], book["onboardings_open"], book["ctas_open"]) == (1, 1, 1)
    later = facts_as_of(records, "person/book", on=day("2025-04-01"), of=NORA)
    assert later["accounts_held"] == 0


def test_everybody_has_a_row(records: duckdb.DuckDBPyConnection) -> None:
    assert facts_as_of(records, "person/identity", on=day(ON), of=OMAR)["works_as"] == "csm_manager"
