"""First call, first value, and the milestones of a subscription."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from tests.packs.as_of import facts_as_of
from tests.packs.tables import add, day, empty_records

ACME = 1
TODAY = day("2024-06-01")


@pytest.fixture
def records() -> duckdb.DuckDBPyConnection:
    made = empty_records()
    add(made, "account", name="Acme")
    add(made, "subscription", account_id=ACME, starts_on=day("2024-01-02"), seats=200)
    add(made, "instance", account_id=ACME, subscription_id=1, kind="instance", type="production")
    return made


def ping(records: duckdb.DuckDBPyConnection, on: str, instance: int = 1, **metrics: Any) -> None:
    for metric, value in metrics.items():
        add(records, "usage_reading", account_id=ACME, subscription_id=1, instance_id=instance,
            read_on=day(on), known_from=day(on), metric=metric, value=value)  # fmt: skip


def first_value(records: duckdb.DuckDBPyConnection) -> Any:
    return facts_as_of(records, "account/first_value", on=TODAY)["first_value_on"]


def milestone(records: duckdb.DuckDBPyConnection, fact: str) -> Any:
    return facts_as_of(records, "subscription/value", on=TODAY)[fact]


def test_first_value_is_the_first_ping_at_ten_percent(records: duckdb.DuckDBPyConnection) -> None:
    ping(records, "2024-01-08", billable_users=5, licensed_users=200)
    ping(records, "2024-01-15", billable_users=19, licensed_users=200)
    assert first_value(records) is None
    ping(records, "2024-01-22", billable_users=20, licensed_users=200)
    ping(records, "2024-01-29", billable_users=55, licensed_users=200)
    assert first_value(records) == day("2024-01-22")


def test_what_was_entered_by_hand_goes_before_what_the_pings_say(
    records: duckdb.DuckDBPyConnection,
) -> None:
    ping(records, "2024-01-22", billable_users=20, licensed_users=200)
    records.execute(
        "update account set first_value_on = '2024-01-10', first_value_source = 'manual'"
    )
    row = facts_as_of(records, "account/first_value", on=TODAY)
    assert (row["first_value_on"], row["first_value_source"]) == (day("2024-01-10"), "manual")


def test_for_an_existing_customer_it_is_the_day_of_its_first_csm(
    records: duckdb.DuckDBPyConnection,
) -> None:
    records.execute("update account set conversion_source = 'existing_new_csm'")
    add(records, "account_team", account_id=ACME, user_id=7, role="csm",
        starts_on=day("2024-03-01"))  # fmt: skip
    row = facts_as_of(records, "account/first_value", on=TODAY)
    assert (row["first_value_on"], row["first_value_source"]) == (day("2024-03-01"), "assignment")
    assert row["first_value_waived"] is True


def test_other_than_production_instances_count_for_nothing(
    records: duckdb.DuckDBPyConnection,
) -> None:
    records.execute("update instance set type = 'non_production'")
    ping(records, "2024-01-22", billable_users=200, licensed_users=200)
    assert first_value(records) is None


def test_two_production_instances_are_summed_each_with_its_own_day(
    records: duckdb.DuckDBPyConnection,
) -> None:
    add(records, "instance", account_id=ACME, subscription_id=1, kind="instance", type="production")
    ping(records, "2024-01-08", billable_users=15, licensed_users=100)
    ping(records, "2024-01-09", instance=2, billable_users=1, licensed_users=100)
    assert first_value(records) == day("2024-01-08")
    assert milestone(records, "reached_10_percent_on") == day("2024-01-08")
    ping(records, "2024-01-16", instance=2, billable_users=90, licensed_users=100)
    assert milestone(records, "reached_50_percent_on") == day("2024-01-16")


def test_an_unknown_reading_changes_nothing(records: duckdb.DuckDBPyConnection) -> None:
    ping(records, "2024-01-08", billable_users=19, licensed_users=200)
    ping(records, "2024-01-15", billable_users=None, licensed_users=200)
    ping(records, "2024-01-22", billable_users=20)
    assert first_value(records) == day("2024-01-22")


def test_a_milestone_once_reached_stays_reached(records: duckdb.DuckDBPyConnection) -> None:
    users = {"2023-06-05": 70, "2023-06-12": 82, "2023-06-19": 60, "2023-06-26": 90}
    for on, git_users in users.items():
        ping(records, on, billable_users=200, git_operation_users_28d=git_users)
    assert milestone(records, "reached_scm_on") == day("2023-06-12")


@pytest.mark.parametrize(
    ("metric", "short", "enough", "fact"),
    [
        ("git_operation_users_28d", 79, 80, "reached_scm_on"),
        ("ci_pipeline_users_28d", 49, 50, "reached_ci_on"),
        ("secure_scanner_users_28d", 39, 40, "reached_devsecops_on"),
    ],
)
def test_each_use_case_has_its_own_level(
    records: duckdb.DuckDBPyConnection, metric: str, short: int, enough: int, fact: str
) -> None:
    ping(records, "2024-02-01", billable_users=200, **{metric: short})
    assert milestone(records, fact) is None
    ping(records, "2024-02-08", billable_users=200, **{metric: enough})
    assert milestone(records, fact) == day("2024-02-08")


def test_without_a_licence_reading_the_seats_are_the_licences(
    records: duckdb.DuckDBPyConnection,
) -> None:
    ping(records, "2024-02-01", billable_users=100)
    assert milestone(records, "reached_50_percent_on") == day("2024-02-01")
    assert milestone(records, "reached_80_percent_on") is None


@pytest.mark.parametrize(
    "odd",
    [
        {"entry_source": "crm_sync"},
        {"held": False},
        {"with_csm": False},
        {"with_csm": None},
        {"type": "email"},
        {"entry_source": "call_recorder", "csm_hosted": False},
    ],
)
def test_what_is_no_call_with_a_csm_is_no_first_call(
    records: duckdb.DuckDBPyConnection, odd: dict[str, Any]
) -> None:
    entry = {"account_id": ACME, "type": "customer_call", "held": True, "with_csm": True,
             "entry_source": "manual"}  # fmt: skip
    add(records, "timeline_entry", **{**entry, **odd}, happened_on=day("2024-01-05"))
    add(records, "timeline_entry", **entry, happened_on=day("2024-01-12"))
    found = facts_as_of(records, "account/first_value", on=TODAY)["first_call_on"]
    assert found == day("2024-01-12")
