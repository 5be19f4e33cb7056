"""The timeline: what was said and done with a customer, and who was there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from greenbook.records.acting import acting
from greenbook.records.fields import Code, Codes, Text, Whole, YesNo, of_account, part_of, ref
from greenbook.records.models.base import Record
from greenbook.records.models.people import Cover
from greenbook.records.refusals import NotAllowed

if TYPE_CHECKING:
    from greenbook.records.models import Account, Contact, User

CALLS = ("customer_call", "in_person_meeting")

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
#: Why a customer is at risk (health specification 9). Entries from elsewhere may say it in words.
RISK_REASONS = (
    "lack_of_adoption product_value_gap product_quality_availability lack_of_engagement_sponsor "
    "loss_of_budget corporate_decision other"
)
RISK_IMPACTS = "customer_churn tier_downgrade seat_churn customer_sentiment competitor stage_name"


def _where_there_is_a(column: str) -> models.Index:
    """Few entries have one; an index of the others would only slow down large imports."""
    return models.Index(
        fields=[column],
        name=f"timelineentry_{column}",
        condition=Q(**{f"{column}__isnull": False}),
    )


class TimelineEntry(Record):
    """One thing that happened with a customer; its date is `happened_on`."""

    account = of_account("timeline", db_index=False)
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
    cta = ref("Cta", known_as="entries", db_index=False)
    objective = ref("Objective", known_as="entries", db_index=False)
    success_plan = ref("SuccessPlan", known_as="entries", db_index=False)

    class Meta(Record.Meta):
        db_table = "records_timeline_entry"
        indexes = [
            models.Index(fields=["account", "happened_on"], name="timelineentry_account_day"),
            *(_where_there_is_a(column) for column in ("cta", "objective", "success_plan")),
        ]

    class InTheFuture(NotAllowed):
        """An entry is about what has happened; its day lies ahead:"""

    class NeedsSentiment(NotAllowed):
        """A health update says whether the CSM sees red, yellow or green."""

    class NeedsRisk(NotAllowed):
        """A red or yellow sentiment names the risk reason and its impact."""

    class TriageOnYellow(NotAllowed):
        """Triage is asked for on a yellow sentiment only."""

    class NotACall(NotAllowed):
        """Only a call or a meeting has a meeting type."""

    class KeptElsewhere(NotAllowed):
        """It was brought in from another system; change it there:"""

    def __str__(self) -> str:
        return f"{self.happened_on} {self.meeting_type or self.type}: {self.subject or ''}"

    @classmethod
    def log(
        cls,
        account: Account,
        *,
        type: str,
        subject: str,
        author: User | None,
        on: date,
        happened_on: date | None = None,
        internal: Iterable[User] = (),
        contacts: Iterable[Contact] = (),
        **values: Any,
    ) -> TimelineEntry:
        """Write down what happened, on the day `on` that it is entered; today unless said.

        `with_csm` is worked out from the author and the internal attendees and stored, because
        what somebody is later changes nothing about who was there.
        """
        day, internal, contacts = happened_on or on, list(internal), list(contacts)
        values.setdefault("with_csm", any_csm([author, *internal], account=account, on=day))
        values.setdefault("attendee_count", len(internal) + len(contacts) or None)
        entry = cls(
            account=account,
            type=type,
            subject=subject,
            author=author,
            happened_on=day,
            known_from=on,
            **values,
        )
        entry._refuse_unfit(on)
        with acting(by=author, on=on):
            entry.save()
            entry._attended_by(internal, contacts, on=on)
        return entry

    def correct_day(self, *, happened_on: date, by: User, on: date, reason: str) -> None:
        """It happened on another day, and why that is known now."""
        self.need_reason(reason)
        self._refuse_ahead(happened_on, on)
        self.amend(by=by, on=on, reason=reason, happened_on=happened_on)

    def correct(self, *, by: User, on: date, reason: str | None = None, **values: Any) -> None:
        """What was written down is put right; history keeps how it read before."""
        self._need_ours()
        for name, value in values.items():
            setattr(self, name, value)
        self._refuse_unfit(on)
        self.amend(by=by, on=on, reason=reason, **values)

    def withdraw(self, *, by: User, on: date, reason: str) -> None:
        """It should not have been logged, and why. Earlier days and history know it still."""
        self.need_reason(reason)
        self._need_ours()
        with acting(by=by, on=on, reason=reason):
            self.delete()

    def _need_ours(self) -> None:
        if self.source != "greenbook":
            raise self.KeptElsewhere(self, self.source)

    def _refuse_unfit(self, on: date) -> None:
        self._refuse_ahead(self.happened_on, on)
        if self.meeting_type and self.type not in CALLS:
            raise self.NotACall(self)
        if self.requires_triage and self.csm_sentiment != "yellow":
            raise self.TriageOnYellow(self)
        if self.type == "health_update" and self.csm_sentiment is None:
            raise self.NeedsSentiment(self)
        risky = self.csm_sentiment in ("red", "yellow")
        if risky and not (self.risk_reason and self.risk_impact):
            raise self.NeedsRisk(self)

    def _refuse_ahead(self, happened_on: date | None, on: date) -> None:
        if happened_on is not None and happened_on > on:
            raise self.InTheFuture(self, happened_on.isoformat())

    def _attended_by(self, internal: list[User], contacts: list[Contact], *, on: date) -> None:
        common = {"account_id": self.account_id, "happened_on": self.happened_on, "known_from": on}
        rows = [EntryAttendee(entry=self, user=user, **common) for user in internal]
        rows += [EntryAttendee(entry=self, contact=contact, **common) for contact in contacts]
        EntryAttendee.objects.bulk_create(rows)


def any_csm(people: Iterable[User | None], *, account: Account, on: date) -> bool:
    """Whether one of them is a CSM or CSE, or stood in for the account's on that day."""
    there = [user for user in people if user is not None]
    if any(user.is_a("csm", "cse") for user in there):
        return True
    ids = [user.pk for user in there]
    serving = account.team.filter(
        Q(ends_on=None) | Q(ends_on__gte=on), role__in=("csm", "cse"), starts_on__lte=on
    )
    if serving.filter(user__in=ids).exists():
        return True
    away = Q(absence__starts_on__lte=on, absence__ends_on__gte=on)
    theirs = Q(account=account) | Q(account=None, absence__user__in=serving.values("user"))
    return Cover.objects.filter(away & theirs, user__in=ids).exists()


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
