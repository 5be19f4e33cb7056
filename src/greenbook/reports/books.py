"""Whose accounts: my book, my team's, or all that somebody may see."""

from __future__ import annotations

from datetime import date
from typing import Literal

from django.db.models import QuerySet

from greenbook.records.access import visible_accounts
from greenbook.records.models import Account, User
from greenbook.records.scopes import book, team

Whose = Literal["mine", "team", "all"]
WHOSE: tuple[Whose, ...] = ("mine", "team", "all")

#: A book of up to so many accounts is looked up once and asked for by its ids from then on.
FEW = 5_000


def accounts_of(person: User, whose: str, *, on: date) -> QuerySet[Account]:
    """Of the accounts that somebody may see, those of their book or of their team's."""
    seen = visible_accounts(person, on)
    if whose == "all":
        return seen
    theirs = team(person, on) if whose == "team" else book(person, on)
    ids = list(Account.objects.filter(theirs).values_list("pk", flat=True)[: FEW + 1])
    if len(ids) > FEW:
        return seen.filter(theirs)
    return Account.objects.filter(pk__in=list(seen.filter(pk__in=ids).values_list("pk", flat=True)))
