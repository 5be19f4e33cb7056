"""A customer of priority 1 who has fallen silent: escalated before anybody closes the CTA."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from greenbook.engagement.ctas import KeptOpen, close_cta
from greenbook.engagement.queries.kept_open import kept_open_because
from greenbook.engagement.risk import escalate
from greenbook.engagement.touchpoints import log_touchpoint
from greenbook.records.models import Account, Cta, User
from tests.automations.conftest import Work

LAST_CALL = date(2026, 3, 2)
NINETY = LAST_CALL + timedelta(days=90)
DAY_AFTER = NINETY + timedelta(days=1)
Make = Callable[..., Account]


@pytest.fixture
def acme(customer: Make, nora: User) -> Account:
    """Priority 1, and last talked to on the second of March."""
    account = customer("Acme")
    account.set_priority(1, by=nora, on=LAST_CALL)
    log_touchpoint(account, by=nora, on=LAST_CALL, type="customer_call", subject="Weekly")
    return account


def silence(account: Account) -> Cta:
    return account.ctas.get(rule="ctas/non_engaged")


def close(work: Work, cta: Cta, *, by: User, on: date) -> None:
    close_cta(cta, by=by, on=on, status="closed_not_relevant",
        reason="They answered", handbook=work.handbook, lake=work.lake)  # fmt: skip


def test_it_is_not_closed_before_it_was_escalated(work: Work, acme: Account, nora: User) -> None:
    work.everybody(DAY_AFTER)
    with pytest.raises(KeptOpen, match="has to be escalated first"):
        close(work, silence(acme), by=nora, on=DAY_AFTER)
    assert silence(acme).is_open

    escalate(acme, severity="high", reason="Nobody answers", product_related=False,
        by=nora, on=DAY_AFTER)  # fmt: skip
    work.only(acme, day=DAY_AFTER)
    close(work, silence(acme), by=nora, on=DAY_AFTER)
    assert silence(acme).closed_by == nora


def test_on_the_ninetieth_day_it_may_be_closed(work: Work, acme: Account, nora: User) -> None:
    work.everybody(NINETY)
    close(work, silence(acme), by=nora, on=NINETY)
    assert not silence(acme).is_open


def test_priority_two_may_be_closed_without(work: Work, acme: Account, nora: User) -> None:
    acme.amend(by=nora, on=NINETY, cs_segment="commercial")  # where red does not force priority 1
    acme.set_priority(2, by=nora, on=NINETY)
    work.everybody(DAY_AFTER)
    close(work, silence(acme), by=nora, on=DAY_AFTER)
    assert not silence(acme).is_open


def test_a_call_ends_the_silence_and_the_rule_closes_it(
    work: Work, acme: Account, nora: User
) -> None:
    work.everybody(DAY_AFTER)
    log_touchpoint(acme, by=nora, on=DAY_AFTER, type="customer_call", subject="They called")
    work.only(acme, day=DAY_AFTER)
    assert silence(acme).closed_reason == "closed by its rule"


def test_a_cta_opened_by_hand_for_something_else_is_nobodys_concern(
    work: Work, acme: Account, nora: User
) -> None:
    work.everybody(DAY_AFTER)
    cta = Cta.open(acme, type="risk", reason="product_risk", name="A bug", by=nora, on=DAY_AFTER)
    asked = {"on": DAY_AFTER, "handbook": work.handbook, "lake": work.lake}
    assert kept_open_because(cta, **asked) is None
    assert "escalated" in (kept_open_because(silence(acme), **asked) or "")
