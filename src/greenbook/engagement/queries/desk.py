"""What somebody had on their desk lately."""

from __future__ import annotations

from datetime import date

from greenbook.records.access import visible_accounts
from greenbook.records.models import Account, User

FEW = 8


def recent_accounts(user: User, on: date, *, most: int = FEW) -> list[Account]:
    """The accounts they looked at last, the latest first; of a newcomer, some of theirs."""
    seen = visible_accounts(user, on)
    visited = seen.filter(visits__user=user).order_by("-visits__at")
    return list(visited[:most]) or list(seen.order_by("pk")[:most])
