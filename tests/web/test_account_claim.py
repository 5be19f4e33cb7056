"""A CSM asks for an account in the browser: with why, once, where it is not theirs already."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from greenbook.records.models import Account, CsmClaim, User
from tests.records.conftest import assigned, customer, person
from tests.web.conftest import SignedIn

TODAY = date.today()


@pytest.fixture
def at_nora(nora: User, signed_in: SignedIn) -> Client:
    return signed_in(nora)


@pytest.fixture
def initech(nora: User) -> Account:
    """A colleague's customer on which Nora helps."""
    account = customer("Initech", cs_segment="strategic", region="EMEA")
    assigned(account, person("Mo", "csm", region="EMEA"))
    assigned(account, nora, role="cse")
    return account


def typed(**more: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), "reason": "I know their CTO", **more}


def test_a_csm_asks_with_why_and_her_manager_finds_it(
    initech: Account, nora: User, at_nora: Client, ada: User, signed_in: SignedIn
) -> None:
    address = f"/accounts/{initech.pk}/claim"
    assert address in at_nora.get(f"/accounts/{initech.pk}").content.decode()
    assert at_nora.post(address, typed()).headers["Location"] == f"/accounts/{initech.pk}"
    asked = CsmClaim.objects.get()
    assert (asked.account, asked.user, asked.reason) == (initech, nora, "I know their CTO")
    assert str(initech.csm_on(TODAY)) == "Mo"
    assert "I know their CTO" in signed_in(ada).get("/team/approvals").content.decode()


def test_without_a_reason_nothing_is_asked(initech: Account, at_nora: Client) -> None:
    assert at_nora.post(f"/accounts/{initech.pk}/claim", typed(reason="")).status_code == 422
    assert not CsmClaim.objects.exists()


def test_sent_twice_it_is_asked_once_and_asked_again_it_is_refused(
    initech: Account, at_nora: Client
) -> None:
    form = typed()
    answers = [at_nora.post(f"/accounts/{initech.pk}/claim", form) for _ in range(2)]
    assert [each.status_code for each in answers] == [302, 302]
    again = at_nora.post(f"/accounts/{initech.pk}/claim", typed())
    assert again.status_code == 409
    assert "already asked for" in again.content.decode()
    assert CsmClaim.objects.count() == 1


def test_nobody_asks_for_what_is_theirs(acme: Account, at_nora: Client) -> None:
    assert "Ask to be its CSM" not in at_nora.get(f"/accounts/{acme.pk}").content.decode()
    assert at_nora.post(f"/accounts/{acme.pk}/claim", typed()).status_code == 409


def test_only_csms_ask_and_only_for_what_they_may_see(
    acme: Account, omar: User, pia: User, eve: User, signed_in: SignedIn
) -> None:
    for asking, status in ((omar, 403), (pia, 403), (eve, 404)):
        assert signed_in(asking).post(f"/accounts/{acme.pk}/claim", typed()).status_code == status
    assert not CsmClaim.objects.exists()
