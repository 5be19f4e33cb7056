"""The demo book, drawn and written into an empty database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

from django.db import connection, transaction

from greenbook.engine.lake import Lake
from greenbook.engine.usage import append_usage
from greenbook.inputs.demo.calls import write_calls
from greenbook.inputs.demo.companies import (
    assign_people,
    write_account,
    write_contacts,
    write_project,
)
from greenbook.inputs.demo.ctas import write_ctas
from greenbook.inputs.demo.customer import Customer, ordinary
from greenbook.inputs.demo.groups import BY_KEY, GROUPS, sizes
from greenbook.inputs.demo.money import write_money
from greenbook.inputs.demo.onboardings import write_onboarding
from greenbook.inputs.demo.partners import write_partner
from greenbook.inputs.demo.people import Person, Staff, hire_everybody, send_on_leave
from greenbook.inputs.demo.plans import write_plan
from greenbook.inputs.demo.priorities import write_priorities, write_reviews
from greenbook.inputs.demo.reviews import write_ebrs, write_roundtables, write_workshops
from greenbook.inputs.demo.rows import Rows
from greenbook.inputs.demo.situations import SITUATIONS, apply_to
from greenbook.inputs.demo.support import write_support
from greenbook.inputs.demo.timeline import Depth, depth_for, write_timeline
from greenbook.inputs.demo.usage import Readings, write_usage
from greenbook.records.models import Account

Tell = Callable[[str], None]
#: Customers whose rows wait together before they are sent.
PART = 1_000
#: Fiscal quarters whose priority reviews are kept; of a large book only the last one.
QUARTERS = 7
FEWEST = 200


class NotEmpty(ValueError):
    """The demo book goes into an empty database only, so that nothing real is mixed with it."""


class TooFew(ValueError):
    """The situations alone need more accounts than that."""


def build_book(
    *,
    today: date,
    accounts: int = 250,
    seed: int = 1,
    lake: Lake,
    tell: Tell = lambda what: None,
) -> Counter[str]:
    """Write the book in one transaction; return how many rows of each record there are.

    The same seed and day give the same book. Raises NotEmpty and TooFew.
    """
    if accounts < FEWEST:
        raise TooFew(f"The demo book shows its situations with {FEWEST} accounts or more.")
    if Account.objects.exists():
        raise NotEmpty("There are accounts already; the demo book needs a database without any.")
    readings = Readings()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
        rows = Rows()
        write_book(rows, readings, today=today, accounts=accounts, seed=seed, tell=tell)
        tell("usage readings")
        append_usage(lake, readings.table())
        with connection.cursor() as cursor:
            tell("statistics")
            cursor.execute("analyze")
    return rows.counts


def write_book(
    rows: Rows,
    readings: Readings,
    *,
    today: date,
    accounts: int,
    seed: int,
    tell: Tell = lambda what: None,
) -> None:
    """Everybody and everything, in parts."""
    depth, planned = depth_for(accounts), sizes(accounts)
    tell("people")
    staff = hire_everybody(rows, sizes=planned, today=today)
    send_on_leave(rows, staff, today=today)
    rows.send()
    known: dict[str, int] = {}
    done: list[Customer] = []
    for customer, csm in customers(staff, planned, today=today, seed=seed):
        _write_customer(rows, readings, customer, csm, staff, depth, known)
        done.append(customer)
        if len(done) % PART == 0:
            tell(f"{len(done):,} of {accounts:,} accounts")
            rows.send()
            readings.pack()
    tell("workshops, reviews and calls to come")
    _write_shared(rows, done, staff, today=today, seed=seed, depth=depth)
    rows.send()


def customers(
    staff: Staff, planned: dict[str, int], *, today: date, seed: int
) -> Iterator[tuple[Customer, Person | None]]:
    """Situations first, then ordinary customers; each with the CSM or CSE of its book."""
    taken: Counter[str] = Counter()
    for number, situation in enumerate(SITUATIONS):
        customer = ordinary(number, BY_KEY[situation.group], today=today, seed=seed)
        apply_to(customer, situation)
        yield customer, _whose(staff, customer, taken)
    number = len(SITUATIONS)
    for group in GROUPS:
        for _ in range(planned[group.key] - taken[group.key]):
            customer = ordinary(number, group, today=today, seed=seed)
            yield customer, _whose(staff, customer, taken)
            number += 1


def _whose(staff: Staff, customer: Customer, taken: Counter[str]) -> Person | None:
    key = customer.group.key
    colleagues = staff.csms.get(key)
    place = customer.book if customer.book is not None else taken[key]
    taken[key] += 1
    return colleagues[place % len(colleagues)] if colleagues else None


def _write_customer(
    rows: Rows,
    readings: Readings,
    customer: Customer,
    csm: Person | None,
    staff: Staff,
    depth: Depth,
    known: dict[str, int],
) -> None:
    parent = known[customer.parent] if customer.parent else None
    write_account(rows, customer, parent_id=parent)
    known[customer.name] = customer.id
    assign_people(rows, customer, staff, csm)
    write_contacts(rows, customer)
    write_project(rows, customer)
    write_onboarding(rows, customer, depth)
    write_priorities(rows, customer)
    write_timeline(rows, customer, depth)
    write_plan(rows, customer)
    write_ebrs(rows, customer, depth)
    write_ctas(rows, customer)
    write_partner(rows, customer)
    subscription = write_money(rows, customer)
    write_support(rows, customer, depth)
    write_usage(rows, readings, customer, subscription=subscription, depth=depth)
    if customer.also:
        customer.also(rows, customer)


def _write_shared(
    rows: Rows, done: list[Customer], staff: Staff, *, today: date, seed: int, depth: Depth
) -> None:
    quarters = QUARTERS if depth.history > 365 else 1
    write_reviews(rows, done, today=today, quarters=quarters)
    write_calls(rows, done, staff, today=today)
    write_workshops(rows, done, today=today, seed=seed, depth=depth)
    host = staff.managers["AMER"][0].id
    write_roundtables(rows, done, today=today, seed=seed, host=host)
