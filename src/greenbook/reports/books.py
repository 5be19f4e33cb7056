"""Whose accounts: my book, my team's, or all that somebody may see; and whose CTAs and tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from greenbook.records.access import sees_everything, visible_accounts
from greenbook.records.many_ids import among
from greenbook.records.models import Account, Cta, Task, User
from greenbook.records.scopes import Scope, book, colleagues, team

Work = TypeVar("Work", Cta, Task)

#: The work of so few accounts is found by asking first which of them somebody may see.
FEW = 5_000


@dataclass(frozen=True)
class Book:
    """Accounts that are looked up once, by id; `ids` is None where it is all there are."""

    ids: tuple[int, ...] | None

    def of(self, rows: QuerySet[Any], account: str = "account") -> QuerySet[Any]:
        """The rows that belong to them; `account` leads there."""
        return rows if self.ids is None else rows.filter(among(self.ids, account))


EVERYBODY = Book(None)
#: Roles that look after no account of their own.
OVER_ALL = ("cs_ops", "sales_management", "leadership")


def usual_book(person: User) -> str:
    """Whose accounts somebody means who does not say: their own, their team's, or all they may
    see."""
    if person.is_a("csm_manager"):
        return "team"
    return "all" if person.is_a(*OVER_ALL) else "mine"


def usual_work(person: User) -> str:
    """Whose CTAs and tasks: a manager has some as well."""
    return "all" if usual_book(person) == "all" else "mine"


def book_of(person: User, whose: str, *, on: date, day: date | None = None) -> Book:
    """Of the accounts that somebody may see today, all, or those of their book or their team's on
    `day`."""
    if whose == "all" and sees_everything(person):
        return EVERYBODY
    seen = visible_accounts(person, on)
    if whose != "all":
        scope = _team_of(person) if whose == "team" else book
        theirs = Account.objects.filter(scope(person, day or on))
        seen = seen.filter(among(theirs.values_list("pk", flat=True), "pk"))
    return Book(tuple(seen.values_list("pk", flat=True)))


def _team_of(person: User) -> Scope:
    """A manager's are those who report to them, anybody else's those who report with them."""
    return team if person.is_a("csm_manager") else colleagues


def accounts_of(
    person: User, whose: str, *, on: date, day: date | None = None
) -> QuerySet[Account]:
    """The same to ask one thing of: all that somebody may see are not looked up before."""
    if whose == "all":
        return visible_accounts(person, on)
    return book_of(person, whose, on=on, day=day).of(Account.objects.all(), "pk")


def work_of(
    model: type[Work], person: User, whose: str, *, on: date, seen: Book | None = None
) -> QuerySet[Work]:
    """The CTAs or tasks that are theirs, their team's, or all on accounts they may see; `seen` are
    these accounts, where they are known already."""
    rows = model._default_manager.all()
    if whose == "mine":
        rows = rows.filter(owner=person)
    elif whose == "team":
        scope = book if person.is_a("csm_manager") else colleagues
        theirs = Account.objects.filter(scope(person, on)).values_list("pk", flat=True)
        rows = rows.filter(Q(owner__in=[person.pk, *person.below]) | among(theirs))
    elif seen is not None:
        return seen.of(rows)
    elif sees_everything(person):
        return rows
    return rows.filter(_on_accounts_seen(rows, person, on))


def _on_accounts_seen(rows: QuerySet[Work], person: User, on: date) -> Q:
    """Of these rows, those on accounts that somebody may see; of few accounts, asked first."""
    seen = visible_accounts(person, on)
    accounts = rows.order_by().values_list("account", flat=True).distinct()[: FEW + 1]
    ids = list(accounts) if rows.query.where else []
    if not ids or len(ids) > FEW:
        return Q(account__in=seen)
    return among(seen.filter(among(ids, "pk")).values_list("pk", flat=True))
