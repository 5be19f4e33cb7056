"""One onboarding as its guide shows it: what is still open, who is known, what stands against
closing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from greenbook.engagement.queries.record_history import Edit, edits_of
from greenbook.records.access import OfAccount
from greenbook.records.models import (
    Account,
    Contact,
    Onboarding,
    OnboardingDelay,
    PlannedCall,
    Task,
    User,
)
from greenbook.records.models.onboarding import JOURNEY_STEPS
from greenbook.records.refusals import NotAllowed

#: What is asked at the kickoff, as it is said; tools by their slot.
QUESTIONS = {
    "why_bought": "why they bought", "business_goals": "next business goals",
    "stakeholders": "other stakeholders", "scm": "SCM", "ci": "CI", "cd": "CD",
    "package": "Package", "security": "Security", "monitoring": "Monitoring", "agile": "Agile",
}  # fmt: skip


def to_ask(onboarding: Onboarding) -> list[str]:
    """What has no answer yet and goes to the next call, in words."""
    return [QUESTIONS[name] for name in onboarding.unanswered]


@dataclass(frozen=True, slots=True)
class Guide:
    """`missing` says in words what stands against closing it today."""

    onboarding: Onboarding
    tasks: tuple[Task, ...]
    delays: tuple[OnboardingDelay, ...]
    contacts: tuple[Contact, ...]
    planned: tuple[PlannedCall, ...]
    missing: tuple[str, ...]

    @property
    def account(self) -> Account:
        return self.onboarding.account

    @property
    def regular(self) -> list[Contact]:
        """Whom we talk to regularly."""
        return [each for each in self.contacts if each.is_regular]

    @property
    def admins(self) -> list[Contact]:
        return [each for each in self.contacts if "gitlab_admin" in (each.gitlab_roles or ())]

    @property
    def tasks_open(self) -> int:
        return sum(task.status == "open" for task in self.tasks)


def guide(onboarding: Onboarding, *, on: date) -> Guide:
    """All that its page shows."""
    account = onboarding.account
    tasks = onboarding.cta.tasks.select_related("owner") if onboarding.cta else Task.objects.none()
    return Guide(
        onboarding,
        tasks=tuple(tasks.order_by("position", "pk")),
        delays=tuple(onboarding.delays.order_by("-happened_on", "-pk")),
        contacts=tuple(account.contacts.filter(inactive=False).order_by("-is_regular", "name")),
        planned=tuple(account.planned_calls.filter(status="planned").order_by("planned_for")),
        missing=tuple(_missing(onboarding, on)),
    )


def _missing(onboarding: Onboarding, on: date) -> list[str]:
    """What the records would refuse, all at once."""
    if onboarding.outcome != "open":
        return []
    found = []
    try:
        onboarding.refuse_closing(on)
    except NotAllowed as refusal:
        found.append(refusal.why)
    left = _required_open(onboarding)
    if left:
        found.append(f"Required tasks are open: {'; '.join(left)}.")
    return found


def _required_open(onboarding: Onboarding) -> list[str]:
    if onboarding.cta is None:
        return []
    required = onboarding.cta.tasks.filter(status="open", required=True)
    return list(required.order_by("position").values_list("name", flat=True))


def journey_of(onboarding: Onboarding) -> list[dict[str, str]]:
    """The rows of the journey sheet; before anything was written, those it begins with."""
    kept = onboarding.journey
    if isinstance(kept, list) and kept:
        return [row for row in kept if isinstance(row, dict)]
    return [{"step": step} for step in JOURNEY_STEPS]


def history_of(onboarding: Onboarding, *, person: User, on: date) -> list[Edit]:
    """What was changed of it and its checklist, by whom."""
    account = onboarding.account
    tasks = onboarding.cta.tasks.values_list("pk", flat=True) if onboarding.cta else ()
    return edits_of(
        account.pk,
        may=OfAccount(person, account, on=on).may,
        only={Onboarding: [onboarding.pk], Task: list(tasks)},
    )
