"""Calls that are agreed on and still to come: the week that a CSM finds on the first morning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, time

from greenbook.inputs.demo.customer import Customer
from greenbook.inputs.demo.days import workdays_from
from greenbook.inputs.demo.people import Staff
from greenbook.inputs.demo.rows import Rows
from greenbook.records.models import Cta, PlannedCall, Task

#: When a CSM meets customers: working days ahead, and the hour.
DIARY = (
    (0, time(9, 30)),
    (0, time(14)),
    (1, time(10)),
    (1, time(15, 30)),
    (2, time(11)),
    (4, time(9, 30)),
)
#: The agendas of calls before this working day were sent already.
SHARED_BEFORE = 2
AGENDA = """**Still open**

- {open}

**To talk about**

- How the last teams get on
- What the next release brings

**What you would like to add**

-

**Next steps, each with a day**

-
"""
#: What was promised in the last call: one step was done since, the other is carried over.
STEPS = (
    ("Send the plan for the upgrade", "Name the teams that scan first"),
    ("Share the runner benchmark", "Agree on who reviews security findings"),
    ("Answer the licence question", "Show the dashboard to their managers"),
)


def write_calls(rows: Rows, done: Iterable[Customer], staff: Staff, *, today: date) -> None:
    """Of each CSM who is there, with those whose turn it is; no two at one hour."""
    days = workdays_from(today, 1 + max(ahead for ahead, _ in DIARY))
    for book in _books(done, staff):
        for number, (customer, (ahead, at)) in enumerate(zip(book, DIARY, strict=False)):
            agenda = _promised(rows, customer, due=days[ahead]) if number % 2 == 0 else None
            shared = agenda is not None and ahead < SHARED_BEFORE
            _agreed(rows, customer, days[ahead], at, agenda=agenda if shared else None)


def _agreed(rows: Rows, customer: Customer, day: date, at: time, *, agenda: str | None) -> None:
    assert customer.csm and customer.last_call is not None
    rows.add(
        PlannedCall,
        account_id=customer.id,
        host_id=customer.csm.id,
        planned_for=day,
        at=at,
        length_min=45,
        agenda=agenda,
        agenda_shared_on=customer.day(min(1, customer.last_call)) if agenda else None,
        happened_on=customer.day(customer.last_call),
    )


def _promised(rows: Rows, customer: Customer, *, due: date) -> str:
    """The next steps of the last call; return the agenda that takes up the open one."""
    assert customer.csm and customer.last_call is not None
    done, still_open = STEPS[customer.number % len(STEPS)]
    held, done_on = customer.day(customer.last_call), customer.day(customer.last_call // 2)
    common = {"account_id": customer.id, "owner_id": customer.csm.id, "happened_on": held}
    cta = rows.add(Cta, type="activity", reason="follow_up", name="Next steps of the last call",
                   subject_id=customer.id, status="work_in_progress", owner_role="csm",
                   created_source=f"timeline:{customer.last_entry}", start_on=held, due_on=due,
                   **common)  # fmt: skip
    rows.add(Task, cta_id=cta, name=done, status="done", done_on=done_on, due_on=done_on,
             position=1, **common)  # fmt: skip
    rows.add(Task, cta_id=cta, name=still_open, due_on=due, position=2, **common)
    return AGENDA.format(open=still_open)


def _books(done: Iterable[Customer], staff: Staff) -> Iterator[list[Customer]]:
    """Who is met as agreed, by CSM, those first whose turn it is."""
    books: dict[int, list[Customer]] = defaultdict(list)
    for customer in done:
        if customer.csm and customer.csm.id not in staff.away and _is_met(customer):
            books[customer.csm.id].append(customer)
    for book in books.values():
        yield sorted(book, key=lambda each: (each.call_every - (each.last_call or 0), each.number))


def _is_met(customer: Customer) -> bool:
    met = customer.last_call is not None and customer.last_call < customer.call_every
    return met and customer.paying and customer.csm_until is None and customer.group.has_csms
