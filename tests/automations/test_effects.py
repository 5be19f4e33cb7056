"""What turning red does, worked out before it is saved and told after; all of it really done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from greenbook.engine.duck import DuckEngine
from greenbook.engine.lake import Lake
from greenbook.records.models import (
    Account,
    AccountStatus,
    Cta,
    TimelineEntry,
    User,
)
from greenbook.web.pages import log
from tests.automations.conftest import SIGNED, Work

TODAY = date.today()


@pytest.fixture
def at_nora(nora: User, lake: Lake, engine: DuckEngine, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Nora's browser; the pages work with the lake and the engine of the test."""
    monkeypatch.setattr(log, "lake", lambda: lake)
    monkeypatch.setattr(log, "engine", lambda: engine)
    client = Client()
    client.force_login(nora)
    return client


@pytest.fixture
def acme(work: Work, customer: Callable[..., Account], nora: User) -> Account:
    account = customer("Acme")
    account.set_priority(2, by=nora, on=SIGNED)
    work.everybody(TODAY)
    return account


def typed(**more: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()),
        "type": "health_update",
        "happened_on": TODAY.isoformat(),
        "csm_sentiment": "red",
        "risk_reason": "lack_of_engagement_sponsor",
        "risk_impact": ["customer_churn"],
        **more,
    }


def test_turning_red_says_what_it_does_before_it_is_saved(
    work: Work, acme: Account, omar: User, at_nora: Client
) -> None:
    address = f"/log?account={acme.pk}"
    before = AccountStatus.objects.get(account=acme).decided

    first = at_nora.post(address, typed()).content.decode()
    said = first.partition("Saving this")[2].partition("</p>")[0]
    assert "opens “" in said
    assert "priority 1 (was 2)" in said
    assert "customer health red" in said
    assert said.endswith(", and tells Omar under What changed.")
    assert "Cadence calls: due since" in first.partition("What is due after it")[2]
    assert 'value="lack_of_engagement_sponsor" selected' in first
    assert not TimelineEntry.objects.exists()
    assert not Cta.objects.filter(rule="ctas/at_risk").exists()
    assert AccountStatus.objects.get(account=acme).decided == before

    saved = at_nora.post(address, typed(seen_effects="red"))
    assert saved.status_code == 302
    page = saved.headers["Location"]
    assert "Being worked out" in at_nora.get(page).content.decode()
    work.only(acme, day=TODAY)
    after = at_nora.get(f"{page}/came").content.decode()
    assert "Customer health: red" in after
    assert "CTA opened" in after
    assert Cta.objects.filter(rule="ctas/at_risk").count() == 1


def test_the_part_that_shows_it_while_typing_changes_nothing(
    work: Work, acme: Account, at_nora: Client
) -> None:
    part = at_nora.post(f"/log/effects/{acme.pk}", typed()).content.decode()
    assert 'name="seen_effects" value="red"' in part
    assert at_nora.post(f"/log/effects/{acme.pk}", typed(risk_reason="")).content == b""
    assert at_nora.post(f"/log/effects/{acme.pk}", typed(csm_sentiment="green")).content == b""
    assert not TimelineEntry.objects.exists()


def test_a_call_says_when_the_next_one_is_due(work: Work, acme: Account, at_nora: Client) -> None:
    call = typed(type="customer_call", meeting_type="cadence_call", csm_sentiment="")
    page = at_nora.post(f"/log?account={acme.pk}", call).headers["Location"]
    work.only(acme, day=TODAY)
    assert "Cadence calls: next due" in at_nora.get(page).content.decode()
