"""How often a page asks the database, held in a file: query_budgets.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from greenbook.records.models import Account, Contact, Cta, User
from greenbook.records.models.base import Record
from greenbook.web.urls import urlpatterns
from tests.records.conftest import assigned, customer
from tests.web.conftest import SIGNED, SignedIn, WorkedOut

BUDGETS: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("query_budgets.toml").read_text()
)
#: Pages that lead elsewhere, show no records, or want something in their address.
WITHOUT = {"welcome", "parts", "theme", "ctas_act", "portfolio_act", "ctas_tasks_act", "views_save",
           "portfolio_plans"}  # fmt: skip


@pytest.fixture
def book(acme: Account, nora: User, worked_out: WorkedOut) -> Account:
    """Acme and seven more customers of Nora, so that a question asked for each of them shows."""
    others = [customer(f"Customer {n}", cs_segment="growth", region="EMEA") for n in range(7)]
    for other in others:
        assigned(other, nora)
    for each in (acme, *others):
        Contact.objects.create(account=each, name="Somebody", known_from=SIGNED)
        Cta.objects.create(
            account=each,
            subject_id=str(each.pk),
            owner=nora,
            name="Look",
            type="activity",
            start_on=SIGNED,
            due_on=SIGNED,
            known_from=SIGNED,
        )
    worked_out(acme, *others)
    return acme


def test_pages_stay_within_their_budgets(
    book: Account, signed_in: SignedIn, request: pytest.FixtureRequest
) -> None:
    browsers = {
        name: signed_in(request.getfixturevalue(name))
        for name in sorted({budget["for"] for budget in BUDGETS.values()})
    }
    asked = {
        page: how_often(browsers[budget["for"]], address_of(page, book) + budget.get("asks", ""))
        for page, budget in BUDGETS.items()
    }
    too_often = {p: many for p, many in asked.items() if many > BUDGETS[p]["queries"]}
    assert too_often == {}
    too_generous = {p: many for p, many in asked.items() if many + 4 < BUDGETS[p]["queries"]}
    assert too_generous == {}


def test_every_page_with_an_address_of_its_own_has_a_budget() -> None:
    plain = {
        pattern.name for pattern in urlpatterns if not pattern.pattern.converters and pattern.name
    }
    posts = {name for name in plain if name.endswith(("_begin", "_new"))}
    assert sorted(plain - WITHOUT - posts - set(BUDGETS)) == []


def how_often(browser: Client, address: str) -> int:
    """Looked at for the second time: what a process looks up once, it has by then."""
    assert browser.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as asked:
        browser.get(address)
    return len(asked)


def address_of(page: str, book: Record) -> str:
    converters = next(p.pattern.converters for p in urlpatterns if p.name == page)
    given = {"account": book.pk, "grain": "account", "subject": book.pk, "decision": "health"}
    return reverse(page, kwargs={name: given[name] for name in converters})
