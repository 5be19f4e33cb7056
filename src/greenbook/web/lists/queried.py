"""The rows of a list from the database: first which ones, narrowly, then all that is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.expressions import Combinable

from greenbook.records.models import AccountStatus
from greenbook.web.lists.asked import FURTHEST, PAGE, Look
from greenbook.web.lists.columns import Column

Row = dict[str, Any]

#: What takes every row apart is only done for so many.
NARROW = 20_000


@dataclass(frozen=True, slots=True)
class Found:
    """A page of rows, how many there are in all, and what was left undone and why."""

    rows: list[Row]
    total: int
    counts: Counter[Any] = field(default_factory=Counter)
    left_undone: str = ""


def found_in(rows: QuerySet[Any], look: Look, *, many: int | None = None) -> Found:
    """The page that `look` asks for; `many` rows there are, where the page counted them anyway."""
    cheap = [each for each in look.filters if not each.column.costly]
    costly = [each for each in look.filters if each.column.costly]
    narrowed = filtered(rows, look, cheap)
    total = narrowed.count() if many is None or look.filters else many
    undone = ""
    if total > NARROW and (costly or look.sorted_by.costly):
        undone = f"Narrow the list to {NARROW:,} {look.list.many} before {_what(look, costly)}."
    elif costly:
        narrowed = filtered(narrowed, look, costly)
        total = narrowed.count()
    named = _named(look.sorted_by) | (_named(look.grouped_by) if look.grouped_by else {})
    ordered = narrowed.alias(**named).order_by(*order(look, usual=bool(undone)))
    first = min((look.page - 1) * PAGE, FURTHEST)
    ids = list(ordered.values_list("pk", flat=True)[first : first + PAGE])
    found = {row["pk"]: row for row in read(rows, look.columns, look, ids)}
    counts = group_counts(narrowed, look.grouped_by) if look.grouped_by else Counter()
    return Found([found[pk] for pk in ids if pk in found], total, counts, undone)


def filtered(rows: QuerySet[Any], look: Look, filters: Iterable[Any]) -> QuerySet[Any]:
    condition = Q()
    named: dict[str, Combinable] = {}
    for each in filters:
        condition &= each.condition(look.day)
        named |= _named(each.column)
    return rows.alias(**named).filter(condition)


def order(look: Look, *, usual: bool = False) -> list[Any]:
    """The group first, then what was asked for, then one that never changes."""
    by = [look.grouped_by.in_order().asc(nulls_last=True)] if look.grouped_by else []
    word = look.list.sort if usual else look.sort
    column = look.list.column(word.removeprefix("-"))
    assert column
    if column != look.grouped_by or word.startswith("-"):
        turned = column.in_order()
        down = word.startswith("-")
        by.append(turned.desc(nulls_last=True) if down else turned.asc(nulls_last=True))
    return [*by, "pk"]


def read(
    rows: QuerySet[Any], columns: Iterable[Column], look: Look, ids: list[int]
) -> Iterable[Row]:
    """All that is shown of these rows."""
    shown = [*columns, *([look.grouped_by] if look.grouped_by else [])]
    wanted = shown_expressions(shown)
    found = list(rows.model.objects.filter(pk__in=ids).values("pk", **wanted))
    fill(found, [column for column in shown if column.kept], look)
    return found


def fill(rows: list[Row], columns: list[Column], look: Look) -> None:
    """Put in what is decided of each row's account: what stands, or what the day's run kept."""
    standing = [column for column in columns if column.kept == "standing"]
    of_day = [column for column in columns if column.kept == "day"]
    accounts = [row[f"a_{columns[0].name}"] for row in rows] if columns else []
    if standing:
        stand = AccountStatus.objects.filter(account__in=set(accounts))
        _put(rows, accounts, standing, dict(stand.values_list("account_id", "decided")))
    if of_day and look.list.kept:
        _put(rows, accounts, of_day, look.list.kept(accounts, [each.name for each in of_day]))


def _put(
    rows: list[Row],
    accounts: list[int],
    columns: list[Column],
    values: Mapping[int, Mapping[str, Any]],
) -> None:
    for row, account in zip(rows, accounts, strict=True):
        of = values.get(account, {})
        for column in columns:
            if row.get(f"o_{column.name}") is False:
                row[f"c_{column.name}"] = None
                continue
            row[f"c_{column.name}"] = column.read(of.get(column.name))
            row[f"k_{column.name}"] = column.known(of)
            row[f"h_{column.name}"] = column.beside(of) if column.beside else ""


def shown_expressions(columns: Iterable[Column]) -> dict[str, Combinable]:
    """Value, argument of the link, subject of the trace and sentence of each column."""
    found: dict[str, Combinable] = {}
    for column in columns:
        if not column.kept:
            found[f"c_{column.name}"] = column.expression()
        if column.link:
            found[f"l_{column.name}"] = F(column.link[1])
        if column.why or column.kept:
            found[f"a_{column.name}"] = F(column.about)
        if column.only is not None:
            found[f"o_{column.name}"] = column.shown_of()
        if column.hover:
            hover = column.hover
            found[f"h_{column.name}"] = F(hover) if isinstance(hover, str) else hover
    return found


def group_counts(rows: QuerySet[Any], column: Column) -> Counter[Any]:
    """How many there are of each value."""
    counted = rows.annotate(**_named(column)).order_by().values_list(column.path)
    return Counter(dict(counted.annotate(many=Count("pk"))))


def _named(column: Column) -> dict[str, Combinable]:
    return {} if isinstance(column.of, str | None) else {column.path: column.of}


def _what(look: Look, costly: list[Any]) -> str:
    done = [f"sorting it by {look.sorted_by.label}"] if look.sorted_by.costly else []
    return " and ".join(done + [f"filtering it by {each.column.label}" for each in costly])


def every_row(rows: QuerySet[Any], look: Look) -> Iterator[Row]:
    """All rows, in the order of the list, read as they are written out."""
    named = _named(look.sorted_by)
    every = filtered(rows, look, look.filters).alias(**named).order_by(*order(look))
    ids = list(every.values_list("pk", flat=True))
    for first in range(0, len(ids), CHUNK):
        part = ids[first : first + CHUNK]
        found = {row["pk"]: row for row in read(rows, look.columns, look, part)}
        yield from (found[pk] for pk in part if pk in found)


CHUNK = 2_000
