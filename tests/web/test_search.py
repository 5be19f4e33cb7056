"""Search from anywhere, what changed since one looked, and following an account."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from greenbook.decisions import handbooks
from greenbook.records.models import (
    Account,
    Contact,
    DecisionChange,
    Follow,
    SuccessPlan,
    User,
    Visit,
)
from tests.records.conftest import assigned, customer, opened
from tests.shipped import shipped
from tests.web.conftest import SignedIn

TODAY = date.today()
NOW = datetime.now(UTC)


@pytest.fixture
def at_nora(nora: User, signed_in: SignedIn) -> Client:
    handbooks.keep(shipped(), at=NOW)
    return signed_in(nora)


def found(browser: Client, letters: str) -> str:
    return browser.get("/search", {"q": letters}).content.decode().partition("<main")[2]


def turned(account: Account, was: str, now: str, day: date = TODAY) -> None:
    DecisionChange.objects.create(
        account=account, subject_id=str(account.pk), decision="health", was=was, is_now=now,
        on_day=day,
    )  # fmt: skip


def test_accounts_contacts_ctas_and_plans_are_found(
    acme: Account, nora: User, at_nora: Client
) -> None:
    Contact.objects.create(account=acme, name="Petra Quill", known_from=TODAY)
    opened(acme, "Quick win", owner=nora)
    SuccessPlan.objects.create(account=acme, name="Quality plan", known_from=TODAY)
    assert f"/accounts/{acme.pk}" in found(at_nora, "acm")
    page = found(at_nora, "qu")
    for name in ("Petra Quill", "Quick win", "Quality plan"):
        assert name in page


def test_before_a_letter_is_typed_the_accounts_looked_at_lately_are_offered(
    acme: Account, at_nora: Client
) -> None:
    at_nora.get(f"/accounts/{acme.pk}")
    headers = {"HX-Request": "true", "HX-Target": "found"}
    offered = at_nora.get("/search", headers=headers).content.decode()
    assert f'<a href="/accounts/{acme.pk}">Acme</a>' in offered


def test_names_that_begin_so_stand_first(acme: Account, nora: User, at_nora: Client) -> None:
    for name in ("Old North", "North", "Zeta North"):
        assigned(customer(name), nora)
    page = found(at_nora, "north")
    assert page.index(">North<") < page.index(">Old North<") < page.index(">Zeta North<")


def test_nothing_is_found_that_they_may_not_see(
    globex: Account, acme: Account, pia: User, at_nora: Client, signed_in: SignedIn
) -> None:
    Contact.objects.create(account=globex, name="Petra", known_from=TODAY)
    Contact.objects.create(account=acme, name="Petra", known_from=TODAY)
    opened(acme, "Petition")
    assert "Globex" not in found(at_nora, "glo")
    assert found(at_nora, "petra").count("Petra</a>") == 1
    partner = found(signed_in(pia), "pet")
    assert "Petra" not in partner
    assert "Petition" not in partner
    assert f"/accounts/{acme.pk}" in found(signed_in(pia), "acme")


@pytest.mark.parametrize("letters", ["", "   ", "'", "&|!():*", "\\", "%", "a" * 5000, "<b>"])
def test_odd_letters_find_nothing_and_break_nothing(
    letters: str, acme: Account, at_nora: Client
) -> None:
    answer = at_nora.get("/search", {"q": letters})
    assert answer.status_code == 200
    assert "<b>" not in answer.content.decode()


def test_typing_gets_the_results_alone(acme: Account, at_nora: Client) -> None:
    part = at_nora.get(
        "/search", {"q": "acme"}, headers={"HX-Request": "true", "HX-Target": "found"}
    ).content.decode()
    assert "<html" not in part
    assert "Acme" in part


def test_what_changed_is_grouped_by_day_and_then_seen(acme: Account, at_nora: Client) -> None:
    turned(acme, "green", "red")
    assert 'class="count">1<' in at_nora.get("/").content.decode()
    page = at_nora.get("/changes").content.decode()
    assert "<h2>Today" in page
    assert "red, was green" in page
    assert 'class="count"' not in at_nora.get("/").content.decode()
    assert Visit.objects.filter(account=None).count() == 1


def test_one_hears_of_an_account_that_one_follows(
    globex: Account, acme: Account, ada: User, at_nora: Client, signed_in: SignedIn
) -> None:
    turned(globex, "green", "yellow")
    browser = signed_in(ada)
    assert "yellow" not in browser.get("/changes").content.decode()
    Follow.objects.create(user=ada, account=globex)
    assert "yellow" in browser.get("/changes").content.decode()


def test_one_hears_nothing_of_what_one_may_not_see(
    globex: Account, acme: Account, nora: User, pia: User, at_nora: Client, signed_in: SignedIn
) -> None:
    turned(globex, "green", "yellow")
    turned(acme, "green", "yellow")
    Follow.objects.create(user=nora, account=globex)
    Follow.objects.create(user=pia, account=acme)
    assert "Globex" not in at_nora.get("/changes").content.decode()
    assert "yellow" not in signed_in(pia).get("/changes").content.decode()


def test_a_renewal_that_moved_is_told(acme: Account, nora: User, at_nora: Client) -> None:
    acme.amend(by=nora, on=TODAY, renewal_on=TODAY + timedelta(days=300))
    page = at_nora.get("/changes").content.decode()
    assert "renews " in page
    assert "was on no known day" in page


def test_a_new_account_is_told(omar: User, nora: User, at_nora: Client) -> None:
    assigned(customer("Initech"), nora, on=TODAY)
    assert "is yours now, as CSM" in at_nora.get("/changes").content.decode()


def test_the_number_of_queries_does_not_grow(
    acme: Account, nora: User, at_nora: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(15):
        account = customer(f"North {number}")
        assigned(account, nora)
        turned(account, "green", "red")
    at_nora.get("/changes")
    with django_assert_max_num_queries(20):
        at_nora.get("/changes")
    with django_assert_max_num_queries(16):
        at_nora.get("/search", {"q": "north"})


def test_what_was_found_before_one_looked_is_seen_and_what_came_after_is_counted(
    acme: Account, at_nora: Client
) -> None:
    turned(acme, "green", "yellow")
    at_nora.get("/changes")
    DecisionChange.objects.create(
        account=acme, subject_id=acme.pk, decision="engagement_state", was="new", is_now="engaged",
        on_day=TODAY,
    )  # fmt: skip
    assert 'class="count">1<' in at_nora.get("/").content.decode()
    page = at_nora.get("/changes").content.decode()
    assert page.count('badge good">new<') == 1
    assert 'class="count"' not in at_nora.get("/").content.decode()


def test_what_is_merely_due_is_not_counted(acme: Account, at_nora: Client) -> None:
    DecisionChange.objects.create(
        account=acme, subject_id=acme.pk, decision="cadence_call", was="on_track", is_now="overdue",
        on_day=TODAY,
    )  # fmt: skip
    assert 'class="count"' not in at_nora.get("/").content.decode()
