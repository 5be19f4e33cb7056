"""Calls to action, with their playbook runs, tasks and snoozes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from greenbook.records.acting import acting
from greenbook.records.fields import Code, Day, Text, of_account, part_of, ref
from greenbook.records.models.base import Record
from greenbook.records.models.history import RecordHistory
from greenbook.records.refusals import NotAllowed, spoken

if TYPE_CHECKING:
    from greenbook.records.models import Account, User

CTA_TYPES = "risk expansion lifecycle activity renewal digital_journey objective"
OPEN_STATUSES = ("new", "work_in_progress", "blocked")
#: Statuses that only one type of CTA knows; all others are for every type.
ONLY_FOR = {
    "blocked": "objective",
    "closed_not_needed": "lifecycle",
    "closed_lost_churned": "risk",
    "closed_lost_contracted": "risk",
    "closed_lost_competitive": "objective",
    "closed_lost_product_gaps": "objective",
    "closed_lost_team_unengaged": "objective",
    "closed_lost_no_value": "objective",
    "closed_lost_deferred": "objective",
    "closed_lost_no_budget": "objective",
}
STATUSES = (
    "new",
    "work_in_progress",
    "closed_success",
    "closed_lost_not_a_priority",
    "closed_already_solved",
    "closed_not_relevant",
    "closed_lack_of_engagement",
    *ONLY_FOR,
)
OBJECTIVE_STATUSES = tuple(s for s in STATUSES if ONLY_FOR.get(s, "objective") == "objective")
PRIORITIES = "low medium high"
#: Closes a renewal CTA without a call.
STATUS_ALREADY_KNOWN = "status_already_known"
#: Reasons for closing that are from a list, by the type of CTA; any other is written freely.
CLOSING_REASONS = {"renewal": (STATUS_ALREADY_KNOWN,)}


def closed_on_its_day(name: str) -> models.CheckConstraint:
    """Open has no closing day, closed has one."""
    is_open = Q(status__in=OPEN_STATUSES)
    return models.CheckConstraint(
        name=name,
        condition=(is_open & Q(closed_on=None)) | (~is_open & Q(closed_on__isnull=False)),
    )


def _status_of_type() -> Q:
    allowed = ~Q(status__in=list(ONLY_FOR))
    for kind in ("objective", "lifecycle", "risk"):
        allowed |= Q(type=kind, status__in=[s for s, only in ONLY_FOR.items() if only == kind])
    return allowed


class Cta(Record):
    """Something to be done for a customer, once per rule, subject and occasion."""

    account = of_account("ctas")
    grain = Text(null=False, default="account", db_default="account")
    subject_id = models.BigIntegerField()
    rule = Text()
    occasion = Text()
    type = Code(CTA_TYPES, null=False)
    reason = Text()
    playbook = Text()
    name = models.CharField(max_length=80)
    status = Code(STATUSES, null=False, default="new", db_default="new")
    priority = Code(PRIORITIES, null=False, default="medium", db_default="medium")
    owner = ref("User", known_as="ctas")
    owner_role = Text()
    start_on = Day(null=False)
    due_on = Day()
    closed_on = Day()
    closed_by = ref("User")
    closed_reason = Text()
    comments = Text()
    created_source = Text(null=False, default="manual", db_default="manual")
    snoozed_until = Day()
    snooze_reason = Text()

    class Meta(Record.Meta):
        db_table = "records_cta"
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["rule", "grain", "subject_id", "occasion"], name="cta_once_per_occasion"
            ),
            closed_on_its_day("cta_closed_on_its_day"),
            models.CheckConstraint(name="cta_status_of_type", condition=_status_of_type()),
        ]

    class AlreadyClosed(NotAllowed):
        """It is closed already."""

    class NotClosed(NotAllowed):
        """It is not closed."""

    class NotForThisType(NotAllowed):
        """A CTA of this type has no such status:"""

    class NotAClosingStatus(NotAllowed):
        """This status does not close a CTA:"""

    class OpenTasks(NotAllowed):
        """Required tasks are open:"""

    class RenewalNotTalkedAbout(NotAllowed):
        """Log the renewal call first, or give the reason “Status already known”."""

    class LostArr(NotAllowed):
        """The customer pays less than when the risk was seen: close it as contracted or churned."""

    class SnoozeNotAhead(NotAllowed):
        """A snooze ends on a later day."""

    class NotSnoozed(NotAllowed):
        """It is not snoozed."""

    def __str__(self) -> str:
        return self.name

    @classmethod
    def open(
        cls,
        account: Account,
        *,
        type: str,
        name: str,
        by: User | None,
        on: date,
        start_on: date | None = None,
        **values: Any,
    ) -> Cta:
        """Open one by hand, starting today unless said otherwise."""
        values = {"grain": "account", "subject_id": account.pk, **values}
        with acting(by=by, on=on):
            return cls.objects.create(
                account=account,
                type=type,
                name=name,
                start_on=start_on or on,
                happened_on=on,
                known_from=on,
                **values,
            )

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    def start(self, *, by: User | None, on: date) -> None:
        """Somebody works on it now."""
        self._set_status("work_in_progress", by=by, on=on)

    def block(self, *, by: User | None, on: date, reason: str) -> None:
        """It cannot go on; only an objective can be blocked."""
        self.need_reason(reason)
        self._set_status("blocked", by=by, on=on, reason=reason)

    def close(
        self,
        *,
        by: User | None,
        on: date,
        status: str = "closed_success",
        reason: str | None = None,
    ) -> None:
        """Close it, once. What an onboarding, a renewal or an objective still lacks is refused."""
        if status in OPEN_STATUSES or status not in STATUSES:
            raise self.NotAClosingStatus(self, spoken(status))
        self._refuse_closing(on, status=status, reason=reason)
        self._set_status(
            status, by=by, on=on, reason=reason, closed_on=on, closed_by=by, closed_reason=reason
        )
        self._end_snooze(by=by, on=on)

    def reopen(self, *, by: User | None, on: date, reason: str) -> None:
        """Work on it again; why stands in history."""
        self.need_reason(reason)
        if self.is_open:
            raise self.NotClosed(self)
        self.amend(
            by=by,
            on=on,
            reason=reason,
            status="work_in_progress",
            closed_on=None,
            closed_by=None,
            closed_reason=None,
        )

    def snooze(self, *, until: date, reason: str, by: User | None, on: date) -> None:
        """Out of sight until a later day; it stays open and keeps its occasion."""
        self.need_open()
        self.need_reason(reason)
        if until <= on:
            raise self.SnoozeNotAhead(self)
        with acting(by=by, on=on, reason=reason):
            self._end_snooze(by=by, on=on)
            self.snoozes.create(
                account_id=self.account_id,
                until_on=until,
                reason=reason,
                by=by,
                happened_on=on,
                known_from=on,
            )
            self.amend(by=by, on=on, snoozed_until=until, snooze_reason=reason)

    def wake(self, *, by: User | None, on: date) -> None:
        """Back in sight before its day."""
        if self.snoozed_until is None:
            raise self.NotSnoozed(self)
        self._end_snooze(by=by, on=on)

    def assign(
        self, *, to: User | None, by: User | None, on: date, reason: str | None = None
    ) -> None:
        """Give it to somebody else."""
        self.need_open()
        self.amend(by=by, on=on, reason=reason, owner=to)

    def reschedule(
        self, *, due_on: date, by: User | None, on: date, reason: str | None = None
    ) -> None:
        """Due on another day."""
        self.need_open()
        self.amend(by=by, on=on, reason=reason, due_on=due_on)

    def comment(self, text: str, *, by: User | None, on: date) -> None:
        """Add a dated line to the comments."""
        line = f"{on.isoformat()} {by or 'by rule'}: {text}"
        self.amend(by=by, on=on, comments="\n".join(filter(None, (self.comments, line))))

    def _set_status(
        self, status: str, *, by: User | None, on: date, reason: str | None = None, **values: Any
    ) -> None:
        self.need_open()
        if ONLY_FOR.get(status, self.type) != self.type:
            raise self.NotForThisType(self, spoken(status))
        self.amend(by=by, on=on, reason=reason, status=status, **values)

    def need_open(self) -> None:
        """Refuse what can be done with an open one only."""
        if not self.is_open:
            raise self.AlreadyClosed(self)

    def _refuse_closing(self, on: date, *, status: str, reason: str | None) -> None:
        self.need_open()
        if self.type == "renewal" and not self._renewal_is_known(on, reason=reason):
            raise self.RenewalNotTalkedAbout(self)
        if self.type == "objective":
            self.need_reason(reason)
        if self.type == "risk" and status == "closed_success" and self._lost_arr():
            raise self.LostArr(self)
        if status == "closed_success":
            for onboarding in self.onboardings.filter(outcome="open"):
                self._refuse_open_tasks()
                onboarding.refuse_closing(on)

    def _refuse_open_tasks(self) -> None:
        left = self.tasks.filter(status="open", required=True).values_list("name", flat=True)
        if left:
            raise self.OpenTasks(self, ", ".join(left))

    def _renewal_is_known(self, on: date, *, reason: str | None) -> bool:
        if reason == STATUS_ALREADY_KNOWN:
            return True
        return self.account.timeline.filter(
            meeting_type="renewal_call", held=True, happened_on__range=(self.start_on, on)
        ).exists()

    def _lost_arr(self) -> bool:
        """Whether the ARR is below that of the day on which the risk was seen (A2.3)."""
        was = RecordHistory.version_on("records_account", self.account_id, self.start_on)
        return was is not None and (self.account.arr_cents or 0) < (was["arr_cents"] or 0)

    def _end_snooze(self, *, by: User | None, on: date) -> None:
        if self.snoozed_until is None:
            return
        for snooze in self.snoozes.filter(ended_on=None):
            snooze.amend(by=by, on=on, ended_on=min(on, snooze.until_on))
        self.amend(by=by, on=on, snoozed_until=None, snooze_reason=None)


class CtaSnooze(Record):
    """A CTA out of sight until a day, with the reason; still open meanwhile."""

    cta = part_of("Cta", known_as="snoozes")
    account = of_account("cta_snoozes")
    until_on = Day(null=False)
    reason = Text(null=False)
    by = ref("User")
    ended_on = Day()

    class Meta(Record.Meta):
        db_table = "records_cta_snooze"

    def __str__(self) -> str:
        return f"{self.cta} until {self.until_on}"
