"""The quarterly priority review: which books are gone through, and what waits for a signature."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from greenbook.records.models import Account, AccountTeam, PriorityReview, User


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody's review of a quarter is; no `review` means that it has not begun."""

    person: User
    review: PriorityReview | None
    accounts: int
    done: int

    @property
    def state(self) -> str:
        if self.review is None:
            return "not_begun"
        if self.review.signed_by_id:
            return "signed"
        return "to_sign" if self.accounts and self.done == self.accounts else "under_way"


def progress(people: Iterable[User], *, quarter: date) -> list[Progress]:
    """Of each CSM, by name."""
    csms = sorted((each for each in people if each.is_a("csm")), key=str)
    reviews = PriorityReview.objects.filter(quarter_start_on=quarter, user__in=csms)
    counted = reviews.select_related("signed_by").annotate(
        accounts=Count("items"), done=Count("items", filter=Q(items__outcome__isnull=False))
    )
    found = {each.user_id: each for each in counted}
    return [
        Progress(csm, review, getattr(review, "accounts", 0), getattr(review, "done", 0))
        for csm in csms
        for review in [found.get(csm.pk)]
    ]


def to_review(csm: User, *, on: date) -> QuerySet[Account]:
    """The accounts of a CSM's own book, without those they only cover."""
    in_force = Q(ends_on=None) | Q(ends_on__gte=on)
    theirs = AccountTeam.objects.filter(in_force, user=csm, role="csm", starts_on__lte=on)
    return Account.objects.filter(pk__in=theirs.values("account")).order_by("name")


def joined_since(review: PriorityReview, *, on: date) -> QuerySet[Account]:
    """Accounts of the book that the review does not have yet."""
    return to_review(review.user, on=on).exclude(priority_review_items__review=review)
