"""Partners at work on an account, and the health reviews agreed with them."""

from __future__ import annotations

from greenbook.inputs.demo.customer import Customer
from greenbook.inputs.demo.rows import Rows
from greenbook.records.models import AccountTeam, PartnerEngagement

#: The part of the customers that a partner works with too.
WITH_PARTNER = 0.12


def write_partner(rows: Rows, customer: Customer) -> None:
    """Some have a partner, and its health review is not due yet."""
    if customer.csm is None or not customer.group.has_csms or customer.situated:
        return
    if customer.rng.random() < WITH_PARTNER and customer.since > 420:
        months = customer.rng.randrange(1, 4)
        reviewed = customer.rng.randrange(2, months * 20)
        place = customer.number % len(customer.partners)
        partner(rows, customer, months=months, reviewed=reviewed, place=place)


def partner(
    rows: Rows, customer: Customer, *, months: int | None, reviewed: int, place: int = 0
) -> int:
    """A partner works at the customer; the first one is Pia's."""
    assert customer.staff and customer.staff.pia
    if place == 0:
        rows.add(AccountTeam, account_id=customer.id, user_id=customer.staff.pia.id,
                 role="partner_contact", starts_on=customer.day(400),
                 happened_on=customer.day(400))  # fmt: skip
    return rows.add(
        PartnerEngagement,
        account_id=customer.id,
        partner_id=customer.partners[place],
        status="active",
        started_on=customer.day(400),
        introduced_on=customer.day(410),
        post_sale_role="co_deliver",
        ongoing_engagement=True,
        csm_inclusion_plan="The CSM joins every second call",
        customer_cadence="every two weeks",
        health_review_months=months,
        last_health_review_on=customer.day(reviewed),
        happened_on=customer.day(410),
    )
