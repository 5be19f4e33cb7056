"""The occasions that the CTA rules name: risk episodes, EBRs, renewal calls, contacts."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from tests.packs.as_of import facts_as_of
from tests.packs.tables import add, day, empty_records

ACME = 1
TODAY = day("2025-04-01")


@pytest.fixture
def records() -> duckdb.DuckDBPyConnection:
    made = empty_records()
    add(made, "account", name="Acme", contract_start_on=day("2024-02-01"))
    return made


def feels(records: duckdb.DuckDBPyConnection, on: str, sentiment: str, **more: Any) -> None:
    add(records, "timeline_entry", account_id=ACME, type="health_update", happened_on=day(on),
        csm_sentiment=sentiment, **more)  # fmt: skip


def since(records: duckdb.DuckDBPyConnection) -> Any:
    return facts_as_of(records, "account/ctas", on=TODAY)["risk_episode_since"]


def test_a_customer_nobody_spoke_of_has_no_episode(records: duckdb.DuckDBPyConnection) -> None:
    assert since(records) is None


def test_an_episode_is_named_by_its_first_red_day(records: duckdb.DuckDBPyConnection) -> None:
    feels(records, "2025-01-10", "red")
    feels(records, "2025-01-20", "green")
    feels(records, "2025-03-01", "yellow")
    feels(records, "2025-03-05", "red")
    feels(records, "2025-03-12", "red")
    assert since(records) == day("2025-03-05")


def test_yellow_that_needs_triage_is_part_of_it(records: duckdb.DuckDBPyConnection) -> None:
    feels(records, "2025-03-01", "yellow", requires_triage=True)
    feels(records, "2025-03-05", "red")
    assert since(records) == day("2025-03-01")


def test_the_episode_ends_with_green_on_the_same_day(records: duckdb.DuckDBPyConnection) -> None:
    feels(records, "2025-03-05", "red")
    feels(records, "2025-03-05", "green")
    assert since(records) is None


def test_an_ebr_without_a_date_is_planned_for_month_six(records: duckdb.DuckDBPyConnection) -> None:
    row = facts_as_of(records, "account/ctas", on=day("2025-01-31"))
    assert row["ebr_on"] == day("2024-08-01")
    assert facts_as_of(records, "account/ctas", on=day("2025-02-01"))["ebr_on"] == day("2025-08-01")


def test_a_scheduled_ebr_goes_before_its_target(records: duckdb.DuckDBPyConnection) -> None:
    add(records, "ebr", account_id=ACME, kind="full", status="scheduled",
        target_on=day("2025-08-01"), scheduled_for=day("2025-07-10"))  # fmt: skip
    assert facts_as_of(records, "account/ctas", on=TODAY)["ebr_on"] == day("2025-07-10")


def test_tasks_done_are_those_of_the_open_ebr_cta(records: duckdb.DuckDBPyConnection) -> None:
    cta = {"account_id": ACME, "type": "lifecycle", "reason": "business_review", "status": "new"}
    add(records, "cta", **cta, closed_on=day("2025-01-01"))
    add(records, "cta", **cta)
    add(records, "task", account_id=ACME, cta_id=1, status="done")
    assert facts_as_of(records, "account/ctas", on=TODAY)["ebr_tasks_done"] == 0
    add(records, "task", account_id=ACME, cta_id=2, status="done")
    assert facts_as_of(records, "account/ctas", on=TODAY)["ebr_tasks_done"] == 1


def test_the_last_renewal_call_that_was_held_counts(records: duckdb.DuckDBPyConnection) -> None:
    call = {"account_id": ACME, "type": "customer_call", "meeting_type": "renewal_call"}
    add(records, "timeline_entry", **call, held=True, renewal_outcome="no_risk",
        happened_on=day("2025-03-01"))  # fmt: skip
    add(records, "timeline_entry", **call, held=False, happened_on=day("2025-03-20"))
    row = facts_as_of(records, "account/renewal", on=TODAY)
    assert (row["renewal_call_on"], row["renewal_outcome"]) == (day("2025-03-01"), "no_risk")


def test_the_first_renewal_call_of_the_year_before_the_renewal(
    records: duckdb.DuckDBPyConnection,
) -> None:
    records.execute("update account set renewal_on = date '2025-06-01'")
    for on in ("2024-05-20", "2025-02-10", "2025-03-20"):  # the first was for the renewal before
        add(records, "timeline_entry", account_id=ACME, type="customer_call", held=True,
            meeting_type="renewal_call", happened_on=day(on))  # fmt: skip
    row = facts_as_of(records, "account/renewal", on=TODAY)
    assert row["renewal_first_call_on"] == day("2025-02-10")
    assert row["renewal_call_on"] == day("2025-03-20")


def test_a_renewal_cta_closed_with_the_status_known_is_remembered(
    records: duckdb.DuckDBPyConnection,
) -> None:
    assert facts_as_of(records, "account/renewal", on=TODAY)["renewal_status_known_on"] is None
    add(records, "cta", account_id=ACME, type="renewal", reason="upcoming_renewal",
        closed_on=day("2025-03-05"), closed_reason="status_already_known")  # fmt: skip
    row = facts_as_of(records, "account/renewal", on=TODAY)
    assert row["renewal_status_known_on"] == day("2025-03-05")


def test_inactive_contacts_are_not_counted(records: duckdb.DuckDBPyConnection) -> None:
    admin = {"account_id": ACME, "gitlab_roles": ["gitlab_admin"], "is_regular": True}
    add(records, "contact", **admin, email="ada@acme.test")
    add(records, "contact", **admin, email="eve@acme.test", inactive=True)
    add(records, "contact", **admin, email="pia@acme.test", email_opt_out=True)
    row = facts_as_of(records, "account/contacts", on=TODAY)
    assert (row["regular_contacts"], row["admin_contacts"], row["reachable_admins"]) == (2, 2, 1)


def test_red_ends_with_the_first_word_that_is_not_red(
    records: duckdb.DuckDBPyConnection,
) -> None:
    feels(records, "2025-01-10", "red")
    feels(records, "2025-01-20", "green")
    feels(records, "2025-03-01", "red")
    assert left_red(records) is None
    feels(records, "2025-03-05", "yellow")
    feels(records, "2025-03-12", "green")
    assert left_red(records) == day("2025-03-05")


def left_red(records: duckdb.DuckDBPyConnection) -> Any:
    return facts_as_of(records, "account/ctas", on=TODAY)["red_left_on"]
