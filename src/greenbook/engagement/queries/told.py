"""Who is told when a CSM says yellow or red: whom the handbook names, as people (`[told]`).

They find it under What changed: it lists what changed for the accounts that each of them sees.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from greenbook.handbook.book import Handbook
from greenbook.records.models import Account, User


def told(account: Account, *, colour: str, by: User, on: date, handbook: Handbook) -> list[User]:
    """Everybody but the person who says it, in the handbook's order."""
    found = [user for word in handbook.told.get(colour, ()) for user in _who(word, account, on)]
    seen = {user.pk: user for user in found if user.is_active and user.pk != by.pk}
    return list(seen.values())


def _who(word: str, account: Account, on: date) -> Iterable[User]:
    match word:
        case "manager":
            return _above(account.csm_on(on), 1)
        case "director":
            return _above(account.csm_on(on), 2)
        case "followers":
            return User.objects.filter(follows__account=account).order_by("name")
        case "leadership":
            return User.objects.filter(roles__contains=[word]).order_by("name")
        case "sales_management":
            regional = User.objects.filter(roles__contains=[word], region=account.region)
            return regional.order_by("name") if account.region else ()
    return _serving(word, account, on)


def _serving(role: str, account: Account, on: date) -> list[User]:
    rows = account.team.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on, role=role)
    return [row.user for row in rows.select_related("user").order_by("id")]


def _above(csm: User | None, steps: int) -> list[User]:
    """Their manager is one step above them, the director two."""
    person = csm
    for _ in range(steps):
        person = person.manager if person else None
    return [person] if person else []
