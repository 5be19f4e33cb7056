"""CTAs of the past: answered renewals, held reviews, and small things done by hand."""

from __future__ import annotations

from datetime import date, timedelta

from greenbook.inputs.demo.customer import Customer
from greenbook.inputs.demo.days import add_months, contract_year_of, workday
from greenbook.inputs.demo.rows import Rows
from greenbook.records.models import Cta

BY_HAND = (
    ("expansion", "upsell", "Ask about the teams that are not on the platform yet"),
    ("activity", "follow_up", "Send the notes of the workshop"),
    ("activity", "follow_up", "Bring in a specialist for runners"),
    ("lifecycle", "adoption", "Show the security dashboard"),
)


def write_ctas(rows: Rows, customer: Customer) -> None:
    """What was to be done, most of it long closed."""
    if customer.csm is None or not customer.paying:
        return
    _renewals(rows, customer)
    for _ in range(customer.rng.randrange(0, 4)):
        _by_hand(rows, customer)


def _renewals(rows: Rows, customer: Customer) -> None:
    """Closed with the call; of the contract before, where the CSM was there already."""
    if customer.renewal_call is not None:
        _answered(rows, customer, customer.renewal, workday(customer.day(customer.renewal_call)))
    before = customer.contract_start
    opened = add_months(before, -4)
    if customer.first_paid < opened and customer.day(customer.csm_since or 0) < opened:
        _answered(rows, customer, before, workday(opened + timedelta(days=16)))


def _answered(rows: Rows, customer: Customer, renewal: date, closed: date) -> None:
    opened = add_months(renewal, -4)
    _cta(rows, customer, rule="ctas/renewal", occasion=renewal.isoformat(), type="renewal",
         reason="upcoming_renewal", name=f"Renewal of {customer.name}: ask the soft question",
         start_on=min(opened, closed), due_on=opened + timedelta(days=30),
         closed=closed)  # fmt: skip


def close_review(rows: Rows, customer: Customer, year: date, held: date) -> None:
    """The CTA of a review that was held."""
    if contract_year_of(customer.contract_start, held) == year:
        _cta(rows, customer, rule="ctas/ebr", occasion=year.isoformat(), type="lifecycle",
             reason="business_review", name=f"Executive Business Review with {customer.name}",
             start_on=add_months(year, 2), due_on=add_months(year, 6),
             closed=held + timedelta(days=2))  # fmt: skip


def _by_hand(rows: Rows, customer: Customer) -> None:
    type, reason, name = customer.rng.choice(BY_HAND)
    reach = max(3, min(400, customer.csm_since or 0))
    begun = customer.rng.randrange(1, reach)
    left = customer.rng.randrange(3, 40)
    closed = customer.day(begun - left) if begun > left else None
    started = customer.day(begun)
    _cta(rows, customer, rule=None, occasion=None, type=type, reason=reason, name=name,
         start_on=started, due_on=started + timedelta(days=45), closed=closed)  # fmt: skip


def _cta(
    rows: Rows,
    customer: Customer,
    *,
    rule: str | None,
    name: str,
    start_on: date,
    closed: date | None,
    **more: object,
) -> None:
    assert customer.csm
    if closed is not None and closed >= customer.today:
        closed = None
    rows.add(
        Cta,
        account_id=customer.id,
        subject_id=customer.id,
        rule=rule,
        name=name[:80],
        status="closed_success" if closed else "work_in_progress",
        priority="medium",
        owner_id=customer.csm.id,
        owner_role="csm",
        start_on=start_on,
        closed_on=closed,
        closed_by_id=customer.csm.id if closed else None,
        created_source=f"rule:{rule}" if rule else "manual",
        happened_on=start_on,
        **more,
    )
