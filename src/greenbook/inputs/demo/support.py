"""Tickets and survey answers."""

from __future__ import annotations

from greenbook.inputs.demo.customer import Customer
from greenbook.inputs.demo.rows import Rows
from greenbook.inputs.demo.timeline import Depth
from greenbook.records.models import SurveyResponse, Ticket


def write_support(rows: Rows, customer: Customer, depth: Depth) -> None:
    """A ticket every month or two; a situation may tell of more in the last weeks."""
    if not customer.paying:
        return
    if customer.tickets is not None:
        for number in range(customer.tickets):
            ticket(rows, customer, opened=1 + number % 25, closed=None)
    reach = min(depth.history, customer.since) - 1
    for _ in range(max(1, reach // 45)):
        opened = customer.rng.randrange(1, max(3, reach))
        open_for = customer.rng.randrange(1, 12)
        closed = opened - open_for if opened > open_for else None
        ticket(rows, customer, opened=opened, closed=closed)
    if customer.rng.random() < 0.5:
        _survey(rows, customer, customer.rng.randrange(1, max(2, reach)))


def ticket(
    rows: Rows, customer: Customer, *, opened: int, closed: int | None, priority: str = "normal"
) -> None:
    hours = None if closed is None else 24.0 * (opened - closed)
    rows.add(
        Ticket,
        account_id=customer.id,
        opened_on=customer.day(opened),
        closed_on=customer.day(closed) if closed is not None else None,
        priority=priority,
        first_response_min=float(customer.rng.randrange(5, 240)),
        resolution_hours=hours,
        happened_on=customer.day(opened),
    )


def _survey(rows: Rows, customer: Customer, ago: int) -> None:
    answered = customer.day(ago)
    first = next(iter(customer.contacts.values()))
    score = float(customer.rng.randrange(6, 11))
    rows.add(SurveyResponse, account_id=customer.id, contact_id=first, kind="nps", score=score,
             answered_on=answered, happened_on=answered)  # fmt: skip
