"""Accounts that wait for a CSM, and who could take them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery

from greenbook.records.access import visible_accounts
from greenbook.records.many_ids import among
from greenbook.records.models import Absence, Account, AccountStatus, AccountTeam, Cta, User
from greenbook.records.models.ctas import OPEN_STATUSES
from greenbook.reports.team import Load

#: The reason of the CTA that asks for a CSM, and the word that stands where one is missing.
ASKED_FOR = "csm_assignment"
AWAITING = "alignment_state=awaiting_assignment"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A CSM who could take the account; what speaks for them and what against."""

    person: User
    load: Load
    same_region: bool
    same_segment: bool
    absence: Absence | None


def awaiting(person: User, *, on: date) -> QuerySet[Account]:
    """The accounts somebody may see that want a CSM and have none; asked for first comes first."""
    asked = Cta.objects.filter(reason=ASKED_FOR, status__in=OPEN_STATUSES).order_by()
    stands = AccountStatus.objects.filter(standing__contains=[AWAITING]).order_by()
    waiting = asked.values_list("account", flat=True).union(stands.values_list("account"))
    in_force = Q(ends_on=None) | Q(ends_on__gte=on)
    with_csm = AccountTeam.objects.filter(in_force, role="csm", starts_on__lte=on)
    since = asked.filter(account=OuterRef("pk")).values("account")
    return (
        visible_accounts(person, on)
        .filter(among(waiting, "pk"))  # a few of all that they see
        .exclude(pk__in=with_csm.values("account"))
        .annotate(
            asked_on=Subquery(since.annotate(first=Min("start_on")).values("first")),
            due_on=Subquery(since.annotate(first=Min("due_on")).values("first")),
        )
        .order_by("due_on", "pk")
    )


def candidates(
    account: Account,
    people: Iterable[User],
    loads: Mapping[int, Load],
    away: Mapping[int, Absence],
) -> list[Candidate]:
    """Every CSM, those first who are here, know region and segment, and carry least."""
    found = [
        Candidate(
            person,
            loads.get(person.pk, Load()),
            person.region is not None and person.region == account.region,
            person.cs_segment is not None and person.cs_segment == account.cs_segment,
            away.get(person.pk),
        )
        for person in people
        if person.is_a("csm")
    ]
    return sorted(found, key=_place)


def _place(each: Candidate) -> tuple[bool, bool, bool, bool, int, str]:
    return (
        each.absence is not None,
        not each.same_region,
        not each.same_segment,
        not each.person.ramped,
        each.load.accounts,
        each.person.username,
    )
