"""The timeline: calls with those who attended, health updates, and what else is written down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from greenbook.inputs.demo.customer import Customer
from greenbook.inputs.demo.days import workday
from greenbook.inputs.demo.people import Person
from greenbook.inputs.demo.rows import Rows
from greenbook.records.models import EntryAttendee, TimelineEntry

MEETINGS = (
    ("cadence_call", 78, ("Cadence call", "Biweekly sync", "Status and next steps")),
    ("product_discussion", 10, ("Roadmap questions", "Feature request review")),
    ("exec_meeting", 3, ("Sponsor check-in",)),
    ("workshop", 4, ("CI/CD workshop follow-up", "Security scanning session")),
    ("other", 5, ("Upgrade planning", "Support case review")),
)
ALSO = (
    ("update", "Internal update for the account team"),
    ("email", "Release notes and upgrade advice sent"),
    ("milestone", "Migration of the last team finished"),
    ("verified_outcome", "Release time halved, confirmed by the customer"),
)
RISKS = {
    "red": ("Executive sponsor left and the renewal is in doubt", ["customer_churn"]),
    "yellow": ("Adoption is behind the plan", ["customer_sentiment"]),
}


@dataclass(frozen=True, slots=True)
class Depth:
    """How far back the history reaches, in days, and the attendance and usage within it."""

    history: int
    attendance: int
    usage_weeks: int


FULL = Depth(history=730, attendance=730, usage_weeks=100)
LIGHT = Depth(history=200, attendance=95, usage_weeks=2)
#: From this many accounts on, history is kept shorter.
LARGE = 3_000


def depth_for(accounts: int) -> Depth:
    return FULL if accounts < LARGE else LIGHT


def write_timeline(rows: Rows, customer: Customer, depth: Depth) -> None:
    """Everything that was said and done, oldest first."""
    if customer.csm is None or not customer.paying:
        return
    for day in _call_days(customer, depth):
        customer.last_entry = _call(rows, customer, day, depth)
    for day, colour in _updates(customer, depth):
        _health_update(rows, customer, day, colour)
    _other(rows, customer, depth)
    if customer.renewal_call is not None:
        entry(rows, customer, workday(customer.day(customer.renewal_call)), "customer_call",
              meeting="renewal_call", subject="The soft renewal question",
              renewal_outcome="no_risk")  # fmt: skip


def entry(
    rows: Rows,
    customer: Customer,
    day: date,
    type: str,
    *,
    subject: str,
    meeting: str | None = None,
    attend: bool = True,
    author: Person | None = None,
    **more: Any,
) -> int:
    """One entry by the CSM of that day, with the CSM and two contacts attending a call."""
    author = author or customer.csm_on(day)
    author_id = author.id if author else None
    is_call = meeting is not None
    number = rows.add(
        TimelineEntry,
        account_id=customer.id,
        type=type,
        meeting_type=meeting,
        subject=subject,
        author_id=author_id,
        happened_on=day,
        with_csm=author is not None if is_call else None,
        attendee_count=3 if is_call else None,
        **more,
    )
    if is_call and attend:
        _attend(rows, customer, number, day, author_id)
    return number


def _attend(rows: Rows, customer: Customer, entry: int, day: date, author: int | None) -> None:
    common = {"entry_id": entry, "account_id": customer.id, "happened_on": day}
    if author:
        rows.add(EntryAttendee, user_id=author, contact_id=None, **common)
    for persona in customer.rng.sample(_regulars(customer), 2):
        rows.add(EntryAttendee, user_id=None, contact_id=customer.contacts[persona], **common)


def _regulars(customer: Customer) -> list[str]:
    return [each for each in customer.contacts if each != "decision_maker"]


def _call_days(customer: Customer, depth: Depth) -> Iterator[date]:
    """Back from the last call in steps that never exceed the customer's habit."""
    if customer.last_call is None:
        return
    oldest = min(depth.history, customer.since - 2, _known_since(customer) - 2)
    ago, found = customer.last_call, []
    while ago <= oldest:
        found.append(customer.day(ago))
        ago += max(3, round(customer.call_every * customer.rng.uniform(0.75, 1.0)))
        if customer.silent_before is not None:
            ago = max(ago, customer.silent_before)
    last, *earlier = found or [customer.day(customer.last_call)]
    yield from (workday(day) for day in reversed(earlier))
    yield last


def _known_since(customer: Customer) -> int:
    return 10_000 if customer.former_csm else customer.csm_since or 0


def _call(rows: Rows, customer: Customer, day: date, depth: Depth) -> int:
    [(meeting, _, subjects)] = customer.rng.choices(MEETINGS, [weight for _, weight, _ in MEETINGS])
    in_person = customer.rng.random() < 0.12
    return entry(
        rows,
        customer,
        day,
        "in_person_meeting" if in_person else "customer_call",
        subject=customer.rng.choice(subjects),
        meeting=meeting,
        attend=(customer.today - day).days <= depth.attendance,
    )


def _updates(customer: Customer, depth: Depth) -> Iterator[tuple[date, str]]:
    """Once a month; the last one has today's colour, earlier ones are mostly green."""
    if customer.last_update is None or not customer.group.has_csms:
        return
    oldest = min(depth.history, customer.since - 2, _known_since(customer) - 2)
    ago, colour = customer.last_update, customer.feeling
    found: list[tuple[date, str]] = []
    while ago <= oldest or not found:
        found.append((customer.day(ago), colour))
        ago += customer.rng.randrange(22, 29)
        colour = "yellow" if customer.rng.random() < 0.07 else "green"
    last, *earlier = found
    yield from ((workday(day), colour) for day, colour in reversed(earlier))
    yield last


def _health_update(rows: Rows, customer: Customer, day: date, colour: str) -> None:
    reason, impact = RISKS.get(colour, (None, []))
    last = customer.last_update is not None and day == customer.day(customer.last_update)
    entry(
        rows,
        customer,
        day,
        "health_update",
        subject=f"Health update: {colour}",
        csm_sentiment=colour,
        requires_triage=customer.triage and last,
        risk_reason=reason,
        risk_impact=impact,
    )


def _other(rows: Rows, customer: Customer, depth: Depth) -> None:
    """A mail, an update or a milestone now and then, never after the last call."""
    newest = customer.last_call or 0
    for _ in range(customer.rng.randrange(1, 6)):
        ago = customer.rng.randrange(newest, newest + depth.history // 2)
        if ago < min(_known_since(customer), customer.since) - 2:
            type, subject = customer.rng.choice(ALSO)
            entry(rows, customer, workday(customer.day(ago)), type, subject=subject)


def calls_on(rows: Rows, customer: Customer, *ago: int, meeting: str = "cadence_call") -> None:
    """Calls on these days, for situations that tell them one by one."""
    for each in ago:
        entry(rows, customer, customer.day(each), "customer_call", meeting=meeting,
              subject=meeting.replace("_", " ").capitalize())  # fmt: skip
