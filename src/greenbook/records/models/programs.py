"""Digital programs: who is enrolled, and which steps were sent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from greenbook.records.fields import Code, Day, Text, of_account, part_of, ref
from greenbook.records.models.base import Record


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

    def __str__(self) -> str:
        return f"{self.account} in {self.program}"


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

    def __str__(self) -> str:
        return f"{self.step} of {self.enrolment}"
