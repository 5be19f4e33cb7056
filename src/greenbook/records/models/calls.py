"""Calls agreed with a customer and not yet held, with the agenda that is being prepared."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from greenbook.records.acting import acting
from greenbook.records.fields import Code, Day, Text, Whole, of_account, ref
from greenbook.records.models.base import Record
from greenbook.records.models.timeline import MEETING_TYPES
from greenbook.records.refusals import NotAllowed

if TYPE_CHECKING:
    from greenbook.records.models import Account, TimelineEntry, User


class PlannedCall(Record):
    """One call to come: when, about what, with which agenda (engagement 5.1)."""

    account = of_account("planned_calls")
    host = ref("User", known_as="planned_calls", null=False)
    meeting_type = Code(MEETING_TYPES, null=False, default="cadence_call")
    planned_for = Day(null=False)
    at = models.TimeField(null=True, blank=True)
    length_min = Whole()
    subject = Text()
    agenda = Text()
    agenda_shared_on = Day()
    status = Code("planned held cancelled no_show", null=False, default="planned")
    entry = ref("TimelineEntry", known_as="planned_calls")

    class Meta(Record.Meta):
        db_table = "records_planned_call"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="plannedcall_entry_where_held", condition=Q(entry=None) | Q(status="held")
            ),
        ]
        indexes = [models.Index(fields=["host", "planned_for"], name="plannedcall_host_day")]

    class InThePast(NotAllowed):
        """A call is planned for today or later."""

    class NotPlanned(NotAllowed):
        """It is not planned any more."""

    class OfAnotherAccount(NotAllowed):
        """That entry is another account's."""

    def __str__(self) -> str:
        return f"{self.meeting_type} with {self.account} on {self.planned_for}"

    @classmethod
    def plan(
        cls,
        account: Account,
        *,
        host: User,
        planned_for: date,
        by: User,
        on: date,
        at: time | None = None,
        **values: Any,
    ) -> PlannedCall:
        """Agree on a call."""
        call = cls(account=account, host=host, planned_for=planned_for, at=at, **values)
        call._refuse_past(planned_for, on)
        call.happened_on = call.known_from = on
        with acting(by=by, on=on):
            call.save()
        return call

    def move(
        self, *, planned_for: date, by: User, on: date, reason: str, at: time | None = None
    ) -> None:
        """Hold it on another day or at another hour."""
        self._need_planned()
        self.need_reason(reason)
        self._refuse_past(planned_for, on)
        self.amend(by=by, on=on, reason=reason, planned_for=planned_for, at=at)

    def prepare(self, *, agenda: str, by: User, on: date) -> None:
        """Write down what it shall be about."""
        self._need_planned()
        self.amend(by=by, on=on, agenda=agenda)

    def share_agenda(self, *, by: User, on: date) -> None:
        """The customer has the agenda (CAD-02)."""
        self._need_planned()
        self.amend(by=by, on=on, agenda_shared_on=on)

    def note_discussed(self, *, agenda: str, by: User, on: date) -> None:
        """The agenda with what was talked about ticked, in the call or after it."""
        if self.status != "held":
            self._need_planned()
        self.amend(by=by, on=on, agenda=agenda)

    def hold(self, entry: TimelineEntry, *, by: User, on: date) -> None:
        """It took place, as the entry tells."""
        self._need_planned()
        if entry.account_id != self.account_id:
            raise self.OfAnotherAccount(self)
        self.amend(by=by, on=on, status="held", entry=entry)

    def expect_again(self, *, by: User, on: date, reason: str) -> None:
        """It was not held after all, and why that was said."""
        self.need_reason(reason)
        self.amend(by=by, on=on, reason=reason, status="planned", entry=None)

    def cancel(self, *, by: User, on: date, reason: str, no_show: bool = False) -> None:
        """It does not take place, and why; or nobody came."""
        self._need_planned()
        self.need_reason(reason)
        self.amend(by=by, on=on, reason=reason, status="no_show" if no_show else "cancelled")

    def _need_planned(self) -> None:
        if self.status != "planned":
            raise self.NotPlanned(self)

    def _refuse_past(self, day: date, on: date) -> None:
        if day < on:
            raise self.InThePast(self, day.isoformat())
