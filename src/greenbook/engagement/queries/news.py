"""What changed for the accounts somebody cares for: decisions, renewals, who has them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import DateField, ExpressionWrapper, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, TruncDate

from greenbook.records.access import visible_accounts
from greenbook.records.models import (
    Account,
    AccountTeam,
    DecisionChange,
    Follow,
    RecordHistory,
    User,
    Visit,
)
from greenbook.records.scopes import book, team

#: Who never looked sees so many days; older changes stand on the account's own page.
DAYS = 14
#: What somebody must be allowed to see to hear of decisions: a partner is not.
INSIDE = "view health_update"
MOST = 200
#: When somebody who never looked did.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class News:
    """One thing that became different. `decision` is empty for what is not worked out."""

    on: date
    account: int
    account_name: str
    decision: str
    was: Any
    is_now: Any
    because: str
    at: datetime | None = None


def cared_for(user: User, on: date) -> QuerySet[Account]:
    """Theirs, their team's, those of their region for sales management, and whom they follow.

    The accounts are looked up once, so that what is asked of them does not look them up again; a
    region is too large for that.
    """
    wide = team if user.is_a("csm_manager") else book
    found = wide(user, on)
    followed = list(Follow.objects.filter(user=user).values_list("account", flat=True))
    if followed:
        found |= Q(pk__in=visible_accounts(user, on).filter(pk__in=followed).values("pk"))
    if user.is_a("sales_management") and user.region:
        return Account.objects.filter(found | Q(region=user.region))
    ids = list(Account.objects.filter(found).values_list("pk", flat=True))
    return Account.objects.filter(pk__in=ids)


def looked_on(user: User) -> datetime | None:
    """When they last looked at what changed."""
    return Visit.objects.filter(user=user, account=None).values_list("at", flat=True).first()


def look(user: User, at: datetime) -> None:
    """They have seen what changed until now."""
    Visit.objects.update_or_create(user=user, account=None, defaults={"at": at})


def is_counted_for(user: User) -> bool:
    """Whether changes wait for somebody; who looks after no accounts reads them when they like."""
    return not user.is_a("leadership", "cs_ops")


def unseen(
    user: User, on: date, *, quiet: Collection[str], theirs: QuerySet[Account] | None = None
) -> int:
    """How many decisions changed since they last looked, but for the `quiet` ones; up to 99.

    `theirs` are the accounts they care for, where the page has looked them up already.
    """
    theirs = cared_for(user, on) if theirs is None else theirs
    looked = Visit.objects.filter(user=user, account=None)
    # A run may still find changes of the day before they looked.
    day_before = ExpressionWrapper(TruncDate("at") - timedelta(days=1), DateField())
    first = Greatest(Subquery(looked.values(day=day_before)), Value(on - timedelta(days=DAYS)))
    changes = DecisionChange.objects.filter(account__in=theirs, on_day__gte=first).filter(
        at__gt=Coalesce(Subquery(looked.values("at")), Value(NEVER))
    )
    return len(changes.exclude(decision__in=quiet).values("pk")[:99])


def news(user: User, *, theirs: QuerySet[Account], since: date) -> list[News]:
    """What changed for the accounts that are cared for from a day on, the latest first."""
    changes = _of(theirs, since).select_related("account").order_by("-on_day", "account__name")
    found = [
        News(
            each.on_day,
            each.account.pk,
            each.account.name,
            each.decision,
            each.was,
            each.is_now,
            each.because or "",
            each.at,
        )
        for each in changes[:MOST]
        if each.account
    ]
    return sorted(
        [*found, *_renewals(theirs, since), *_assigned(user, since)],
        key=lambda each: (-each.on.toordinal(), each.account_name),
    )


def _of(accounts: QuerySet[Account], since: date) -> QuerySet[DecisionChange]:
    return DecisionChange.objects.filter(account__in=accounts, on_day__gte=since)


def _renewals(accounts: QuerySet[Account], since: date) -> list[News]:
    """Renewal days that moved."""
    earlier = RecordHistory.objects.filter(
        table_name="records_account", until_day__gte=since, record_id__in=accounts.values("pk")
    ).order_by("until_day", "pk")
    moved: dict[int, tuple[date, str | None]] = {}
    for row in earlier.values("record_id", "until_day", "version__renewal_on")[:MOST]:
        moved.setdefault(row["record_id"], (row["until_day"], row["version__renewal_on"]))
    return [
        News(moved[account.pk][0], account.pk, account.name, "", was, account.renewal_on, "renewal")
        for account in accounts.filter(pk__in=moved)
        if (was := _day(moved[account.pk][1])) != account.renewal_on
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _assigned(user: User, since: date) -> list[News]:
    """Accounts that became theirs."""
    rows = AccountTeam.objects.filter(user=user, known_from__gte=since, ends_on=None)
    return [
        News(row.known_from, row.account_id, row.account.name, "", None, row.role, "assigned")
        for row in rows.select_related("account")
    ]
