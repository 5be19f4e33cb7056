"""What worries us: triage, escalations, tickets."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from greenbook.records.acting import acting
from greenbook.records.fields import Code, Day, Decimal, Text, of_account, ref
from greenbook.records.models.base import Record
from greenbook.records.refusals import NotAllowed

if TYPE_CHECKING:
    from greenbook.records.models import Account, User


def _closes_after_opening(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(opened_on=None) | Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
    )


class Triage(Record):
    """The account is being looked at by everybody until the risk is gone."""

    account = of_account("triages")
    opened_on = Day(null=False)
    closed_on = Day()
    issue_url = Text()
    reason = Text()

    class Meta(Record.Meta):
        db_table = "records_triage"
        constraints = [*Record.Meta.constraints, _closes_after_opening("triage_closes_later")]

    class AlreadyOpen(NotAllowed):
        """It is in triage already."""

    class AlreadyClosed(NotAllowed):
        """It is closed already."""

    def __str__(self) -> str:
        return f"Triage of {self.account} from {self.opened_on}"

    @classmethod
    def open(
        cls,
        account: Account,
        *,
        reason: str,
        by: User | None,
        on: date,
        issue_url: str | None = None,
    ) -> Triage:
        """Everybody looks at this account from now on, and why."""
        running = account.triages.filter(closed_on=None).first()
        if running:
            raise cls.AlreadyOpen(running)
        with acting(by=by, on=on, reason=reason):
            return cls.objects.create(
                account=account,
                opened_on=on,
                reason=reason,
                issue_url=issue_url,
                happened_on=on,
                known_from=on,
            )

    def close(self, *, by: User | None, on: date, reason: str) -> None:
        """The risk is gone, or the customer, and why."""
        self.need_reason(reason)
        if self.closed_on:
            raise self.AlreadyClosed(self)
        self.amend(by=by, on=on, reason=reason, closed_on=on)


class Escalation(Record):
    """A customer's urgent trouble, taken up the ladder."""

    account = of_account("escalations")
    severity = Code("critical high medium low", null=False)
    opened_on = Day(null=False)
    closed_on = Day()
    product_related = models.BooleanField(default=False, db_default=False)
    owner = ref("User", known_as="escalations")

    class Meta(Record.Meta):
        db_table = "records_escalation"
        constraints = [*Record.Meta.constraints, _closes_after_opening("escalation_closes_later")]

    class AlreadyClosed(NotAllowed):
        """It is closed already."""

    def __str__(self) -> str:
        return f"{self.severity} escalation of {self.account}"

    @classmethod
    def open(
        cls,
        account: Account,
        *,
        severity: str,
        reason: str,
        by: User | None,
        on: date,
        owner: User | None = None,
        product_related: bool = False,
    ) -> Escalation:
        """Take the trouble up the ladder, and why."""
        with acting(by=by, on=on, reason=reason):
            return cls.objects.create(
                account=account,
                severity=severity,
                owner=owner or by,
                product_related=product_related,
                opened_on=on,
                happened_on=on,
                known_from=on,
            )

    def grade(self, severity: str, *, by: User | None, on: date, reason: str) -> None:
        """More or less severe than thought, and why."""
        self.need_reason(reason)
        self._need_open()
        self.amend(by=by, on=on, reason=reason, severity=severity)

    def close(self, *, by: User | None, on: date, reason: str) -> None:
        """It is over, and how."""
        self.need_reason(reason)
        self._need_open()
        self.amend(by=by, on=on, reason=reason, closed_on=on)

    def _need_open(self) -> None:
        if self.closed_on:
            raise self.AlreadyClosed(self)


class Ticket(Record):
    """A request to support."""

    account = of_account("tickets")
    opened_on = Day()
    closed_on = Day()
    priority = Text()
    escalated = models.BooleanField(default=False, db_default=False)
    satisfaction = Decimal()
    first_response_min = Decimal()
    resolution_hours = Decimal()

    class Meta(Record.Meta):
        db_table = "records_ticket"

    def __str__(self) -> str:
        return f"Ticket {self.external_id or self.pk} of {self.account}"
