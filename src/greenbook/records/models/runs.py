"""Runs: what was worked out when, what stands now, and what changed because of what."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Now

from greenbook.records.fields import Code, Day, Text, part_of, ref


class Run(models.Model):
    """One working-out of the handbook for a day: for everybody, or for some accounts."""

    as_of = models.DateField()
    handbook = ref("HandbookVersion", null=False)
    scope = Text(null=False, default="all")
    status = Code("running finished failed abandoned", null=False, default="running")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    acted = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)

    class Meta:
        db_table = "records_run"

    def __str__(self) -> str:
        return f"Run {self.pk} as of {self.as_of} ({self.scope})"


class RunStep(models.Model):
    """One step of a run, committed together with what it did."""

    run = part_of("Run", known_as="steps")
    name = Text(null=False)
    state = Code("started done failed", null=False, default="started")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    marker = models.JSONField(null=True)

    class Meta:
        db_table = "records_run_step"
        constraints = [models.UniqueConstraint(fields=["run", "name"], name="runstep_once_per_run")]

    def __str__(self) -> str:
        return f"{self.name}: {self.state}"


def _decided(decision: str, as_type: models.Field) -> models.GeneratedField:
    return models.GeneratedField(
        expression=Cast(KT(f"decided__{decision}"), output_field=as_type),
        output_field=as_type,
        db_persist=True,
    )


class AccountStatus(models.Model):
    """What stands for an account: every decision, and the ones that lists filter and sort by.

    `standing` says them in words such as `health=red`: lists filter without reading the JSON.
    """

    account = models.OneToOneField(
        "records.Account", on_delete=models.CASCADE, primary_key=True, related_name="status"
    )
    as_of = models.DateField()
    run = ref("Run")
    decided = models.JSONField(default=dict)
    digest = Text()
    priority_decided = _decided("priority_decided", models.IntegerField(null=True))
    priority_suggested = _decided("priority_suggested", models.IntegerField(null=True))
    health = _decided("health", models.TextField(null=True))
    engagement_state = _decided("engagement_state", models.TextField(null=True))
    standing = ArrayField(models.TextField(), default=list)

    class Meta:
        db_table = "records_account_status"
        indexes = [GinIndex(fields=["standing"], name="accountstatus_standing")]

    def __str__(self) -> str:
        return f"{self.account} as of {self.as_of}"


class StandingCount(models.Model):
    """How many more accounts stand at a word (`first`: of those with priority 1); the sum is how
    many do. The database adds rows while status rows are written: see `records/sql`."""

    word = Text(null=False)
    many = models.BigIntegerField()
    first = models.BigIntegerField()

    class Meta:
        db_table = "records_standing_count"

    def __str__(self) -> str:
        return f"{self.word}: {self.many:+}"


class SubjectStatus(models.Model):
    """What stands for a person, an industry or the company: every decision about them."""

    grain = Text(null=False)
    subject_id = Text(null=False)
    as_of = models.DateField()
    decided = models.JSONField(default=dict)

    class Meta:
        db_table = "records_subject_status"
        constraints = [
            models.UniqueConstraint(fields=["grain", "subject_id"], name="subjectstatus_once")
        ]

    def __str__(self) -> str:
        return f"{self.grain} {self.subject_id} as of {self.as_of}"


class DecisionChange(models.Model):
    """A key decision became another, with the sentence that says why."""

    grain = Text(null=False, default="account")
    subject_id = Text(null=False)
    account = models.ForeignKey(
        "records.Account", on_delete=models.CASCADE, null=True, related_name="decision_changes"
    )
    decision = Text(null=False)
    was = models.JSONField(null=True)
    is_now = models.JSONField(null=True)
    because = Text()
    on_day = Day(null=False)
    at = models.DateTimeField(db_default=Now())
    run = models.ForeignKey(
        "records.Run", on_delete=models.CASCADE, related_name="changes", null=True
    )
    page = Text()
    edition = Day()

    class Meta:
        db_table = "records_decision_change"
        constraints = [
            models.UniqueConstraint(
                fields=["grain", "subject_id", "decision", "on_day"],
                name="decisionchange_once_per_day",
            )
        ]
        indexes = [models.Index(fields=["on_day", "decision"], name="decisionchange_day")]

    def __str__(self) -> str:
        return f"{self.decision}: {self.was} to {self.is_now} on {self.on_day}"


class Changed(models.Model):
    """How often an account's records changed, and the number last worked out, by itself or where
    a run had something to write for it: `taken_at`."""

    account = models.OneToOneField(
        "records.Account",
        on_delete=models.DO_NOTHING,
        primary_key=True,
        related_name="changed",
        db_constraint=False,
    )
    number = models.BigIntegerField(default=0, db_default=0)
    taken = models.BigIntegerField(default=0, db_default=0)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "records_changed"

    def __str__(self) -> str:
        return f"account {self.account_id}: {self.number}, taken {self.taken}"


class FactsSeen(models.Model):
    """The facts a decision was made on, until the next full run folds them into the lake."""

    grain = Text(null=False, default="account")
    subject_id = Text(null=False)
    account = models.ForeignKey(
        "records.Account", on_delete=models.CASCADE, null=True, related_name="facts_seen"
    )
    day = Day(null=False)
    facts = models.JSONField()
    decided = models.JSONField(default=dict)

    class Meta:
        db_table = "records_facts_seen"
        constraints = [
            models.UniqueConstraint(
                fields=["grain", "subject_id", "day"], name="factsseen_once_per_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.grain} {self.subject_id} on {self.day}"
