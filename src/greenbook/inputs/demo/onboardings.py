"""Onboarding: the one that was done long ago, and those that a situation tells."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from greenbook.inputs.demo.customer import Customer
from greenbook.inputs.demo.rows import Rows
from greenbook.inputs.demo.timeline import Depth
from greenbook.records.models import Cta, Onboarding, OnboardingDelay

GOALS = "Fewer tools, faster releases, security checks in every pipeline"
ANSWERS = {
    "why_bought": "One platform instead of five tools",
    "tools": {"ci": "Jenkins", "scm": "Bitbucket", "planning": "Jira"},
    "business_goals": GOALS,
}


def write_onboarding(rows: Rows, customer: Customer, depth: Depth) -> None:
    """As the situation tells it; for everybody else done in time when the CSM began."""
    if customer.csm is None or not customer.group.has_csms:
        return
    if customer.onboarding is not None:
        if customer.onboarding:
            _told(rows, customer, **customer.onboarding)
    elif (customer.csm_since or 0) <= depth.history + 180:
        _done_in_time(rows, customer)


def _done_in_time(rows: Rows, customer: Customer) -> None:
    begun = customer.csm_since or 0
    _told(rows, customer, begun=begun, kickoff=begun - 8, second=begun - 24, plan=begun - 14,
          closed=begun - 30)  # fmt: skip


def _told(
    rows: Rows,
    customer: Customer,
    *,
    begun: int,
    kickoff: int | None = None,
    second: int | None = None,
    plan: int | None = None,
    closed: int | None = None,
    cancelled: int | None = None,
    delay: tuple[int, str, str] | None = None,
    **more: Any,
) -> None:
    """One onboarding with its CTA; all days are ago."""
    cta = _cta(rows, customer, begun=begun, closed=closed, cancelled=cancelled)
    outcome = "cancelled" if cancelled is not None else "open" if closed is None else "complete"
    number = rows.add(
        Onboarding,
        account_id=customer.id,
        cta_id=cta,
        playbook="new_customer",
        started_on=customer.day(begun),
        transition_done_on=customer.day(begun - 1) if kickoff is not None else None,
        kickoff_scheduled_for=_day(customer, kickoff),
        kickoff_held_on=_day(customer, kickoff),
        kickoff_inviter="csm",
        deck_template="standard",
        deck_reviewed=kickoff is not None,
        cadence_established_on=_day(customer, second),
        plan_drafted_on=_day(customer, plan),
        first_cadence_held_on=_day(customer, second),
        attributes_complete=closed is not None,
        completed_on=_day(customer, closed),
        outcome=outcome,
        happened_on=customer.day(begun),
        **(ANSWERS if kickoff is not None else dict.fromkeys(ANSWERS)),
        **more,
    )
    if delay:
        ago, cause, reason = delay
        rows.add(OnboardingDelay, onboarding_id=number, account_id=customer.id, cause=cause,
                 reason=reason, happened_on=customer.day(ago))  # fmt: skip


def _day(customer: Customer, ago: int | None) -> Any:
    return None if ago is None else customer.day(ago)


def _cta(
    rows: Rows, customer: Customer, *, begun: int, closed: int | None, cancelled: int | None
) -> int:
    assert customer.csm
    status = "work_in_progress" if closed is None else "closed_success"
    if cancelled is not None:
        status, closed = "closed_not_relevant", cancelled
    return rows.add(
        Cta,
        account_id=customer.id,
        subject_id=customer.id,
        type="lifecycle",
        reason="onboarding",
        playbook="playbooks/new_customer",
        name=f"Onboard {customer.name}"[:80],
        status=status,
        priority="high",
        owner_id=customer.csm.id,
        owner_role="csm",
        start_on=customer.day(begun),
        due_on=customer.day(begun) + timedelta(days=45),
        closed_on=_day(customer, closed),
        closed_by_id=customer.csm.id if closed is not None else None,
        happened_on=customer.day(begun),
    )
