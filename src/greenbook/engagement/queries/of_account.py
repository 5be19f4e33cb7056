"""The records of one account as they were known on a day: what the sections of its page show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Q, QuerySet, prefetch_related_objects

from greenbook.records.as_of import rows_sql
from greenbook.records.models import Account, Cta, TimelineEntry
from greenbook.records.models.base import Record

AnyRecord = TypeVar("AnyRecord", bound=Record)
#: Entries of a page of the timeline.
PAGE = 20


def rows(
    model: type[AnyRecord], account: int, *, day: date, past: bool, related: Sequence[str] = ()
) -> list[AnyRecord]:
    """Every row of a kind; on a past day as it was known then."""
    if past:
        sql, _ = rows_sql(model, day=day, accounts=[account])
        found = list(model._default_manager.raw(sql))
    else:
        found = list(model._default_manager.filter(account=account))
    prefetch_related_objects(found, *related)
    return found


def open_ctas(account: int, *, day: date, past: bool) -> list[Cta]:
    """What somebody works on, the next due first; an objective stands in its plan."""
    known = (
        rows(Cta, account, day=day, past=True, related=["owner"])
        if past
        else Cta.objects.filter(account=account, closed_on=None).select_related("owner")
    )
    found = [each for each in known if each.closed_on is None and each.type != "objective"]
    return sorted(found, key=lambda each: (bool(each.snoozed_until), each.due_on or date.max))


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """Some entries, the latest first; `types` are those there are."""

    entries: list[TimelineEntry]
    types: list[str]
    page: int
    more: bool

    @property
    def later(self) -> int:
        return self.page - 1

    @property
    def earlier(self) -> int:
        return self.page + 1


def timeline(account: int, *, day: date, past: bool, type: str, page: int) -> TimelinePage:
    """A page of the timeline, all types or one."""
    if past:
        known = rows(TimelineEntry, account, day=day, past=True)
        types = sorted({each.type for each in known})
        chosen = [each for each in known if type in ("", each.type)]
        chosen.sort(key=lambda each: (each.happened_on or date.min, each.pk), reverse=True)
    else:
        entries = TimelineEntry.objects.filter(account=account)
        types = sorted(entries.order_by().values_list("type", flat=True).distinct())
        entries = entries.filter(type=type) if type else entries
        chosen = entries.order_by("-happened_on", "-pk")  # type: ignore[assignment]
    shown = list(chosen[(page - 1) * PAGE : page * PAGE + 1])
    prefetch_related_objects(shown, "author", "attendees__user", "attendees__contact")
    return TimelinePage(shown[:PAGE], types, page, len(shown) > PAGE)


@dataclass(frozen=True, slots=True)
class Family:
    """The accounts above, beside and below. `hidden` of them are not for this person to see."""

    parent: Account | None
    siblings: list[Account]
    children: list[Account]
    hidden: int


def family(account: Account, visible: QuerySet[Account]) -> Family:
    """The hierarchy around an account."""
    around = Q(parent=account.pk)
    if account.parent_id:
        around |= Q(pk=account.parent_id) | Q(parent=account.parent_id)
    near = Account.objects.filter(around).exclude(pk=account.pk)
    seen = list(visible.filter(pk__in=near.values("pk")).select_related("status").order_by("name"))
    return Family(
        next((each for each in seen if each.pk == account.parent_id), None),
        [each for each in seen if account.parent_id and each.parent_id == account.parent_id],
        [each for each in seen if each.parent_id == account.pk],
        near.count() - len(seen),
    )


def by_first(found: list[AnyRecord], *columns: str) -> list[AnyRecord]:
    """The latest first by the first of the columns that is known."""

    def when(each: Any) -> date:
        return next((day for name in columns if (day := getattr(each, name))), date.min)

    return sorted(found, key=when, reverse=True)
