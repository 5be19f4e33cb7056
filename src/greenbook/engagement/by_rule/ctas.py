"""The plan of CTAs carried out for some accounts: opened, taken over, closed, with their tasks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from greenbook.engagement.by_rule.owners import Owners
from greenbook.engagement.by_rule.plan import Opening, Plan
from greenbook.records.bulk import copy_in, new_ids
from greenbook.records.models import Cta, PlaybookRun, Task

BY_RULE = "closed by its rule"


def carry_out(
    plan: Plan,
    *,
    accounts: Collection[int],
    owners: Owners,
    day: date,
    handbook: str,
) -> Counter[str]:
    """Do the part of the plan that concerns `accounts`; return how many of each there were."""
    mine = frozenset(accounts)
    openings = [each for each in plan.openings if each.account_id in mine]
    fresh = [each for each in openings if each.by_hand is None]
    return Counter(
        ctas_opened=_open(_one_each(fresh), owners=owners, day=day, handbook=handbook),
        ctas_taken_over=_take_over([each for each in openings if each.by_hand is not None]),
        ctas_closed=_close(plan, mine, day=day),
        ctas_updated=_update(plan, mine),
        tasks_done=_finish(plan, mine, day=day),
    )


def _one_each(openings: Iterable[Opening]) -> list[Opening]:
    """Of several with the same type and reason for one account the first opens, others wait."""
    first: dict[tuple[int, str, str], Opening] = {}
    for each in openings:
        first.setdefault((each.account_id, each.edition.type, each.edition.reason), each)
    return list(first.values())


def _open(openings: list[Opening], *, owners: Owners, day: date, handbook: str) -> int:
    ids = new_ids(Cta, len(openings))
    copy_in(Cta, [_cta(i, o, owners, day) for i, o in zip(ids, openings, strict=True)])
    with_playbook = [(i, o) for i, o in zip(ids, openings, strict=True) if o.edition.playbook]
    copy_in(PlaybookRun, [_run(i, o, day, handbook) for i, o in with_playbook])
    copy_in(Task, [task for i, o in with_playbook for task in _tasks(i, o, owners, day)])
    return len(openings)


def _cta(id: int, opening: Opening, owners: Owners, day: date) -> dict[str, Any]:
    edition = opening.edition
    return {
        "id": id,
        **_entered(opening, day),
        "grain": opening.page.grain,
        "subject_id": opening.subject_id,
        "rule": opening.page.path,
        "occasion": opening.occasion,
        "type": edition.type,
        "reason": edition.reason,
        "playbook": edition.playbook,
        "name": opening.name,
        "priority": edition.priority,
        "owner_id": owners.get((opening.account_id, edition.owner)),
        "owner_role": edition.owner,
        "start_on": opening.start_on,
        "due_on": opening.due_on,
        "comments": opening.because or None,
        "created_source": f"rule:{opening.page.path}",
    }


def _run(cta: int, opening: Opening, day: date, handbook: str) -> dict[str, Any]:
    return {
        **_entered(opening, day),
        "cta_id": cta,
        "playbook": opening.edition.playbook,
        "edition": opening.edition.begins,
        "handbook": handbook,
    }


def _tasks(cta: int, opening: Opening, owners: Owners, day: date) -> Iterable[dict[str, Any]]:
    for task in opening.tasks:
        yield {
            **_entered(opening, day),
            "cta_id": cta,
            "template": task.template,
            "name": task.template,
            "owner_id": owners.get((opening.account_id, task.owner_role)),
            "owner_role": task.owner_role,
            "due_on": task.due_on,
            "required": task.required,
            "position": task.position,
        }


def _entered(opening: Opening, day: date) -> dict[str, Any]:
    return {"account_id": opening.account_id, "happened_on": day, "known_from": day}


def _take_over(openings: list[Opening]) -> int:
    """An open CTA made by hand with the same type and reason counts as the occasion's."""
    taken = {each.by_hand: each for each in reversed(openings) if each.by_hand}
    for cta, opening in sorted(taken.items()):
        Cta.objects.filter(pk=cta).update(
            rule=opening.page.path,
            grain=opening.page.grain,
            subject_id=opening.subject_id,
            occasion=opening.occasion,
        )
    return len(taken)


def _close(plan: Plan, accounts: frozenset[int], *, day: date) -> int:
    closing = {each.cta_id: each for each in plan.closings if each.account_id in accounts}
    by_status: dict[str, list[int]] = {}
    for id, each in closing.items():
        by_status.setdefault(each.status, []).append(id)
    closed = 0
    for status, ids in sorted(by_status.items()):
        closed += Cta.objects.filter(pk__in=ids, closed_on=None).update(
            status=status, closed_on=day, closed_reason=BY_RULE, snoozed_until=None
        )
    Task.objects.filter(cta__in=closing, status="open").update(
        status="not_applicable", skip_reason=BY_RULE
    )
    return closed


def _update(plan: Plan, accounts: frozenset[int]) -> int:
    due = {each.cta_id: each.due_on for each in plan.updates if each.account_id in accounts}
    for day in sorted(set(due.values())):
        moved = [id for id, due_on in due.items() if due_on == day]
        Cta.objects.filter(pk__in=moved).update(due_on=day)
    return len(due)


def _finish(plan: Plan, accounts: frozenset[int], *, day: date) -> int:
    ids = {each.task_id for each in plan.done if each.account_id in accounts}
    return Task.objects.filter(pk__in=ids, status="open").update(status="done", done_on=day)
