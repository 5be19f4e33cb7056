"""What somebody does with CTAs and tasks, one or many: what was done, what was refused and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from greenbook.engagement.ctas import close_cta, snooze_cta
from greenbook.engine.lake import Lake
from greenbook.handbook.book import Handbook
from greenbook.records.models import Cta, Task, User
from greenbook.records.refusals import NotAllowed

#: Said where something is taken back.
UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does it on which day, with what they said."""

    by: User
    on: date
    handbook: Handbook | None
    lake: Lake
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Act:
    """`was` is what must be known to take it back, by `undo`; without it there is no way back."""

    done: str
    do: Callable[[Any, Doing], list[str]]
    was: Callable[[Any], Any] | None = None
    undo: Callable[[Any, Any, Doing], None] | None = None


@dataclass(slots=True)
class Outcome:
    """`refused` are those that stayed as they were, by the reason; `was` holds, by id, what an
    undo needs; `also` what else happened."""

    done: list[Any] = field(default_factory=list)
    refused: dict[str, list[Any]] = field(default_factory=dict)
    also: list[str] = field(default_factory=list)
    was: dict[int, Any] = field(default_factory=dict)

    def refuse(self, record: Any, why: str) -> None:
        self.refused.setdefault(why, []).append(record)


def work_on(records: Iterable[Any], act: Act, doing: Doing, outcome: Outcome) -> None:
    """Do it to each that allows it; the others are named with the reason."""
    for record in records:
        was = act.was(record) if act.was else None
        try:
            with transaction.atomic():
                also = act.do(record, doing)
        except NotAllowed as refusal:
            outcome.refuse(record, refusal.why)
        else:
            outcome.done.append(record)
            outcome.also += also
            outcome.was[record.pk] = was


def take_back(
    records: Iterable[Any], act: Act, was: Mapping[int, Any], doing: Doing, outcome: Outcome
) -> None:
    """Undo it, where the record still allows that."""
    for record in records:
        try:
            with transaction.atomic():
                assert act.undo
                act.undo(record, was.get(record.pk), doing)
        except NotAllowed as refusal:
            outcome.refuse(record, refusal.why)
        else:
            outcome.done.append(record)


def _start(cta: Cta, d: Doing) -> list[str]:
    cta.start(by=d.by, on=d.on)
    return []


def _close(cta: Cta, d: Doing) -> list[str]:
    reason = d.said.get("close_reason") or None
    return close_cta(
        cta,
        status=d.said["status"],
        reason=reason,
        by=d.by,
        on=d.on,
        handbook=d.handbook,
        lake=d.lake,
    )


def _snooze(cta: Cta, d: Doing) -> list[str]:
    until, reason = d.said["until"], d.said["snooze_reason"]
    if d.handbook is None:
        cta.snooze(until=until, reason=reason, by=d.by, on=d.on)
    else:
        snooze_cta(cta, until=until, reason=reason, by=d.by, on=d.on, handbook=d.handbook)
    return []


def _wake(cta: Cta, d: Doing) -> list[str]:
    cta.wake(by=d.by, on=d.on)
    return []


def _reopen(record: Cta | Task, d: Doing) -> list[str]:
    record.reopen(by=d.by, on=d.on, reason=d.said["reason"])
    return []


def _comment(cta: Cta, d: Doing) -> list[str]:
    cta.comment(d.said["text"], by=d.by, on=d.on)
    return []


def _assign(record: Cta | Task, d: Doing) -> list[str]:
    record.assign(to=d.said["to"], by=d.by, on=d.on)
    return []


def _reschedule(record: Cta | Task, d: Doing) -> list[str]:
    record.reschedule(due_on=d.said["due_on"], by=d.by, on=d.on)
    return []


def _complete(task: Task, d: Doing) -> list[str]:
    task.complete(by=d.by, on=d.on)
    return []


def _skip(task: Task, d: Doing) -> list[str]:
    task.skip(by=d.by, on=d.on, reason=d.said["reason"])
    return []


def _open_again(record: Cta | Task, was: Any, d: Doing) -> None:
    record.reopen(by=d.by, on=d.on, reason=UNDONE)


def _wake_again(cta: Cta, was: Any, d: Doing) -> None:
    cta.wake(by=d.by, on=d.on)


def _give_back(record: Cta | Task, was: int | None, d: Doing) -> None:
    record.assign(to=User.objects.get(pk=was) if was else None, by=d.by, on=d.on)


def _due_as_before(record: Cta | Task, was: str | None, d: Doing) -> None:
    record.amend(by=d.by, on=d.on, reason=UNDONE, due_on=date.fromisoformat(was) if was else None)


def _due(record: Cta | Task) -> str | None:
    return record.due_on.isoformat() if record.due_on else None


_ASSIGN = Act("reassigned", _assign, lambda record: record.owner_id, _give_back)
_RESCHEDULE = Act("rescheduled", _reschedule, _due, _due_as_before)
_REOPEN = Act("reopened", _reopen)

CTA_ACTS = {
    "start": Act("started", _start),
    "close": Act("closed", _close, lambda cta: None, _open_again),
    "snooze": Act("snoozed", _snooze, lambda cta: None, _wake_again),
    "wake": Act("woken", _wake),
    "assign": _ASSIGN,
    "reschedule": _RESCHEDULE,
    "comment": Act("commented on", _comment),
    "reopen": _REOPEN,
}
TASK_ACTS = {
    "complete": Act("done", _complete, lambda task: None, _open_again),
    "skip": Act("left out", _skip, lambda task: None, _open_again),
    "assign": _ASSIGN,
    "reschedule": _RESCHEDULE,
    "reopen": _REOPEN,
}
