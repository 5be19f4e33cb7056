"""Overrides: a decision set by hand, with who, why and until when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from greenbook.records.acting import acting
from greenbook.records.fields import Day, Text, ref
from greenbook.records.models.base import Record
from greenbook.records.refusals import NotAllowed

if TYPE_CHECKING:
    from greenbook.records.models import Account, User


class Override(Record):
    """A decision set by hand, with who, why and until when."""

    grain = Text(null=False, default="account", db_default="account")
    subject_id = models.BigIntegerField()
    account = ref("Account", known_as="overrides")
    decision = Text(null=False)
    value = Text()
    reason = Text(null=False)
    by = ref("User")
    approved_by = ref("User")
    starts_on = Day(null=False)
    ends_on = Day()
    withdrawn_on = Day()

    class Meta(Record.Meta):
        db_table = "records_override"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="override_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    class Over(NotAllowed):
        """It is withdrawn or has ended already."""

    class EndsBeforeItStarts(NotAllowed):
        """It would end before it begins."""

    def __str__(self) -> str:
        return f"{self.decision} = {self.value} for {self.grain} {self.subject_id}"

    @classmethod
    def put(
        cls,
        account: Account,
        *,
        decision: str,
        value: str | None,
        reason: str,
        by: User,
        on: date,
        ends_on: date | None = None,
        grain: str = "account",
        subject_id: int | None = None,
        approved_by: User | None = None,
    ) -> Override:
        """Set a decision from this day on; an earlier override of it ends."""
        override = cls(
            account=account,
            grain=grain,
            subject_id=subject_id or account.pk,
            decision=decision,
            value=value,
            reason=reason,
            by=by,
            approved_by=approved_by,
            starts_on=on,
            ends_on=ends_on,
            happened_on=on,
            known_from=on,
        )
        override.need_reason(reason)
        if ends_on is not None and ends_on < on:
            raise cls.EndsBeforeItStarts(override)
        with acting(by=by, on=on, reason=reason):
            for before in override._same_decision():
                before.withdraw(by=by, on=on, reason=reason)
            override.save()
        return override

    def withdraw(self, *, by: User, on: date, reason: str) -> None:
        """From this day on the handbook decides again, and why."""
        self.need_reason(reason)
        if self.withdrawn_on or (self.ends_on and self.ends_on < on):
            raise self.Over(self)
        self.amend(by=by, on=on, reason=reason, withdrawn_on=on)

    def in_force(self, on: date) -> bool:
        """Whether it holds on a day; on its last day it does, on that of its withdrawal not."""
        ended = self.ends_on is not None and on > self.ends_on
        withdrawn = self.withdrawn_on is not None and on >= self.withdrawn_on
        return self.starts_on <= on and not (ended or withdrawn)

    def _same_decision(self) -> list[Override]:
        alike = Override.objects.filter(
            grain=self.grain, subject_id=self.subject_id, decision=self.decision
        )
        return [override for override in alike if override.in_force(self.starts_on)]
