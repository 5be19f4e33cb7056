"""Success plans with their validations, and the internal growth plan."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from greenbook.records.acting import acting
from greenbook.records.fields import Code, Day, Text, of_account, part_of, ref
from greenbook.records.models.base import Record
from greenbook.records.refusals import NotAllowed

if TYPE_CHECKING:
    from greenbook.records.models import Account, Contact, Objective, User

PLAN_STATUSES = "draft active closed"


class SuccessPlan(Record):
    """What the customer wants to reach with us, and how."""

    account = of_account("success_plans")
    type = Code("roi internal", null=False, default="roi", db_default="roi")
    name = Text()
    status = Code(PLAN_STATUSES, null=False, default="draft", db_default="draft")
    strategy = Text()
    highlights = Text()
    due_on = Day()
    owner = ref("User", known_as="success_plans")
    approval_status = Code(
        "not_submitted submitted approved changes_requested",
        null=False,
        default="not_submitted",
        db_default="not_submitted",
    )
    approved_by = ref("User")
    approved_on = Day()
    content_changed_on = Day()
    customer_validated_on = Day()
    customer_validated_by = ref("Contact")
    last_reviewed_on = Day()
    deck_url = Text()

    class Meta(Record.Meta):
        db_table = "records_success_plan"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="successplan_approved_on_a_day",
                condition=~Q(approval_status="approved") | Q(approved_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["account"], condition=Q(approval_status="submitted"), name="plan_submitted"
            ),
        ]

    class NotDraft(NotAllowed):
        """Only a draft becomes active."""

    class AlreadyClosed(NotAllowed):
        """It is closed already."""

    class NotSubmitted(NotAllowed):
        """It has not been submitted."""

    class AlreadySubmitted(NotAllowed):
        """It has been submitted and waits for the manager."""

    class NotTheirOwn(NotAllowed):
        """Nobody approves their own plan."""

    def __str__(self) -> str:
        return self.name or f"{self.type} plan of {self.account}"

    @classmethod
    def begin(cls, account: Account, *, by: User, on: date, **values: Any) -> SuccessPlan:
        """A draft to fill together with the customer."""
        with acting(by=by, on=on):
            return cls.objects.create(account=account, happened_on=on, known_from=on, **values)

    def activate(self, *, by: User | None, on: date) -> None:
        """From draft to active."""
        if self.status != "draft":
            raise self.NotDraft(self)
        self.amend(by=by, on=on, status="active")

    def close(self, *, by: User | None, on: date, reason: str) -> None:
        """It is over, and why."""
        self.need_reason(reason)
        self._need_open()
        self.amend(by=by, on=on, reason=reason, status="closed")

    def edit(self, *, by: User | None, on: date, reason: str | None = None, **values: Any) -> None:
        """Change what it says. A new strategy ends submission and approval; the rest does not."""
        self._need_open()
        with acting(by=by, on=on, reason=reason):
            changed = values.get("strategy", self.strategy) != self.strategy
            self.amend(by=by, on=on, **values)
            if changed:
                self.content_changes(by=by, on=on)

    def add_objective(self, *, name: str, by: User | None, on: date, **values: Any) -> Objective:
        """One outcome more; that ends the approval."""
        self._need_open()
        with acting(by=by, on=on):
            added = self.objectives.create(
                account_id=self.account_id,
                name=name,
                opened_on=on,
                happened_on=on,
                known_from=on,
                **values,
            )
            self.content_changes(by=by, on=on)
        return added

    def content_changes(self, *, by: User | None, on: date) -> None:
        """Strategy or objectives changed: what was submitted or approved is not what stands."""
        self.refresh_from_db(fields=["approval_status"])  # somebody may have decided meanwhile
        ended = self.approval_status in ("submitted", "approved")
        self.amend(
            by=by,
            on=on,
            content_changed_on=on,
            approval_status="not_submitted" if ended else self.approval_status,
        )

    def review(self, *, by: User | None, on: date) -> None:
        """Gone through, and still right."""
        self._need_open()
        self.amend(by=by, on=on, last_reviewed_on=on)

    def submit(self, *, by: User, on: date, comment: str | None = None) -> None:
        """Ask the manager for approval."""
        self._need_open()
        if self.approval_status == "submitted":
            raise self.AlreadySubmitted(self)
        with acting(by=by, on=on):
            self.amend(by=by, on=on, approval_status="submitted")
            self._validation("submitted", by=by, on=on, comment=comment)

    def approve(self, *, by: User, on: date, comment: str | None = None) -> None:
        """The manager finds it good."""
        self._need_submitted(by)
        with acting(by=by, on=on):
            self.amend(by=by, on=on, approval_status="approved", approved_by=by, approved_on=on)
            self._validation("approved", by=by, on=on, comment=comment)

    def request_changes(self, *, by: User, on: date, comment: str) -> None:
        """The manager wants something changed, and says what."""
        self.need_reason(comment)
        self._need_submitted(by)
        with acting(by=by, on=on, reason=comment):
            self.amend(by=by, on=on, approval_status="changes_requested")
            self._validation("changes_requested", by=by, on=on, comment=comment)

    def record_customer_validation(
        self, *, contact: Contact | None, by: User | None, on: date, comment: str | None = None
    ) -> None:
        """The customer confirmed it."""
        self._need_open()
        with acting(by=by, on=on):
            self.amend(by=by, on=on, customer_validated_on=on, customer_validated_by=contact)
            self._validation("customer_validated", by=by, on=on, comment=comment, contact=contact)

    def record_customer_wish(self, *, contact: Contact, on: date, comment: str) -> None:
        """The customer wants something changed. The manager's approval is another matter."""
        self.need_reason(comment)
        self._need_open()
        with acting(on=on, reason=comment):
            self._validation("changes_requested", by=None, on=on, comment=comment, contact=contact)

    def _validation(self, kind: str, *, by: User | None, on: date, **values: Any) -> None:
        self.validations.create(
            account_id=self.account_id,
            kind=kind,
            by=by,
            happened_on=on,
            known_from=on,
            **values,
        )

    def _need_open(self) -> None:
        if self.status == "closed":
            raise self.AlreadyClosed(self)

    def _need_submitted(self, by: User) -> None:
        if self.approval_status != "submitted":
            raise self.NotSubmitted(self)
        submitted = self.validations.filter(kind="submitted").order_by("-pk").first()
        if by.pk in (self.owner_id, submitted and submitted.by_id):
            raise self.NotTheirOwn(self)


class PlanValidation(Record):
    """A plan was submitted, approved, sent back, or confirmed by the customer."""

    plan = part_of("SuccessPlan", known_as="validations")
    account = of_account("plan_validations")
    kind = Code("submitted approved changes_requested customer_validated", null=False)
    by = ref("User")
    contact = ref("Contact")
    comment = Text()

    class Meta(Record.Meta):
        db_table = "records_plan_validation"

    def __str__(self) -> str:
        return f"{self.plan}: {self.kind}"


class GrowthPlan(Record):
    """Internal: how the account could grow."""

    account = of_account("growth_plans")
    status = Code(PLAN_STATUSES, null=False, default="draft", db_default="draft")
    strategic_goals = Text()
    last_review_on = Day()
    next_steps = Text()

    class Meta(Record.Meta):
        db_table = "records_growth_plan"

    def __str__(self) -> str:
        return f"Growth plan of {self.account}"

    class NotDraft(NotAllowed):
        """Only a draft becomes active."""

    @classmethod
    def begin(cls, account: Account, *, by: User, on: date) -> GrowthPlan:
        """A draft for the account team."""
        with acting(by=by, on=on):
            return cls.objects.create(account=account, happened_on=on, known_from=on)

    def activate(self, *, by: User | None, on: date) -> None:
        """From draft to active."""
        if self.status != "draft":
            raise self.NotDraft(self)
        self.amend(by=by, on=on, status="active")

    def review(self, *, next_steps: str | None, by: User | None, on: date) -> None:
        """Gone through with the account team and sales leadership."""
        steps = next_steps or self.next_steps
        self.amend(by=by, on=on, last_review_on=on, next_steps=steps)
