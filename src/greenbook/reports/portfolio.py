"""A portfolio in numbers: how big, how healthy, what is owed in it, what is to be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import Page
from greenbook.records.models import Account, AccountStatus, Cta, StandingCount, Task
from greenbook.records.models.ctas import OPEN_STATUSES
from greenbook.reports.books import Book

#: How far ahead is looked (operations A7.2: due in 30 days).
AHEAD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Size:
    """How many accounts, with how much ARR; `unknown` are those whose ARR nobody knows."""

    accounts: int
    arr_cents: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How many accounts stand how in one decision, in all and with priority 1."""

    decision: str
    title: str
    kind: str
    values: dict[str, int]
    first: dict[str, int]


@dataclass(frozen=True, slots=True)
class ToDo:
    """Work of one kind: of a rule of the handbook, or of a type where no rule opened it."""

    title: str
    of_no_rule: bool
    filters: str
    open: int
    late: int
    soon: int
    snoozed: int


def size(accounts: QuerySet[Account]) -> Size:
    """How big it is."""
    found = accounts.aggregate(
        many=Count("pk"), arr=Sum("arr_cents"), unknown=Count("pk", filter=Q(arr_cents=None))
    )
    return Size(found["many"], found["arr"] or 0, found["unknown"])


def standings(book: Book, pages: Iterable[Page]) -> list[Standing]:
    """How the accounts of a book stand in each key decision that is one of a few words; of all
    there are the database keeps count."""
    total: Counter[str] = Counter()
    urgent: Counter[str] = Counter()
    for words, many, first in _counted(book):
        total.update(dict.fromkeys(words, many))
        urgent.update(dict.fromkeys(words, first))
    return [
        Standing(page.decides, page.title, page.kind, _of(total, page), _of(urgent, page))
        for page in pages
    ]


def _counted(book: Book) -> Iterable[tuple[Sequence[str], int, int]]:
    """Words that stand together, with how many accounts they do for and how many of priority 1."""
    if book.ids is None:
        kept = StandingCount.objects.order_by().values_list("word")
        return (([word], *many) for word, *many in kept.annotate(Sum("many"), Sum("first")))
    rows = book.of(AccountStatus.objects.order_by()).values_list("standing")
    return rows.annotate(Count("pk"), first=Count("pk", filter=Q(priority_decided=1)))


def _of(counts: Mapping[str, int], page: Page) -> dict[str, int]:
    """Of the words that stand those of one page, where there are any."""
    of_page = f"{page.decides}="
    return {
        word.removeprefix(of_page): many
        for word, many in counts.items()
        if many and word.startswith(of_page)
    }


def to_do(rows: QuerySet[Cta], handbook: Handbook | None, *, on: date) -> list[ToDo]:
    """Open CTAs by the rule that opened them, or by type where none did."""
    counted = (
        rows.filter(status__in=OPEN_STATUSES)
        .order_by()
        .values_list("rule", "type")
        .annotate(**_counts(on, snoozed=Q(snoozed_until__gt=on)))
    )
    rules = rules_of(handbook)
    found: dict[tuple[str, bool, str], Counter[str]] = {}
    for rule, type, *numbers in counted:
        named, by_type = rule in rules, f"type={type}&rule=none"
        key = (rules[rule], False, f"rule={rule}") if named else (type, True, by_type)
        found.setdefault(key, Counter()).update(dict(zip(NUMBERS, numbers, strict=True)))
    return [
        ToDo(*key, *(numbers[name] for name in NUMBERS)) for key, numbers in sorted(found.items())
    ]


def rules_of(handbook: Handbook | None) -> dict[str, str]:
    """The pages of the handbook that open CTAs, with their titles."""
    pages = handbook.pages.values() if handbook else ()
    return {page.path: page.title for page in pages if page.kind == "cta"}


def tasks_to_do(rows: QuerySet[Task], *, on: date) -> ToDo:
    """The open tasks."""
    found = rows.filter(status="open").aggregate(**_counts(on, snoozed=Q(pk__in=[])))
    return ToDo("Tasks", False, "", *(found[name] for name in NUMBERS))


NUMBERS = ("many", "late", "soon", "asleep")


def _counts(on: date, *, snoozed: Q) -> dict[str, Any]:
    awake = ~snoozed | Q(snoozed_until=None) if snoozed != Q(pk__in=[]) else Q()
    return {
        "many": Count("pk", filter=awake),
        "late": Count("pk", filter=awake & Q(due_on__lt=on)),
        "soon": Count("pk", filter=awake & Q(due_on__gte=on, due_on__lte=on + AHEAD)),
        "asleep": Count("pk", filter=snoozed),
    }


def fiscal_quarter(day: date, *, starts_in_month: int) -> tuple[date, date]:
    """First and last day of the fiscal quarter that a day is in."""
    past = (day.month - starts_in_month) % 3
    first = _months_on(day.replace(day=1), -past)
    return first, _months_on(first, 3) - timedelta(days=1)


def _months_on(first: date, months: int) -> date:
    at = first.year * 12 + first.month - 1 + months
    return date(at // 12, at % 12 + 1, 1)
