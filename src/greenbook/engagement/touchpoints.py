"""A touchpoint logged: the timeline entry and what it fulfils in the same breath."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from greenbook.records.acting import acting
from greenbook.records.models import (
    Account,
    Contact,
    Cta,
    Onboarding,
    PlannedCall,
    Task,
    TimelineEntry,
    User,
)
from greenbook.records.models.ctas import OPEN_STATUSES

KICKOFFS = ("kickoff", "welcome_call")
FOLLOW_UP = "timeline_follow_up"


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something promised in the call, by whom and for when (CAD-06, ops R11)."""

    name: str
    due_on: date | None = None
    owner: User | None = None


@dataclass(frozen=True, slots=True)
class NextCall:
    """The call agreed on for next time."""

    planned_for: date
    at: time | None = None
    meeting_type: str = "cadence_call"


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """What was logged, in words what else it did, and the next call that was agreed with it."""

    entry: TimelineEntry
    did: tuple[str, ...]
    next_call: PlannedCall | None = None


def log_touchpoint(
    account: Account,
    *,
    by: User,
    on: date,
    type: str,
    subject: str,
    happened_on: date | None = None,
    internal: Iterable[User] = (),
    contacts: Iterable[Contact] = (),
    next_steps: Sequence[NextStep] = (),
    planned: PlannedCall | None = None,
    next_call: NextCall | None = None,
    **values: Any,
) -> Touchpoint:
    """Log it, take the onboarding along, make its next steps tasks, hold the call that was
    `planned` and plan the next one. All of it or nothing."""
    with acting(by=by, on=on):
        entry = TimelineEntry.log(
            account,
            type=type,
            subject=subject,
            author=by,
            on=on,
            happened_on=happened_on,
            internal=internal,
            contacts=contacts,
            **values,
        )
        agreed = _agree(account, next_call, by=by, on=on)
        did = [
            *_hold(planned, entry, by=by, on=on),
            *_take_onboarding_along(entry, by=by, on=on),
            *_promise(entry, next_steps, by=by),
            *([f"the next call is planned for {_day(agreed.planned_for)}"] if agreed else []),
        ]
    return Touchpoint(entry, tuple(did), agreed)


def withdraw_touchpoint(
    entry: TimelineEntry,
    *,
    by: User,
    on: date,
    reason: str,
    next_call: PlannedCall | None = None,
) -> list[str]:
    """Take it back with what it did, and say what that was. All of it or nothing.

    `next_call` is the one agreed with it, where that shall go as well.
    """
    with acting(by=by, on=on, reason=reason):
        did = [
            *_expect_again(entry, by=by, on=on, reason=reason),
            *_release(entry, by=by, on=on, reason=reason),
            *_take_onboarding_back(entry, by=by, on=on, reason=reason),
        ]
        if next_call is not None and next_call.status == "planned":
            next_call.cancel(by=by, on=on, reason=reason)
            did.append("the next call is not planned any more")
        entry.withdraw(by=by, on=on, reason=reason)
    return did


def _expect_again(entry: TimelineEntry, *, by: User, on: date, reason: str) -> list[str]:
    calls = list(entry.planned_calls.select_for_update())
    for call in calls:
        call.expect_again(by=by, on=on, reason=reason)
    return ["the planned call is to come again"] if calls else []


def _release(entry: TimelineEntry, *, by: User, on: date, reason: str) -> list[str]:
    """Close what its next steps became, where that is still open."""
    promised = Cta.objects.filter(
        account=entry.account_id,
        created_source=f"timeline:{entry.pk}",
        status__in=OPEN_STATUSES,
    )
    closed = list(promised)
    for cta in closed:
        cta.close(by=by, on=on, status="closed_not_relevant", reason=reason)
    return ["its next steps are closed"] if closed else []


def _take_onboarding_back(entry: TimelineEntry, *, by: User, on: date, reason: str) -> list[str]:
    """The onboarding waits for its call again, unless another of that day counts for it."""
    onboarding = Onboarding.objects.filter(account=entry.account_id, outcome="open").first()
    if onboarding is None or not _counts(entry):
        return []
    same_day = entry.account.timeline.filter(happened_on=entry.happened_on).exclude(pk=entry.pk)
    if any(_counts(each) for each in same_day):
        return []
    taken = onboarding.take_back_call(held_on=entry.happened_on, by=by, on=on, reason=reason)
    return ["the onboarding waits for that call again"] if taken else []


def _hold(planned: PlannedCall | None, entry: TimelineEntry, *, by: User, on: date) -> list[str]:
    """The planned call took place; who comes second is told so."""
    if planned is None:
        return []
    PlannedCall.objects.select_for_update().get(pk=planned.pk).hold(entry, by=by, on=on)
    return ["the planned call is held"]


def _agree(account: Account, call: NextCall | None, *, by: User, on: date) -> PlannedCall | None:
    if call is None:
        return None
    return PlannedCall.plan(
        account,
        host=by,
        planned_for=call.planned_for,
        at=call.at,
        meeting_type=call.meeting_type,
        by=by,
        on=on,
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"


def _take_onboarding_along(entry: TimelineEntry, *, by: User, on: date) -> list[str]:
    """The first call of an onboarding is its kickoff, a later one its first cadence call."""
    onboarding = Onboarding.objects.filter(account=entry.account_id, outcome="open").first()
    if onboarding is None or not _counts(entry):
        return []
    if onboarding.kickoff_held_on is None:
        if entry.meeting_type in KICKOFFS or entry.also_kickoff:
            onboarding.hold_kickoff(by=by, on=on, held_on=entry.happened_on)
            return ["the kickoff is held"]
        return []
    if onboarding.first_cadence_held_on is None and entry.happened_on > onboarding.kickoff_held_on:
        onboarding.hold_first_cadence(by=by, on=on, held_on=entry.happened_on)
        return ["the second call of the onboarding is held"]
    return []


def _counts(entry: TimelineEntry) -> bool:
    """Whether it is a call or meeting with a CSM (engagement 12.1)."""
    if entry.type not in ("customer_call", "in_person_meeting") or not entry.held:
        return False
    if entry.entry_source == "crm_sync" or not entry.with_csm:
        return False
    return entry.entry_source != "call_recorder" or bool(entry.csm_hosted)


def _promise(entry: TimelineEntry, steps: Sequence[NextStep], *, by: User) -> list[str]:
    """One activity CTA for the entry, with a task for each step."""
    if not steps:
        return []
    dues = [step.due_on for step in steps if step.due_on]
    cta = Cta.open(
        entry.account,
        type="activity",
        name=f"Next steps: {entry.subject}"[:80],
        by=by,
        on=entry.known_from,
        reason=FOLLOW_UP,
        owner=by,
        owner_role="csm",
        due_on=max(dues, default=None),
        created_source=f"timeline:{entry.pk}",
    )
    Task.objects.bulk_create(
        [
            Task(
                cta=cta,
                account_id=entry.account_id,
                name=step.name,
                owner=step.owner or by,
                due_on=step.due_on,
                position=position,
                happened_on=entry.known_from,
                known_from=entry.known_from,
            )
            for position, step in enumerate(steps, start=1)
        ]
    )
    many = len(steps)
    return [f"{many} next steps became tasks" if many > 1 else "1 next step became a task"]
