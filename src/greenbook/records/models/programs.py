"""Digital programs: who is enrolled, and which steps were sent."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from greenbook.records.fields import Code, Day, Text, of_account, part_of, ref
from greenbook.records.models.base import Record
from greenbook.records.refusals import NotAllowed

if TYPE_CHECKING:
    from greenbook.records.models import User


class ProgramEnrolment(Record):
    """An account, or one contact of it, in a program."""

    account = of_account("enrolments")
    contact = ref("Contact", known_as="enrolments")
    program = Text(null=False)
    trigger_ref = Text()
    occasion = Text()
    status = Code("active held stopped finished", null=False, default="active")
    held_reason = Text()
    entered_on = Day(null=False)
    ended_on = Day()

    class Meta(Record.Meta):
        db_table = "records_program_enrolment"
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["account", "contact", "program", "occasion"],
                name="programenrolment_once_per_occasion",
                condition=~Q(occasion=None),
                nulls_distinct=False,
            ),
        ]

    class Over(NotAllowed):
        """The enrolment has ended."""

    def __str__(self) -> str:
        return f"{self.account} in {self.program}"

    def hold(self, *, reason: str, by: User | None, on: date) -> None:
        """Nothing is sent for now, and why."""
        self.need_reason(reason)
        self._change(by=by, on=on, reason=reason, status="held", held_reason=reason)

    def resume(self, *, by: User | None, on: date) -> None:
        """It goes on."""
        self._change(by=by, on=on, status="active", held_reason=None)

    def stop(self, *, reason: str, by: User | None, on: date) -> None:
        """It ends early, and why."""
        self.need_reason(reason)
        self._change(by=by, on=on, reason=reason, status="stopped", ended_on=on)

    def finish(self, *, by: User | None, on: date) -> None:
        """All steps are through."""
        self._change(by=by, on=on, status="finished", ended_on=on)

    def _change(
        self, *, by: User | None, on: date, reason: str | None = None, **values: Any
    ) -> None:
        if self.status in ("stopped", "finished"):
            raise self.Over(self)
        self.amend(by=by, on=on, reason=reason, **values)


class ProgramStep(Record):
    """One mail or other step of a program for one enrolment."""

    enrolment = part_of("ProgramEnrolment", known_as="steps")
    account = of_account("program_steps")
    step = Text(null=False)
    due_on = Day()
    status = Code("planned sent skipped held", null=False, default="planned")
    sent_on = Day()

    class Meta(Record.Meta):
        db_table = "records_program_step"
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["enrolment", "step"], name="programstep_once_per_enrolment"
            ),
        ]

    class AlreadySettled(NotAllowed):
        """It was sent or skipped already."""

    def __str__(self) -> str:
        return f"{self.step} of {self.enrolment}"

    def mark_sent(self, *, on: date, by: User | None = None) -> None:
        """It went out; once."""
        self._need_ahead()
        self.amend(by=by, on=on, status="sent", sent_on=on)

    def skip(self, *, reason: str, by: User | None, on: date) -> None:
        """It will not go out, and why."""
        self.need_reason(reason)
        self._need_ahead()
        self.amend(by=by, on=on, reason=reason, status="skipped")

    def _need_ahead(self) -> None:
        if self.status in ("sent", "skipped"):
            raise self.AlreadySettled(self)
