"""A success plan as the customer sees it: versions that were submitted, and the private link."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Max, Q

from greenbook.records.acting import acting
from greenbook.records.fields import Day, Text, Whole, of_account, part_of, ref
from greenbook.records.models.base import Record

if TYPE_CHECKING:
    from greenbook.records.models import Contact, SuccessPlan, User


class PlanVersion(Record):
    """A success plan as it stood when it was submitted or shared."""

    plan = part_of("SuccessPlan", known_as="versions")
    account = of_account("plan_versions")
    number = Whole(null=False)
    content = models.JSONField()
    by = ref("User")

    class Meta(Record.Meta):
        db_table = "records_plan_version"
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["plan", "number"], name="planversion_once_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.plan}, version {self.number}"

    @classmethod
    def keep(cls, plan: SuccessPlan, content: dict[str, Any], *, by: User, on: date) -> PlanVersion:
        """Keep the plan as it stands, as its next version."""
        with acting(by=by, on=on):
            type(plan).objects.select_for_update().get(pk=plan.pk)
            last = plan.versions.aggregate(last=Max("number"))["last"] or 0
            return cls.objects.create(
                plan=plan,
                account_id=plan.account_id,
                number=last + 1,
                content=content,
                by=by,
                happened_on=on,
                known_from=on,
            )


class PlanShare(models.Model):
    """A private link to one success plan. Only a hash of its secret is kept; it expires."""

    plan = part_of("SuccessPlan", known_as="shares")
    contact = ref("Contact", null=False)
    shared_by = ref("User", null=False)
    secret_hash = models.CharField(max_length=64, unique=True)
    shared_on = models.DateField()
    expires_on = models.DateField()
    ended_on = Day()
    ended_reason = Text()

    class Meta:
        db_table = "records_plan_share"
        constraints = [
            models.CheckConstraint(
                name="planshare_expires_later", condition=Q(expires_on__gt=F("shared_on"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan} for {self.contact} until {self.expires_on}"

    @classmethod
    def open(
        cls, plan: SuccessPlan, *, contact: Contact, by: User, on: date, days: int
    ) -> tuple[PlanShare, str]:
        """Share the plan with a contact for so many days; the secret is told once, here."""
        secret = secrets.token_urlsafe(32)
        with acting(by=by, on=on):
            share = cls.objects.create(
                plan=plan,
                contact=contact,
                shared_by=by,
                secret_hash=hashed(secret),
                shared_on=on,
                expires_on=on + timedelta(days=days),
            )
        return share, secret

    @classmethod
    def by_secret(cls, secret: str, *, on: date) -> PlanShare | None:
        """The share behind a link, while it holds. Whatever ended it, the question is the same."""
        found = cls.objects.filter(
            secret_hash=hashed(secret), expires_on__gt=on, ended_on=None, contact__inactive=False
        ).exclude(plan__status="closed")
        return found.select_related("plan__account", "contact").first()

    def end(self, *, on: date, reason: str) -> None:
        """The link does not open the plan any more."""
        self.ended_on, self.ended_reason = on, reason
        self.save(update_fields=["ended_on", "ended_reason"])


def hashed(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
