"""Executive business reviews, from the plan to the follow-up."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from greenbook.records.fields import Code, Day, Text, Whole, of_account, ref
from greenbook.records.models.base import Record
from greenbook.records.refusals import NotAllowed, spoken

if TYPE_CHECKING:
    from greenbook.records.models import PartnerEngagement, User

EBR_PATH = (
    "planned",
    "internal_kickoff",
    "offered",
    "scheduling",
    "scheduled",
    "internal_review",
    "customer_review",
    "final_prep",
    "held",
    "followed_up",
    "closed",
)
EBR_SIDEWAYS = ("declined", "postponed", "converted_to_mini", "cancelled")
OVER = ("closed", "declined", "converted_to_mini", "cancelled")


class Ebr(Record):
    """A review with the customer's decision-makers, or its smaller forms."""

    account = of_account("ebrs")
    kind = Code("full mini leadership_checkin", null=False, default="full")
    contract_year_start_on = Day()
    target_on = Day()
    status = Code((*EBR_PATH, *EBR_SIDEWAYS), null=False, default="planned")
    owner = ref("User", known_as="ebrs")
    offered_on = Day()
    scheduled_for = Day()
    held_on = Day()
    counts_as_full = models.BooleanField(default=False, db_default=False)
    declined_reason = Text()
    length_min = Whole()
    inviter = Code("csm account_owner partner")
    customer_leaders = Whole()
    notes_url = Text()
    roadmap_quarter_on = Day()

    class Meta(Record.Meta):
        db_table = "records_ebr"

    class Over(NotAllowed):
        """It is over."""

    class NotForward(NotAllowed):
        """A review goes on to a later step only:"""

    class PartnerSyncMissing(NotAllowed):
        """Record the sync with every active partner before scheduling:"""

    class NeedsDate(NotAllowed):
        """A scheduled review has a date; schedule it."""

    class NotHeld(NotAllowed):
        """It has not been held; record that it was."""

    def __str__(self) -> str:
        return f"{self.kind} EBR of {self.account}"

    def advance(self, to: str, *, by: User | None, on: date) -> None:
        """The next step of preparing or following up; some may be left out, none comes again."""
        if EBR_PATH.index(to) >= EBR_PATH.index("scheduled") and self.scheduled_for is None:
            raise self.NeedsDate(self)
        if EBR_PATH.index(to) >= EBR_PATH.index("held") and self.held_on is None:
            raise self.NotHeld(self)
        self._move(to, by=by, on=on)

    def offer(self, *, by: User | None, on: date) -> None:
        """Proposed to the customer in writing; the first offer counts."""
        self._move("offered", by=by, on=on, offered_on=self.offered_on or on)

    def schedule(self, *, scheduled_for: date, inviter: str, by: User | None, on: date) -> None:
        """A date is agreed, again if it moves."""
        status = self.status if self._is_past("scheduled") else "scheduled"
        self._move(status, by=by, on=on, scheduled_for=scheduled_for, inviter=inviter)

    def hold(
        self,
        *,
        by: User | None,
        on: date,
        held_on: date | None = None,
        customer_leaders: int | None = None,
        notes_url: str | None = None,
    ) -> None:
        """It took place; a full review counts as one when a leader of the customer was there."""
        self._need_alive()
        self.amend(
            by=by,
            on=on,
            status="held",
            held_on=held_on or on,
            customer_leaders=customer_leaders,
            counts_as_full=self.kind == "full" and bool(customer_leaders),
            notes_url=notes_url or self.notes_url,
        )

    def decline(self, *, reason: str, by: User | None, on: date) -> None:
        """The customer does not want it, and why."""
        self._leave("declined", by=by, on=on, reason=reason, declined_reason=reason)

    def postpone(self, *, to: date, reason: str, by: User | None, on: date) -> None:
        """Later, and why; it can be offered and scheduled again."""
        self._leave("postponed", by=by, on=on, reason=reason, target_on=to, scheduled_for=None)

    def convert_to_mini(self, *, reason: str, by: User | None, on: date) -> None:
        """A cadence call takes its place for now, and why."""
        self._leave("converted_to_mini", by=by, on=on, reason=reason)

    def cancel(self, *, reason: str, by: User | None, on: date) -> None:
        """It will not take place, and why."""
        self._leave("cancelled", by=by, on=on, reason=reason)

    def partners_without_sync(self, on: date) -> list[PartnerEngagement]:
        """The active partner engagements with which this review was not agreed."""
        active = self.account.partner_engagements.filter(
            Q(ended_on=None) | Q(ended_on__gt=on), status="active"
        )
        synced = self.partner_syncs.filter(held_on__lte=on).values("engagement")
        return list(active.exclude(pk__in=synced).select_related("partner"))

    def _move(self, to: str, *, by: User | None, on: date, **values: Any) -> None:
        self._need_alive()
        if self._is_past(to):
            raise self.NotForward(self, f"not from {spoken(self.status)} to {spoken(to)}.")
        if EBR_PATH.index(to) >= EBR_PATH.index("scheduling"):
            self._need_partner_syncs(on)
        self.amend(by=by, on=on, status=to, **values)

    def _leave(self, to: str, *, by: User | None, on: date, reason: str, **values: Any) -> None:
        self.need_reason(reason)
        self._need_alive()
        if self.held_on:
            raise self.NotForward(self, "it was held.")
        self.amend(by=by, on=on, reason=reason, status=to, **values)

    def _is_past(self, step: str) -> bool:
        reached = EBR_PATH.index(self.status) if self.status in EBR_PATH else -1
        return reached > EBR_PATH.index(step)

    def _need_partner_syncs(self, on: date) -> None:
        left = self.partners_without_sync(on)
        if left:
            names = ", ".join(engagement.partner.name for engagement in left)
            raise self.PartnerSyncMissing(self, names)

    def _need_alive(self) -> None:
        if self.status in OVER:
            raise self.Over(self)
