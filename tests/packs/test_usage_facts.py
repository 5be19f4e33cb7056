"""Licences and product usage: summed over what counts, unknown where a part is missing."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pytest

from tests.packs.as_of import facts_as_of
from tests.packs.tables import add, day, empty_records

ACME = 1
TODAY = day("2025-05-01")


@pytest.fixture
def records() -> duckdb.DuckDBPyConnection:
    made = empty_records()
    add(made, "account", name="Acme")
    return made


def subscription(records: duckdb.DuckDBPyConnection, seats: int | None, **values: Any) -> None:
    add(records, "subscription", **{"account_id": ACME, "seats": seats, "tier": "premium",
        "starts_on": day("2024-01-01"), "is_trial": False, **values})  # fmt: skip


def instance(records: duckdb.DuckDBPyConnection, of: int | None = 1, **values: Any) -> None:
    add(records, "instance", **{"account_id": ACME, "subscription_id": of, "kind": "instance",
        "type": "production", "delivery": "self_managed", "version": "16.3", **values})  # fmt: skip


def ping(
    records: duckdb.DuckDBPyConnection, of: int, on: str = "2025-04-28", **metrics: float | None
) -> None:
    for metric, value in metrics.items():
        add(records, "usage_reading", account_id=ACME, instance_id=of, read_on=day(on),
            known_from=day(on), metric=metric, value=value)  # fmt: skip


def usage(records: duckdb.DuckDBPyConnection, on: date = TODAY) -> dict[str, Any]:
    return facts_as_of(records, "account/usage", on=on)


def test_without_pings_nothing_is_known_and_nothing_is_zero(
    records: duckdb.DuckDBPyConnection,
) -> None:
    subscription(records, 200)
    row = usage(records)
    assert row["usage_arrives"] is False
    assert (row["billable_users"], row["licences"], row["git_users_28d"]) == (None, None, None)
    assert row["subscriptions_without_numbers"] == 1


def test_a_subscription_without_a_number_stays_out_of_the_sum(
    records: duckdb.DuckDBPyConnection,
) -> None:
    for number, (users, seats) in enumerate([(80, 200), (150, 300), (None, 100)], start=1):
        subscription(records, seats)
        instance(records, of=number)
        ping(records, number, billable_users=users)
    row = usage(records)
    assert (row["licence_users"], row["licences"]) == (230, 500)
    assert row["subscriptions_without_numbers"] == 1


def test_trials_and_ended_subscriptions_have_no_licences(
    records: duckdb.DuckDBPyConnection,
) -> None:
    subscription(records, 100, is_trial=True)
    subscription(records, 100, ends_on=day("2025-04-30"))
    subscription(records, 100, ends_on=TODAY)
    for number in (1, 2, 3):
        instance(records, of=number)
        ping(records, number, billable_users=50)
    row = usage(records)
    assert (row["licence_users"], row["licences"]) == (50, 100)


def test_usage_counts_for_sixty_days_and_not_for_sixty_one(
    records: duckdb.DuckDBPyConnection,
) -> None:
    subscription(records, 200)
    instance(records)
    ping(records, 1, on="2025-03-02", billable_users=100)
    assert usage(records)["usage_arrives"] is True
    late = usage(records, on=day("2025-05-02"))
    assert (late["usage_arrives"], late["billable_users"]) == (False, None)


def test_the_latest_reading_counts_even_when_it_is_not_known(
    records: duckdb.DuckDBPyConnection,
) -> None:
    subscription(records, 200)
    instance(records)
    ping(records, 1, on="2025-04-01", billable_users=100, git_operation_users_28d=40)
    ping(records, 1, on="2025-04-28", billable_users=120, git_operation_users_28d=None)
    row = usage(records)
    assert (row["billable_users"], row["git_users_28d"]) == (120, None)


def test_production_and_namespaces_count_and_others_do_not(
    records: duckdb.DuckDBPyConnection,
) -> None:
    subscription(records, 500)
    instance(records)
    instance(records, kind="namespace", type="unknown", delivery="saas", version=None)
    for other in ("non_production", "obsolete", "unknown", "geo_secondary"):
        instance(records, type=other)
    for number in range(1, 7):
        ping(records, number, billable_users=100)
    assert usage(records)["billable_users"] == 200


def test_one_instance_that_does_not_report_a_metric_makes_its_sum_unknown(
    records: duckdb.DuckDBPyConnection,
) -> None:
    subscription(records, 500)
    instance(records)
    instance(records)
    ping(records, 1, billable_users=100, git_operation_users_28d=40)
    ping(records, 2, billable_users=50)
    row = usage(records)
    assert (row["billable_users"], row["git_users_28d"]) == (150, None)


def test_active_users_are_compared_with_the_users_of_those_who_count_them(
    records: duckdb.DuckDBPyConnection,
) -> None:
    subscription(records, 500)
    instance(records)
    instance(records, kind="namespace", delivery="saas")
    ping(records, 1, billable_users=200, unique_active_users_28d=146)
    ping(records, 2, billable_users=50)
    row = usage(records)
    assert (row["active_users_28d"], row["active_users_of"]) == (146, 200)
    assert row["usage_delivery"] == "self_managed"


@pytest.mark.parametrize(
    ("version", "number"),
    [("15.2", 15002), ("15.10.3-ee", 15010), ("16", 16000), ("16.x", None), (None, None)],
)
def test_a_version_becomes_a_number_that_can_be_compared(
    records: duckdb.DuckDBPyConnection, version: str | None, number: int | None
) -> None:
    subscription(records, 200)
    instance(records, version=version)
    ping(records, 1, billable_users=100)
    assert usage(records)["usage_version"] == number


SCANS = {
    "secret_detection_scans_28d": 400.0, "dependency_scanning_scans_28d": 0.0,
    "container_scanning_scans_28d": 0.0, "sast_scans_28d": 350.0, "dast_scans_28d": 0.0,
    "coverage_fuzzing_scans_28d": 0.0, "api_fuzzing_scans_28d": 0.0,
}  # fmt: skip


def test_scans_count_where_the_instance_is_on_ultimate(records: duckdb.DuckDBPyConnection) -> None:
    subscription(records, 200, tier="ultimate")
    subscription(records, 100)
    instance(records)
    instance(records, of=2)
    ping(records, 1, billable_users=200, ci_internal_pipelines_28d=3000, **SCANS)
    ping(records, 2, billable_users=50, ci_internal_pipelines_28d=900, **SCANS)
    row = usage(records)
    assert (row["ultimate_in_use"], row["ultimate_users"]) == (True, 200)
    assert (row["scans_28d"], row["scanner_types"]) == (750, 2)
    assert row["ci_internal_pipelines_28d"] == 3000


def test_a_scanner_that_is_not_reported_is_not_a_scanner_that_is_not_used(
    records: duckdb.DuckDBPyConnection,
) -> None:
    subscription(records, 200, tier="ultimate")
    instance(records)
    reported = {name: value for name, value in SCANS.items() if name != "dast_scans_28d"}
    ping(records, 1, billable_users=200, **reported)
    row = usage(records)
    assert (row["scans_28d"], row["scanner_types"]) == (None, None)


def test_without_ultimate_there_are_no_scans(records: duckdb.DuckDBPyConnection) -> None:
    subscription(records, 200)
    instance(records)
    ping(records, 1, billable_users=200, **SCANS)
    row = usage(records)
    assert (row["ultimate_in_use"], row["scans_28d"]) == (False, None)
