"""A team: who looks after customers in it, what each of them carries, who is away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from greenbook.decisions.keys import rhythms
from greenbook.engagement.queries.week import Measure, measured
from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import Page
from greenbook.records.access import sees_everything, visible_accounts
from greenbook.records.many_ids import among
from greenbook.records.models import (
    Absence,
    Account,
    AccountStatus,
    AccountTeam,
    Cta,
    Onboarding,
    User,
)
from greenbook.records.models.ctas import OPEN_STATUSES
from greenbook.reports.numbers import columns_of, standing_now

#: Who has customers of their own.
SERVING = ("csm", "cse", "csa")
#: The states of a rhythm that are behind.
BEHIND = ("overdue", "breach")


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody carries. `behind` are accounts that are owed something for too long."""

    accounts: int = 0
    arr_cents: int = 0
    first: int = 0
    behind: int = 0
    onboardings: int = 0
    ctas_late: int = 0


def people_of(person: User) -> QuerySet[User]:
    """Whose work somebody may look at: everybody's, their region's, their team's, their own."""
    serving = User.objects.filter(roles__overlap=list(SERVING), is_active=True)
    if sees_everything(person):
        return serving
    found = Q(pk=person.pk)
    if person.is_a("csm_manager"):
        found |= Q(pk__in=person.below)
    if person.is_a("sales_management") and person.region:
        found |= Q(region=person.region)
    return serving.filter(found)


def total(people: Collection[int], *, on: date, handbook: Handbook | None) -> Load:
    """What these people carry together; of their work only what they are for."""
    serving = _serving(people, on)
    found = serving.aggregate(accounts=Count("pk"), arr_cents=Sum("account__arr_cents"))
    late = AccountStatus.objects.filter(standing__overlap=_behind(handbook))
    behind = serving.filter(account__in=late.values("account")).count()
    return Load(found["accounts"], found["arr_cents"] or 0, behind=behind)


def loads(people: Collection[int], *, on: date, handbook: Handbook | None) -> dict[int, Load]:
    """What each of them carries, by id."""
    held = {row.pop("user"): row for row in _held(people, on, _behind(handbook))}
    ctas = Cta.objects.filter(among(people, "owner"))
    late = _by_owner(ctas.filter(status__in=OPEN_STATUSES, due_on__lt=on))
    open_ones = Onboarding.objects.filter(among(people, "cta__owner"), outcome="open")
    onboarding = _by_owner(open_ones, owner="cta__owner")
    return {
        pk: Load(
            **{name: value or 0 for name, value in held.get(pk, {}).items()},
            onboardings=onboarding.get(pk, 0),
            ctas_late=late.get(pk, 0),
        )
        for pk in people
    }


def carried(person: User, *, on: date, seen_by: User) -> QuerySet[Account]:
    """The accounts that somebody carries, of those that another may see."""
    ids = list(_serving([person.pk], on).values_list("account", flat=True))
    return visible_accounts(seen_by, on).filter(pk__in=ids)


def kpis_of_people(handbook: Handbook) -> list[Page]:
    """Every KPI of a person: of calls and of priority first, then as the handbook orders them."""
    pages = [p for p in handbook.pages.values() if p.kind == "kpi" and p.grain == "person"]
    return sorted(pages, key=lambda page: (not is_first(page), page.path))


def is_first(page: Page) -> bool:
    """Whether it is what a manager looks at first: how full a book and a week are, with a goal."""
    has_goal = any(getattr(edition, "met", None) for edition in page.editions)
    return has_goal and (of_priority(page) or page.path.startswith("cadence/"))


def of_priority(page: Page) -> bool:
    """Whether it is about who has which priority."""
    return page.path.startswith("priority/")


def measures_of(
    people: Collection[int], pages: Iterable[Page], *, on: date
) -> dict[int, dict[str, Measure]]:
    """By person and decision, each KPI that has a value; the last run says which."""
    every = list(pages)
    stands = standing_now("person", [str(pk) for pk in people], columns_of(every, on))
    return {
        int(subject): {
            page.decides: measured(page, decided, on)
            for page in every
            if decided.get(page.decides) is not None
        }
        for subject, decided in stands.items()
    }


def away(people: Collection[int], *, on: date) -> Mapping[int, Absence]:
    """Who is away on a day, by id."""
    absent = Absence.objects.filter(among(people, "user"), starts_on__lte=on, ends_on__gte=on)
    return {each.user_id: each for each in absent}


def absences(people: Iterable[User], *, on: date) -> QuerySet[Absence]:
    """Who is away now or will be, and who stands in."""
    coming = Absence.objects.filter(user__in=[p.pk for p in people], ends_on__gte=on)
    rows = coming.select_related("user").prefetch_related("cover__user", "cover__account")
    return rows.order_by("starts_on", "pk")


def _held(ids: Collection[int], on: date, behind: list[str]) -> QuerySet[AccountTeam, Any]:
    return (
        _serving(ids, on)
        .values("user")
        .annotate(
            accounts=Count("pk"),
            arr_cents=Sum("account__arr_cents"),
            first=Count("pk", filter=Q(account__status__priority_decided=1)),
            behind=Count("pk", filter=Q(account__status__standing__overlap=behind)),
        )
    )


def _serving(people: Collection[int], on: date) -> QuerySet[AccountTeam]:
    in_force = Q(ends_on=None) | Q(ends_on__gte=on)
    serving = AccountTeam.objects.filter(in_force, among(people, "user"), role__in=SERVING)
    return serving.filter(starts_on__lte=on, is_primary=True).order_by()


def _behind(handbook: Handbook | None) -> list[str]:
    """`cadence_call=breach`, …: of every rhythm."""
    pages = rhythms(handbook) if handbook else []
    return [f"{page.decides}={word}" for page in pages for word in BEHIND]


def _by_owner(rows: QuerySet[Any], owner: str = "owner") -> dict[int, int]:
    return dict(rows.order_by().values_list(owner).annotate(many=Count("pk")))
