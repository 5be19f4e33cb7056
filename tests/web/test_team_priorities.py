"""Which accounts could go from priority 1 to 2 or back: the manager sees the order and decides."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from greenbook.decisions import handbooks
from greenbook.records.models import Account, AccountStatus, SubjectStatus, User
from greenbook.web.asked import now
from tests.few_pages import few_pages
from tests.records.conftest import assigned, customer, stands
from tests.web.conftest import SignedIn

TODAY = date.today()


@pytest.fixture
def omars(omar: User, signed_in: SignedIn) -> Client:
    return signed_in(omar)


def of_nora(nora: User, name: str, *, arr: int, decided: int, suggested: int) -> Account:
    account = customer(name, cs_segment="growth", region="EMEA", arr_cents=arr * 100)
    assigned(account, nora)
    stands(account, on=TODAY, priority_decided=decided, priority_suggested=suggested)
    return account


@pytest.fixture
def book(nora: User) -> None:
    of_nora(nora, "Initech", arr=10, decided=1, suggested=1)
    of_nora(nora, "Globex", arr=90, decided=1, suggested=2)
    of_nora(nora, "Umbrella", arr=40, decided=1, suggested=2)
    of_nora(nora, "Hooli", arr=5, decided=2, suggested=2)
    of_nora(nora, "Vandelay", arr=70, decided=2, suggested=1)
    of_nora(nora, "Soylent", arr=80, decided=2, suggested=2)


def names(page: str) -> list[str]:
    return re.findall(r"<tr>\s*<th scope=\"row\"[^>]*><a [^>]*>(\w+)", page)


def test_to_lower_stand_first_those_the_handbook_would_lower_then_the_smallest(
    omars: Client, nora: User, book: None
) -> None:
    page = omars.get(f"/team/{nora.pk}/priorities").content.decode()
    assert names(page) == ["Umbrella", "Globex", "Initech"]
    assert "The handbook would lower it" in page


def test_to_raise_stand_first_those_the_handbook_would_raise_then_the_largest(
    omars: Client, nora: User, book: None
) -> None:
    page = omars.get(f"/team/{nora.pk}/priorities?of=raise").content.decode()
    assert names(page) == ["Vandelay", "Soylent", "Hooli"]


def test_the_share_and_its_goal_stand_above_and_the_count_leads_there(
    omars: Client, nora: User, book: None
) -> None:
    handbooks.keep(few_pages(), at=now())
    stands = {"p1_share_growth": 50, "p1_share_growth__met": False}
    SubjectStatus.objects.create(
        grain="person", subject_id=str(nora.pk), as_of=TODAY, decided=stands
    )
    address = f"/team/{nora.pk}/priorities"
    assert address in omars.get("/team").content.decode()
    assert "Share of priority 1 in a Growth book: 50%" in omars.get(address).content.decode()


def test_looking_changes_no_priority(omars: Client, nora: User, book: None) -> None:
    def stands() -> list[Any]:
        return list(AccountStatus.objects.order_by("pk").values_list("account", "decided"))

    before = stands()
    omars.get(f"/team/{nora.pk}/priorities")
    assert stands() == before


def test_it_asks_as_often_whatever_the_size_of_the_book(
    omars: Client,
    nora: User,
    book: None,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    omars.get(f"/team/{nora.pk}/priorities")
    with django_assert_max_num_queries(16):
        omars.get(f"/team/{nora.pk}/priorities")


def test_the_book_of_somebody_elses_team_is_not_there(
    omars: Client, nora: User, eve: User, signed_in: SignedIn
) -> None:
    assert omars.get(f"/team/{eve.pk}/priorities").status_code == 404
    assert signed_in(nora).get(f"/team/{nora.pk}/priorities").status_code == 403
