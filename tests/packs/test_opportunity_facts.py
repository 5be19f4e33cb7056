"""When a customer qualifies for a CSM, and since when one is missing."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from tests.packs.as_of import facts_as_of
from tests.packs.tables import add, day, empty_records

ACME, NORA = 1, 7
DEAL = {
    "account_id": ACME,
    "kind": "new_business",
    "newly_qualifies": True,
    "booked_arr_cents": 10_000_00,
    "known_from": day("2025-02-01"),
}


@pytest.fixture
def records() -> duckdb.DuckDBPyConnection:
    made = empty_records()
    add(made, "account", name="Acme", known_from=day("2025-01-01"))
    return made


def said(records: duckdb.DuckDBPyConnection, fact: str, on: str = "2025-03-31") -> Any:
    return facts_as_of(records, "account/opportunities", on=day(on))[fact]


def negotiating(records: duckdb.DuckDBPyConnection, since: str, **deal: Any) -> None:
    add(records, "opportunity", **{**DEAL, "stage": "5-Negotiating", **deal})
    add(records, "opportunity_stage", account_id=ACME, opportunity_id=1, stage="4-Proposal",
        happened_on=day("2025-02-10"))  # fmt: skip
    add(records, "opportunity_stage", account_id=ACME, opportunity_id=1, stage="5-Negotiating",
        happened_on=day(since))  # fmt: skip


def test_no_deal_qualifies_nobody(records: duckdb.DuckDBPyConnection) -> None:
    assert said(records, "qualified_on") is None
    assert said(records, "qualifying_deal") is None


def test_without_a_deal_a_csm_has_been_missing_since_we_know_the_account(
    records: duckdb.DuckDBPyConnection,
) -> None:
    assert said(records, "assignment_needed_since") == day("2025-01-01")


def test_a_deal_in_proposal_does_not_qualify_yet(records: duckdb.DuckDBPyConnection) -> None:
    add(records, "opportunity", **DEAL, stage="4-Proposal")
    assert said(records, "qualified_on") is None


def test_a_deal_qualifies_on_the_day_it_reached_negotiating(
    records: duckdb.DuckDBPyConnection,
) -> None:
    negotiating(records, "2025-03-04")
    assert said(records, "qualified_on") == day("2025-03-04")
    assert said(records, "qualifying_deal") == "open"
    assert said(records, "assignment_needed_since") == day("2025-03-04")


@pytest.mark.parametrize(
    ("since", "due"),
    [
        ("2025-03-03", "2025-03-05"),  # Monday
        ("2025-03-05", "2025-03-07"),  # Wednesday
        ("2025-03-06", "2025-03-10"),  # Thursday
        ("2025-03-07", "2025-03-11"),  # Friday
        ("2025-03-08", "2025-03-11"),  # Saturday
        ("2025-03-09", "2025-03-11"),  # Sunday
    ],
)
def test_a_csm_is_due_two_business_days_later(
    records: duckdb.DuckDBPyConnection, since: str, due: str
) -> None:
    negotiating(records, since)
    assert said(records, "assignment_due_on") == day(due)


def test_services_and_deals_that_do_not_newly_qualify_are_left_out(
    records: duckdb.DuckDBPyConnection,
) -> None:
    negotiating(records, "2025-03-04", kind="services")
    assert said(records, "qualified_on") is None
    records.execute("update opportunity set kind = 'new_business', newly_qualifies = false")
    assert said(records, "qualified_on") is None


def test_a_lost_deal_is_told_apart(records: duckdb.DuckDBPyConnection) -> None:
    negotiating(records, "2025-03-04", stage="8-Closed Lost", is_won=False)
    assert said(records, "qualifying_deal") == "lost"
    assert said(records, "assignment_needed_since") == day("2025-01-01")


def test_the_onboarding_begins_when_both_deal_and_csm_are_there(
    records: duckdb.DuckDBPyConnection,
) -> None:
    negotiating(records, "2025-03-04")
    assert said(records, "onboarding_begins_on") is None
    add(records, "account_team", account_id=ACME, user_id=NORA, role="csm",
        starts_on=day("2025-03-06"))  # fmt: skip
    assert said(records, "onboarding_begins_on") == day("2025-03-06")
    assert said(records, "assignment_needed_since") is None


def test_a_csm_who_was_there_before_the_deal_begins_with_the_deal(
    records: duckdb.DuckDBPyConnection,
) -> None:
    negotiating(records, "2025-03-04")
    add(records, "account_team", account_id=ACME, user_id=NORA, role="csm",
        starts_on=day("2025-01-15"))  # fmt: skip
    assert said(records, "onboarding_begins_on") == day("2025-03-04")


def test_a_hand_off_begins_no_second_onboarding(records: duckdb.DuckDBPyConnection) -> None:
    negotiating(records, "2025-03-04")
    add(records, "account_team", account_id=ACME, user_id=NORA, role="csm",
        starts_on=day("2025-03-06"), ends_on=day("2025-03-20"))  # fmt: skip
    add(records, "account_team", account_id=ACME, user_id=8, role="csm",
        starts_on=day("2025-03-25"))  # fmt: skip
    assert said(records, "onboarding_begins_on") == day("2025-03-06")


def test_between_two_csms_one_is_missing(records: duckdb.DuckDBPyConnection) -> None:
    add(records, "account_team", account_id=ACME, user_id=NORA, role="csm",
        starts_on=day("2024-03-06"), ends_on=day("2025-03-20"))  # fmt: skip
    assert said(records, "assignment_needed_since", on="2025-03-20") is None
    assert said(records, "assignment_needed_since", on="2025-03-21") == day("2025-03-21")


def test_an_account_said_to_be_below_the_threshold_does_not_begin_by_its_csm(
    records: duckdb.DuckDBPyConnection,
) -> None:
    add(records, "account_team", account_id=ACME, user_id=NORA, role="csm",
        starts_on=day("2025-03-06"))  # fmt: skip
    assert said(records, "onboarding_begins_on") == day("2025-03-06")
    records.execute("update account set meets_csm_threshold = false")
    assert said(records, "onboarding_begins_on") is None


def test_who_paid_before_the_deal_is_an_existing_customer(
    records: duckdb.DuckDBPyConnection,
) -> None:
    negotiating(records, "2025-03-04")
    add(records, "subscription", account_id=ACME, starts_on=day("2025-03-04"))
    add(records, "subscription", account_id=ACME, starts_on=day("2024-03-04"), is_trial=True)
    assert said(records, "paid_before_csm") is False
    add(records, "subscription", account_id=ACME, starts_on=day("2025-03-03"))
    assert said(records, "paid_before_csm") is True


def test_a_lost_renewal_is_a_downgrade_from_the_day_it_closed(
    records: duckdb.DuckDBPyConnection,
) -> None:
    add(records, "opportunity", account_id=ACME, kind="renewal", is_won=False,
        closed_on=day("2025-03-31"))  # fmt: skip
    assert said(records, "downgraded_on", on="2025-03-30") is None
    assert said(records, "downgraded_on", on="2025-03-31") == day("2025-03-31")
