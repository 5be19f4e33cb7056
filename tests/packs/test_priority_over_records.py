"""The priority of an account from its records up: the acceptance examples, day by day."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from tests.packs.decided import decided_for
from tests.packs.tables import add, day, empty_records

ACME, GLOBEX, NORA = 1, 2, 7
ASKED = ("priority_suggested", "priority_decided", "in_triage", "health")


def records_of(**account: Any) -> duckdb.DuckDBPyConnection:
    """Acme in Nora's book since 2021, last met lately, green in the CSM's eyes."""
    records = empty_records()
    usual = {"region": "EMEA", "cs_segment": "strategic", "alignment": "csm_assigned",
             "arr_cents": 400_000_00, "customer_start_on": day("2021-01-01")}  # fmt: skip
    add(records, "person", id=NORA, name="Nora", works_as="csm", ramped=True, is_active=True)
    add(records, "account", name="Acme", **{**usual, **account})
    add(records, "account_team", account_id=ACME, user_id=NORA, role="csm", is_primary=True,
        starts_on=day("2021-01-01"))  # fmt: skip
    return records


def recorded(records: duckdb.DuckDBPyConnection, priority: int, on: str) -> None:
    add(records, "priority_assessment", account_id=ACME, happened_on=day(on), decided=priority)


def feels(records: duckdb.DuckDBPyConnection, sentiment: str, on: str) -> None:
    add(records, "timeline_entry", account_id=ACME, type="health_update", happened_on=day(on),
        author_id=NORA, entry_source="manual", csm_sentiment=sentiment,
        requires_triage=False)  # fmt: skip


def acme(records: duckdb.DuckDBPyConnection, on: str) -> dict[str, Any]:
    return decided_for(records, on=day(on), only=ASKED)[ACME]


def test_an_uptier_nobody_talks_about_is_no_reason() -> None:
    records = records_of()
    feels(records, "green", "2023-05-20")
    add(records, "opportunity", account_id=ACME, kind="tier_upgrade",
        expected_close_on=day("2023-08-01"))  # fmt: skip
    assert acme(records, "2023-06-01")["priority_suggested"] == 2
    records.execute("update opportunity set last_discussed_on = date '2023-05-25'")
    assert acme(records, "2023-06-01")["priority_suggested"] == 1


def test_a_triage_issue_is_a_reason_and_a_low_licence_cta_is_none() -> None:
    records = records_of()
    feels(records, "green", "2023-05-20")
    add(records, "cta", account_id=ACME, type="risk", reason="low_licence",
        start_on=day("2023-05-01"))  # fmt: skip
    assert acme(records, "2023-06-01")["in_triage"] is False
    assert acme(records, "2023-06-01")["priority_suggested"] == 2
    add(records, "triage", account_id=ACME, opened_on=day("2023-05-30"))
    assert acme(records, "2023-06-01")["in_triage"] is True
    assert acme(records, "2023-06-01")["priority_suggested"] == 1


@pytest.mark.parametrize(
    ("region", "on", "decided"),
    [("AMER", "2024-01-31", 2), ("AMER", "2024-02-01", 1), ("EMEA", "2024-01-31", 2),
     ("EMEA", "2024-02-01", 2), ("APJ", "2024-01-31", 2), ("APJ", "2024-02-01", 2)],
)  # fmt: skip
def test_everyone_in_amer_is_priority_1_from_fy25(region: str, on: str, decided: int) -> None:
    records = records_of(region=region)
    recorded(records, 2, "2023-06-01")
    feels(records, "green", "2024-01-15")
    assert acme(records, on)["priority_decided"] == decided


@pytest.mark.parametrize(("on", "decided"), [("2023-01-31", 2), ("2023-02-01", 1)])
def test_red_makes_a_growth_account_priority_1_from_fy24(on: str, decided: int) -> None:
    records = records_of(cs_segment="growth")
    recorded(records, 2, "2022-06-01")
    feels(records, "red", "2023-01-20")
    said = acme(records, on)
    assert said["health"] == "red"
    assert said["priority_suggested"] == 1  # at risk in the model, before it forces anything
    assert said["priority_decided"] == decided


def test_a_red_unmanaged_child_stays_3() -> None:
    records = records_of(parent_id=GLOBEX, managed_apart=False)
    recorded(records, 3, "2022-06-01")
    feels(records, "red", "2023-02-20")
    assert acme(records, "2023-03-01")["priority_decided"] == 3


def test_a_child_that_nobody_has_decided_on_keeps_the_rule_of_its_segment() -> None:
    records = records_of(parent_id=GLOBEX)
    feels(records, "green", "2023-02-20")
    assert acme(records, "2023-03-01")["priority_suggested"] == 2


@pytest.mark.parametrize(("on", "suggested"), [("2023-04-14", 1), ("2023-04-15", 2)])
def test_a_commercial_customer_is_new_for_45_days(on: str, suggested: int) -> None:
    records = records_of(cs_segment="commercial", arr_cents=50_000_00, stages_in_use=5,
                         customer_start_on=day("2023-03-01"))  # fmt: skip
    feels(records, "green", "2023-04-01")
    recorded(records, 1, "2023-03-01")
    add(records, "cta", account_id=ACME, type="lifecycle", reason="onboarding",
        start_on=day("2023-03-01"), closed_on=day("2023-04-01"))  # fmt: skip
    add(records, "objective", account_id=ACME, category="roi", opened_on=day("2023-03-20"))
    said = acme(records, on)
    assert said["priority_suggested"] == suggested
    assert said["priority_decided"] == 1  # a lower suggestion is offered and waits


def test_an_account_without_a_recorded_priority_takes_the_first_suggestion() -> None:
    records = records_of()
    feels(records, "green", "2026-02-20")
    assert acme(records, "2026-03-01")["priority_decided"] == 2


def test_a_scale_account_has_no_priority() -> None:
    records = records_of(cs_segment="scale", alignment="cse_pooled")
    feels(records, "green", "2023-02-20")
    assert acme(records, "2023-03-01")["priority_decided"] is None
    assert acme(records, "2023-03-01")["priority_decided__known"]


def test_a_book_that_is_too_hot_is_measured_and_nobody_is_lowered() -> None:
    records = records_of(cs_segment="growth")
    for number in range(2, 6):
        add(records, "account", id=number, name=f"Initech {number}", region="EMEA",
            cs_segment="growth", alignment="csm_assigned")  # fmt: skip
        add(records, "account_team", account_id=number, user_id=NORA, role="csm", is_primary=True,
            starts_on=day("2021-01-01"))  # fmt: skip
    for number in range(1, 6):
        add(records, "priority_assessment", account_id=number, happened_on=day("2022-06-01"),
            decided=1 if number < 3 else 2)  # fmt: skip
    nora = decided_for(records, on=day("2023-06-01"), grain="person", only=["p1_share_growth"])[
        NORA
    ]
    assert nora["p1_share_growth"] == 40
    assert nora["p1_share_growth__met"] is False
