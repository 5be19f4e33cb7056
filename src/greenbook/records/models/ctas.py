"""Calls to action, with their playbook runs, tasks and snoozes."""

from __future__ import annotations

from django.db import models

from greenbook.records.fields import Code, Day, Text, Whole, of_account, part_of, ref
from greenbook.records.models.base import Record

CTA_TYPES = "risk expansion lifecycle activity renewal digital_journey objective"
OPEN_STATUSES = "new work_in_progress blocked"
CLOSED_STATUSES = (
    "closed_success closed_lost_not_a_priority closed_already_solved closed_not_relevant "
    "closed_lack_of_engagement closed_not_needed closed_lost_competitive "
    "closed_lost_product_gaps closed_lost_team_unengaged closed_lost_no_value "
    "closed_lost_deferred closed_lost_no_budget closed_lost_churned closed_lost_contracted"
)
STATUSES = f"{OPEN_STATUSES} {CLOSED_STATUSES}"
PRIORITIES = "low medium high"


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

    def __str__(self) -> str:
        return self.name
