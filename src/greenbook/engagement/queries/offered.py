"""Accounts for which the handbook offers another priority than the one that stands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from greenbook.records.models import Account
from greenbook.records.models.accounts import PRIORITIES

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
    offered = Account.objects.filter(
        pk__in=accounts, status__decided__priority_offered__in=PRIORITIES
    )
    columns = ("pk", "name", "status__priority_decided", "status__decided__priority_offered")
    return [Offered(*row) for row in offered.order_by("name").values_list(*columns)[:MOST]]
