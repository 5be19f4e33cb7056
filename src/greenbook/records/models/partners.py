"""Partners, and what they do at a customer."""

from __future__ import annotations

from django.db import models

from greenbook.records.fields import Code, Day, Text, Whole, of_account, part_of, ref
from greenbook.records.models.base import Record

INVITERS = "csm account_owner partner"


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
    status = Code(
        "identified introduced roles_aligned kickoff_planned active ended",
        null=False,
        default="identified",
    )
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

    def __str__(self) -> str:
        return f"{self.partner} at {self.account}"


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
