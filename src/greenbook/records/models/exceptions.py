"""Priority exceptions: asked for, discussed, sent, decided, documented; only then in force."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q

from greenbook.records.acting import acting
from greenbook.records.fields import Code, Day, Text, of_account, ref
from greenbook.records.models.base import Record
from greenbook.records.refusals import NotAllowed

if TYPE_CHECKING:
    from greenbook.records.models import Account, User


class PriorityException(Record):
    """A priority other than the model's, in force once discussed, sent and documented."""

    account = of_account("priority_exceptions")
    direction = Code("to_p1 to_p2", null=False)
    category = Code("strategic_no_lam large_lam_no_path risk_not_in_model other", null=False)
    justification = Text(null=False)
    requested_by = ref("User")
    requested_on = Day(null=False)
    team_discussed_on = Day()
    managers_discussed_on = Day()
    sent_on = Day()
    sales_decision = Code(
        "not_needed pending approved rejected", null=False, default="pending", db_default="pending"
    )
    sales_decided_on = Day()
    sales_decided_by = ref("User")
    documented_on = Day()
    starts_on = Day()
    ends_on = Day()
    withdrawn_on = Day()

    class Meta(Record.Meta):
        db_table = "records_priority_exception"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="priorityexception_ends_after_start",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    class Over(NotAllowed):
        """It is withdrawn, rejected or expired."""

    class NotSent(NotAllowed):
        """It has not been sent to Sales Management."""

    class AlreadyDecided(NotAllowed):
        """Sales Management has decided already."""

    class NotTheirOwn(NotAllowed):
        """Nobody approves their own exception."""

    class EndsBeforeItStarts(NotAllowed):
        """It would end before it takes effect."""

    def __str__(self) -> str:
        return f"{self.account} {self.direction}: {self.category}"

    @classmethod
    def request(
        cls,
        account: Account,
        *,
        direction: str,
        category: str,
        justification: str,
        by: User,
        on: date,
        ends_on: date | None = None,
        approval: bool = True,
    ) -> PriorityException:
        """Ask for a priority other than the model's.

        `approval`: whether Sales Management must approve, or is only informed (a parameter of the
        handbook, as is the usual end).
        """
        with acting(by=by, on=on, reason=justification):
            return cls.objects.create(
                account=account,
                direction=direction,
                category=category,
                justification=justification,
                requested_by=by,
                requested_on=on,
                ends_on=ends_on,
                sales_decision="pending" if approval else "not_needed",
                happened_on=on,
                known_from=on,
            )

    def discuss_with_team(self, *, by: User, on: date) -> None:
        """The account team has talked about it."""
        self._step("team_discussed_on", by=by, on=on)

    def discuss_with_managers(self, *, by: User, on: date) -> None:
        """Their managers have talked about it."""
        self._step("managers_discussed_on", by=by, on=on)

    def send(self, *, by: User, on: date) -> None:
        """It went to regional Sales Management."""
        self._step("sent_on", by=by, on=on)

    def document(self, *, by: User, on: date) -> None:
        """It is written down on the account."""
        self._step("documented_on", by=by, on=on)

    def decide(self, *, approved: bool, by: User, on: date, reason: str | None = None) -> None:
        """Sales Management approves or rejects it."""
        self._need_alive(on)
        if self.sent_on is None:
            raise self.NotSent(self)
        if self.sales_decision != "pending":
            raise self.AlreadyDecided(self)
        if by.pk == self.requested_by_id:
            raise self.NotTheirOwn(self)
        with acting(by=by, on=on, reason=reason):
            self.amend(
                by=by,
                on=on,
                sales_decision="approved" if approved else "rejected",
                sales_decided_on=on,
                sales_decided_by=by,
            )
            self._take_effect(by=by, on=on)

    def withdraw(self, *, by: User, on: date, reason: str) -> None:
        """No longer wanted, and why."""
        self.need_reason(reason)
        self._need_alive(on)
        self.amend(by=by, on=on, reason=reason, withdrawn_on=on)

    def missing(self) -> list[str]:
        """The steps that still keep it from taking effect, in their order."""
        steps = {
            "discussion with the account team": self.team_discussed_on,
            "discussion with their managers": self.managers_discussed_on,
            "sending to Sales Management": self.sent_on,
            "documentation on the account": self.documented_on,
        }
        left = [step for step, done in steps.items() if done is None]
        if self.sales_decision not in ("approved", "not_needed"):
            left.append("approval by Sales Management")
        return left

    def in_force(self, on: date) -> bool:
        """Whether it holds on a day; on its last day it does."""
        if self.missing() or self.starts_on is None or on < self.starts_on:
            return False
        ended = self.ends_on is not None and on > self.ends_on
        withdrawn = self.withdrawn_on is not None and on >= self.withdrawn_on
        return not (ended or withdrawn)

    def alive(self, on: date) -> bool:
        """Whether it is under way or in force: neither withdrawn, rejected nor expired."""
        expired = self.ends_on is not None and on > self.ends_on
        return not (self.withdrawn_on or expired or self.sales_decision == "rejected")

    def _step(self, column: str, *, by: User, on: date) -> None:
        self._need_alive(on)
        with acting(by=by, on=on):
            changes: dict[str, Any] = {column: on}
            self.amend(by=by, on=on, **changes)
            self._take_effect(by=by, on=on)

    def _take_effect(self, *, by: User, on: date) -> None:
        if self.missing() or self.starts_on is not None:
            return
        if self.ends_on is not None and self.ends_on < on:
            raise self.EndsBeforeItStarts(self)
        self.amend(by=by, on=on, starts_on=on)

    def _need_alive(self, on: date) -> None:
        if not self.alive(on):
            raise self.Over(self)
