"""The columns of a portfolio: what an account says of itself, and what the handbook says of it."""

from __future__ import annotations

from datetime import date
from functools import cache

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery

from greenbook.automations.tasks import lake
from greenbook.handbook.book import Handbook
from greenbook.records.models import Account, AccountStatus, AccountTeam, Cta, TimelineEntry
from greenbook.records.models.ctas import OPEN_STATUSES
from greenbook.records.models.timeline import CALLS
from greenbook.web.asked import AskedRequest
from greenbook.web.lists import Column, codes
from greenbook.web.lists.decided import decided_columns
from greenbook.web.lists.kept import kept_columns
from greenbook.web.sections import A_PARTNER

#: What a partner reads of a shared account, and what else takes a right of its own.
FOR_PARTNERS = ("name", "cs_segment", "region", "lifecycle_stage", "tier", "industry")
ASKS = {"csm": "view team", "last_activity": "view timeline", "open_ctas": "view cta"}


def own_columns(request: AskedRequest, day: date) -> tuple[Column, ...]:
    """Of what an account says of itself, what they may read."""
    partner = is_for_partners(request)
    return tuple(
        narrowed
        for column in _said_by_itself(day)
        if (column.name in FOR_PARTNERS or not partner)
        and (narrowed := _as_they_may(request, column)) is not None
    )


def _as_they_may(request: AskedRequest, column: Column) -> Column | None:
    """The column, for those of the accounts of which they may read it; None for none."""
    if column.name not in ASKS:
        return column
    only = request.asked.where_held(ASKS[column.name])
    if only is None:
        return None
    return column.narrowed(only) if only else column


def is_for_partners(request: AskedRequest) -> bool:
    return request.asked.may(A_PARTNER)


def _said_by_itself(today: date) -> tuple[Column, ...]:
    return (
        Column("name", "Account", link=("account", "pk")),
        Column("cs_segment", "Segment", "code", options=codes(Account, "cs_segment"),
               groupable=True, bare=True),
        Column("region", "Region", "code", options=codes(Account, "region"), groupable=True,
               bare=True),
        Column("lifecycle_stage", "Lifecycle", "code", options=codes(Account, "lifecycle_stage"),
               groupable=True, bare=True),
        Column("tier", "Tier", "code", options=codes(Account, "tier"), groupable=True, bare=True),
        Column("arr", "ARR", "money", of="arr_cents"),
        Column("renewal_on", "Renewal", "day", groupable=True),
        Column("csm", "CSM", "person", of=_csm(today), costly=True, groupable=False),
        Column("last_activity", "Last activity", "day", of=_last_activity(today), costly=True),
        Column("open_ctas", "Open CTAs", "number", of=_open_ctas(), costly=True),
        Column("stages_in_use", "Stages in use", "number"),
        Column("license_count", "Licences", "number"),
        Column("industry", "Industry"),
    )  # fmt: skip


def decided_for(
    request: AskedRequest, handbook: Handbook | None, kept: date | None
) -> tuple[Column, ...]:
    """What stands in the database, and what else the run of the day `kept` decided."""
    if handbook is None:
        return ()
    held = cache(request.asked.where_held)  # a hundred pages of the handbook, a dozen rights
    found = decided_columns(handbook, request.asked.day, held=held)
    if kept is None:
        return found
    return (*found, *kept_columns(handbook, kept, held=held, lake=lake()))


def usual_columns(
    handbook: Handbook | None, decided: tuple[Column, ...], *more: str
) -> tuple[str, ...]:
    """ARR, renewal, and the key decisions that are a word or colour; a yes or no is for filters."""
    keys = handbook.key_decisions if handbook else ()
    words = [c for c in decided if c.options and c.name in keys and c.kind != "yesno"]
    first = {field.name for field in AccountStatus._meta.get_fields()}
    told = sorted(words, key=lambda column: column.name not in first)
    return ("arr", "renewal_on", *more, *(column.name for column in told))


def _csm(today: date) -> Subquery:
    in_force = Q(ends_on=None) | Q(ends_on__gte=today)
    serving = AccountTeam.objects.filter(in_force, starts_on__lte=today, role="csm")
    mine = serving.filter(account=OuterRef("pk")).order_by("-is_primary", "-starts_on")
    return Subquery(mine.values("user__name")[:1])


def _last_activity(today: date) -> Subquery:
    """When somebody last spoke with the customer: a call or meeting with a CSM (operations A4.4).
    Read from the latest entry backwards, so that few of them are looked at."""
    held = TimelineEntry.objects.filter(
        account=OuterRef("pk"), happened_on__lte=today, type__in=CALLS, held=True, with_csm=True
    )
    return Subquery(held.order_by("-happened_on").values("happened_on")[:1])


def _open_ctas() -> Subquery:
    theirs = Cta.objects.filter(account=OuterRef("pk"), status__in=OPEN_STATUSES).order_by()
    many = theirs.values("account").annotate(many=Count("pk")).values("many")
    return Subquery(many, output_field=IntegerField())
