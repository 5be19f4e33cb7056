"""Calls to action, with their playbook runs, tasks and snoozes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from greenbook.records.fields import Code, Day, Text, Whole, of_account, part_of, ref
from greenbook.records.models.base import Record

CTA_TYPES = "risk expansion lifecycle activity renewal digital_journey objective"
OPEN_STATUSES = ("new", "work_in_progress", "blocked")
#: Statuses that only one type of CTA knows; all others are for every type.
ONLY_FOR = {
    "blocked": "objective",
    "closed_not_needed": "lifecycle",
    "closed_lost_churned": "risk",
    "closed_lost_contracted": "risk",
    "closed_lost_competitive": "objective",
    "closed_lost_product_gaps": "objective",
    "closed_lost_team_unengaged": "objective",
    "closed_lost_no_value": "objective",
    "closed_lost_deferred": "objective",
    "closed_lost_no_budget": "objective",
}
STATUSES = (
    "new",
    "work_in_progress",
    "closed_success",
    "closed_lost_not_a_priority",
    "closed_already_solved",
    "closed_not_relevant",
    "closed_lack_of_engagement",
    *ONLY_FOR,
)
OBJECTIVE_STATUSES = tuple(s for s in STATUSES if ONLY_FOR.get(s, "objective") == "objective")
PRIORITIES = "low medium high"


def closed_on_its_day(name: str) -> models.CheckConstraint:
    """Open has no closing day, closed has one."""
    is_open = Q(status__in=OPEN_STATUSES)
    return models.CheckConstraint(
        name=name,
        condition=(is_open & Q(closed_on=None)) | (~is_open & Q(closed_on__isnull=False)),
    )


def _status_of_type() -> Q:
    allowed = ~Q(status__in=list(ONLY_FOR))
    for kind in ("objective", "lifecycle", "risk"):
        allowed |= Q(type=kind, status__in=[s for s, only in ONLY_FOR.items() if only == kind])
    return allowed


class Cta(Record):
    """Something to be done for a customer, once per rule, subject and occasion."""

    account = of_account("ctas")
    grain = Text(null=False, default="account", db_default="account")
    subject_id = models.BigIntegerField()
    rule = Text()
    occasion = Text()
    type = Code(CTA_TYPES, null=False)
    reason = Text()
    playbook = Text()
    name = models.CharField(max_length=80)
    status = Code(STATUSES, null=False, default="new", db_default="new")
    priority = Code(PRIORITIES, null=False, default="medium", db_default="medium")
    owner = ref("User", known_as="ctas")
    owner_role = Text()
    start_on = Day(null=False)
    due_on = Day()
    closed_on = Day()
    closed_by = ref("User")
    closed_reason = Text()
    comments = Text()
    created_source = Text(null=False, default="manual", db_default="manual")
    snoozed_until = Day()
    snooze_reason = Text()

    class Meta(Record.Meta):
        db_table = "records_cta"
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["rule", "grain", "subject_id", "occasion"], name="cta_once_per_occasion"
            ),
            closed_on_its_day("cta_closed_on_its_day"),
            models.CheckConstraint(name="cta_status_of_type", condition=_status_of_type()),
        ]

    def __str__(self) -> str:
        return self.name


class CtaSnooze(Record):
    """A CTA out of sight until a day, with the reason; still open meanwhile."""

    cta = part_of("Cta", known_as="snoozes")
    account = of_account("cta_snoozes")
    until_on = Day(null=False)
    reason = Text(null=False)
    by = ref("User")
    ended_on = Day()

    class Meta(Record.Meta):
        db_table = "records_cta_snooze"

    def __str__(self) -> str:
        return f"{self.cta} until {self.until_on}"


class PlaybookRun(Record):
    """A playbook at work in a CTA, in the edition and handbook it was taken from."""

    cta = part_of("Cta", known_as="playbook_runs")
    account = of_account("playbook_runs")
    playbook = Text(null=False)
    edition = Day()
    handbook = Text()

    class Meta(Record.Meta):
        db_table = "records_playbook_run"

    def __str__(self) -> str:
        return f"{self.playbook} for {self.cta}"


class Task(Record):
    """One step of a CTA."""

    cta = part_of("Cta", known_as="tasks")
    account = of_account("tasks")
    template = Text()
    name = Text(null=False)
    owner = ref("User", known_as="tasks")
    owner_role = Text()
    due_on = Day()
    status = Code("open done not_applicable", null=False, default="open", db_default="open")
    done_on = Day()
    required = models.BooleanField(default=False, db_default=False)
    position = Whole()
    skip_reason = Text()
    description = Text()

    class Meta(Record.Meta):
        db_table = "records_task"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="task_done_on_its_day",
                condition=Q(status="done", done_on__isnull=False)
                | (~Q(status="done") & Q(done_on=None)),
            ),
        ]

    def __str__(self) -> str:
        return self.name
