"""Accounts for which the handbook suggests another priority than the one that stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F

from greenbook.records.models import Account, User
from greenbook.records.scopes import book

#: More than this are looked at in the quarterly review.
MOST = 100


@dataclass(frozen=True, slots=True)
class Offered:
    """The priority that stands for an account, and the one that is suggested."""

    account: int
    account_name: str
    stands: int | None
    suggested: int


def offered_to(person: User, on: date) -> list[Offered]:
    """Those that wait for this CSM, by name. Whoever is no CSM is offered none."""
    if not person.is_a("csm"):
        return []
    suggested = Account.objects.filter(book(person, on), status__priority_suggested__isnull=False)
    differ = suggested.exclude(status__priority_suggested=F("status__priority_decided"))
    columns = ("pk", "name", "status__priority_decided", "status__priority_suggested")
    return [Offered(*row) for row in differ.order_by("name").values_list(*columns)[:MOST]]
