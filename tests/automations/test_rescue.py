"""A customer turns red, is taken into triage, and is won back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from greenbook.engagement.assignments import assign_csm
from greenbook.engagement.ctas import close_cta
from greenbook.engagement.touchpoints import log_touchpoint
from greenbook.records.models import Account, AccountStatus, ProgramEnrolment, Triage, User
from tests.automations.conftest import Work

DAY = date(2026, 3, 2)
Make = Callable[..., Account]


def decided(account: Account) -> dict[str, object]:
    return AccountStatus.objects.get(account=account).decided


def health_update(account: Account, *, by: User, on: date, colour: str) -> None:
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


def test_red_is_priority_one_until_the_customer_is_saved(
    work: Work, customer: Make, nora: User
) -> None:
    globex = customer("Globex")
    globex.set_priority(2, by=nora, on=DAY - timedelta(days=30))
    log_touchpoint(globex, by=nora, on=DAY, type="customer_call", subject="Weekly")
    health_update(globex, by=nora, on=DAY, colour="red")
    work.everybody(DAY)
    assert (decided(globex)["health"], decided(globex)["priority_decided"]) == ("red", 1)
    assert decided(globex)["engagement_state"] == "at_risk"
    at_risk = globex.ctas.get(rule="ctas/at_risk")
    assert (at_risk.occasion, at_risk.owner) == (DAY.isoformat(), nora)

    triage = Triage.open(globex, reason="Their sponsor left", by=nora, on=DAY)
    saved = DAY + timedelta(days=10)
    health_update(globex, by=nora, on=saved, colour="green")
    close_cta(at_risk, by=nora, on=saved, reason="Won back", handbook=work.handbook, lake=work.lake)
    work.only(globex, day=saved)
    assert decided(globex)["health"] != "red"
    assert decided(globex)["in_triage"] is True

    triage.close(by=nora, on=saved, reason="Won back")
    work.only(globex, day=saved)
    assert decided(globex)["in_triage"] is False
    assert decided(globex)["priority_decided"] == 1  # nobody's engagement is lowered by itself
    assert decided(globex)["priority_suggested"] == 2
    assert globex.ctas.filter(rule="ctas/at_risk").count() == 1


def test_the_public_sector_is_never_sent_the_series(
    work: Work, customer: Make, omar: User, nora: User
) -> None:
    hooli = customer("Hooli", csm=None, sector="public_sector", lifecycle_stage="pre_sales")
    globex = customer("Globex", csm=None, lifecycle_stage="pre_sales")
    for account in (hooli, globex):
        assign_csm(account, nora, by=omar, on=DAY)
    work.only(hooli, globex, day=DAY)
    assert hooli.ctas.filter(rule__startswith="ctas/onboard_").exists()
    assert list(ProgramEnrolment.objects.values_list("account__name", flat=True)) == ["Globex"]
