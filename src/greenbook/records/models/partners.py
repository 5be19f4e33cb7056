"""Partners, and what they do at a customer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models

from greenbook.records.acting import acting
from greenbook.records.fields import Code, Day, Text, Whole, of_account, part_of, ref
from greenbook.records.models.base import Record
from greenbook.records.refusals import NotAllowed, spoken

if TYPE_CHECKING:
    from greenbook.records.models import Ebr, User

INVITERS = "csm account_owner partner"
ENGAGEMENT_STATES = (
    "identified",
    "introduced",
    "roles_aligned",
    "kickoff_planned",
    "active",
    "ended",
)


class Partner(Record):
    """A reseller, integrator or service provider."""

    name = Text(null=False)
    type = Text()

    class Meta(Record.Meta):
        db_table = "records_partner"

    def __str__(self) -> str:
        return self.name


class PartnerEngagement(Record):
    """A partner at work on an account."""

    account = of_account("partner_engagements")
    partner = ref("Partner", known_as="engagements", null=False)
    status = Code(ENGAGEMENT_STATES, null=False, default="identified")
    started_on = Day()
    ended_on = Day()
    introduced_on = Day()
    post_sale_role = Code("lead co_deliver advisory resale_only none")
    ongoing_engagement = models.BooleanField(default=False, db_default=False)
    own_cadence = models.BooleanField(default=False, db_default=False)
    csm_inclusion_plan = Text()
    kickoff_inviter = Code(INVITERS)
    customer_cadence = Text()
    health_review_months = Whole()
    last_health_review_on = Day()

    class Meta(Record.Meta):
        db_table = "records_partner_engagement"

    class Ended(NotAllowed):
        """The engagement has ended."""

    class NotForward(NotAllowed):
        """An engagement goes on to a later state only:"""

    def __str__(self) -> str:
        return f"{self.partner} at {self.account}"

    def advance(self, to: str, *, by: User | None, on: date) -> None:
        """The next state: introduced, roles aligned, kickoff planned, active."""
        self._need_running()
        if ENGAGEMENT_STATES.index(to) <= ENGAGEMENT_STATES.index(self.status):
            raise self.NotForward(self, f"not from {spoken(self.status)} to {spoken(to)}.")
        days = {"introduced": "introduced_on", "active": "started_on"}
        column = days.get(to)
        changes: dict[str, Any] = {"status": to}
        if column and getattr(self, column) is None:
            changes[column] = on
        self.amend(by=by, on=on, **changes)

    def end(self, *, by: User | None, on: date, reason: str) -> None:
        """The partner works here no longer, and why."""
        self.need_reason(reason)
        self._need_running()
        self.amend(by=by, on=on, reason=reason, status="ended", ended_on=on)

    def review_health(self, *, by: User | None, on: date) -> None:
        """Health was gone through with the partner."""
        self._need_running()
        self.amend(by=by, on=on, last_health_review_on=on)

    def sync_for(
        self,
        ebr: Ebr,
        *,
        inviter: str,
        content: str,
        by: User | None,
        on: date,
        held_on: date | None = None,
    ) -> PartnerEbrSync:
        """It is agreed who invites to a review, and what is shown."""
        self._need_running()
        with acting(by=by, on=on):
            return self.ebr_syncs.create(
                account_id=self.account_id,
                ebr=ebr,
                held_on=held_on or on,
                inviter=inviter,
                content=content,
                happened_on=held_on or on,
                known_from=on,
            )

    def _need_running(self) -> None:
        if self.status == "ended":
            raise self.Ended(self)


class PartnerEbrSync(Record):
    """The agreement with one partner on who invites to an EBR and what is shown."""

    engagement = part_of("PartnerEngagement", known_as="ebr_syncs")
    account = of_account("partner_ebr_syncs")
    ebr = part_of("Ebr", known_as="partner_syncs")
    held_on = Day(null=False)
    inviter = Code(INVITERS)
    content = Text()

    class Meta(Record.Meta):
        db_table = "records_partner_ebr_sync"

    def __str__(self) -> str:
        return f"{self.engagement} synced on {self.held_on}"
