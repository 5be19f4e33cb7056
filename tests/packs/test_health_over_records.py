"""Health, plans and reviews of two customers of Nora's, from their records up."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from tests.packs.decided import decided_for
from tests.packs.tables import add, day, empty_records

ACME, GLOBEX, NORA = 1, 2, 7
TODAY = day("2025-06-01")


@pytest.fixture
def records() -> duckdb.DuckDBPyConnection:
    made = empty_records()
    add(made, "person", id=NORA, name="Nora", works_as="csm", region="AMER", is_active=True)
    for account, name in ((ACME, "Acme"), (GLOBEX, "Globex")):
        add(made, "account", name=name, region="AMER", cs_segment="growth", industry="Banking",
            alignment="csm_assigned", contract_start_on=day("2024-02-01"),
            contract_term_months=36, renewal_on=day("2027-02-01"))  # fmt: skip
        add(made, "account_team", account_id=account, user_id=NORA, role="csm", is_primary=True,
            starts_on=day("2024-01-01"))  # fmt: skip
        add(made, "priority_assessment", account_id=account, decided=1,
            happened_on=day("2024-02-01"))  # fmt: skip
    return made


def logged(records: duckdb.DuckDBPyConnection, on: str, account: int = ACME, **what: Any) -> None:
    add(records, "timeline_entry", **{"account_id": account, "type": "health_update",
        "happened_on": day(on), "author_id": NORA, "entry_source": "manual", **what})  # fmt: skip


def of_accounts(records: duckdb.DuckDBPyConnection, *decisions: str) -> dict[int, dict[str, Any]]:
    return decided_for(records, on=TODAY, only=decisions)


def of_nora(records: duckdb.DuckDBPyConnection, decision: str) -> Any:
    return decided_for(records, on=TODAY, grain="person", only=[decision])[NORA][decision]


def test_a_red_sentiment_overrides_until_it_is_too_old(records: duckdb.DuckDBPyConnection) -> None:
    logged(records, "2025-02-01", csm_sentiment="red")
    logged(records, "2025-01-31", account=GLOBEX, csm_sentiment="red")
    found = of_accounts(records, "health", "sentiment_stale")
    assert (found[ACME]["health"], found[GLOBEX]["health"]) == ("red", "red")
    assert (found[ACME]["health__rule"], found[GLOBEX]["health__rule"]) == (1, None)
    assert found[ACME]["sentiment_stale"] is True  # 120 days: flagged, not cleared


def test_without_a_plan_and_without_calls_outcomes_and_engagement_are_red_or_nothing(
    records: duckdb.DuckDBPyConnection,
) -> None:
    row = of_accounts(records, "health")[ACME]
    assert row["health__outcomes"] == 25  # priority 1 without a success plan
    assert row["health__engagement"] is None  # never met, and no onboarding to count from
    assert row["health__weight"] == 10


def test_nora_is_asked_for_weekly_updates_of_red_customers(
    records: duckdb.DuckDBPyConnection,
) -> None:
    logged(records, "2025-05-25", csm_sentiment="red")
    logged(records, "2025-05-24", account=GLOBEX, csm_sentiment="red")
    found = of_accounts(records, "health_update")
    assert (found[ACME]["health_update"], found[GLOBEX]["health_update"]) == ("due_soon", "overdue")
    assert of_nora(records, "red_update_share_by_csm") == 50


def test_an_ebr_each_contract_year_and_three_quarters_of_the_book(
    records: duckdb.DuckDBPyConnection,
) -> None:
    add(records, "ebr", account_id=ACME, kind="full", status="held", held_on=day("2025-02-01"))
    add(records, "ebr", account_id=GLOBEX, kind="full", status="held", held_on=day("2025-01-31"))
    found = of_accounts(records, "ebr", "ebrs_held")
    assert (found[ACME]["ebr"], found[ACME]["ebrs_held__met"]) == ("on_track", True)
    assert (found[GLOBEX]["ebr__due"], found[GLOBEX]["ebrs_held__met"]) == (
        day("2025-08-01"),
        False,
    )
    assert of_nora(records, "ebr_coverage_by_csm") == 100
    records.execute("update ebr set held_on = date '2024-06-01' where account_id = 2")
    assert of_nora(records, "ebr_coverage_by_csm") == 50


def test_a_roundtable_is_asked_of_each_industry_nora_serves(
    records: duckdb.DuckDBPyConnection,
) -> None:
    found = decided_for(records, on=TODAY, grain="industry", only=["roundtables"])
    assert found["Banking"]["roundtables__met"] is False  # type: ignore[index]  # its key is text
