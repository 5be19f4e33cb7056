"""What worries us: triage, escalations, tickets."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from greenbook.records.fields import Code, Day, Decimal, Text, of_account, ref
from greenbook.records.models.base import Record


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

    def __str__(self) -> str:
        return f"Triage of {self.account} from {self.opened_on}"


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

    def __str__(self) -> str:
        return f"{self.severity} escalation of {self.account}"


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
