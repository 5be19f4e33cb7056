"""What somebody has on their desk: accounts looked at lately, accounts by a few letters."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from greenbook.records.access import visible_accounts
from greenbook.records.models import Account, User

FEW = 8


def recent_accounts(user: User, on: date, *, most: int = FEW) -> list[Account]:
    """The accounts they looked at last, the latest first; of a newcomer, some of theirs."""
    seen = visible_accounts(user, on)
    visited = seen.filter(visits__user=user).order_by("-visits__at")
    return list(visited[:most]) or list(seen.order_by("name")[:most])


def accounts_called(letters: str, user: User, on: date, *, most: int = FEW) -> list[Account]:
    """Accounts they may see whose name has the letters; those that begin with them first."""
    seen = visible_accounts(user, on)
    found = list(seen.filter(name__istartswith=letters).order_by("name")[:most])
    if len(found) < most:
        found += _within(seen, letters)[: most - len(found)]
    return found


def _within(seen: QuerySet[Account], letters: str) -> QuerySet[Account]:
    return seen.filter(name__icontains=letters).exclude(name__istartswith=letters).order_by("name")
