"""What somebody owes, to whom, until when: rhythms, CTAs, tasks and calls of their day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import groupby
from typing import Any, Literal

from django.db.models import Q, QuerySet

from greenbook.engagement.queries.account import after_every
from greenbook.engagement.queries.news import CaredFor
from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import Page
from greenbook.records.models import (
    AccountStatus,
    AccountTeam,
    Cta,
    PlannedCall,
    Task,
    User,
)
from greenbook.records.models.ctas import OPEN_STATUSES

Kind = Literal["rhythm", "cta", "task", "call"]
#: The day of the next planned call, by account and kind of meeting.
Planned = dict[tuple[int, str], date | None]
#: States of a rhythm that ask for something, the worst first.
ASKING = ("breach", "overdue", "due_soon")
LATE = ("breach", "overdue")
#: Roles that owe a customer what the rhythms ask for.
OWING = ("csm", "cse", "csa")
#: What an item says of its call, CTA or task: hundreds are read.
OF_ACCOUNT = ("pk", "account", "account__name", "account__renewal_on")
OF_CALL = (*OF_ACCOUNT, "meeting_type", "subject", "planned_for", "at", "agenda_shared_on")
OF_CTA = (*OF_ACCOUNT, "name", "type", "reason", "due_on", "owner__name", "owner__username")
OF_TASK = (*OF_ACCOUNT, "name", "due_on", "cta", "cta__type", "cta__reason", "cta__created_source")
#: More than this of one kind is no day's work; the page says how many more there are.
MOST = 200
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing owed. `word` is the rhythm's decision or the CTA's type; `id` the record's; `steps`
    counts those of the CTA that come after."""

    kind: Kind
    word: str
    what: str
    account: int
    account_name: str
    renewal_on: date | None
    due_on: date | None
    late: bool
    because: str = ""
    id: int | None = None
    cta: int | None = None
    steps: int = 0
    at: time | None = None
    owner: str = ""
    planned_for: date | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything owed; `more` counts what is beyond the most that a page shows."""

    items: tuple[Item, ...]
    more: int

    @property
    def late(self) -> int:
        return sum(item.late for item in self.items)

    def calls_on(self, day: date) -> int:
        return sum(item.kind == "call" and item.due_on == day for item in self.items)


def desk(user: User, mine: Collection[int], *, on: date, handbook: Handbook | None) -> Desk:
    """What somebody owes themselves; `mine` are the accounts to whom they owe what the rhythms ask
    for."""
    calls = _calls(PlannedCall.objects.filter(host=user), on)
    planned = {(call.account, call.word): call.due_on for call in calls if not call.late}
    owed = _owed(Q(account__in=mine), handbook, ASKING, planned, {})
    tasks = _open_tasks(user, on)
    others = Cta.objects.filter(owner=user).exclude(pk__in={task["cta"] for task in tasks})
    return _desk([*calls, *owed, *_ctas(others, on), *_steps(tasks, on)])


def team_desk(user: User, theirs: CaredFor, *, on: date, handbook: Handbook | None) -> Desk:
    """What a manager's team owes their accounts and is late with."""
    of_theirs = theirs.among("account")
    owed = _owed(of_theirs, handbook, LATE, {}, _csms(of_theirs, on))
    late = Cta.objects.filter(of_theirs, due_on__lt=on).exclude(owner=user)
    return _desk([*owed, *_ctas(late, on)])


def _desk(items: list[Item]) -> Desk:
    ordered = sorted(items, key=_place)
    return Desk(tuple(ordered[:MOST]), max(0, len(items) - MOST))


def _place(item: Item) -> tuple[date, time, str]:
    """By day; of one day the calls first, by their hour."""
    return (item.due_on or date.max, item.at or time.max, item.account_name)


def _owed(
    theirs: Q,
    handbook: Handbook | None,
    states: tuple[str, ...],
    planned: Planned,
    csms: dict[int, str],
) -> list[Item]:
    """The rhythms that ask for something, from what stands for each account."""
    if handbook is None:
        return []
    pages = rhythms(handbook)
    asking = [f"{page.decides}={state}" for page in pages for state in states]
    rows = AccountStatus.objects.filter(theirs, standing__overlap=asking)
    names = ("account_id", "account__name", "account__renewal_on", "decided")
    return [
        _rhythm(page, row, csms.get(row["account_id"], ""), planned)
        for row in rows.values(*names)
        for page in pages
        if row["decided"].get(page.decides) in states
    ]


def rhythms(handbook: Handbook) -> list[Page]:
    """What is owed to an account again and again."""
    pages = handbook.pages.values()
    return [page for page in pages if page.kind == "rhythm" and page.grain == "account"]


def _csms(theirs: Q, on: date) -> dict[int, str]:
    serving = AccountTeam.objects.filter(
        theirs, Q(ends_on=None) | Q(ends_on__gte=on), role="csm", starts_on__lte=on
    )
    return dict(serving.values_list("account_id", "user__name"))


def _rhythm(page: Page, row: dict[str, Any], csm: str, planned: Planned) -> Item:
    decided, name = row["decided"], page.decides
    due = decided.get(f"{name}__due") or decided.get(f"{name}__limit")
    return Item(
        kind="rhythm",
        word=name,
        what=page.title,
        account=row["account_id"],
        account_name=row["account__name"],
        renewal_on=row["account__renewal_on"],
        due_on=date.fromisoformat(due) if due else None,
        late=decided[name] in LATE,
        because=_how_often(decided, name),
        owner=csm,
        planned_for=planned.get((row["account_id"], name)),
    )


def _how_often(decided: dict[str, Any], name: str) -> str:
    every, most = decided.get(f"{name}__every"), decided.get(f"{name}__at_most")
    if decided[name] == "breach":
        return f"beyond the limit{f' of {most}' if most else ''}"
    return f"every {after_every(every)}" if every else ""


def _calls(calls: QuerySet[PlannedCall], on: date) -> list[Item]:
    """Calls of the next days, and those that passed without a word."""
    soon = calls.filter(status="planned", planned_for__lte=on + 2 * WEEK)
    return [
        Item(
            kind="call",
            word=call["meeting_type"],
            what=call["subject"] or "",
            account=call["account"],
            account_name=call["account__name"],
            renewal_on=call["account__renewal_on"],
            due_on=call["planned_for"],
            late=call["planned_for"] < on,
            because="agenda shared" if call["agenda_shared_on"] else "",
            id=call["pk"],
            at=call["at"],
        )
        for call in soon.order_by("planned_for", "at").values(*OF_CALL)
    ]


def _ctas(ctas: QuerySet[Cta], on: date) -> list[Item]:
    """Those that are open and in sight."""
    awake = Q(snoozed_until=None) | Q(snoozed_until__lte=on)
    rows = ctas.filter(awake, status__in=OPEN_STATUSES, start_on__lte=on)
    return [
        Item(
            kind="cta",
            word=cta["type"],
            what=cta["name"],
            account=cta["account"],
            account_name=cta["account__name"],
            renewal_on=cta["account__renewal_on"],
            due_on=cta["due_on"],
            late=cta["due_on"] is not None and cta["due_on"] < on,
            because=cta["reason"] or "",
            id=cta["pk"],
            cta=cta["pk"],
            owner=cta["owner__name"] or cta["owner__username"] or "",
        )
        for cta in rows.order_by("due_on").values(*OF_CTA)[: 2 * MOST]
    ]


def _open_tasks(user: User, on: date) -> list[dict[str, Any]]:
    """Tasks of CTAs that are in sight; those CTAs are not listed beside them."""
    awake = Q(cta__snoozed_until=None) | Q(cta__snoozed_until__lte=on)
    rows = Task.objects.filter(
        awake, owner=user, status="open", cta__status__in=OPEN_STATUSES, cta__start_on__lte=on
    )
    return list(rows.order_by("due_on", "position").values(*OF_TASK)[: 5 * MOST])


def _steps(tasks: list[dict[str, Any]], on: date) -> list[Item]:
    """What was promised in a call, each; of a playbook the step that is next."""
    steps: dict[int, list[dict[str, Any]]] = {}
    for task in tasks:
        promised = task["cta__created_source"].startswith("timeline:")
        steps.setdefault(-task["pk"] if promised else task["cta"], []).append(task)
    return [
        Item(
            kind="task",
            word=first["cta__type"],
            what=first["name"],
            account=first["account"],
            account_name=first["account__name"],
            renewal_on=first["account__renewal_on"],
            due_on=first["due_on"],
            late=first["due_on"] is not None and first["due_on"] < on,
            because=first["cta__reason"] or "",
            id=first["pk"],
            cta=first["cta"],
            steps=len(others),
        )
        for first, *others in steps.values()
    ]


def grouped(items: Iterable[Item], *, by: str, on: date) -> list[tuple[str, list[Item]]]:
    """The items under headings: by due day (overdue, today, …), type, account or renewal."""
    ways = {"type": _by_kind, "account": _by_account, "renewal": _by_renewal}
    key = ways.get(by, _by_due)
    keyed = sorted(((key(item, on), item) for item in items), key=lambda pair: pair[0])
    return [
        (heading, [item for _, item in group])
        for (_, heading), group in groupby(keyed, key=lambda pair: pair[0])
    ]


def _by_due(item: Item, on: date) -> tuple[int, str]:
    if item.late:
        return 0, "Overdue"
    if item.due_on is None:
        return 4, "Without a day"
    if item.due_on <= on:
        return 1, "Today"
    return (2, "This week") if item.due_on < on + WEEK else (3, "Later")


def _by_kind(item: Item, on: date) -> tuple[int, str]:
    kinds = {"call": (0, "Calls"), "cta": (2, "CTAs"), "task": (3, "Tasks")}
    return kinds.get(item.kind, (1, item.what))


def _by_account(item: Item, on: date) -> tuple[int, str]:
    return 0, item.account_name


def _by_renewal(item: Item, on: date) -> tuple[int, str]:
    if item.renewal_on is None:
        return 5, "Renewal day unknown"
    if item.renewal_on < on:
        return 4, "Renewal day passed"
    for rank, days in enumerate((90, 180, 365)):
        if item.renewal_on <= on + timedelta(days=days):
            return rank, f"Renews within {days} days"
    return 3, "Renews later"
