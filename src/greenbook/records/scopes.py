"""Whose customers are whose: the accounts that somebody works on, and those they may see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from greenbook.records.models import AccountTeam, Cover, PartnerEngagement, User

Scope = Callable[[User, date], Q]
Ids = QuerySet[Any, dict[str, Any]]


def book(user: User, on: date) -> Q:
    """The accounts on whose team they are that day, and those they cover."""
    return _among(*_book(user, on))


def team(user: User, on: date) -> Q:
    """Their own book and those of everybody who reports to them, however far down."""
    return _among(*_book(user, on), _served_by(reports(user), on))


def unassigned(user: User, on: date) -> Q:
    """The accounts of their region that have no CSM."""
    with_csm = _serving(on).filter(role="csm").values("account")
    return Q(region=user.region, region__isnull=False) & ~Q(pk__in=with_csm)


def pool(user: User, on: date) -> Q:
    """The pooled accounts of their region."""
    return Q(alignment="cse_pooled", region=user.region, region__isnull=False)


def region(user: User, on: date) -> Q:
    """The accounts of their region."""
    return Q(region=user.region, region__isnull=False)


def shared_with_partner(user: User, on: date) -> Q:
    """The accounts where their partner is engaged."""
    running = PartnerEngagement.objects.exclude(status="ended")
    theirs = running.filter(partner=user.partner_id, partner__isnull=False)
    return Q(pk__in=theirs.filter(Q(ended_on=None) | Q(ended_on__gt=on)).values("account"))


def everything(user: User, on: date) -> Q:
    """Every account."""
    return Q(pk__isnull=False)


#: Role: what they work on, and what they may see besides. Who is not here has no accounts:
#: a customer reaches one shared plan by its link, an agent has the rights of a person.
SCOPES: dict[str, tuple[tuple[Scope, ...], tuple[Scope, ...]]] = {
    "csm": ((book,), (unassigned,)),
    "cse": ((book, pool), ()),
    "csa": ((book,), ()),
    "csm_manager": ((team, unassigned), ()),
    "account_owner": ((book,), ()),
    "sa": ((book,), ()),
    "pse": ((book,), ()),
    "rm": ((book,), ()),
    "partner": ((shared_with_partner,), ()),
    "eba": ((book,), ()),
    "e_group": ((book,), ()),
    "cs_ops": ((everything,), ()),
    "sales_management": ((region,), ()),
    "leadership": ((everything,), ()),
}


def works_on(user: User, role: str, on: date) -> Q:
    """The accounts somebody works on in a role."""
    return _any(SCOPES.get(role, ((), ()))[0], user, on)


def sees(user: User, role: str, on: date) -> Q:
    """The accounts somebody may see in a role: those they work on and some more."""
    works, besides = SCOPES.get(role, ((), ()))
    return _any((*works, *besides), user, on)


def _any(scopes: tuple[Scope, ...], user: User, on: date) -> Q:
    found = Q(pk__in=[])
    for scope in scopes:
        found |= scope(user, on)
    return found


def _book(user: User, on: date) -> list[Ids]:
    covers = Cover.objects.filter(user=user, absence__starts_on__lte=on, absence__ends_on__gte=on)
    absent = covers.filter(account=None).values("absence__user")
    return [_served_by([user.pk], on), covers.values("account"), _served_by(absent, on)]


def _among(first: Ids, *others: Ids) -> Q:
    """In one of these: as a union, so that a small book is found without reading every account."""
    return Q(pk__in=first.union(*others))


def _served_by(users: object, on: date) -> Ids:
    return _serving(on).filter(user__in=users).values("account")


def _serving(on: date) -> QuerySet[AccountTeam]:
    return AccountTeam.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)


def reports(user: User) -> list[int]:
    """Everybody who reports to them, however far down, by id."""
    with connection.cursor() as cursor:
        cursor.execute(_REPORTS, [user.pk])
        return [id for (id,) in cursor.fetchall()]


_REPORTS = """
with recursive below as (
  select id from records_user where manager_id = %s
  union
  select u.id from records_user u join below b on u.manager_id = b.id
)
select id from below
"""
