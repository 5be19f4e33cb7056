"""A customer's life, day by day, through what people do; each run shows what follows, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from greenbook.decisions.explain import explain
from greenbook.decisions.facts_of_day import Subject
from greenbook.engagement.assignments import assign_csm
from greenbook.engagement.ctas import close_cta
from greenbook.engagement.touchpoints import log_touchpoint
from greenbook.handbook.book import Handbook
from greenbook.records.models import (
    Account,
    AccountStatus,
    CommandPlan,
    CommandPlanObjective,
    Contact,
    Cta,
    Onboarding,
    Opportunity,
    OpportunityStage,
    ProgramEnrolment,
    Subscription,
    SuccessPlan,
    User,
)
from tests.automations.conftest import Work
from tests.shipped import shipped

Make = Callable[..., Account]

NEGOTIATING = date(2026, 3, 2)


def day(number: int) -> date:
    """The day of the life with this number; on day 0 the deal reaches Negotiating."""
    return NEGOTIATING + timedelta(days=number)


@pytest.fixture
def pages() -> Handbook:
    """A life is ruled by the whole handbook."""
    return shipped()


class Life:
    """One customer among others: what a day's run shows of it."""

    def __init__(self, work: Work, account: Account) -> None:
        self.work, self.account = work, account
        self.on = NEGOTIATING

    def run(self, number: int) -> dict[str, int]:
        """The nightly run of a day; what it did."""
        self.on = day(number)
        counts = dict(self.work.everybody(self.on).counts)
        self.account.refresh_from_db()
        assert not counts.get("flipping")
        return counts

    def decided(self, decision: str) -> Any:
        return AccountStatus.objects.get(account=self.account).decided[decision]

    def because(self, decision: str) -> str:
        subject = Subject("account", self.account.pk, self.account.pk)
        explained = explain(
            subject,
            decision,
            name=self.account.name,
            day=self.on,
            lake=self.work.lake,
            engine=self.work.engine,
        )
        assert explained.origin == "seen"
        return explained.trace.because

    def open_rules(self) -> set[str]:
        return set(self.account.ctas.filter(closed_on=None).values_list("rule", flat=True))

    def cta(self, rule: str) -> Cta:
        return self.account.ctas.get(rule=rule)


@pytest.fixture
def life(work: Work, customer: Make) -> Life:
    initech = customer(
        "Initech",
        csm=None,
        lifecycle_stage="pre_sales",
        customer_start_on=None,
        contract_start_on=None,
        original_contract_on=None,
        renewal_on=None,
        meets_csm_threshold=None,
        stages_in_use=None,
    )
    Contact.objects.create(
        account=initech,
        name="Ina",
        email="ina@initech.example",
        gitlab_roles=["gitlab_admin"],
        known_from=day(-20),
    )
    command = CommandPlan.objects.create(account=initech, known_from=day(-20))
    CommandPlanObjective.objects.create(
        account=initech,
        command_plan=command,
        name="Ship weekly",
        use_case="ci",
        metric="releases a month",
        target="4",
        known_from=day(-20),
    )
    Opportunity.objects.create(
        account=initech,
        name="First deal",
        kind="new_business",
        stage="4-Proposal",
        booked_arr_cents=250_000_00,
        newly_qualifies=True,
        expected_close_on=day(10),
        expected_start_on=day(10),
        happened_on=day(-20),
        known_from=day(-20),
    )
    return Life(work, initech)


def test_from_the_first_deal_to_silence(life: Life, nora: User, omar: User) -> None:
    _a_deal_in_negotiation_asks_for_a_csm(life, omar)
    _the_csm_begins_the_onboarding(life, nora, omar)
    _the_steps_of_the_onboarding_fulfil_its_tasks(life, nora)
    _the_second_call_and_the_end_of_it(life, nora)
    _the_priority_is_offered_and_decided(life, nora)
    _silence_opens_a_risk(life)


def _a_deal_in_negotiation_asks_for_a_csm(life: Life, omar: User) -> None:
    assert life.run(-1).get("ctas_opened", 0) == 0
    deal = Opportunity.objects.get(account=life.account)
    deal.amend(by=None, on=day(0), stage="5-Negotiating")
    OpportunityStage.objects.create(
        account=life.account,
        opportunity=deal,
        stage="5-Negotiating",
        happened_on=day(0),
        known_from=day(0),
    )
    assert life.run(0)["ctas_opened"] == 1
    assert life.open_rules() == {"ctas/assign_csm"}
    cta = life.cta("ctas/assign_csm")
    assert (cta.owner_role, cta.due_on) == ("csm_manager", day(2))
    assert "the deal that newly qualifies it for a CSM is open" in life.because("qualifies_for_csm")
    assert "qualifies for a CSM and has had none since" in life.because("cta_assign_csm")
    assert life.run(1).get("ctas_opened", 0) == 0


def _the_csm_begins_the_onboarding(life: Life, nora: User, omar: User) -> None:
    assign_csm(life.account, nora, by=omar, on=day(2))
    assert life.account.alignment == "csm_assigned"
    did = life.run(2)
    assert (did["ctas_closed"], did["onboardings_begun"], did["programs_entered"]) == (1, 1, 1)
    assert life.open_rules() == {"ctas/onboard_new_customer"}
    onboarding = life.cta("ctas/onboard_new_customer")
    assert onboarding.owner == nora
    assert onboarding.tasks.filter(required=True).count() >= 5
    assert life.account.lifecycle_stage == "onboarding"
    assert life.decided("priority_decided") == 1
    assert "has an onboarding CTA open" in life.because("priority_forced")
    assert life.decided("engagement_state") == "onboarding"
    steps = ProgramEnrolment.objects.get(account=life.account).steps.order_by("due_on")
    assert [step.due_on for step in steps] == [day(2 + after) for after in (0, 3, 6, 10, 15)]
    objective = SuccessPlan.objects.get(account=life.account).objectives.get()
    assert (objective.name, objective.origin) == ("Ship weekly", "command_plan")


def _the_steps_of_the_onboarding_fulfil_its_tasks(life: Life, nora: User) -> None:
    onboarding = Onboarding.objects.get(account=life.account)
    onboarding.record_transition(by=nora, on=day(4))
    assert life.run(4)["tasks_done"] >= 1
    handoff = life.cta("ctas/onboard_new_customer").tasks.get(name__startswith="Internal handoff")
    assert (handoff.status, handoff.done_on) == ("done", day(4))
    _wins(life)
    onboarding.schedule_kickoff(
        scheduled_for=day(12), inviter="csm", deck_template="standard", by=nora, on=day(8)
    )
    onboarding.amend(by=nora, on=day(11), deck_reviewed=True)
    logged = log_touchpoint(
        life.account,
        by=nora,
        on=day(12),
        type="customer_call",
        subject="Kickoff",
        meeting_type="kickoff",
    )
    assert logged.did == ("the kickoff is held",)
    life.run(12)
    kickoff = life.cta("ctas/onboard_new_customer").tasks.get(name__startswith="Kickoff:")
    assert kickoff.status == "done"
    assert life.decided("cadence_call") == "on_track"
    assert "the last call or meeting was on 14 Mar 2026" in life.because("cadence_call")


def _wins(life: Life) -> None:
    """The deal is won and the contract begins."""
    deal = Opportunity.objects.get(account=life.account)
    deal.amend(by=None, on=day(10), stage="Closed Won", is_won=True, closed_on=day(10))
    Subscription.objects.create(
        account=life.account,
        starts_on=day(10),
        ends_on=day(375),
        arr_cents=250_000_00,
        seats=500,
        happened_on=day(10),
        known_from=day(10),
    )
    life.account.amend(
        by=None,
        on=day(10),
        customer_start_on=day(10),
        contract_start_on=day(10),
        contract_term_months=12,
        original_contract_on=day(10),
        renewal_on=day(375),
    )


def _the_second_call_and_the_end_of_it(life: Life, nora: User) -> None:
    onboarding = Onboarding.objects.get(account=life.account)
    onboarding.establish_cadence(first_plan="Pipelines", by=nora, on=day(13))
    onboarding.draft_plan(by=nora, on=day(15))
    onboarding.amend(by=nora, on=day(15), attributes_complete=True)
    life.run(15)
    cta = life.cta("ctas/onboard_new_customer")
    with pytest.raises(Cta.OpenTasks):
        close_cta(cta, by=nora, on=day(16), handbook=life.work.handbook, lake=life.work.lake)
    onboarding.refresh_from_db()
    logged = log_touchpoint(
        life.account,
        by=nora,
        on=day(20),
        type="customer_call",
        subject="Second call",
        meeting_type="cadence_call",
    )
    assert logged.did == ("the second call of the onboarding is held",)
    life.run(20)
    assert life.decided("priority_decided") == 1
    for task in cta.tasks.filter(status="open", required=True):
        task.complete(by=nora, on=day(20))
    cta.refresh_from_db()
    said = close_cta(cta, by=nora, on=day(21), handbook=life.work.handbook, lake=life.work.lake)
    assert said == ["the onboarding is complete", "the lifecycle stage is Adoption"]
    life.account.refresh_from_db()
    assert life.account.lifecycle_stage == "adoption"


def _the_priority_is_offered_and_decided(life: Life, nora: User) -> None:
    """Nobody lowers a priority by itself: it is offered, until the CSM decides."""
    life.run(21)
    assert life.account.ctas.filter(closed_on=None, reason="first_value").count() == 1
    assert (life.decided("priority_suggested"), life.decided("priority_decided")) == (2, 1)
    assert "2 is suggested, while the priority is 1" in life.because("priority_offered")
    assert "it was decided so before" in life.because("priority_decided")
    life.account.set_priority(2, by=nora, on=day(22), note="Settled in")
    life.run(22)
    assert life.decided("priority_decided") == 2
    assert life.decided("engagement_state") == "steady"
    assert "ctas/onboard_new_customer" not in life.open_rules()


def _silence_opens_a_risk(life: Life) -> None:
    life.run(80)
    assert "ctas/non_engaged" not in life.open_rules()
    life.run(81)
    assert "ctas/non_engaged" in life.open_rules()
    assert life.cta("ctas/non_engaged").occasion == day(20).isoformat()
    because = life.because("cta_non_engaged")
    assert "there has been no call or meeting with the customer since" in because


def test_a_red_commercial_customer_keeps_its_priority(
    work: Work, customer: Make, nora: User
) -> None:
    globex = customer("Globex", cs_segment="commercial")
    life = Life(work, globex)
    life.run(0)
    before = life.decided("priority_decided")
    log_touchpoint(
        globex,
        by=nora,
        on=day(1),
        type="health_update",
        subject="Bad news",
        csm_sentiment="red",
        risk_reason="product",
        risk_impact=["seat_churn"],
    )
    life.run(1)
    assert life.decided("health") == "red"
    assert life.decided("priority_decided") == before
    assert "ctas/at_risk" in life.open_rules()
