"""CTAs opened, snoozed and closed by people, with what follows from that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from greenbook.engagement.by_rule.lengths import after
from greenbook.engagement.by_rule.owners import owners
from greenbook.engagement.playbooks import PlannedTask
from greenbook.engagement.queries.kept_open import kept_open_because
from greenbook.engine.lake import Lake
from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import CtaEdition, Page
from greenbook.records.acting import acting
from greenbook.records.models import Account, Cta, Onboarding, PlaybookRun, Task, User
from greenbook.records.refusals import NotAllowed


class SnoozedTooLong(NotAllowed):
    """The handbook does not let it out of sight for so long:"""


class KeptOpen(NotAllowed):
    """The handbook keeps it open:"""


@dataclass(frozen=True, slots=True)
class TaskAhead:
    """A task of a playbook with the person whose it would be."""

    planned: PlannedTask
    owner: User | None


def with_owners(account: Account, tasks: Sequence[PlannedTask], *, on: date) -> list[TaskAhead]:
    """Whose each task is: who holds its role for the account; nobody where nobody does."""
    held = owners(day=on, accounts=[account.pk])
    people = User.objects.in_bulk(set(held.values()))
    return [TaskAhead(t, people.get(held.get((account.pk, t.owner_role), 0))) for t in tasks]


def open_cta(
    account: Account,
    *,
    by: User,
    on: date,
    type: str,
    name: str,
    playbook: Page | None = None,
    tasks: Sequence[TaskAhead] = (),
    handbook: Handbook | None = None,
    due_on: date | None = None,
    **values: Any,
) -> Cta:
    """Open one by hand, with the tasks of its playbook. Due with the last of them unless said."""
    ahead = [due for each in tasks if (due := each.planned.due_on) and due >= on]
    with acting(by=by, on=on):
        cta = Cta.open(
            account,
            type=type,
            name=name,
            by=by,
            on=on,
            due_on=due_on or max(ahead, default=None),
            playbook=playbook.path if playbook else None,
            **values,
        )
        if playbook is not None:
            _begin(cta, playbook, tasks, handbook=handbook, on=on)
    return cta


def _begin(
    cta: Cta, playbook: Page, tasks: Sequence[TaskAhead], *, handbook: Handbook | None, on: date
) -> None:
    edition = playbook.on(on)
    known = {"cta": cta, "account_id": cta.account_id, "happened_on": on, "known_from": on}
    PlaybookRun.objects.create(
        playbook=playbook.path,
        edition=edition.begins if edition else None,
        handbook=handbook.hash if handbook else None,
        **known,
    )
    Task.objects.bulk_create(
        Task(
            template=planned.template,
            name=planned.template,
            owner=each.owner,
            owner_role=planned.owner_role,
            due_on=planned.due_on,
            required=planned.required,
            position=planned.position,
            **known,
        )
        for each in tasks
        for planned in [each.planned]
    )


def close_cta(
    cta: Cta,
    *,
    by: User,
    on: date,
    handbook: Handbook | None,
    lake: Lake,
    status: str = "closed_success",
    reason: str | None = None,
) -> list[str]:
    """Close it; with an onboarding CTA the onboarding ends as well. Returns what else happened."""
    because = kept_open_because(cta, on=on, handbook=handbook, lake=lake)
    if because:
        raise KeptOpen(cta, f"{because}.")
    with acting(by=by, on=on, reason=reason):
        cta.close(by=by, on=on, status=status, reason=reason)
        onboarding = Onboarding.objects.filter(cta=cta, outcome="open").first()
        if onboarding is None:
            return []
        if status != "closed_success":
            onboarding.cancel(by=by, on=on, reason=reason or status)
            return ["the onboarding is cancelled"]
        onboarding.refresh_from_db()
        onboarding.complete(by=by, on=on)
        account = onboarding.account
        account.amend(by=by, on=on, reason="onboarding complete", lifecycle_stage="adoption")
    return ["the onboarding is complete", "the lifecycle stage is Adoption"]


def snooze_cta(
    cta: Cta, *, until: date, reason: str, by: User, on: date, handbook: Handbook
) -> None:
    """Put it out of sight until a day, no longer than the page that opened it allows."""
    page = handbook.pages.get(cta.rule or "")
    edition = page.on(on) if page else None
    if isinstance(edition, CtaEdition) and edition.snooze and until > after(on, edition.snooze):
        raise SnoozedTooLong(cta, f"{edition.snooze} at most, until {after(on, edition.snooze)}.")
    cta.snooze(until=until, reason=reason, by=by, on=on)
