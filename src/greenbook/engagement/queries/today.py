"""What somebody owes, to whom, until when: rhythms, CTAs, tasks and calls of their day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, Literal

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Value

from greenbook.decisions.keys import rhythms
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
OF_STATUS = ("account_id", "account__name", "account__renewal_on", "decided")
OF_ACCOUNT = ("pk", "account", "account__name", "account__renewal_on")
OF_CALL = (
    *OF_ACCOUNT, "meeting_type", "subject", "planned_for", "at", "agenda_shared_on", "host__name"
)  # fmt: skip
OF_CTA = (*OF_ACCOUNT, "name", "type", "reason", "due_on", "owner__name", "owner__username")
OF_TASK = (
    *OF_ACCOUNT, "name", "due_on", "cta", "cta__type", "cta__reason", "cta__created_source",
    "owner__name",
)  # fmt: skip
#: More than this of one kind is no day's work; the page says how many more there are.
MOST = 200
WEEK = timedelta(days=7)
#: What comes in a week is looked up for a book that one person can keep, not for a whole pool.
A_BOOK = 500


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

    @property
    def at_risk(self) -> bool:
        """A risk that has no due day: nobody is to wait for one."""
        return self.word == "risk" and self.due_on is None


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything owed, `late` of it overdue; `more` counts what is beyond the most that a page
    shows."""

    items: tuple[Item, ...]
    late: int
    more: int

    def calls_on(self, day: date) -> int:
        return sum(item.kind == "call" and item.due_on == day for item in self.items)


def desk(user: User, mine: Collection[int], *, on: date, handbook: Handbook | None) -> Desk:
    """What somebody owes themselves; `mine` are the accounts to whom they owe what the rhythms ask
    for."""
    calls = _calls(PlannedCall.objects.filter(host=user), on)
    planned = {(call.account, call.word): call.due_on for call in calls if not call.late}
    owed = _owed(Q(account__in=mine), handbook, ASKING, planned, {})
    coming = _coming(mine, handbook, planned, on) if len(mine) <= A_BOOK else []
    ctas, tasks = Cta.objects.filter(owner=user), Task.objects.filter(owner=user)
    return _desk([*calls, *owed, *coming, *_ctas(ctas, on), *_steps(tasks, on)])


def team_desk(user: User, theirs: CaredFor, *, on: date, handbook: Handbook | None) -> Desk:
    """What a manager's team owes their accounts and is late with: what each of them reads as
    overdue on a page of their own."""
    of_theirs = theirs.among("account")
    owed = _owed(of_theirs, handbook, LATE, {}, _csms(of_theirs, on))
    calls = PlannedCall.objects.filter(of_theirs, planned_for__lt=on).exclude(host=user)
    ctas = Cta.objects.filter(of_theirs, due_on__lt=on).exclude(owner=user)
    tasks = Task.objects.filter(of_theirs, due_on__lt=on).exclude(owner=user)
    return _desk([*_calls(calls, on), *owed, *_ctas(ctas, on), *_steps(tasks, on)])


def _desk(items: list[Item]) -> Desk:
    ordered = sorted(items, key=_place)
    late = sum(item.late for item in items)
    return Desk(tuple(ordered[:MOST]), late, max(0, len(items) - MOST))


def _place(item: Item) -> tuple[date, time, str]:
    """By day, a risk without one before all; of one day the calls first, by their hour."""
    unset = date.min if item.at_risk else date.max
    return (item.due_on or unset, item.at or time.max, item.account_name)


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
    return [
        _rhythm(page, row, csms.get(row["account_id"], ""), planned)
        for row in rows.values(*OF_STATUS)
        for page in pages
        if row["decided"].get(page.decides) in states
    ]


def _coming(
    mine: Collection[int], handbook: Handbook | None, planned: Planned, on: date
) -> list[Item]:
    """The rhythms that are on track and whose day comes within a week."""
    pages = rhythms(handbook) if handbook else []
    ahead = " || ".join(_ahead(page.decides, on, on + WEEK) for page in pages)
    has_one = Func(
        F("decided"),
        Value(f"$ ? ({ahead})"),
        template="jsonb_path_exists(%(expressions)s::jsonpath)",
        output_field=BooleanField(),
    )
    rows = AccountStatus.objects.filter(account__in=mine).alias(coming=has_one)
    found = rows.filter(coming=True).values(*OF_STATUS) if pages else ()
    items = [_rhythm(p, row, "", planned) for row in found for p in pages if _on_track(p, row)]
    return [item for item in items if item.due_on and on <= item.due_on <= on + WEEK]


def _ahead(rhythm: str, first: date, last: date) -> str:
    """Said to the database, which then takes each account's decisions apart only once."""
    due = f'@."{rhythm}__due"'
    return f'(@."{rhythm}" == "on_track" && {due} >= "{first}" && {due} <= "{last}")'


def _on_track(page: Page, row: dict[str, Any]) -> bool:
    return bool(row["decided"].get(page.decides) == "on_track")


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
            owner=call["host__name"],
        )
        for call in soon.order_by("planned_for", "at").values(*OF_CALL)
    ]


def _ctas(ctas: QuerySet[Cta], on: date) -> list[Item]:
    """Those that are open and in sight, but for whose tasks of the same owner stand here."""
    steps = Task.objects.filter(cta=OuterRef("pk"), owner=OuterRef("owner"), status="open")
    rows = ctas.filter(~Exists(steps), _in_sight(on), status__in=OPEN_STATUSES)
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


def _in_sight(on: date, cta: str = "") -> Q:
    """CTAs that are awake and have begun, or are due within a week."""
    awake = Q(**{f"{cta}snoozed_until": None}) | Q(**{f"{cta}snoozed_until__lte": on})
    return awake & (Q(**{f"{cta}start_on__lte": on}) | Q(due_on__lte=on + WEEK))


def _steps(tasks: QuerySet[Task], on: date) -> list[Item]:
    """What was promised in a call, each; of a playbook the step that is next of each owner."""
    of_open = tasks.filter(_in_sight(on, "cta__"), status="open", cta__status__in=OPEN_STATUSES)
    steps: dict[tuple[int, str], list[dict[str, Any]]] = {}
    for task in of_open.order_by("due_on", "position").values(*OF_TASK)[: 5 * MOST]:
        promised = task["cta__created_source"].startswith("timeline:")
        key = (-task["pk"] if promised else task["cta"], task["owner__name"])
        steps.setdefault(key, []).append(task)
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
            owner=first["owner__name"] or "",
        )
        for first, *others in steps.values()
    ]
