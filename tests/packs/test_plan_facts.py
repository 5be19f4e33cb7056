"""The success plan that counts, what is in it, and the growth plan."""

from __future__ import annotations

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


def plan(records: duckdb.DuckDBPyConnection, **values: Any) -> None:
    add(records, "success_plan", **{"account_id": ACME, "type": "roi", "status": "active",
        "known_from": day("2025-01-01"), **values})  # fmt: skip


def objective(records: duckdb.DuckDBPyConnection, **values: Any) -> None:
    add(records, "objective", **{"account_id": ACME, "plan_id": 1, **values})


def plans(records: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    return facts_as_of(records, "account/plans", on=TODAY)


def test_without_a_plan_there_is_none_and_that_is_known(
    records: duckdb.DuckDBPyConnection,
) -> None:
    row = plans(records)
    assert (row["plan_status"], row["plan_objectives"]) == (None, 0)
    assert row["plan_has_strategy_and_highlights"] is False
    assert row["growth_plan_status"] is None


def test_an_internal_or_closed_plan_does_not_count(records: duckdb.DuckDBPyConnection) -> None:
    plan(records, type="internal")
    plan(records, status="closed")
    assert plans(records)["plan_status"] is None


def test_the_active_plan_goes_before_a_newer_draft(records: duckdb.DuckDBPyConnection) -> None:
    plan(records, known_from=day("2024-01-01"))
    plan(records, status="draft", known_from=day("2025-03-01"))
    row = plans(records)
    assert (row["plan_status"], row["plan_status__evidence"]) == ("active", "success_plan:1")


def test_of_two_active_plans_the_newer_one_counts(records: duckdb.DuckDBPyConnection) -> None:
    plan(records, happened_on=day("2024-06-01"))
    plan(records, happened_on=day("2024-05-01"))
    assert plans(records)["plan_status__evidence"] == "success_plan:1"


def test_blank_strategy_or_highlights_are_missing(records: duckdb.DuckDBPyConnection) -> None:
    plan(records, strategy="One pipeline for all", highlights="  ")
    assert plans(records)["plan_has_strategy_and_highlights"] is False
    records.execute("update success_plan set highlights = 'A new CTO'")
    assert plans(records)["plan_has_strategy_and_highlights"] is True


def test_closed_objectives_count_but_are_not_open(records: duckdb.DuckDBPyConnection) -> None:
    plan(records)
    objective(records, success_criteria="80 %", due_on=day("2025-06-01"))
    objective(records, success_criteria="80 %")
    objective(records, due_on=day("2025-06-01"), success_criteria=" ")
    objective(records, closed_on=day("2025-04-01"))
    row = plans(records)
    assert row["plan_objectives"] == 4
    assert row["plan_open_objectives"] == 3
    assert row["plan_incomplete_objectives"] == 2


def test_an_approval_that_was_taken_back_is_none(records: duckdb.DuckDBPyConnection) -> None:
    plan(records, approval_status="changes_requested", approved_on=day("2025-03-01"))
    assert plans(records)["plan_approved_on"] is None
    records.execute("update success_plan set approval_status = 'approved'")
    assert plans(records)["plan_approved_on"] == day("2025-03-01")


def test_a_touchpoint_about_an_objective_is_activity(records: duckdb.DuckDBPyConnection) -> None:
    plan(records)
    objective(records, last_validated_on=day("2025-02-01"))
    assert plans(records)["plan_last_activity_on"] == day("2025-02-01")
    add(records, "timeline_entry", account_id=ACME, objective_id=1, happened_on=day("2025-04-10"))
    assert plans(records)["plan_last_activity_on"] == day("2025-04-10")


def test_an_active_growth_plan_goes_before_a_draft(records: duckdb.DuckDBPyConnection) -> None:
    add(records, "growth_plan", account_id=ACME, status="active", known_from=day("2024-01-01"))
    add(records, "growth_plan", account_id=ACME, status="draft", known_from=day("2025-01-01"))
    assert plans(records)["growth_plan_status"] == "active"


def test_a_play_is_open_only_with_its_playbook(records: duckdb.DuckDBPyConnection) -> None:
    plan(records)
    objective(records, motion="enablement", playbook="ci_enablement")
    objective(records, motion="enablement")
    objective(records, motion="expansion", playbook="cd_expansion", closed_on=TODAY)
    row = plans(records)
    assert (row["enablement_plays_open"], row["expansion_plays_open"]) == (1, 0)
