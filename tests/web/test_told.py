"""Who hears of it when a CSM says yellow or red: whom the handbook names, and nobody twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from greenbook.engagement.queries.told import told
from greenbook.records.models import Account, Follow, User
from tests.few_pages import few_pages
from tests.records.conftest import assigned, person

TODAY = date.today()


def names(account: Account, colour: str, *, by: User) -> list[str]:
    people = told(account, colour=colour, by=by, on=TODAY, handbook=few_pages())
    return [each.name for each in people]


@pytest.fixture
def dina(omar: User) -> User:
    """Omar's manager, and so Nora's director."""
    dina = person("Dina", "csm_manager")
    omar.amend(by=None, on=TODAY, manager=dina)
    return dina


def test_yellow_is_told_to_the_team_and_those_above(
    acme: Account, nora: User, omar: User, vera: User, dina: User, ingrid: User
) -> None:
    assigned(acme, vera, role="account_owner")
    assert names(acme, "yellow", by=nora) == ["Vera", "Omar", "Dina"]
    assert names(acme, "yellow", by=omar) == ["Nora", "Vera", "Dina"]


def test_red_is_told_to_sales_management_of_the_region_and_leadership_besides(
    acme: Account, nora: User, omar: User, ingrid: User
) -> None:
    person("Sam", "sales_management", region="EMEA")
    person("Sal", "sales_management", region="AMER")
    assert names(acme, "red", by=nora) == ["Omar", "Sam", "Ingrid"]


def test_a_customer_without_a_region_is_of_no_sales_management(acme: Account, nora: User) -> None:
    person("Sam", "sales_management", region=None)
    acme.amend(by=None, on=TODAY, region=None)
    assert "Sam" not in names(acme, "red", by=nora)


def test_whoever_follows_hears_of_it_once(acme: Account, nora: User, omar: User) -> None:
    Follow.objects.create(account=acme, user=omar)
    Follow.objects.create(account=acme, user=person("Ada", "cs_ops"))
    assert names(acme, "yellow", by=nora) == ["Omar", "Ada"]


def test_nobody_is_told_of_what_the_handbook_does_not_say(acme: Account, nora: User) -> None:
    assert names(acme, "green", by=nora) == []
    silent = replace(few_pages(), told={})
    assert told(acme, colour="red", by=nora, on=TODAY, handbook=silent) == []
