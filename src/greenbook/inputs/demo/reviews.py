"""Executive business reviews, workshops and roundtables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from greenbook.inputs.demo.ctas import close_review
from greenbook.inputs.demo.customer import Customer
from greenbook.inputs.demo.days import add_months, contract_year_of, quarter_of, workday
from greenbook.inputs.demo.names import industries
from greenbook.inputs.demo.rows import Rows
from greenbook.inputs.demo.timeline import Depth, entry
from greenbook.records.models import (
    Ebr,
    Roundtable,
    RoundtableAccount,
    RoundtableIndustry,
    Workshop,
    WorkshopAccount,
)

#: A review is held about this many days into the contract year.
HELD_AFTER = 165


def write_ebrs(rows: Rows, customer: Customer, depth: Depth) -> None:
    """One full review in each contract year, the coming one planned or agreed."""
    if customer.csm is None or not customer.group.has_csms or customer.ebr == "none":
        return
    year = contract_year_of(customer.contract_start, customer.today)
    for back in (1, 0):
        start = add_months(year, -12 * back)
        held = workday(start + timedelta(days=HELD_AFTER - customer.number % 25))
        joined = customer.day(customer.csm_since or 0)
        if held < max(joined, customer.day(depth.history)) or start < customer.first_paid:
            continue
        _ebr(rows, customer, start, held, missed=back == 0 and customer.ebr == "behind")


def _ebr(rows: Rows, customer: Customer, start: date, held: date, *, missed: bool) -> None:
    assert customer.csm
    past = held < customer.today and not missed
    offered = min(held - timedelta(days=45), customer.day(1))
    soon = held - timedelta(days=45) < customer.today and not missed
    rows.add(
        Ebr,
        account_id=customer.id,
        kind="full",
        contract_year_start_on=start,
        target_on=add_months(start, 6),
        status="closed" if past else "scheduled" if soon else "planned",
        owner_id=customer.csm.id,
        offered_on=offered if past or soon else None,
        scheduled_for=held if past or soon else None,
        held_on=held if past else None,
        counts_as_full=past,
        length_min=60,
        inviter="csm",
        customer_leaders=2 if past else None,
        roadmap_quarter_on=quarter_of(held) if not missed else None,
        happened_on=min(max(start, customer.day(customer.csm_since or 0)), customer.day(1)),
    )
    if past:
        entry(rows, customer, held, "in_person_meeting", meeting="ebr",
              subject="Executive Business Review", exec_sponsor_attended=True)  # fmt: skip
        close_review(rows, customer, start, held)


WORKSHOPS = (
    ("CI/CD fundamentals", "workshop", "ci"),
    ("Security in every pipeline", "enablement_session", "devsecops"),
    ("What is new in this release", "webinar", None),
    ("Runners at scale", "lab", "ci"),
)


def write_workshops(
    rows: Rows, customers: Sequence[Customer], *, today: date, seed: int, depth: Depth
) -> None:
    """Each CSM holds one a month or so; a few customers of the book come."""
    books: dict[int, list[Customer]] = {}
    for customer in customers:
        if customer.csm and customer.group.has_csms and customer.csm_until is None:
            books.setdefault(customer.csm.id, []).append(customer)
    for number, (csm, book) in enumerate(sorted(books.items())):
        rng = Random(f"{seed} workshops {number}")
        for ago in range(6 + number % 20, depth.history, 24):
            _workshop(rows, rng, csm, book, workday(today - timedelta(days=ago)))


def _workshop(rows: Rows, rng: Random, csm: int, book: list[Customer], held: date) -> None:
    name, type, use_case = rng.choice(WORKSHOPS)
    there = [
        each
        for each in rng.sample(book, min(len(book), rng.randrange(3, 8)))
        if each.paying and each.day(each.since) < held and each.onboarding is None
    ]
    number = rows.add(Workshop, name=name, type=type, led_by="csm", led_by_user_id=csm,
                      held_on=held, use_case=use_case, attendee_count=6 * len(there),
                      feedback_score=round(rng.uniform(3.6, 5.0), 1), happened_on=held)  # fmt: skip
    for customer in there:
        rows.add(WorkshopAccount, workshop_id=number, account_id=customer.id, attended=True,
                 agreed=True, happened_on=held)  # fmt: skip


def write_roundtables(
    rows: Rows, customers: Sequence[Customer], *, today: date, seed: int, host: int
) -> None:
    """One a quarter for most industries; the last of them may be late."""
    rng = Random(f"{seed} roundtables")
    for place, industry in enumerate(industries()):
        invited = [each for each in customers if each.industry == industry and each.csm]
        for back in range(8):
            held = workday(today - timedelta(days=12 + 9 * place + 91 * back))
            number = rows.add(Roundtable, theme=f"Platform teams in {industry}", held_on=held,
                              host_id=host, happened_on=held)  # fmt: skip
            rows.add(RoundtableIndustry, roundtable_id=number, industry=industry,
                     happened_on=held)  # fmt: skip
            for customer in rng.sample(invited, min(5, len(invited))):
                if customer.day(customer.since) < held:
                    rows.add(RoundtableAccount, roundtable_id=number, account_id=customer.id,
                             happened_on=held)  # fmt: skip
