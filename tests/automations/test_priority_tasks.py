"""Who has to look at a priority again, and who is told of a red child."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from greenbook.engagement.touchpoints import log_touchpoint
from greenbook.handbook.book import Handbook
from greenbook.records.models import Account, AccountStatus, Cta, Override, User
from tests.automations.conftest import Work
from tests.shipped import shipped

DAY = date(2026, 3, 2)
Make = Callable[..., Account]


@pytest.fixture
def pages() -> Handbook:
    return shipped()


def says(account: Account, colour: str, *, by: User, on: date) -> None:
    risk = {"risk_reason": "lost_champion", "risk_impact": ["customer_churn"]}
    log_touchpoint(
        account,
        by=by,
        on=on,
        type="health_update",
        subject="Their sponsor",
        csm_sentiment=colour,
        **(risk if colour == "red" else {}),
    )


def task(account: Account, rule: str) -> Cta:
    return account.ctas.get(rule=f"ctas/{rule}")


def test_after_red_and_after_onboarding_the_csm_reassesses(
    work: Work, customer: Make, nora: User
) -> None:
    globex, acme = customer("Globex"), customer("Acme")
    for account in (globex, acme):
        account.set_priority(2, by=nora, on=DAY - timedelta(days=30))
    says(globex, "red", by=nora, on=DAY)
    begun = DAY - timedelta(days=40)
    onboarding = Cta.open(acme, type="lifecycle", reason="onboarding", name="Onboard Acme",
        by=nora, on=begun)  # fmt: skip
    onboarding.close(by=nora, on=DAY)
    work.everybody(DAY)
    onboarded = task(acme, "priority_after_onboarding")
    assert (onboarded.owner, onboarded.due_on) == (nora, DAY + timedelta(days=7))
    assert not globex.ctas.filter(reason="priority_reassessment").exists()

    better = DAY + timedelta(days=10)
    says(globex, "green", by=nora, on=better)
    acme.set_priority(2, by=nora, on=better)
    work.only(globex, acme, day=better)
    assert task(globex, "priority_after_red").due_on == better + timedelta(days=7)
    assert task(acme, "priority_after_onboarding").closed_on == better

    globex.set_priority(2, by=nora, on=better)
    work.only(globex, day=better)
    assert task(globex, "priority_after_red").closed_on == better


def test_a_customer_that_was_priority_1_before_its_score_was_red_is_reassessed_too(
    work: Work, customer: Make, nora: User
) -> None:
    acme = customer("Acme")
    acme.set_priority(1, by=nora, on=DAY - timedelta(days=30))
    work.everybody(DAY)
    assert AccountStatus.objects.get(account=acme).decided["health"] == "red"  # nobody ever called
    better = DAY + timedelta(days=10)
    log_touchpoint(acme, by=nora, on=better, type="customer_call", subject="Weekly")
    work.everybody(better)
    opened = task(acme, "priority_after_red_score")
    assert (opened.occasion, opened.due_on) == (better.isoformat(), better + timedelta(days=7))

    later = better + timedelta(days=1)
    work.everybody(later)
    assert task(acme, "priority_after_red_score").is_open
    acme.set_priority(1, by=nora, on=later, note="They grow")
    work.only(acme, day=later)
    assert task(acme, "priority_after_red_score").closed_on == later


def test_the_csm_of_the_parent_is_told_of_a_red_child(
    work: Work, customer: Make, nora: User
) -> None:
    initech = customer("Initech")
    child = customer("Initech Labs", csm=None, parent=initech, managed_apart=False)
    Override.put(child, decision="health", value="red", reason="Two plants left", by=nora, on=DAY)
    work.everybody(DAY)
    told = task(child, "red_child")
    assert told.owner == nora
    assert not initech.ctas.filter(rule="ctas/red_child").exists()
