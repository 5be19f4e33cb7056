"""The steps of a CTA, and the playbooks they come from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from greenbook.records.acting import acting
from greenbook.records.fields import Code, Day, Text, Whole, of_account, part_of, ref
from greenbook.records.models.base import Record
from greenbook.records.refusals import NotAllowed

if TYPE_CHECKING:
    from greenbook.records.models import Cta, User


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
        # What is open and when it is due, counted without reading the tasks.
        indexes = [
            models.Index(fields=["due_on", "id"], condition=Q(status="open"), name="task_open"),
        ]

    class NotOpen(NotAllowed):
        """It is not open."""

    def __str__(self) -> str:
        return self.name

    @classmethod
    def add(
        cls, cta: Cta, *, name: str, by: User | None, on: date, owner: User | None, **values: Any
    ) -> Task:
        """One step more, after those there are."""
        cta.need_open()
        last = cta.tasks.aggregate(last=models.Max("position"))["last"]
        with acting(by=by, on=on):
            return cls.objects.create(
                cta=cta,
                account_id=cta.account_id,
                name=name,
                owner=owner,
                position=(last or 0) + 1,
                happened_on=on,
                known_from=on,
                **values,
            )

    def complete(self, *, by: User | None, on: date) -> None:
        """Done."""
        self._need_open()
        self.amend(by=by, on=on, status="done", done_on=on)

    def skip(self, *, by: User | None, on: date, reason: str) -> None:
        """Not needed here, and why."""
        self._need_open()
        self.need_reason(reason)
        self.amend(by=by, on=on, reason=reason, status="not_applicable", skip_reason=reason)

    def reopen(self, *, by: User | None, on: date, reason: str) -> None:
        """To be done after all."""
        self.need_reason(reason)
        self.amend(by=by, on=on, reason=reason, status="open", done_on=None, skip_reason=None)

    def assign(self, *, to: User | None, by: User | None, on: date) -> None:
        """Give it to somebody else."""
        self.amend(by=by, on=on, owner=to)

    def reschedule(self, *, due_on: date, by: User | None, on: date) -> None:
        """Due on another day."""
        self.amend(by=by, on=on, due_on=due_on)

    def _need_open(self) -> None:
        if self.status != "open":
            raise self.NotOpen(self)
