"""Priorities as they were decided, and the quarterly review of every book."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from greenbook.inputs.demo.customer import Customer
from greenbook.inputs.demo.days import add_months, quarter_of
from greenbook.inputs.demo.people import Person
from greenbook.inputs.demo.rows import Rows
from greenbook.records.models import PriorityAssessment, PriorityReview, PriorityReviewItem


def write_priorities(rows: Rows, customer: Customer) -> None:
    """1 while it was new, and what was decided when the onboarding was over."""
    if customer.csm is None or not customer.group.has_csms:
        if customer.priority is not None:
            _decided(rows, customer, customer.priority, ago=customer.since, by=None)
        return
    if not customer.paying:
        return
    begun = customer.csm_since or 0
    _decided(rows, customer, 1, ago=begun, by=None, reason="it is a new customer")
    if customer.priority not in (None, 1) and begun > 40:
        _decided(rows, customer, customer.priority, ago=begun - 31, by=customer.csm)


def _decided(
    rows: Rows,
    customer: Customer,
    priority: int,
    *,
    ago: int,
    by: Person | None,
    reason: str | None = None,
) -> None:
    rows.add(
        PriorityAssessment,
        account_id=customer.id,
        suggested=priority,
        decided=priority,
        decided_by_id=by.id if by else None,
        reason=reason,
        happened_on=customer.day(ago),
    )


def write_reviews(rows: Rows, customers: Iterable[Customer], *, today: date, quarters: int) -> None:
    """One review a CSM and quarter, signed by the manager, with every account of the book."""
    reviews: dict[tuple[int, date], int] = {}
    for customer in customers:
        if customer.csm is None or not customer.group.has_csms or customer.csm_until is not None:
            continue
        for back in range(1, quarters + 1):
            _review_item(rows, reviews, customer, add_months(quarter_of(today), -3 * back))
        if _is_ahead(customer):
            _unsigned_item(rows, reviews, customer, quarter_of(today))


def _is_ahead(customer: Customer) -> bool:
    """Whether its CSM, the colleague beside Nora, has gone through this quarter's book already."""
    assert customer.staff
    return customer.csm in customer.staff.csms["EMEA strategic"][1:2]


def _unsigned_item(
    rows: Rows, reviews: dict[tuple[int, date], int], customer: Customer, quarter: date
) -> None:
    """Confirmed yesterday: the review waits for the manager's signature."""
    assert customer.csm
    key, reviewed = (customer.csm.id, quarter), max(customer.day(1), quarter)
    if key not in reviews:
        reviews[key] = rows.add(PriorityReview, user_id=customer.csm.id, quarter_start_on=quarter,
                                completed_on=reviewed, happened_on=reviewed)  # fmt: skip
    rows.add(PriorityReviewItem, review_id=reviews[key], account_id=customer.id,
             outcome="confirmed", priority=customer.priority, reviewed_on=reviewed,
             happened_on=reviewed)  # fmt: skip


def _review_item(
    rows: Rows, reviews: dict[tuple[int, date], int], customer: Customer, quarter: date
) -> None:
    assert customer.csm and customer.manager
    signed = add_months(quarter, 3)
    if customer.day(customer.csm_since or 0) > signed or signed >= customer.today:
        return
    key = customer.csm.id, quarter
    if key not in reviews:
        reviews[key] = rows.add(PriorityReview, user_id=customer.csm.id, quarter_start_on=quarter,
                                completed_on=signed, signed_by_id=customer.manager.id,
                                happened_on=signed)  # fmt: skip
    rows.add(PriorityReviewItem, review_id=reviews[key], account_id=customer.id,
             outcome="confirmed", priority=customer.priority, reviewed_on=signed,
             happened_on=signed)  # fmt: skip
