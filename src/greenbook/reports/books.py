"""Whose accounts: my book, my team's, or all that somebody may see; and whose CTAs and tasks."""

from __future__ import annotations

from datetime import date
from typing import Literal

from django.db.models import Q, QuerySet

from greenbook.records.access import visible_accounts
from greenbook.records.models import Account, User
from greenbook.records.scopes import book, reports, team

Whose = Literal["mine", "team", "all"]

#: A book of up to so many accounts is looked up once and asked for by its ids from then on.
FEW = 5_000


def accounts_of(
    person: User, whose: str, *, on: date, day: date | None = None
) -> QuerySet[Account]:
    """Of the accounts that somebody may see today, those of their book or their team's on `day`."""
    seen = visible_accounts(person, on)
    if whose == "all":
        return seen
    theirs = (team if whose == "team" else book)(person, day or on)
    ids = list(Account.objects.filter(theirs).values_list("pk", flat=True)[: FEW + 1])
    if len(ids) > FEW:
        return seen.filter(theirs)
    return Account.objects.filter(pk__in=list(seen.filter(pk__in=ids).values_list("pk", flat=True)))


def work_of(person: User, whose: str, *, on: date) -> Q:
    """The CTAs or tasks that are theirs, their team's, or all on accounts they may see."""
    seen = Q(account__in=visible_accounts(person, on))
    if whose == "mine":
        return Q(owner=person) & seen
    if whose == "team":
        theirs = Account.objects.filter(book(person, on))
        return (Q(owner__in=[person.pk, *reports(person)]) | Q(account__in=theirs)) & seen
    return seen
