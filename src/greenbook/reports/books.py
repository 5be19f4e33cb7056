"""Whose accounts: my book, my team's, or all that somebody may see; and whose CTAs and tasks."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet

from greenbook.records.access import sees_everything, visible_accounts
from greenbook.records.models import Account, Cta, Task, User
from greenbook.records.scopes import book, reports, team

Work = TypeVar("Work", Cta, Task)

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


def work_of(model: type[Work], person: User, whose: str, *, on: date) -> QuerySet[Work]:
    """The CTAs or tasks that are theirs, their team's, or all on accounts they may see."""
    rows = model._default_manager.all()
    if whose == "mine":
        rows = rows.filter(owner=person)
    elif whose == "team":
        theirs = list(Account.objects.filter(book(person, on)).values_list("pk", flat=True))
        rows = rows.filter(Q(owner__in=[person.pk, *reports(person)]) | Q(account__in=theirs))
    elif sees_everything(person):
        return rows
    return rows.filter(account__in=_seen_of(rows, person, on))


def _seen_of(rows: QuerySet[Work], person: User, on: date) -> QuerySet[Account] | list[int]:
    """Of the accounts of these rows, those that somebody may see; of few, by their ids."""
    seen = visible_accounts(person, on)
    accounts = rows.order_by().values_list("account", flat=True).distinct()[: FEW + 1]
    ids = list(accounts) if rows.query.where else []
    if not ids or len(ids) > FEW:
        return seen
    return list(seen.filter(pk__in=ids).values_list("pk", flat=True))
