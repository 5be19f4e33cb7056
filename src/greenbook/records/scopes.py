"""Whose customers are whose: the accounts that somebody works on, and those they may see."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from greenbook.records.models import AccountTeam, PartnerEngagement, User

Scope = Callable[[User, date], Q]


def book(user: User, on: date) -> Q:
    """The accounts on whose team they are that day, and those they cover."""
    return _among(_BOOK, user=user.pk, on=on)


def team(user: User, on: date) -> Q:
    """Their own book and those of everybody who reports to them, however far down."""
    return _among(_BOOK + _TEAM, user=user.pk, on=on, below=user.below)


def colleagues(user: User, on: date) -> Q:
    """The books of everybody who reports to the same manager, their own among them."""
    return _among(_OF_COLLEAGUES, manager=user.manager_id, on=on)


def book_ids(user: User, on: date) -> list[int]:
    """The accounts of `book` by id, for whoever asks several things about them."""
    return _ids(_BOOK, user=user.pk, on=on)


def team_ids(user: User, on: date) -> list[int]:
    """The accounts of `team` by id."""
    return _ids(_BOOK + _TEAM, user=user.pk, on=on, below=user.below)


def unassigned(user: User, on: date) -> Q:
    """The accounts of their region that have no CSM."""
    csm = _serving(on).filter(role="csm", account=OuterRef("pk"))
    return Q(~Exists(csm), region=user.region, region__isnull=False)


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
    "csm": ((book,), (colleagues, unassigned)),
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


def _among(text: str, **given: object) -> Q:
    """In one of these. As text, since nearly every page asks this several times, and building
    the same question from querysets takes as long as answering it."""
    params = _GIVEN.findall(text)
    return Q(pk__in=RawSQL(_GIVEN.sub("%s", text), [given[name] for name in params]))


_GIVEN = re.compile(r"%\((\w+)\)s")
#: As a union, so that a small book is found without reading every account.
_BOOK = """
select account_id from records_account_team
where user_id = %(user)s and starts_on <= %(on)s and (ends_on is null or ends_on >= %(on)s)
union
select account_id from records_cover c join records_absence a on a.id = c.absence_id
where c.user_id = %(user)s and c.account_id is not null
  and a.starts_on <= %(on)s and a.ends_on >= %(on)s
union
select account_id from records_account_team
where starts_on <= %(on)s and (ends_on is null or ends_on >= %(on)s) and user_id in (
  select a.user_id from records_cover c join records_absence a on a.id = c.absence_id
  where c.user_id = %(user)s and c.account_id is null
    and a.starts_on <= %(on)s and a.ends_on >= %(on)s)
"""
_TEAM = """
union
select account_id from records_account_team
where user_id = any(%(below)s) and starts_on <= %(on)s and (ends_on is null or ends_on >= %(on)s)
"""


_OF_COLLEAGUES = """
select t.account_id from records_account_team t join records_user u on u.id = t.user_id
where u.manager_id = %(manager)s
  and t.starts_on <= %(on)s and (t.ends_on is null or t.ends_on >= %(on)s)
"""


def _serving(on: date) -> QuerySet[AccountTeam]:
    return AccountTeam.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)


def _ids(text: str, **given: Any) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(text, given)
        return [id for (id,) in cursor.fetchall()]
