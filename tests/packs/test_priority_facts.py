"""What the priority models ask of the records, on the day before and the day after."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from tests.packs.as_of import facts_as_of
from tests.packs.tables import add, day, empty_records

ACME, NORA = 1, 7
ON = "2025-03-31"
DONE = {
    "account_id": ACME,
    "direction": "to_p2",
    "team_discussed_on": day("2025-03-01"),
    "managers_discussed_on": day("2025-03-02"),
    "sent_on": day("2025-03-03"),
    "documented_on": day("2025-03-05"),
    "sales_decision": "approved",
    "sales_decided_on": day("2025-03-05"),
    "starts_on": day("2025-03-10"),
    "ends_on": day("2025-04-30"),
}


def acme(**account: Any) -> duckdb.DuckDBPyConnection:
    records = empty_records()
    add(records, "account", name="Acme", **account)
    return records


def said(records: duckdb.DuckDBPyConnection, fact: str, on: str = ON) -> Any:
    return facts_as_of(records, "account/priority", on=day(on))[fact]


def uptier(records: duckdb.DuckDBPyConnection, closes: str, discussed: str | None) -> None:
    add(records, "opportunity", account_id=ACME, kind="tier_upgrade", stage="4-Proposal",
        expected_close_on=day(closes), last_discussed_on=discussed and day(discussed))  # fmt: skip


def test_no_opportunity_is_a_known_absence() -> None:
    assert said(acme(), "uptier_closes_on") is None
    assert said(acme(), "growth_closes_on") is None


def test_the_nearest_uptier_under_discussion_counts() -> None:
    records = acme()
    uptier(records, "2025-09-01", "2025-03-01")
    uptier(records, "2025-06-01", "2025-03-01")
    uptier(records, "2025-04-01", None)
    assert said(records, "uptier_closes_on") == day("2025-06-01")
    assert said(records, "uptier_closes_on__evidence") == "opportunity:2"
    assert said(records, "growth_closes_on") == day("2025-04-01")


@pytest.mark.parametrize(("on", "counts"), [("2025-05-30", True), ("2025-05-31", False)])
def test_a_discussion_counts_for_ninety_days(on: str, counts: bool) -> None:
    records = acme()
    uptier(records, "2025-09-01", "2025-03-01")
    assert (said(records, "uptier_closes_on", on) is not None) is counts


def test_a_closed_uptier_does_not_count() -> None:
    records = acme()
    add(records, "opportunity", account_id=ACME, kind="tier_upgrade", is_won=True,
        expected_close_on=day("2025-06-01"), closed_on=day("2025-03-30"),
        last_discussed_on=day("2025-03-30"))  # fmt: skip
    assert said(records, "uptier_closes_on") is None
    assert said(records, "growth_closes_on") is None


def test_a_seat_expansion_is_growth_and_no_uptier() -> None:
    records = acme()
    add(records, "opportunity", account_id=ACME, kind="seat_expansion",
        expected_close_on=day("2025-06-01"), last_discussed_on=day("2025-03-30"))  # fmt: skip
    assert said(records, "uptier_closes_on") is None
    assert said(records, "growth_closes_on") == day("2025-06-01")


@pytest.mark.parametrize(
    ("on", "until"),
    [("2025-02-28", None), ("2025-03-01", "2025-05-15"), ("2025-05-15", "2025-05-15"),
     ("2025-05-16", None)],
)  # fmt: skip
def test_a_stated_intent_holds_until_its_day(on: str, until: str | None) -> None:
    records = acme(growth_intent_on=day("2025-03-01"), growth_intent_until=day("2025-05-15"))
    assert said(records, "growth_intent_until", on) == (until and day(until))


def test_an_intent_without_a_day_reaches_three_months() -> None:
    records = acme(growth_intent_on=day("2025-03-01"))
    assert said(records, "growth_intent_until") == day("2025-06-01")


@pytest.mark.parametrize(
    ("on", "runs"),
    [("2025-02-28", False), ("2025-03-01", True), ("2025-03-30", True), ("2025-03-31", False)],
)
def test_a_critical_initiative_runs_until_it_is_done(on: str, runs: bool) -> None:
    records = acme(
        critical_initiative_on=day("2025-03-01"), critical_initiative_done_on=day("2025-03-31")
    )
    assert said(records, "critical_initiative", on) is runs


@pytest.mark.parametrize(("on", "rolls"), [("2025-03-31", True), ("2025-04-01", False)])
def test_a_rollout_needs_activity_in_the_last_thirty_days(on: str, rolls: bool) -> None:
    records = acme()
    add(records, "objective", account_id=ACME, category="stage_adoption", is_primary=False,
        opened_on=day("2025-01-01"), last_activity_on=day("2025-03-01"))  # fmt: skip
    assert said(records, "use_case_rollout", on) is rolls


def test_the_primary_use_case_is_no_rollout() -> None:
    records = acme()
    add(records, "objective", account_id=ACME, category="stage_adoption", is_primary=True,
        opened_on=day("2025-03-30"))  # fmt: skip
    assert said(records, "use_case_rollout") is False
    assert said(records, "objectives_captured") == 1


def test_the_csm_can_say_that_a_rollout_is_planned() -> None:
    assert said(acme(rollout_stated_on=day("2025-03-01")), "use_case_rollout") is True


@pytest.mark.parametrize(
    ("on", "in_force"),
    [("2025-03-09", False), ("2025-03-10", True), ("2025-04-30", True), ("2025-05-01", False)],
)
def test_an_exception_is_in_force_from_its_first_day_to_its_last(on: str, in_force: bool) -> None:
    records = acme()
    add(records, "priority_exception", **DONE)
    assert said(records, "to_p2_exception_documented", on) is in_force
    assert said(records, "to_p2_exception_approved", on) is in_force
    assert said(records, "to_p1_exception_documented", on) is False


@pytest.mark.parametrize(
    "missing", ["team_discussed_on", "managers_discussed_on", "sent_on", "documented_on"]
)
def test_an_exception_needs_every_step(missing: str) -> None:
    records = acme()
    add(records, "priority_exception", **{**DONE, missing: None})
    assert said(records, "to_p2_exception_documented") is False


def test_a_pending_exception_is_documented_and_not_approved() -> None:
    records = acme()
    add(records, "priority_exception",
        **{**DONE, "sales_decision": "pending", "sales_decided_on": None})  # fmt: skip
    assert said(records, "to_p2_exception_documented") is True
    assert said(records, "to_p2_exception_approved") is False


@pytest.mark.parametrize(
    "ending", [{"sales_decision": "rejected"}, {"withdrawn_on": day("2025-03-31")}]
)
def test_a_rejected_or_withdrawn_exception_is_none(ending: dict[str, Any]) -> None:
    records = acme()
    add(records, "priority_exception", **{**DONE, **ending})
    assert said(records, "to_p2_exception_documented") is False


def test_the_latest_decided_priority_is_the_recorded_one() -> None:
    records = acme()
    for on, decided in (("2025-01-01", 1), ("2025-03-01", 2), ("2025-03-15", None)):
        add(records, "priority_assessment", account_id=ACME, happened_on=day(on), decided=decided,
            reason="red" if decided == 2 else "new customer")  # fmt: skip
    assert said(records, "priority_recorded") == 2
    assert said(records, "priority_recorded_reason") == "red"
    assert said(records, "priority_recorded_on") == day("2025-03-01")
    assert said(records, "priority_recorded__evidence") == "priority_assessment:2"


def test_no_recorded_priority_is_a_known_absence() -> None:
    assert said(acme(), "priority_recorded") is None


@pytest.mark.parametrize(
    ("on", "quarter"),
    [("2023-04-16", "2022-11-01"), ("2023-04-17", "2023-02-01"), ("2023-05-01", "2023-02-01")],
)
def test_the_qbrs_begin_two_weeks_before_a_quarter_ends(on: str, quarter: str) -> None:
    assert said(acme(), "qbr_quarter", on) == day(quarter)


def test_the_last_review_says_for_which_quarter_it_was() -> None:
    records = acme()
    add(records, "priority_review", user_id=NORA, quarter_start_on=day("2025-02-01"))
    add(records, "priority_review_item", review_id=1, account_id=ACME, outcome="confirmed",
        reviewed_on=day("2025-03-30"))  # fmt: skip
    assert said(records, "priority_reviewed_for", "2025-03-29") is None
    assert said(records, "priority_reviewed_for", "2025-03-30") == day("2025-02-01")
    assert said(records, "priority_reviewed_on", "2025-03-30") == day("2025-03-30")
