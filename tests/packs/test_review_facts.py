"""EBRs held, offered and planned, workshops, roundtables, and the partners' part."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pytest

from tests.packs.as_of import facts_as_of
from tests.packs.tables import add, day, empty_records

ACME, NORA = 1, 1
TODAY = day("2025-05-15")  # the second fiscal quarter has begun on 1 May


@pytest.fixture
def records() -> duckdb.DuckDBPyConnection:
    made = empty_records()
    add(made, "account", name="Acme", industry="Banking", region="AMER",
        contract_start_on=day("2023-03-01"))  # fmt: skip
    add(made, "person", name="Nora")
    return made


def ebr(records: duckdb.DuckDBPyConnection, **values: Any) -> None:
    add(records, "ebr", **{"account_id": ACME, "kind": "full", "status": "planned", **values})


def workshop(records: duckdb.DuckDBPyConnection, on: str, **values: Any) -> None:
    attended = values.pop("attended", True)
    add(records, "workshop", **{"type": "workshop", "led_by": "csm", "led_by_user_id": NORA,
        "held_on": day(on), **values})  # fmt: skip
    [[held]] = records.execute("select max(id) from workshop").fetchall()
    add(records, "workshop_account", workshop_id=held, account_id=ACME, attended=attended)


def reviews(records: duckdb.DuckDBPyConnection, on: date = TODAY) -> dict[str, Any]:
    return facts_as_of(records, "account/reviews", on=on)


def test_never_reviewed(records: duckdb.DuckDBPyConnection) -> None:
    row = reviews(records)
    assert (row["ebr_held_on"], row["ebrs_in_contract_year"]) == (None, 0)
    assert (row["ebr_slot_on"], row["workshops_this_quarter"]) == (None, 0)


def test_the_contract_year_begins_on_its_anniversary(records: duckdb.DuckDBPyConnection) -> None:
    ebr(records, held_on=day("2025-03-01"), status="held")
    ebr(records, held_on=day("2025-02-28"), status="held")
    row = reviews(records)
    assert (row["ebrs_in_contract_year"], row["ebr_held_on"]) == (1, day("2025-03-01"))
    assert reviews(records, on=day("2025-02-28"))["ebrs_in_contract_year"] == 1


def test_a_mini_ebr_counts_only_where_the_csm_says_so(records: duckdb.DuckDBPyConnection) -> None:
    ebr(records, kind="mini", held_on=day("2025-04-01"), status="held")
    assert reviews(records)["ebrs_in_contract_year"] == 0
    records.execute("update ebr set counts_as_full = true")
    assert reviews(records)["ebrs_in_contract_year"] == 1


def test_an_ebr_that_lies_ahead_is_not_held(records: duckdb.DuckDBPyConnection) -> None:
    ebr(records, held_on=day("2025-05-16"))
    assert reviews(records)["ebr_held_on"] is None


def test_a_target_is_no_place_on_the_roadmap(records: duckdb.DuckDBPyConnection) -> None:
    ebr(records, target_on=day("2025-09-01"))
    assert reviews(records)["ebr_slot_on"] is None
    ebr(records, roadmap_quarter_on=day("2025-08-01"))
    assert reviews(records)["ebr_slot_on"] == day("2025-08-01")


def test_a_declined_ebr_was_offered_but_has_no_place(records: duckdb.DuckDBPyConnection) -> None:
    ebr(records, status="declined", offered_on=day("2025-04-01"), scheduled_for=day("2025-06-01"))
    row = reviews(records)
    assert (row["ebr_offered_on"], row["ebr_slot_on"]) == (day("2025-04-01"), None)


def test_workshops_count_from_the_first_day_of_the_quarter(
    records: duckdb.DuckDBPyConnection,
) -> None:
    workshop(records, "2025-05-01")
    workshop(records, "2025-04-30", led_by="sa")
    workshop(records, "2025-05-10", type="webinar")
    workshop(records, "2025-05-11", attended=False)
    row = reviews(records)
    assert row["workshops_this_quarter"] == 1
    assert row["csm_led_workshops_in_a_year"] == 1
    assert row["webinars_in_a_year"] == 1


def test_a_year_ago_to_the_day_is_too_long(records: duckdb.DuckDBPyConnection) -> None:
    workshop(records, "2024-05-16")
    workshop(records, "2024-05-15")
    assert reviews(records)["csm_led_workshops_in_a_year"] == 1


def test_a_csms_workshops_of_three_months(records: duckdb.DuckDBPyConnection) -> None:
    workshop(records, "2025-02-16")
    workshop(records, "2025-02-15")
    workshop(records, "2025-05-01", led_by="sa")
    row = facts_as_of(records, "person/reviews", on=TODAY, of=NORA)
    assert row["workshops_led_lately"] == 1


def test_a_roundtable_counts_for_each_of_its_industries(
    records: duckdb.DuckDBPyConnection,
) -> None:
    add(records, "account", name="Globex", industry="Energy", region="EMEA")
    add(records, "account_team", account_id=ACME, user_id=NORA, role="csm",
        starts_on=day("2024-01-01"))  # fmt: skip
    add(records, "roundtable", theme="Audits", held_on=day("2025-05-01"))
    add(records, "roundtable", theme="Old", held_on=day("2025-04-30"))
    for industry in ("Banking", "Energy"):
        add(records, "roundtable_industry", roundtable_id=1, industry=industry)
    add(records, "roundtable_industry", roundtable_id=2, industry="Banking")
    banking = facts_as_of(records, "industry/roundtables", on=TODAY, of="Banking")
    energy = facts_as_of(records, "industry/roundtables", on=TODAY, of="Energy")
    assert (banking["roundtables_this_quarter"], banking["served_in_amer"]) == (1, True)
    assert (energy["roundtables_this_quarter"], energy["served_in_amer"]) == (1, False)


def engaged(records: duckdb.DuckDBPyConnection, **values: Any) -> None:
    add(records, "partner_engagement", **{"account_id": ACME, "status": "active",
        "started_on": day("2024-06-01"), **values})  # fmt: skip


def partners(records: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    return facts_as_of(records, "account/partners", on=TODAY)


def test_without_partners_nothing_is_missing(records: duckdb.DuckDBPyConnection) -> None:
    ebr(records)
    row = partners(records)
    assert (row["partner_engagements"], row["partner_syncs_missing"]) == (0, 0)
    assert row["ebr_open"] is True


def test_an_ended_engagement_does_not_count(records: duckdb.DuckDBPyConnection) -> None:
    engaged(records, status="ended")
    engaged(records, ended_on=TODAY)
    assert partners(records)["partner_engagements"] == 0


def test_the_partner_reviewed_longest_ago_counts(records: duckdb.DuckDBPyConnection) -> None:
    engaged(records, last_health_review_on=day("2025-04-01"), health_review_months=1)
    engaged(records, last_health_review_on=day("2025-02-01"), health_review_months=3)
    row = partners(records)
    assert row["last_partner_health_review_on"] == day("2025-02-01")
    assert row["partner_review_months"] == 3


def test_each_partner_is_synced_with_before_the_ebr(records: duckdb.DuckDBPyConnection) -> None:
    engaged(records)
    engaged(records)
    ebr(records)
    add(records, "partner_ebr_sync", engagement_id=1, ebr_id=1, held_on=TODAY)
    assert partners(records)["partner_syncs_missing"] == 1
    add(records, "partner_ebr_sync", engagement_id=2, ebr_id=1, held_on=day("2025-05-16"))
    assert partners(records)["partner_syncs_missing"] == 1
    add(records, "partner_ebr_sync", engagement_id=2, ebr_id=1, held_on=TODAY)
    assert partners(records)["partner_syncs_missing"] == 0


def test_a_refusal_counts_until_another_review_is_planned(
    records: duckdb.DuckDBPyConnection,
) -> None:
    ebr(records, status="declined", contract_year_start_on=day("2024-03-01"))
    assert reviews(records)["ebr_declined"] is False  # that was the year before
    ebr(records, status="declined", contract_year_start_on=day("2025-03-01"))
    row = reviews(records)
    assert (row["ebr_declined"], row["ebr_declined__evidence"]) == (True, "ebr:2")
    ebr(records, status="planned", contract_year_start_on=day("2025-03-01"))
    assert reviews(records)["ebr_declined"] is False


def test_a_mini_ebr_is_a_small_review_or_a_call_of_that_name(
    records: duckdb.DuckDBPyConnection,
) -> None:
    ebr(records, kind="mini", status="held", held_on=day("2025-03-10"))
    assert reviews(records)["mini_ebr_held_on"] == day("2025-03-10")
    add(records, "timeline_entry", account_id=ACME, type="customer_call", held=True,
        meeting_type="mini_ebr", happened_on=day("2025-04-02"), with_csm=True,
        entry_source="manual")  # fmt: skip
    assert reviews(records)["mini_ebr_held_on"] == day("2025-04-02")


def logged(records: duckdb.DuckDBPyConnection, on: str, **values: Any) -> None:
    add(records, "timeline_entry", **{"account_id": ACME, "type": "customer_call", "held": True,
        "with_csm": True, "entry_source": "manual", "author_id": NORA, "happened_on": day(on),
        **values})  # fmt: skip


def test_what_was_logged_as_an_ebr_counts_once(records: duckdb.DuckDBPyConnection) -> None:
    logged(records, "2025-04-02", meeting_type="ebr")
    row = reviews(records)
    assert (row["ebr_held_on"], row["ebrs_in_contract_year"]) == (day("2025-04-02"), 1)
    assert row["ebr_held_on__evidence"] == "timeline_entry:1"
    ebr(records, held_on=day("2025-04-02"), status="held")
    row = reviews(records)
    assert (row["ebrs_in_contract_year"], row["ebr_held_on__evidence"]) == (1, "ebr:1")


def test_what_was_logged_as_a_workshop_counts_once(records: duckdb.DuckDBPyConnection) -> None:
    logged(records, "2025-05-05", type="workshop")
    logged(records, "2025-05-06", type="workshop", entry_source="crm_sync")
    row = reviews(records)
    assert (row["workshops_this_quarter"], row["csm_led_workshops_in_a_year"]) == (1, 1)
    assert led_by_nora(records) == 1
    workshop(records, "2025-05-05")
    assert reviews(records)["workshops_this_quarter"] == 1
    assert led_by_nora(records) == 1


def led_by_nora(records: duckdb.DuckDBPyConnection) -> Any:
    return facts_as_of(records, "person/reviews", on=TODAY, of=NORA)["workshops_led_lately"]
