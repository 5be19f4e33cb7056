"""Who an account is, what it has bought, and where the day stands in the fiscal year."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from tests.packs.as_of import facts_as_of
from tests.packs.tables import add, day, empty_records

ACME = 1


def identity(on: str, **account: Any) -> dict[str, Any]:
    records = empty_records()
    add(records, "account", name="Acme", **account)
    return facts_as_of(records, "account/identity", on=day(on))


def commercial(records: duckdb.DuckDBPyConnection, on: str = "2025-03-31") -> dict[str, Any]:
    return facts_as_of(records, "account/commercial", on=day(on))


def acme(**account: Any) -> duckdb.DuckDBPyConnection:
    records = empty_records()
    add(records, "account", name="Acme", **account)
    return records


def test_what_nobody_said_is_unknown() -> None:
    said = identity("2025-03-31")
    assert said["region"] is None
    assert said["public_sector"] is None
    assert said["has_parent"] is False


@pytest.mark.parametrize(
    ("on", "quarter", "year"),
    [
        ("2024-01-31", "2023-11-01", "2023-02-01"),
        ("2024-02-01", "2024-02-01", "2024-02-01"),
        ("2024-04-30", "2024-02-01", "2024-02-01"),
        ("2024-05-01", "2024-05-01", "2024-02-01"),
        ("2024-12-31", "2024-11-01", "2024-02-01"),
    ],
)
def test_a_fiscal_year_begins_in_february(on: str, quarter: str, year: str) -> None:
    said = identity(on)
    assert said["quarter_start"] == day(quarter)
    assert said["fiscal_year_start"] == day(year)


def test_the_next_quarter_ends_with_its_last_day() -> None:
    said = identity("2024-03-15")
    assert said["quarter_end"] == day("2024-04-30")
    assert said["next_quarter_end"] == day("2024-07-31")


def test_a_child_is_unmanaged_only_when_somebody_said_so() -> None:
    assert identity("2025-03-31", parent_id=2, managed_apart=False)["unmanaged_child"] is True
    assert identity("2025-03-31", parent_id=2, managed_apart=True)["unmanaged_child"] is False
    undecided = identity("2025-03-31", parent_id=2)
    assert undecided["unmanaged_child"] is False
    assert undecided["managed_apart_undecided"] is True


def test_an_account_without_a_parent_is_no_unmanaged_child() -> None:
    said = identity("2025-03-31", managed_apart=False)
    assert said["unmanaged_child"] is False
    assert said["managed_apart_undecided"] is False


@pytest.mark.parametrize(
    ("on", "begins"),
    [
        ("2024-01-31", "2024-02-01"),
        ("2024-02-01", "2024-02-01"),
        ("2025-01-31", "2024-02-01"),
        ("2025-02-01", "2025-02-01"),
        ("2026-08-01", "2026-02-01"),
    ],
)
def test_contract_years_are_counted_from_the_contract_start(on: str, begins: str) -> None:
    records = acme(contract_start_on=day("2024-02-01"), contract_term_months=36)
    assert commercial(records, on)["contract_year_start"] == day(begins)


def test_a_contract_that_began_on_a_leap_day_begins_anew_on_the_28th() -> None:
    records = acme(contract_start_on=day("2024-02-29"))
    assert commercial(records, "2025-02-27")["contract_year_start"] == day("2024-02-29")
    assert commercial(records, "2025-02-28")["contract_year_start"] == day("2025-02-28")


def test_arr_is_what_the_account_says_or_its_paid_subscriptions_in_force() -> None:
    records = acme()
    add(records, "subscription", account_id=ACME, starts_on=day("2024-01-01"), arr_cents=70_000_00)
    add(records, "subscription", account_id=ACME, starts_on=day("2025-01-01"), arr_cents=30_000_00)
    add(records, "subscription", account_id=ACME, starts_on=day("2025-01-01"), arr_cents=9_00,
        is_trial=True)  # fmt: skip
    assert commercial(records, "2024-12-31")["arr"] == 70_000_00
    assert commercial(records, "2025-01-01")["arr"] == 100_000_00
    records.execute("update account set arr_cents = 5000000")
    assert commercial(records, "2025-01-01")["arr"] == 50_000_00


def test_arr_is_unknown_where_a_subscription_does_not_say_it() -> None:
    records = acme()
    add(records, "subscription", account_id=ACME, starts_on=day("2024-01-01"), arr_cents=70_000_00)
    add(records, "subscription", account_id=ACME, starts_on=day("2024-01-01"))
    assert commercial(records)["arr"] is None


def test_arr_is_unknown_without_any_subscription() -> None:
    assert commercial(acme())["arr"] is None


def test_a_customer_begins_with_the_first_paid_subscription() -> None:
    records = acme()
    add(records, "opportunity", account_id=ACME, kind="new_business",
        expected_start_on=day("2025-02-01"))  # fmt: skip
    assert commercial(records)["customer_start_on"] == day("2025-02-01")
    add(records, "subscription", account_id=ACME, starts_on=day("2025-02-10"))
    add(records, "subscription", account_id=ACME, starts_on=day("2025-03-10"))
    assert commercial(records)["customer_start_on"] == day("2025-02-10")
    assert commercial(records, "2025-02-10")["first_days_as_customer"] == 0


def test_an_existing_customer_begins_with_its_onboarding() -> None:
    records = acme()
    add(records, "subscription", account_id=ACME, starts_on=day("2020-02-10"))
    add(records, "onboarding", account_id=ACME, playbook="existing_customer", outcome="open",
        started_on=day("2025-03-01"))  # fmt: skip
    assert commercial(records)["customer_start_on"] == day("2025-03-01")


def test_a_settled_customer_start_stands_above_everything() -> None:
    records = acme(customer_start_on=day("2019-05-01"))
    add(records, "subscription", account_id=ACME, starts_on=day("2020-02-10"))
    assert commercial(records)["customer_start_on"] == day("2019-05-01")


def test_a_provisional_start_gives_way_to_the_subscription() -> None:
    records = acme(customer_start_on=day("2025-02-01"), customer_start_provisional=True)
    assert commercial(records)["customer_start_on"] == day("2025-02-01")
    add(records, "subscription", account_id=ACME, starts_on=day("2025-02-10"))
    assert commercial(records)["customer_start_on"] == day("2025-02-10")


@pytest.mark.parametrize(
    ("renewal", "soon"),
    [("2025-01-31", False), ("2025-02-01", True), ("2025-07-31", True), ("2025-08-01", False)],
)
def test_a_renewal_in_this_or_the_next_fiscal_quarter(renewal: str, soon: bool) -> None:
    records = acme(renewal_on=day(renewal))
    assert commercial(records)["renewal_in_this_or_next_quarter"] is soon


def test_a_renewal_that_nobody_knows_is_not_far_away_either() -> None:
    assert commercial(acme())["renewal_in_this_or_next_quarter"] is None


def family(*arr: int | None) -> Any:
    records = empty_records()
    for number, cents in enumerate(arr):
        add(records, "account", name="Acme", parent_id=1 if number else None, arr_cents=cents)
    return facts_as_of(records, "account/alignment", on=day("2025-03-31"), of=len(arr))


def test_a_family_adds_up_its_accounts() -> None:
    assert family(70_000_00, 30_000_00)["family_arr"] == 100_000_00
    assert family(70_000_00, 30_000_00)["accounts_in_family"] == 2


def test_a_family_with_an_unknown_member_is_unknown() -> None:
    assert family(70_000_00, None)["family_arr"] is None


@pytest.mark.parametrize(
    ("on", "has"),
    [("2025-02-28", False), ("2025-03-01", True), ("2025-03-31", True), ("2025-04-01", False)],
)
def test_a_csm_looks_after_the_account_from_the_first_day_to_the_last(on: str, has: bool) -> None:
    records = acme(alignment="csm_assigned")
    add(records, "account_team", account_id=ACME, user_id=7, role="csm", is_primary=True,
        starts_on=day("2025-03-01"), ends_on=day("2025-03-31"))  # fmt: skip
    said = facts_as_of(records, "account/team", on=day(on))
    assert said["csm_assigned"] is has
    assert said["csm_owned"] is has
    assert said["csm_id"] == (7 if has else None)
    assert said["csm_assigned_on"] == (day("2025-03-01") if has else None)


def test_the_newer_csm_counts_on_the_day_of_a_handoff() -> None:
    records = acme()
    for person, first, last in ((7, "2024-01-01", "2025-03-01"), (8, "2025-03-01", None)):
        add(records, "account_team", account_id=ACME, user_id=person, role="csm", is_primary=True,
            starts_on=day(first), ends_on=last and day(last))  # fmt: skip
    assert facts_as_of(records, "account/team", on=day("2025-03-01"))["csm_id"] == 8


def test_a_pooled_account_is_in_no_book() -> None:
    records = acme(alignment="cse_pooled")
    add(records, "account_team", account_id=ACME, user_id=7, role="csm", is_primary=True,
        starts_on=day("2025-03-01"))  # fmt: skip
    said = facts_as_of(records, "account/team", on=day("2025-03-31"))
    assert said["csm_assigned"] is True
    assert said["csm_owned"] is False


def test_an_onboarding_is_open_until_the_day_its_cta_closes() -> None:
    records = acme()
    add(records, "cta", account_id=ACME, type="lifecycle", reason="onboarding",
        start_on=day("2025-03-01"), closed_on=day("2025-04-10"))  # fmt: skip
    add(records, "onboarding", account_id=ACME, cta_id=1, playbook="new_customer", outcome="open",
        started_on=day("2025-03-01"))  # fmt: skip
    first = facts_as_of(records, "account/onboarding_open", on=day("2025-03-01"))
    assert first["onboarding_open"] is True
    assert first["onboarding_day"] == 0
    assert first["onboarding_open__evidence"] == "cta:1"
    last = facts_as_of(records, "account/onboarding_open", on=day("2025-04-09"))
    assert last["onboarding_open"] is True
    closed = facts_as_of(records, "account/onboarding_open", on=day("2025-04-10"))
    assert closed["onboarding_open"] is False
    assert closed["onboarding_day"] is None
    assert closed["onboarding_started_on"] == day("2025-03-01")


def test_never_onboarded_is_known() -> None:
    said = facts_as_of(acme(), "account/onboarding_open", on=day("2025-03-31"))
    assert said["onboarding_open"] is False
    assert said["onboarding_started_on"] is None
