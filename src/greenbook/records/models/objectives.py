"""The outcomes a success plan is for, and how each is measured."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models

from greenbook.records.acting import acting
from greenbook.records.fields import Code, Day, Text, YesNo, of_account, part_of, ref
from greenbook.records.models.base import Record
from greenbook.records.models.ctas import (
    OBJECTIVE_STATUSES,
    OPEN_STATUSES,
    PRIORITIES,
    closed_on_its_day,
)
from greenbook.records.refusals import NotAllowed, spoken

if TYPE_CHECKING:
    from greenbook.records.models import Contact, User


class Objective(Record):
    """One outcome of a success plan, with how it is measured."""

    plan = part_of("SuccessPlan", known_as="objectives")
    account = of_account("objectives")
    name = Text(null=False)
    origin = Code("command_plan kickoff ebr manual", null=False, default="manual")
    command_plan_objective = ref("CommandPlanObjective", known_as="objectives")
    command_plan = ref("CommandPlan", known_as="plan_objectives")
    category = Code("roi stage_adoption")
    motion = Code("enablement expansion")
    use_case = Text()
    stage_name = Text()
    is_primary = YesNo()
    owner = ref("User", known_as="objectives")
    opened_on = Day()
    due_on = Day()
    baseline = Text()
    success_criteria = Text()
    expected_outcome = Text()
    status = Code(OBJECTIVE_STATUSES, null=False, default="new", db_default="new")
    priority = Code(PRIORITIES)
    playbook = Text()
    last_validated_on = Day()
    last_activity_on = Day()
    closed_on = Day()
    outcome_summary = Text()
    needs_validation = models.BooleanField(default=False, db_default=False)

    class Meta(Record.Meta):
        db_table = "records_objective"
        constraints = [
            *Record.Meta.constraints,
            closed_on_its_day("objective_closed_on_its_day"),
        ]

    def __str__(self) -> str:
        return self.name

    class AlreadyClosed(NotAllowed):
        """It is closed already."""

    class NotClosed(NotAllowed):
        """It is not closed."""

    class NotAClosingStatus(NotAllowed):
        """This status does not close an objective:"""

    class NeedsOutcome(NotAllowed):
        """Summarise the outcome before closing it."""

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    def edit(self, *, by: User | None, on: date, reason: str | None = None, **values: Any) -> None:
        """Change what it says; that ends the plan's approval."""
        with acting(by=by, on=on, reason=reason):
            self.amend(by=by, on=on, last_activity_on=on, **values)
            self.plan.content_changes(by=by, on=on)

    def start(self, *, by: User | None, on: date) -> None:
        """Somebody works on it now."""
        self._need_open()
        self.amend(by=by, on=on, status="work_in_progress", last_activity_on=on)

    def block(self, *, by: User | None, on: date, reason: str) -> None:
        """It cannot go on, and why."""
        self.need_reason(reason)
        self._need_open()
        self.amend(by=by, on=on, reason=reason, status="blocked", last_activity_on=on)

    def validate_with(self, contact: Contact | None, *, by: User | None, on: date) -> None:
        """The customer says that it still matters."""
        self._need_open()
        said_by = f"said by {contact}" if contact else None
        self.amend(
            by=by,
            on=on,
            reason=said_by,
            last_validated_on=on,
            last_activity_on=on,
            needs_validation=False,
        )

    def close(
        self,
        *,
        by: User | None,
        on: date,
        outcome_summary: str,
        status: str = "closed_success",
    ) -> None:
        """Close it, once, with what came of it."""
        self._need_open()
        if status in OPEN_STATUSES or status not in OBJECTIVE_STATUSES:
            raise self.NotAClosingStatus(self, spoken(status))
        if not outcome_summary.strip():
            raise self.NeedsOutcome(self)
        self.amend(
            by=by,
            on=on,
            status=status,
            closed_on=on,
            outcome_summary=outcome_summary,
            last_activity_on=on,
        )

    def reopen(self, *, by: User | None, on: date, reason: str) -> None:
        """Work on it again, and why."""
        self.need_reason(reason)
        if self.is_open:
            raise self.NotClosed(self)
        self.amend(by=by, on=on, reason=reason, status="work_in_progress", closed_on=None)

    def _need_open(self) -> None:
        if not self.is_open:
            raise self.AlreadyClosed(self)
