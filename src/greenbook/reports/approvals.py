"""What waits for somebody's word: success plans, priority exceptions, claims for an account."""

from __future__ import annotations

from datetime import date

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from greenbook.records.access import visible_accounts
from greenbook.records.models import CsmClaim, PlanValidation, PriorityException, SuccessPlan, User


def plans_waiting(person: User, *, on: date) -> QuerySet[SuccessPlan]:
    """Plans that were submitted, the oldest first, with who asked: `asked_by` (a name),
    `asked_by_id`, `asked_on`."""
    asked = PlanValidation.objects.filter(plan=OuterRef("pk"), kind="submitted").order_by("-pk")
    rows = SuccessPlan.objects.filter(
        account__in=visible_accounts(person, on), approval_status="submitted"
    ).exclude(status="closed")
    return (
        rows.select_related("account", "owner")
        .annotate(
            asked_by=Subquery(asked.values("by__name")[:1]),
            asked_by_id=Subquery(asked.values("by")[:1]),
            asked_on=Subquery(asked.values("happened_on")[:1]),
        )
        .order_by(F("asked_on").asc(nulls_first=True), "pk")
    )


def exceptions_waiting(person: User, *, on: date) -> QuerySet[PriorityException]:
    """Priority exceptions under way: asked for, and neither in force nor over."""
    alive = Q(ends_on=None) | Q(ends_on__gte=on)
    rows = exceptions_seen(person, on=on).filter(alive, withdrawn_on=None, starts_on=None)
    return rows.exclude(sales_decision="rejected").order_by("requested_on", "pk")


def claims_waiting(person: User, *, on: date) -> QuerySet[CsmClaim]:
    """CSMs who ask for an account."""
    return claims_seen(person, on=on).filter(outcome="pending").order_by("happened_on", "pk")


def exceptions_seen(person: User, *, on: date) -> QuerySet[PriorityException]:
    """Every priority exception of the accounts they may see."""
    rows = PriorityException.objects.filter(account__in=visible_accounts(person, on))
    return rows.select_related("account", "requested_by")


def claims_seen(person: User, *, on: date) -> QuerySet[CsmClaim]:
    """Every claim for an account they may see."""
    rows = CsmClaim.objects.filter(account__in=visible_accounts(person, on))
    return rows.select_related("account", "user")
