"""Digital programs: who enters, which steps are planned for when, who waits and who is stopped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from greenbook.decisions.worked import Worked
from greenbook.engagement.by_rule.lengths import after
from greenbook.handbook.pages import Page, ProgramEdition, StepTemplate
from greenbook.records.bulk import copy_in, new_ids
from greenbook.records.many_ids import among
from greenbook.records.models import Contact, ProgramEnrolment, ProgramStep

#: Who is not in it yet for this occasion, or waits there and need not any longer.
_ENTERS = """
select d.id, d."{d}__occasion" as occasion, coalesce(d."{d}__holds", false) as holds
from programs_now d
where d."{d}__enters" and d."{d}__occasion" is not null
  and not exists (select 1 from standing_enrolment s where s.program = $program
    and s.account_id = d.id and s.occasion = d."{d}__occasion"
    and (s.status <> 'held' or coalesce(d."{d}__holds", false)))
order by d.id
"""

_STOPS = """
select d.id from programs_now d
where d."{d}__stops" and exists (select 1 from standing_enrolment s
  where s.program = $program and s.account_id = d.id and s.status in ('active', 'held'))
order by d.id
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """An account that enters a program, once per occasion."""

    account_id: int
    occasion: str
    held: bool
    page: Page
    edition: ProgramEdition


@dataclass(frozen=True, slots=True)
class Programs:
    entries: tuple[Entry, ...] = ()
    stops: tuple[tuple[str, int], ...] = ()


def plan_programs(worked: Worked) -> Programs:
    """Who should be in which program and is not, and for whom one ends."""
    pages = list(program_pages(worked))
    entries: list[Entry] = []
    stops: list[tuple[str, int]] = []
    names = [f"{page.decides}__{what}" for page, _ in pages for what in ("enters", "stops")]
    asked = worked.some_true("account", names)
    _load_decided(worked, pages)
    for page, edition in pages:
        if f"{page.decides}__enters" in asked:
            rows = worked.rows(_ENTERS.format(d=page.decides), program=page.path)
            entries += [Entry(r["id"], r["occasion"], r["holds"], page, edition) for r in rows]
        if f"{page.decides}__stops" in asked:
            ended = worked.rows(_STOPS.format(d=page.decides), program=page.path)
            stops += [(page.path, row["id"]) for row in ended]
    return Programs(tuple(entries), tuple(stops))


def _load_decided(worked: Worked, pages: list[tuple[Page, ProgramEdition]]) -> None:
    """What the pages decided as a table of its own: its queries are planned sooner."""
    parts = ("enters", "stops", "holds", "occasion")
    names = [f"{page.decides}__{part}" for page, _ in pages for part in parts]
    decided = worked.engine.table("decided_account")
    worked.engine.load("programs_now", decided.select(["id", *names]))


def program_pages(worked: Worked) -> Iterator[tuple[Page, ProgramEdition]]:
    for _, page in sorted(worked.handbook.pages.items()):
        edition = page.on(worked.day) if page.kind == "program" else None
        if isinstance(edition, ProgramEdition):
            yield page, edition


def carry_out(programs: Programs, *, accounts: Collection[int], day: date) -> Counter[str]:
    """Enrol, let go on, and stop, for `accounts`. Whom a step reaches is found when it is sent."""
    mine = frozenset(accounts)
    entries = [each for each in programs.entries if each.account_id in mine]
    standing = _standing(mine)
    fresh = [e for e in entries if (e.account_id, e.page.path, e.occasion) not in standing]
    return Counter(
        programs_entered=_enrol(fresh, day=day),
        programs_released=_release(entries),
        programs_stopped=_stop(programs, mine, day=day),
    )


def _standing(accounts: frozenset[int]) -> set[tuple[int, str, str]]:
    enrolled = ProgramEnrolment.objects.filter(among(accounts))
    return set(enrolled.values_list("account_id", "program", "occasion"))


def _enrol(entries: list[Entry], *, day: date) -> int:
    ids = new_ids(ProgramEnrolment, len(entries))
    both = list(zip(ids, entries, strict=True))
    copy_in(ProgramEnrolment, [_enrolment(id, entry, day) for id, entry in both])
    steps = [_step(id, entry, step, day) for id, entry in both for step in entry.edition.steps]
    copy_in(ProgramStep, steps)
    return len(entries)


def _enrolment(id: int, entry: Entry, day: date) -> dict[str, Any]:
    return {
        "id": id,
        "account_id": entry.account_id,
        "happened_on": day,
        "known_from": day,
        "program": entry.page.path,
        "occasion": entry.occasion,
        "status": "held" if entry.held else "active",
        "held_reason": _nobody(entry) if entry.held else None,
        "entered_on": day,
    }


def _nobody(entry: Entry) -> str:
    personas = sorted({persona for step in entry.edition.steps for persona in step.to})
    return f"no contact is tagged {' or '.join(personas)}"


def _step(enrolment: int, entry: Entry, step: StepTemplate, day: date) -> dict[str, Any]:
    return {
        "enrolment_id": enrolment,
        "account_id": entry.account_id,
        "happened_on": day,
        "known_from": day,
        "step": step.name,
        "status": "planned",
        "due_on": after(day, step.after),
    }


def _release(entries: list[Entry]) -> int:
    """Enrolments that waited and need not any longer."""
    going_on = {(e.page.path, e.account_id) for e in entries if not e.held}
    held = ProgramEnrolment.objects.filter(
        status="held", account__in={account for _, account in going_on}
    )
    ids = [each.pk for each in held if (each.program, each.account_id) in going_on]
    return ProgramEnrolment.objects.filter(pk__in=ids).update(status="active", held_reason=None)


def _stop(programs: Programs, accounts: frozenset[int], *, day: date) -> int:
    stopping = {(path, account) for path, account in programs.stops if account in accounts}
    running = ProgramEnrolment.objects.filter(
        status__in=("active", "held"), account__in={account for _, account in stopping}
    )
    ids = [each.pk for each in running if (each.program, each.account_id) in stopping]
    ProgramStep.objects.filter(enrolment__in=ids, status="planned").update(status="skipped")
    return ProgramEnrolment.objects.filter(pk__in=ids).update(status="stopped", ended_on=day)


def recipients(step: StepTemplate, *, account: int) -> list[Contact]:
    """Whom a step reaches today: tagged contacts who are still there and did not opt out."""
    return [
        contact
        for contact in Contact.objects.filter(account=account, inactive=False, email_opt_out=False)
        if contact.email and set(step.to) & set(contact.gitlab_roles)
    ]
