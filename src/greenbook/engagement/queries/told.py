"""Who is told when an account turns yellow or red (operations A4.5, health 10.3).

They find it under What changed: it lists what changed for the accounts that each of them sees.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from greenbook.records.models import Account, User

#: The account team as the source means it; the CSM and followers hear of everything.
ACCOUNT_TEAM = ("csm", "account_owner", "sa")


def told(account: Account, *, colour: str, by: User, on: date) -> list[User]:
    """Everybody but the person who says it, the nearest first."""
    csm = account.csm_on(on)
    found = [*_team(account, on), *_above(csm), *_followers(account)]
    if colour == "red":
        found += _sales_management(account)
    seen = {user.pk: user for user in found if user.is_active and user.pk != by.pk}
    return list(seen.values())


def _team(account: Account, on: date) -> list[User]:
    serving = account.team.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)
    rows = serving.filter(role__in=ACCOUNT_TEAM).select_related("user").order_by("id")
    return [row.user for row in rows]


def _above(csm: User | None) -> list[User]:
    """The CSM's manager and director."""
    found: list[User] = []
    above = csm.manager if csm else None
    while above is not None and above not in found and len(found) < 2:
        found.append(above)
        above = above.manager
    return found


def _followers(account: Account) -> list[User]:
    return list(User.objects.filter(follows__account=account).order_by("name"))


def _sales_management(account: Account) -> list[User]:
    """Area sales manager, regional director, and the vice president of customer success."""
    regional = Q(roles__contains=["sales_management"], region=account.region)
    return list(
        User.objects.filter(regional | Q(roles__contains=["leadership"])).order_by("name")
        if account.region
        else User.objects.filter(roles__contains=["leadership"]).order_by("name")
    )
