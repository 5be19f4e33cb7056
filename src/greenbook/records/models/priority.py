"""Priority as recorded on a day, and the quarterly review of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q, QuerySet

from greenbook.records.acting import acting
from greenbook.records.fields import Code, Day, Text, Whole, of_account, part_of, ref
from greenbook.records.models.base import Record
from greenbook.records.refusals import NotAllowed

if TYPE_CHECKING:
    from greenbook.records.models import Account, User


def _one_to_four(column: str) -> Q:
    return Q(**{column: None}) | Q(**{f"{column}__range": (1, 4)})


class PriorityAssessment(Record):
    """What was suggested and what was decided on a day; decided by nobody means by rule."""

    account = of_account("priority_assessments")
    suggested = Whole()
    decided = Whole()
    decided_by = ref("User")
    reason = Text()
    note = Text()
    run = ref("Run")

    class Meta(Record.Meta):
        db_table = "records_priority_assessment"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="priorityassessment_one_to_four",
                condition=_one_to_four("suggested") & _one_to_four("decided"),
            ),
        ]

    class DecidedSince(NotAllowed):
        """The priority was decided again since then."""

    def __str__(self) -> str:
        return f"P{self.decided} for {self.account} on {self.happened_on}"

    def take_back(self, *, by: User, on: date) -> None:
        """It was a slip: what was decided before stands again."""
        later = PriorityAssessment.objects.filter(account=self.account_id, pk__gt=self.pk)
        if later.exists():
            raise self.DecidedSince(self)
        with acting(by=by, on=on, reason="taken back"):
            self.delete()


class PriorityReview(Record):
    """One CSM's review of the whole book in a fiscal quarter."""

    user = ref("User", known_as="priority_reviews", null=False)
    quarter_start_on = Day(null=False)
    completed_on = Day()
    signed_by = ref("User")

    class Meta(Record.Meta):
        db_table = "records_priority_review"
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["user", "quarter_start_on"], name="priorityreview_once_per_quarter"
            ),
        ]

    class AccountsLeft(NotAllowed):
        """Accounts are still to be reviewed:"""

    class AlreadySigned(NotAllowed):
        """It is signed already."""

    class NotTheirOwn(NotAllowed):
        """Nobody signs their own review."""

    class NotInReview(NotAllowed):
        """This account is not part of the review:"""

    def __str__(self) -> str:
        return f"{self.user}, quarter from {self.quarter_start_on}"

    @classmethod
    def open(
        cls, user: User, *, quarter_start_on: date, accounts: Iterable[Account], on: date
    ) -> PriorityReview:
        """Put every account of a book up for review; again adds those that joined."""
        with acting(on=on):
            review, _ = cls.objects.get_or_create(
                user=user,
                quarter_start_on=quarter_start_on,
                defaults={"happened_on": on, "known_from": on},
            )
            for account in accounts:
                review.items.get_or_create(
                    account=account, defaults={"happened_on": on, "known_from": on}
                )
        return review

    def confirm(self, account: Account, *, by: User, on: date) -> None:
        """The priority stays."""
        last = account.priority_assessments.order_by("-happened_on", "-id").first()
        self._settle(account, "confirmed", last.decided if last else None, by=by, on=on)

    def change(self, account: Account, *, priority: int, by: User, on: date, note: str) -> None:
        """Another priority, and why."""
        self.need_reason(note)
        with acting(by=by, on=on, reason=note):
            account.set_priority(priority, by=by, on=on, note=note)
            self._settle(account, "changed", priority, by=by, on=on)

    def sign(self, *, by: User, on: date) -> None:
        """The manager agrees with the whole review."""
        if self.signed_by_id:
            raise self.AlreadySigned(self)
        if by.pk == self.user_id:
            raise self.NotTheirOwn(self)
        left = [str(item.account) for item in self._left().select_related("account")]
        if left:
            raise self.AccountsLeft(self, ", ".join(left))
        self.amend(by=by, on=on, signed_by=by, completed_on=self.completed_on or on)

    def _settle(
        self, account: Account, outcome: str, priority: int | None, *, by: User, on: date
    ) -> None:
        if self.signed_by_id:
            raise self.AlreadySigned(self)
        item = self.items.filter(account=account).first()
        if item is None:
            raise self.NotInReview(self, str(account))
        with acting(by=by, on=on):
            item.amend(by=by, on=on, outcome=outcome, priority=priority, reviewed_on=on)
            if not self._left().exists():
                self.amend(by=by, on=on, completed_on=on)

    def _left(self) -> QuerySet[PriorityReviewItem]:
        return self.items.filter(outcome=None)


class PriorityReviewItem(Record):
    """One account of a review: confirmed or changed."""

    review = part_of("PriorityReview", known_as="items")
    account = of_account("priority_review_items")
    outcome = Code("confirmed changed")
    priority = Whole()
    reviewed_on = Day()

    class Meta(Record.Meta):
        db_table = "records_priority_review_item"
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["review", "account"], name="priorityreviewitem_once_per_review"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.outcome or 'to be reviewed'}"
