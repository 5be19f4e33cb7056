"""What the customer bought and where it runs: subscriptions, instances and namespaces."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from greenbook.records.fields import Cents, Code, Day, Text, Whole, YesNo, of_account, ref
from greenbook.records.models.accounts import TIERS
from greenbook.records.models.base import Record
from greenbook.records.refusals import NotAllowed

if TYPE_CHECKING:
    from greenbook.records.models import User


class Subscription(Record):
    """Seats of a tier from the first day to the last, both included; no end is open-ended."""

    account = of_account("subscriptions")
    starts_on = Day(null=False)
    ends_on = Day()
    tier = Code(TIERS)
    seats = Whole()
    arr_cents = Cents()
    is_trial = models.BooleanField(default=False, db_default=False)
    auto_renew = YesNo()
    billing_frequency = Text()

    class Meta(Record.Meta):
        db_table = "records_subscription"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="subscription_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    class EndsBeforeItStarts(NotAllowed):
        """It would end before it begins."""

    def __str__(self) -> str:
        return f"{self.tier or 'subscription'} of {self.account} from {self.starts_on}"

    def end(self, *, ends_on: date, by: User | None, on: date, reason: str) -> None:
        """Its last day, and why."""
        self.need_reason(reason)
        if ends_on < self.starts_on:
            raise self.EndsBeforeItStarts(self)
        self.amend(by=by, on=on, reason=reason, ends_on=ends_on)


class Instance(Record):
    """An installation (instance) or a group on the hosted service (namespace)."""

    account = of_account("instances")
    subscription = ref("Subscription", known_as="instances")
    kind = Code("instance namespace", null=False, default="instance")
    name = Text()
    uuid = Text()
    delivery = Code("self_managed saas dedicated")
    type = Code(
        "unknown production non_production obsolete geo_secondary",
        null=False,
        default="unknown",
        db_default="unknown",
    )
    version = Text()
    last_ping_on = Day()

    class Meta(Record.Meta):
        db_table = "records_instance"

    def __str__(self) -> str:
        return self.name or self.uuid or f"{self.kind} {self.pk}"
