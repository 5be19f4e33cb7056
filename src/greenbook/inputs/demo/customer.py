"""One customer as the demo book tells it, before any record is written.

Days are counted back from today: `last_call=75` is a call 75 days ago; below zero lies ahead.
An ordinary customer is drawn at random and is doing well; a situation changes some of this.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from greenbook.inputs.demo.days import add_months, days_before, workday
from greenbook.inputs.demo.groups import Group
from greenbook.inputs.demo.names import company_name, industries
from greenbook.inputs.demo.people import Person, Staff
from greenbook.inputs.demo.rows import Rows

#: How often an ordinary customer is called: well within what its segment and priority ask for.
CALL_EVERY = {
    ("strategic", 1): 12,
    ("strategic", 2): 26,
    ("growth", 1): 26,
    ("growth", 2): 44,
    ("commercial", 1): 26,
    ("commercial", 2): 44,
}
#: Of a hundred customers.
DEPLOYMENTS = {"self_managed": 60, "saas": 30, "dedicated": 4, "hybrid": 6}
FEELINGS = {"green": 86, "yellow": 10, "red": 4}
PLANS = {"approved": 70, "green": 22, "draft": 8}
#: The part of them that let a call slip, miss their EBR, or were not asked about the renewal.
SLIPPING, MISSING, NOT_ASKED = 0.05, 0.08, 0.12
#: Days before the renewal at which one begins to ask about it.
ASKED_BEFORE = 120
ARR_DOLLARS = {
    "strategic": (250_000, 2_400_000),
    "growth": (90_000, 420_000),
    "commercial": (18_000, 150_000),
    "scale": (12_000, 60_000),
    "digital": (2_000, 15_000),
}


@dataclass(slots=True)
class Customer:
    """What is told about a customer. The days are ago; None means that it never was."""

    name: str
    number: int
    group: Group
    today: date
    rng: Random
    seed: int
    industry: str = "Software"
    arr: int = 100_000
    tier: str = "premium"
    deployment: str = "self_managed"
    account: dict[str, Any] = field(default_factory=dict)
    account_days: dict[str, int] = field(default_factory=dict)
    parent: str | None = None
    book: int | None = None  # in whose book of the group; else by turns
    # the relation
    paying: bool = True
    since: int = 800
    csm_since: int | None = 780
    csm_until: int | None = None
    csm_before: bool = False
    contract_started: int = 150
    renews_in: int | None = None
    term: int = 12
    personas: tuple[str, ...] | None = None
    version: str | None = None
    # calls and updates
    priority: int | None = 2
    call_every: int = 26
    last_call: int | None = 10
    silent_before: int | None = None  # the call before the last one
    last_update: int | None = 12
    feeling: str = "green"
    triage: bool = False
    renewal_call: int | None = None
    # plans and reviews
    plan: str = "approved"
    reviewed: int = 30
    ebr: str = "as usual"
    # usage: part of the licences in use, in percent; None sends nothing
    licences_used: int | None = 88
    fitness: float = 1.0
    tickets: int | None = None
    uptier_in: int | None = None
    seats_in: int | None = None
    discussed: int | None = 10
    # onboarding: None for one that was done in time long ago
    onboarding: dict[str, Any] | None = None
    also: Callable[[Rows, Customer], None] | None = None
    # written down as the records come to be
    id: int = 0
    csm: Person | None = None
    former_csm: Person | None = None
    manager: Person | None = None
    contacts: dict[str, int] = field(default_factory=dict)
    last_entry: int | None = None
    staff: Staff | None = None
    situated: bool = False

    def day(self, ago: int) -> date:
        return days_before(self.today, ago)

    @property
    def segment(self) -> str:
        return self.group.segment

    @property
    def contract_start(self) -> date:
        if self.renews_in is not None:
            return add_months(self.day(-self.renews_in), -self.term)
        return self.day(self.contract_started)

    @property
    def renewal(self) -> date:
        return add_months(self.contract_start, self.term)

    @property
    def first_paid(self) -> date:
        return min(self.day(self.since), self.contract_start)

    @property
    def seats(self) -> int:
        dollars = {"ultimate": 1_188, "premium": 348}.get(self.tier, 228)
        return max(10, self.arr // dollars)

    @property
    def partners(self) -> list[int]:
        return self.staff.partners if self.staff else []

    def csm_on(self, day: date) -> Person | None:
        """Who looked after the customer on a day."""
        if self.former_csm and day < self.day(self.csm_since or 0):
            return self.former_csm
        return self.csm


def ordinary(number: int, group: Group, *, today: date, seed: int) -> Customer:
    """A customer as most of them are: met, planned for, content."""
    rng = Random(f"{seed} {number}")
    table = "public_sector" if group.public else "industries"
    industry = rng.choice(industries(table))
    customer = Customer(
        name=company_name(number, industry, table=table),
        number=number,
        group=group,
        today=today,
        rng=rng,
        seed=seed,
        industry=industry,
    )
    _draw(customer)
    return customer


def _draw(customer: Customer) -> None:
    """Give it a size, a past, and habits."""
    rng, segment = customer.rng, customer.segment
    low, high = ARR_DOLLARS[segment]
    customer.arr = round(low * (high / low) ** rng.random()) // 100 * 100
    customer.tier = "ultimate" if rng.random() < 0.45 else "premium"
    [customer.deployment] = rng.choices(tuple(DEPLOYMENTS), tuple(DEPLOYMENTS.values()))
    customer.since = rng.randrange(420, 1_900)
    customer.term = rng.choices((12, 24, 36), (75, 12, 13))[0]
    customer.contract_started = rng.randrange(20, min(customer.since, customer.term * 30 - 10))
    if customer.group.has_csms:
        _draw_engagement(customer)
    else:
        _draw_without_csm(customer)
    _draw_usage(customer)
    _draw_renewal_call(customer)


def _draw_renewal_call(customer: Customer) -> None:
    """Most have been asked soon after the question came up."""
    came_up = ASKED_BEFORE - (customer.renewal - customer.today).days
    ago = came_up - customer.rng.randrange(3, 28)
    if customer.rng.random() >= NOT_ASKED and ago > 0:
        customer.renewal_call = ago


def _draw_engagement(customer: Customer) -> None:
    rng = customer.rng
    customer.csm_since = customer.since - rng.randrange(0, 20)
    customer.csm_before = rng.random() < 0.15
    if customer.csm_before:
        customer.csm_since = rng.randrange(120, 380)
    _draw_growth(customer)
    priority = 1 if customer.group.region == "AMER" or _grows(customer) else 2
    if customer.segment == "commercial" and customer.arr >= 200_000:
        priority = 1
    [customer.feeling] = rng.choices(tuple(FEELINGS), tuple(FEELINGS.values()))
    if customer.feeling == "red" and customer.segment != "commercial":
        priority = 1
    customer.priority = priority
    _draw_habits(customer)
    [customer.plan] = rng.choices(tuple(PLANS), tuple(PLANS.values()))
    customer.reviewed = rng.randrange(5, 70)
    customer.ebr = "behind" if rng.random() < MISSING else "as usual"


def _draw_habits(customer: Customer) -> None:
    """How often it is met and reported on; a few let it slip, who is in trouble more often."""
    rng, every = customer.rng, CALL_EVERY[customer.segment, customer.priority or 2]
    if customer.group.region == "AMER":
        every = 12
    if customer.feeling == "red":
        every = 6
    slip = rng.randrange(4, 14) if rng.random() < SLIPPING else 0
    customer.call_every = every
    customer.last_call = _working_days_ago(customer, rng.randrange(1, every)) + slip
    within = 27 if customer.feeling == "green" else 5
    customer.last_update = _working_days_ago(customer, rng.randrange(1, within))


def _working_days_ago(customer: Customer, ago: int) -> int:
    return (customer.today - workday(customer.day(ago))).days


def _draw_growth(customer: Customer) -> None:
    chance = customer.rng.random()
    if customer.segment == "strategic" and chance < 0.15:
        customer.uptier_in = customer.rng.randrange(20, 85)
        customer.tier = "premium"
    elif chance < 0.18:
        customer.seats_in = customer.rng.randrange(20, 85)


def _grows(customer: Customer) -> bool:
    if customer.segment == "strategic":
        return customer.uptier_in is not None
    return customer.uptier_in is not None or customer.seats_in is not None


def _draw_without_csm(customer: Customer) -> None:
    customer.csm_since = customer.since if customer.segment == "scale" else None
    customer.priority = 4 if customer.segment == "digital" else None
    customer.plan = "none"
    customer.last_call = customer.rng.randrange(10, 90) if customer.segment == "scale" else None
    customer.call_every = 90
    customer.last_update = None


def _draw_usage(customer: Customer) -> None:
    rng = customer.rng
    sends = rng.random() < (0.9 if customer.group.has_csms else 0.7)
    customer.licences_used = rng.randrange(77, 100) if sends else None
    if sends and rng.random() < 0.14:
        customer.licences_used = rng.randrange(40, 75)
    customer.fitness = rng.choices((1.0, 0.6, 0.25), (70, 22, 8))[0]
