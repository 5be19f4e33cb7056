"""Accounts for which the handbook suggests another priority than the one that stands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F

from greenbook.records.models import Account

#: More than this are looked at in the quarterly review.
MOST = 100


@dataclass(frozen=True, slots=True)
class Offered:
    """The priority that stands for an account, and the one that is suggested."""

    account: int
    account_name: str
    stands: int | None
    suggested: int


def offered_among(accounts: Collection[int]) -> list[Offered]:
    """Those of a CSM's accounts that wait for her, by name."""
    suggested = Account.objects.filter(pk__in=accounts, status__priority_suggested__isnull=False)
    differ = suggested.exclude(status__priority_suggested=F("status__priority_decided"))
    columns = ("pk", "name", "status__priority_decided", "status__priority_suggested")
    return [Offered(*row) for row in differ.order_by("name").values_list(*columns)[:MOST]]
