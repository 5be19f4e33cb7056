"""What was bought and what is being sold: subscriptions, opportunities, command plans."""

from __future__ import annotations

from datetime import date, timedelta

from greenbook.inputs.demo.customer import Customer
from greenbook.inputs.demo.days import workday
from greenbook.inputs.demo.rows import Rows
from greenbook.records.models import (
    CommandPlan,
    CommandPlanObjective,
    Opportunity,
    OpportunityStage,
    Subscription,
)

#: How many days before its close a deal enters each stage.
STAGES = (("1-Discovery", 90), ("3-Technical Evaluation", 50), ("5-Negotiating", 15))
ONE_DAY = timedelta(days=1)


def write_money(rows: Rows, customer: Customer) -> int | None:
    """Everything paid and hoped for; returns the subscription in force."""
    if not customer.paying:
        return None
    start, end = customer.contract_start, customer.renewal - ONE_DAY
    first = _won(rows, customer, "new_business", customer.first_paid, customer.arr)
    _stages(rows, customer, first, customer.first_paid)
    _command_plan(rows, customer, first, customer.first_paid)
    if customer.first_paid < start:
        _subscription(rows, customer, customer.first_paid, start - ONE_DAY, part=0.8)
        renewed = _won(rows, customer, "renewal", start, customer.arr)
        _stages(rows, customer, renewed, start)
    current = _subscription(rows, customer, start, end, part=1.0)
    _open_deals(rows, customer)
    return current


def _subscription(rows: Rows, customer: Customer, starts: date, ends: date, *, part: float) -> int:
    return rows.add(
        Subscription,
        account_id=customer.id,
        starts_on=starts,
        ends_on=ends,
        tier=customer.tier,
        seats=round(customer.seats * part),
        arr_cents=round(customer.arr * part) * 100,
        auto_renew=False,
        billing_frequency="annual",
        happened_on=starts,
    )


def _won(rows: Rows, customer: Customer, kind: str, closed: date, dollars: int) -> int:
    first = kind == "new_business"
    return rows.add(
        Opportunity,
        account_id=customer.id,
        name=f"{customer.name}: {kind.replace('_', ' ')}",
        kind=kind,
        order_type="1. New - First Order" if first else "3. Growth",
        stage="Closed Won",
        amount_cents=dollars * 100,
        arr_delta_cents=dollars * (100 if first else 20),
        booked_arr_cents=dollars * 100,
        expected_close_on=closed,
        expected_start_on=closed,
        closed_on=closed,
        is_won=True,
        newly_qualifies=first and customer.group.has_csms,
        happened_on=closed - timedelta(days=90),
    )


def _stages(rows: Rows, customer: Customer, deal: int, closed: date, *, reached: int = 3) -> None:
    for stage, before in STAGES[:reached]:
        day = workday(closed - timedelta(days=before))
        if day < customer.today:
            rows.add(OpportunityStage, opportunity_id=deal, account_id=customer.id, stage=stage,
                     happened_on=day)  # fmt: skip


def _command_plan(rows: Rows, customer: Customer, deal: int, closed: date) -> None:
    number = rows.add(
        CommandPlan,
        account_id=customer.id,
        opportunity_id=deal,
        solution="Platform consolidation",
        primary_capability="CI/CD",
        primary_value_driver="Deliver better products faster",
        metrics="Releases a month, lead time",
        identify_pain="Five tools that do not talk to each other",
        why_now="Licences of the old tools end",
        why_gitlab="One application for the whole life cycle",
        why_do_anything="Audit asks for traceable changes",
        happened_on=closed - timedelta(days=20),
    )
    rows.add(CommandPlanObjective, command_plan_id=number, account_id=customer.id,
             name="Halve the lead time", use_case="ci", metric="lead time", target="2 days",
             owner="VP Engineering", happened_on=closed - timedelta(days=20))  # fmt: skip


def _open_deals(rows: Rows, customer: Customer) -> None:
    if customer.renewal - customer.today < timedelta(days=180):
        open_deal(rows, customer, "renewal", closes_in=(customer.renewal - customer.today).days,
                  stage="1-Discovery")  # fmt: skip
    if customer.uptier_in is not None:
        open_deal(rows, customer, "tier_upgrade", closes_in=customer.uptier_in,
                  stage="3-Technical Evaluation", discussed=customer.discussed)  # fmt: skip
    if customer.seats_in is not None:
        open_deal(rows, customer, "seat_expansion", closes_in=customer.seats_in,
                  stage="2-Scoping", discussed=customer.discussed)  # fmt: skip


def open_deal(
    rows: Rows,
    customer: Customer,
    kind: str,
    *,
    closes_in: int,
    stage: str,
    discussed: int | None = None,
    opened: int = 60,
    newly_qualifies: bool | None = None,
    staged: int | None = None,
) -> int:
    """A deal that is still open; `staged` is how long ago it entered its stage."""
    dollars = customer.arr if kind in ("renewal", "new_business") else customer.arr // 5
    number = rows.add(
        Opportunity,
        account_id=customer.id,
        name=f"{customer.name}: {kind.replace('_', ' ')}",
        kind=kind,
        order_type="1. New - First Order" if kind == "new_business" else "3. Growth",
        stage=stage,
        amount_cents=dollars * 100,
        arr_delta_cents=None if kind == "renewal" else dollars * 100,
        booked_arr_cents=dollars * 100 if kind == "new_business" else None,
        atr_cents=customer.arr * 100 if kind == "renewal" else None,
        expected_close_on=customer.day(-closes_in),
        newly_qualifies=newly_qualifies,
        last_discussed_on=customer.day(discussed) if discussed is not None else None,
        happened_on=customer.day(opened),
    )
    rows.add(OpportunityStage, opportunity_id=number, account_id=customer.id, stage=stage,
             happened_on=customer.day(opened if staged is None else staged))  # fmt: skip
    return number
