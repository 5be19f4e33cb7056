"""What changed for the accounts somebody cares for: decisions, renewals, who has them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from greenbook.records.access import visible_accounts
from greenbook.records.many_ids import among
from greenbook.records.models import (
    Account,
    AccountTeam,
    DecisionChange,
    Follow,
    RecordHistory,
    User,
    Visit,
)
from greenbook.records.scopes import book_ids, team_ids

#: Who never looked sees so many days; older changes stand on the account's own page.
DAYS = 14
#: What somebody must be allowed to see to hear of decisions: a partner is not.
INSIDE = "view health_update"
MOST = 200
#: What is told of a change, in the order of `News`.
OF_CHANGE = (
    "on_day", "account", "account__name", "decision", "was", "is_now", "because", "at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class News:
    """One thing that became different. `decision` is empty for what is not worked out."""

    on: date
    account: int
    account_name: str
    decision: str
    was: Any
    is_now: Any
    because: str | None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CaredFor:
    """The accounts somebody cares for, looked up once; those of a region are too many for that."""

    accounts: frozenset[int]
    followed: frozenset[int]
    region: str | None = None

    def among(self, column: str) -> Q:
        """Where a column that names an account names one of them."""
        if not self.region:
            return among(self.accounts, column)
        theirs = Account.objects.filter(among(self.accounts, "pk") | Q(region=self.region))
        return Q(**{f"{column}__in": theirs.values("pk")})


def cared_for(user: User, on: date) -> CaredFor:
    """Theirs, their team's, those of their region for sales management, and whom they follow."""
    theirs = frozenset((team_ids if user.is_a("csm_manager") else book_ids)(user, on))
    followed = frozenset(Follow.objects.filter(user=user).values_list("account", flat=True))
    if others := followed - theirs:
        theirs |= set(visible_accounts(user, on).filter(pk__in=others).values_list("pk", flat=True))
    region = user.region if user.is_a("sales_management") else None
    return CaredFor(theirs, followed, region)


def looked_on(user: User) -> datetime | None:
    """When they last looked at what changed."""
    return Visit.objects.filter(user=user, account=None).values_list("at", flat=True).first()


def look(user: User, at: datetime) -> None:
    """They have seen what changed until now."""
    Visit.objects.update_or_create(user=user, account=None, defaults={"at": at})


def is_counted_for(user: User) -> bool:
    """Whether changes wait for somebody; who looks after no accounts reads them when they like."""
    return not user.is_a("leadership", "cs_ops")


def unseen(user: User, on: date, *, quiet: Collection[str], theirs: CaredFor) -> int:
    """How many decisions changed since they last looked, but for the `quiet` ones; up to 99.

    Every page asks it: as text it takes a tenth of what putting it together takes.
    """
    given: dict[str, Any] = {
        "user": user.pk,
        "first": on - timedelta(days=DAYS),
        "quiet": list(quiet),
        "accounts": list(theirs.accounts),
        "region": theirs.region,
    }
    with connection.cursor() as cursor:
        cursor.execute(_UNSEEN.format(theirs=_OF_REGION if theirs.region else _BY_ID), given)
        (many,) = cursor.fetchone()
        return int(many)


_BY_ID = "account_id = any(%(accounts)s)"
_OF_REGION = """account_id in (
  select id from records_account where id = any(%(accounts)s) or region = %(region)s)"""
_UNSEEN = """
with looked as (
  select max(at) as at from records_visit where user_id = %(user)s and account_id is null
)
select count(*) from (
  select from records_decision_change change, looked
  where {theirs} and on_day >= %(first)s and decision <> all(%(quiet)s)
    and (looked.at is null or change.at > looked.at)
  limit 99
) few
"""


def news(user: User, *, theirs: CaredFor, since: date) -> list[News]:
    """What changed for the accounts that are cared for from a day on, the latest first."""
    changes = _of(theirs, since).order_by("-on_day", "account__name").values_list(*OF_CHANGE)
    found = [News(*row) for row in changes[:MOST]]
    return sorted(
        [*found, *_renewals(theirs, since), *_assigned(user, since)],
        key=lambda each: (-each.on.toordinal(), each.account_name),
    )


def _of(theirs: CaredFor, since: date) -> QuerySet[DecisionChange]:
    return DecisionChange.objects.filter(theirs.among("account"), on_day__gte=since)


def _renewals(theirs: CaredFor, since: date) -> list[News]:
    """Renewal days that moved."""
    earlier = RecordHistory.objects.filter(
        theirs.among("record_id"), table_name="records_account", until_day__gte=since
    ).order_by("until_day", "pk")
    moved: dict[int, tuple[date, str | None]] = {}
    for row in earlier.values("record_id", "until_day", "version__renewal_on")[:MOST]:
        moved.setdefault(row["record_id"], (row["until_day"], row["version__renewal_on"]))
    stand = Account.objects.filter(pk__in=moved).values_list("pk", "name", "renewal_on")
    return [
        News(moved[account][0], account, name, "", was, renewal_on, "renewal")
        for account, name, renewal_on in stand
        if (was := _day(moved[account][1])) != renewal_on
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _assigned(user: User, since: date) -> list[News]:
    """Accounts that became theirs."""
    rows = AccountTeam.objects.filter(user=user, known_from__gte=since, ends_on=None)
    return [
        News(on, account, name, "", None, role, "assigned")
        for on, account, name, role in rows.values_list(
            "known_from", "account", "account__name", "role"
        )
    ]
