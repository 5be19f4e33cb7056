"""The timeline: what was said and done with a customer, and who was there."""

from __future__ import annotations

from django.db import models

from greenbook.records.fields import Code, Codes, Text, Whole, YesNo, of_account, part_of, ref
from greenbook.records.models.base import Record

ENTRY_TYPES = (
    "customer_call in_person_meeting update email health_update workshop cse_engagement "
    "csa_engagement verified_outcome escalation milestone"
)
MEETING_TYPES = (
    "cadence_call kickoff welcome_call ebr mini_ebr renewal_call product_discussion "
    "leadership_checkin workshop disengagement exec_meeting handoff other"
)
ENTRY_SOURCES = "manual calendar call_recorder email_bcc crm_sync api import bot"
COLOURS = "red yellow green"
RENEWAL_OUTCOMES = "no_risk expansion_interest possible_contraction possible_churn no_answer"
RISK_IMPACTS = "customer_churn tier_downgrade seat_churn customer_sentiment competitor stage_name"


class TimelineEntry(Record):
    """One thing that happened with a customer; its date is `happened_on`."""

    account = of_account("timeline")
    type = Code(ENTRY_TYPES, null=False)
    meeting_type = Code(MEETING_TYPES)
    subject = Text()
    notes = Text()
    notes_url = Text()
    recording_url = Text()
    author = ref("User", known_as="entries")
    entry_source = Code(ENTRY_SOURCES, null=False, default="manual", db_default="manual")
    held = models.BooleanField(default=True, db_default=True)
    with_csm = YesNo()
    csm_hosted = YesNo()
    csm_sentiment = Code(COLOURS)
    product_sentiment = Code(COLOURS)
    requires_triage = models.BooleanField(default=False, db_default=False)
    risk_reason = Text()
    risk_impact = Codes(RISK_IMPACTS)
    renewal_outcome = Code(RENEWAL_OUTCOMES)
    attendee_count = Whole()
    exec_sponsor_attended = YesNo()
    also_kickoff = models.BooleanField(default=False, db_default=False)
    cta = ref("Cta", known_as="entries")
    objective = ref("Objective", known_as="entries")
    success_plan = ref("SuccessPlan", known_as="entries")

    class Meta(Record.Meta):
        db_table = "records_timeline_entry"
        indexes = [
            models.Index(fields=["account", "happened_on"], name="timelineentry_account_day")
        ]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.meeting_type or self.type}: {self.subject or ''}"


class EntryAttendee(Record):
    """Somebody of ours, or a contact of the customer, who took part."""

    entry = part_of("TimelineEntry", known_as="attendees")
    account = of_account("entry_attendees")
    user = ref("User", known_as="attended")
    contact = ref("Contact", known_as="attended")

    class Meta(Record.Meta):
        db_table = "records_entry_attendee"

    def __str__(self) -> str:
        return str(self.user or self.contact)
