"""The vendor's people: Nora and her colleagues, their managers, Sales, operations, and Pia."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from greenbook.inputs.demo.days import days_before
from greenbook.inputs.demo.groups import GROUPS, Group
from greenbook.inputs.demo.names import colleague_name, listed
from greenbook.inputs.demo.rows import Rows
from greenbook.records.models import Absence, Cover, Partner, User

#: How long everybody has worked here.
HIRED_DAYS = 1_500
TEAM = 8
ACCOUNTS_OF = {"account_owner": 25, "sa": 40, "rm": 80}
REGIONS = ("AMER", "EMEA", "APJ")


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    username: str
    name: str


@dataclass(slots=True)
class Staff:
    """Who works here, by what they do and where."""

    csms: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    managers: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    others: dict[tuple[str, str], list[Person]] = field(default_factory=lambda: defaultdict(list))
    manager_of: dict[int, Person] = field(default_factory=dict)
    partners: list[int] = field(default_factory=list)
    pia: Person | None = None
    away: set[int] = field(default_factory=set)

    def one(self, role: str, region: str, number: int) -> Person:
        """The colleague of a role who has the number-th account of a region."""
        there = self.others[role, region]
        return there[number % len(there)]

    def everybody(self) -> Iterator[Person]:
        for people in (*self.csms.values(), *self.managers.values(), *self.others.values()):
            yield from people


class Hiring:
    """Adds people to the rows, each under an invented name of their own."""

    def __init__(self, rows: Rows, today: date) -> None:
        self.rows = rows
        self.since = days_before(today, HIRED_DAYS)
        self.numbers = count()

    def hire(self, *roles: str, called: str | None = None, **more: object) -> Person:
        name = called or colleague_name(next(self.numbers))
        username = name.split()[0].lower() if called else name.lower().replace(" ", ".")
        username = username.replace("..", ".")
        number = self.rows.add(
            User,
            username=username,
            name=name,
            email=f"{username}@greenbook.example",
            roles=list(roles),
            works_as=roles[0],
            happened_on=self.since,
            **more,
        )
        return Person(number, username, name)


def hire_everybody(rows: Rows, *, sizes: dict[str, int], today: date) -> Staff:
    """As many people as the accounts need, and the cast by name."""
    hiring, staff = Hiring(rows, today), Staff()
    head = hiring.hire("leadership", called="Ingrid Falk")
    hiring.hire("cs_ops", called="Ada Moreau", region="EMEA", manager_id=head.id)
    hiring.hire("e_group", called="Theo Almeida")
    for region in REGIONS:
        _hire_region(hiring, staff, region, sizes, head)
    for group in GROUPS:
        _hire_group(hiring, staff, group, sizes[group.key])
    _hire_partners(hiring, staff)
    return staff


def _hire_region(
    hiring: Hiring, staff: Staff, region: str, sizes: dict[str, int], head: Person
) -> None:
    there = [group for group in GROUPS if group.region == region]
    accounts = sum(sizes[group.key] for group in there)
    csms = sum(csms_needed(group, sizes[group.key]) for group in there)
    for number in range(-(-csms // TEAM)):
        called = "Omar Haddad" if region == "EMEA" and number == 0 else None
        staff.managers[region].append(
            hiring.hire("csm_manager", called=called, region=region, manager_id=head.id)
        )
    lead = hiring.hire("sales_management", region=region)
    for role, held in ACCOUNTS_OF.items():
        for _ in range(max(1, -(-accounts // held))):
            staff.others[role, region].append(hiring.hire(role, region=region, manager_id=lead.id))
    staff.others["sales_management", region].append(lead)


def csms_needed(group: Group, accounts: int) -> int:
    return max(1, round(accounts / group.book))


def _hire_group(hiring: Hiring, staff: Staff, group: Group, accounts: int) -> None:
    if group.segment == "digital":
        return
    role = "csm" if group.has_csms else "cse"
    for number in range(csms_needed(group, accounts)):
        managers = staff.managers[group.region]
        manager = managers[(number + len(staff.csms[group.key])) // TEAM % len(managers)]
        called = "Nora Lind" if group.key == "EMEA strategic" and number == 0 else None
        person = hiring.hire(
            role,
            called=called,
            region=group.region,
            cs_segment=group.segment,
            sales_segment="commercial" if group.segment == "commercial" else "enterprise",
            manager_id=manager.id,
            weekly_capacity=12,
        )
        staff.csms[group.key].append(person)
        staff.manager_of[person.id] = manager


def _hire_partners(hiring: Hiring, staff: Staff) -> None:
    for number, name in enumerate(listed("partners", "integrators", comma=True)):
        partner = hiring.rows.add(Partner, name=name, type="integrator", happened_on=hiring.since)
        staff.partners.append(partner)
        if number == 0:
            staff.pia = hiring.hire("partner", called="Pia Costa", partner_id=partner)


def send_on_leave(rows: Rows, staff: Staff, *, today: date) -> None:
    """Holidays past and to come; whoever is away now has somebody who covers."""
    for key, colleagues in staff.csms.items():
        for number, person in enumerate(colleagues):
            for ago in (300 + number % 40, 120 + number % 30, -30 - number % 60):
                _away(rows, person, colleagues[number - 1], today=today, starts=ago)
            if key == "EMEA growth" and number == 0:
                _away(rows, person, staff.csms["EMEA strategic"][-1], today=today, starts=3)
                staff.away.add(person.id)


def _away(rows: Rows, person: Person, stand_in: Person, *, today: date, starts: int) -> None:
    begins = days_before(today, starts)
    entered = min(days_before(begins, 30), days_before(today, 1))
    absence = rows.add(
        Absence,
        user_id=person.id,
        kind="pto",
        starts_on=begins,
        ends_on=begins + timedelta(days=9),
        known_from=entered,
    )
    if stand_in is not person:
        rows.add(Cover, absence_id=absence, user_id=stand_in.id, known_from=entered)
