"""What to know before a call, and the agenda that follows from it (engagement 5.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from greenbook.decisions.concluded import Concluded, concluded
from greenbook.engagement.queries.agenda import not_discussed
from greenbook.engagement.queries.onboarding import to_ask
from greenbook.engine.lake import Lake
from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import Page
from greenbook.records.models import Account, Cta, Objective, Task, TimelineEntry
from greenbook.records.models.ctas import OPEN_STATUSES
from greenbook.records.models.timeline import CALLS


@dataclass(frozen=True, slots=True)
class Colour:
    """A measure of the customer's health; `value` is what it was coloured by, if a number."""

    decision: str
    title: str
    colour: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Preparation:
    """`carried` are the next steps still open; `done` those of the last call that are done;
    `to_ask` is what an onboarding has no answer to yet, `not_discussed` what the last agenda had
    that was not talked about."""

    last: TimelineEntry | None
    carried: tuple[Task, ...]
    done: tuple[Task, ...]
    objectives: tuple[Objective, ...]
    ctas: tuple[Cta, ...]
    measures: tuple[Colour, ...]
    to_ask: tuple[str, ...] = ()
    not_discussed: tuple[str, ...] = ()

    @property
    def objectives_done(self) -> int:
        return sum(not each.is_open for each in self.objectives)


def preparation(
    account: Account, *, on: date, handbook: Handbook | None, lake: Lake
) -> Preparation:
    """Everything that CAD-01 to CAD-04 ask to look at."""
    calls = account.timeline.filter(type__in=CALLS, held=True, happened_on__lte=on)
    last = calls.order_by("-happened_on", "-pk").first()
    promised = Task.objects.filter(account=account, cta__created_source__startswith="timeline:")
    of_last = promised.filter(cta__created_source=f"timeline:{last.pk}" if last else "")
    plans = Q(plan__status="active") & Q(plan__type="roi")
    ctas = account.ctas.filter(status__in=OPEN_STATUSES).exclude(
        created_source__startswith="timeline:"
    )
    return Preparation(
        last=last,
        carried=tuple(promised.filter(status="open").order_by("due_on", "position")),
        done=tuple(of_last.filter(status="done").order_by("position")),
        objectives=tuple(Objective.objects.filter(plans, account=account).order_by("due_on", "pk")),
        ctas=tuple(ctas.order_by("due_on")),
        measures=_measures(account, on=on, handbook=handbook, lake=lake) if handbook else (),
        to_ask=_to_ask(account),
        not_discussed=not_discussed(account),
    )


def _to_ask(account: Account) -> tuple[str, ...]:
    """What the kickoff of an onboarding left open (ONB-08)."""
    onboarding = account.onboardings.filter(outcome="open").first()
    return tuple(to_ask(onboarding)) if onboarding else ()


def _measures(account: Account, *, on: date, handbook: Handbook, lake: Lake) -> tuple[Colour, ...]:
    """Every measure of the handbook that has a colour, the worst first."""
    pages = [p for p in handbook.pages.values() if p.kind == "measure" and p.grain == "account"]
    columns = {f"{page.decides}{part}" for page in pages for part in ("", "__value")}
    status = getattr(account, "status", None)
    stands = concluded(account.pk, day=on, lake=lake, columns=columns, status=status)
    found = [_colour(page, stands) for page in pages if stands and stands.get(page.decides)]
    worst = list(handbook.colours)
    return tuple(sorted(found, key=lambda each: (worst.index(each.colour), each.title)))


def _colour(page: Page, stands: Concluded) -> Colour:
    value: Any = stands.get(f"{page.decides}__value")
    return Colour(
        page.decides,
        page.title,
        stands.get(page.decides),
        float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None,
    )


def proposed_agenda(found: Preparation, *, renewal_on: date | None, on: date) -> str:
    """An agenda to start from: what was agreed, the plan, what worries us, what comes next."""
    topics = _topics(found, renewal_on=renewal_on, on=on)
    parts = [
        _part("Not discussed last time", [f"[ ] {each}" for each in found.not_discussed]),
        _part("Since last time", [f"{task} (done)" for task in found.done]),
        _part("Still open", [_with_day(str(task), task.due_on) for task in found.carried]),
        _part(
            "Success plan",
            [_with_day(str(each), each.due_on) for each in found.objectives if each.is_open],
        ),
        _part("Still to ask", list(found.to_ask)),
        _part("To talk about", [each for each in topics if each not in found.not_discussed]),
        _part("What you would like to add", [" "]),
        _part("Next steps, each with a day", [" "]),
    ]
    return "\n\n".join(filter(None, parts))


def _topics(found: Preparation, *, renewal_on: date | None, on: date) -> list[str]:
    """One or two things that are not green; and the renewal while it is near."""
    worries = [each.title for each in found.measures if each.colour != "green"][:2]
    if renewal_on and on <= renewal_on:
        worries.append(f"Renewal on {renewal_on.day} {renewal_on:%b %Y}")
    return worries


def _with_day(text: str, day: date | None) -> str:
    return f"{text} (by {day.day} {day:%b})" if day else text


def _part(title: str, lines: list[str]) -> str:
    listed = "\n".join(f"- {line}".rstrip() for line in lines)
    return f"**{title}**\n\n{listed}" if lines else ""


def follow_up(subject: str, steps: list[Task]) -> str:
    """The mail after the call: what was agreed, each with the day it can be expected."""
    listed = "\n".join(f"- {_with_day(str(task), task.due_on)}" for task in steps)
    return f"Thank you for your time today ({subject}). As agreed:\n\n{listed}\n"
