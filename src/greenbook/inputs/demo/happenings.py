"""What happened to one customer only: exceptions, overrides, partners, deals, risks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from greenbook.inputs.demo.customer import Customer
from greenbook.inputs.demo.money import open_deal
from greenbook.inputs.demo.partners import partner
from greenbook.inputs.demo.rows import Rows
from greenbook.inputs.demo.support import ticket
from greenbook.inputs.demo.timeline import entry
from greenbook.records.models import (
    CsmClaim,
    Cta,
    CtaSnooze,
    Ebr,
    Escalation,
    Objective,
    Opportunity,
    Override,
    PartnerEbrSync,
    PriorityException,
    Subscription,
    SuccessPlan,
    Triage,
)

LATER = "They decide at month end"


def new_deal_at_stage_5(rows: Rows, customer: Customer) -> None:
    """A first deal reached Negotiating two days ago."""
    open_deal(rows, customer, "new_business", closes_in=15, stage="5-Negotiating", opened=80,
              newly_qualifies=True, staged=2, discussed=2)  # fmt: skip


def exception(rows: Rows, customer: Customer, *, direction: str, decision: str, since: int = 20,
              until: int | None = -160) -> None:  # fmt: skip
    """A priority exception with its whole procedure, up to what Sales Management said."""
    assert customer.csm and customer.staff
    decided = decision in ("approved", "rejected")
    sales = customer.staff.one("sales_management", customer.group.region, 0)
    rows.add(
        PriorityException,
        account_id=customer.id,
        direction=direction,
        category="strategic_no_lam" if direction == "to_p2" else "risk_not_in_model",
        justification="The account team sees it differently from the model",
        requested_by_id=customer.csm.id,
        requested_on=customer.day(since + 12),
        team_discussed_on=customer.day(since + 10),
        managers_discussed_on=customer.day(since + 8),
        sent_on=customer.day(since + 6),
        documented_on=customer.day(since + 5),
        sales_decision=decision,
        sales_decided_on=customer.day(since + 2) if decided else None,
        sales_decided_by_id=sales.id if decided else None,
        starts_on=customer.day(since) if decision == "approved" else None,
        ends_on=customer.day(until) if until is not None else None,
        happened_on=customer.day(since + 12),
        known_from=customer.day(since),
    )


def exception_to_2(rows: Rows, customer: Customer) -> None:
    exception(rows, customer, direction="to_p2", decision="approved")


def exception_awaiting(rows: Rows, customer: Customer) -> None:
    exception(rows, customer, direction="to_p1", decision="pending")


def exception_begun(rows: Rows, customer: Customer) -> None:
    """Asked for three days ago and discussed with the account team; the managers come next."""
    assert customer.csm
    rows.add(
        PriorityException,
        account_id=customer.id,
        direction="to_p1",
        category="risk_not_in_model",
        justification="Their platform team is being rebuilt, and a competitor is in the house",
        requested_by_id=customer.csm.id,
        requested_on=customer.day(3),
        team_discussed_on=customer.day(1),
        sales_decision="pending",
        happened_on=customer.day(3),
    )


def claimed(rows: Rows, customer: Customer) -> None:
    """Nora asks to look after it."""
    assert customer.staff
    nora = customer.staff.csms["EMEA strategic"][0]
    rows.add(CsmClaim, account_id=customer.id, user_id=nora.id, outcome="pending",
             reason="I know their admins from Globex", happened_on=customer.day(2))  # fmt: skip


def exception_rejected(rows: Rows, customer: Customer) -> None:
    exception(rows, customer, direction="to_p1", decision="rejected")


def exception_expired(rows: Rows, customer: Customer) -> None:
    exception(rows, customer, direction="to_p1", decision="approved", since=200, until=20)


def override_to_1(rows: Rows, customer: Customer) -> None:
    """The manager puts priority 1 above the handbook for a while."""
    assert customer.csm and customer.manager
    rows.add(
        Override,
        grain="account",
        subject_id=customer.id,
        account_id=customer.id,
        decision="priority_decided",
        value="1",
        reason="The new CIO starts this quarter",
        by_id=customer.csm.id,
        approved_by_id=customer.manager.id,
        starts_on=customer.day(10),
        ends_on=customer.day(-80),
        happened_on=customer.day(10),
    )


def triage_issue(rows: Rows, customer: Customer) -> None:
    rows.add(Triage, account_id=customer.id, opened_on=customer.day(9),
             reason="The rollout has stopped", happened_on=customer.day(9))  # fmt: skip


def critical_escalation(rows: Rows, customer: Customer) -> None:
    assert customer.csm
    opened = customer.day(4)
    rows.add(Escalation, account_id=customer.id, severity="critical", opened_on=opened,
             product_related=True, owner_id=customer.csm.id, happened_on=opened)  # fmt: skip


def emergency_ticket(rows: Rows, customer: Customer) -> None:
    ticket(rows, customer, opened=2, closed=None, priority="urgent")


def partner_overdue(rows: Rows, customer: Customer) -> None:
    partner(rows, customer, months=2, reviewed=75)


def partner_in_time(rows: Rows, customer: Customer) -> None:
    partner(rows, customer, months=1, reviewed=5)


def partner_with_sync(rows: Rows, customer: Customer) -> None:
    """The coming review was agreed with the partner."""
    engagement = partner(rows, customer, months=3, reviewed=30)
    ebr = rows.add(Ebr, account_id=customer.id, kind="full", status="scheduling",
                   contract_year_start_on=customer.contract_start, target_on=customer.day(-40),
                   offered_on=customer.day(10), inviter="partner",
                   happened_on=customer.day(20))  # fmt: skip
    rows.add(PartnerEbrSync, engagement_id=engagement, account_id=customer.id, ebr_id=ebr,
             held_on=customer.day(8), inviter="partner", content="Results and the road ahead",
             happened_on=customer.day(8))  # fmt: skip


def declined_ebr(rows: Rows, customer: Customer) -> None:
    """Offered and not wanted."""
    rows.add(Ebr, account_id=customer.id, kind="full", status="declined",
             contract_year_start_on=customer.contract_start, target_on=customer.day(5),
             offered_on=customer.day(40), declined_reason="No time before the merger",
             happened_on=customer.day(60))  # fmt: skip


def contraction(rows: Rows, customer: Customer) -> None:
    """Half of the seats are gone."""
    rows.add(
        Opportunity,
        account_id=customer.id,
        name=f"{customer.name}: contraction",
        kind="contraction",
        order_type="4. Contraction",
        stage="Closed Won",
        amount_cents=customer.arr * 50,
        arr_delta_cents=-customer.arr * 50,
        expected_close_on=customer.day(20),
        closed_on=customer.day(20),
        is_won=True,
        happened_on=customer.day(60),
    )


def lost_renewal(rows: Rows, customer: Customer) -> None:
    rows.add(
        Opportunity,
        account_id=customer.id,
        name=f"{customer.name}: renewal",
        kind="renewal",
        order_type="6. Churn - Final",
        stage="8-Closed Lost",
        arr_delta_cents=-customer.arr * 100,
        expected_close_on=customer.day(40),
        closed_on=customer.day(40),
        is_won=False,
        loss_reason="Competitor",
        happened_on=customer.day(150),
    )


def cta(rows: Rows, customer: Customer, **more: Any) -> int:
    assert customer.csm
    usual = {"account_id": customer.id, "subject_id": customer.id, "owner_id": customer.csm.id,
             "owner_role": "csm", "happened_on": more["start_on"]}  # fmt: skip
    return rows.add(Cta, **usual | more)


def renewal_known(rows: Rows, customer: Customer) -> None:
    """Nobody had to ask: the answer was known, and the CTA was closed with that."""
    cta(rows, customer, type="renewal", reason="upcoming_renewal", name="Renewal: known already",
        start_on=customer.day(30), status="closed_already_solved", closed_on=customer.day(12),
        closed_reason="status_already_known")  # fmt: skip


def snoozed(rows: Rows, customer: Customer) -> None:
    """A CTA made by hand, out of sight for two weeks more."""
    number = cta(rows, customer, type="activity", reason="follow_up", name="Ask about the merger",
                 start_on=customer.day(12), due_on=customer.day(-20),
                 snoozed_until=customer.day(-14), snooze_reason=LATER)  # fmt: skip
    rows.add(CtaSnooze, cta_id=number, account_id=customer.id, until_on=customer.day(-14),
             reason=LATER, happened_on=customer.day(5))  # fmt: skip


def rollout(rows: Rows, customer: Customer) -> None:
    """Security scanning is being rolled out beside the primary use case."""
    assert customer.csm
    plan = rows.add(SuccessPlan, account_id=customer.id, type="internal", name="Rollout",
                    status="active", owner_id=customer.csm.id,
                    happened_on=customer.day(50))  # fmt: skip
    rows.add(Objective, plan_id=plan, account_id=customer.id, name="Scan every merge request",
             category="stage_adoption", stage_name="Secure", use_case="devsecops",
             is_primary=False, opened_on=customer.day(40), last_activity_on=customer.day(6),
             status="work_in_progress", owner_id=customer.csm.id,
             happened_on=customer.day(40))  # fmt: skip


def covered_call(rows: Rows, customer: Customer) -> None:
    """The colleague who covers held yesterday's call."""
    assert customer.staff
    stand_in = customer.staff.csms["EMEA strategic"][-1]
    entry(rows, customer, customer.day(1), "customer_call", meeting="cadence_call",
          subject="Cadence call, covered", author=stand_in)  # fmt: skip


def trial(rows: Rows, customer: Customer) -> None:
    """Ultimate on trial beside what is paid."""
    starts = customer.day(12)
    rows.add(Subscription, account_id=customer.id, starts_on=starts,
             ends_on=starts + timedelta(days=30), tier="ultimate", seats=50, arr_cents=0,
             is_trial=True, happened_on=starts)  # fmt: skip
