"""The rows of a list that was worked out: the same order, filters and groups, held in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from greenbook.web.lists.asked import FURTHEST, PAGE, Look
from greenbook.web.lists.columns import NONE, Column, word_of
from greenbook.web.lists.filters import Filter, Range, Words
from greenbook.web.lists.queried import Found, Row

#: Puts into rows what was not known of them before.
Fill = Callable[[list[Row]], None]


def found_in(
    rows: list[Row], look: Look, *, many: int | None = None, fill: Fill = lambda rows: None
) -> Found:
    """The page that `look` asks for. What is costly is put in by `fill`: into the rows that are
    shown, unless all are sorted or narrowed by it."""
    by = [look.sorted_by, *(each.column for each in look.filters)]
    of_all = any(column.costly for column in by)
    if of_all:
        fill(rows)
    every = list(ordered(rows, look))
    first = min((look.page - 1) * PAGE, FURTHEST)
    page = every[first : first + PAGE]
    if not of_all:
        fill(page)
    group = look.grouped_by
    counts = Counter(row.get(group.path) for row in every) if group else Counter()
    columns = [*look.columns, *([group] if group else [])]
    return Found([_shown(row, columns) for row in page], len(every), counts)


def every_row(rows: list[Row], look: Look, fill: Fill = lambda rows: None) -> Iterator[Row]:
    fill(rows)
    return (_shown(row, look.columns) for row in ordered(rows, look))


def ordered(rows: Iterable[Row], look: Look) -> list[Row]:
    """Those that pass every filter, in order; what is unknown comes last."""
    found = [row for row in rows if all(_passes(each, row, look) for each in look.filters)]
    words = [look.group, look.sort] if look.group else [look.sort]
    for word in reversed(words):
        column = look.list.column(word.removeprefix("-"))
        assert column
        known = [row for row in found if row.get(column.path) is not None]
        unknown = [row for row in found if row.get(column.path) is None]
        known.sort(key=lambda row: _place(column, row), reverse=word.startswith("-"))
        found = known + unknown
    return found


def _place(column: Column, row: Row) -> Any:
    value = row[column.path]
    if column.options or column.kind == "colour":
        places = {word: at for at, word in enumerate(column.words)}
        return places.get(str(value), len(places))
    return value.lower() if isinstance(value, str) else value


def _passes(asked: Filter, row: Row, look: Look) -> bool:
    value = row.get(asked.column.path)
    if isinstance(asked, Words):
        absent = value is None and asked.column.known(row)
        return (NONE if absent else word_of(value)) in asked.words
    if isinstance(asked, Range):
        least, most = asked.ends(look.day)
        if value is None:
            return False
        return (least is None or value >= least) and (most is None or value <= most)
    return asked.text.lower() in str(value or "").lower()


def _shown(row: Row, columns: Iterable[Column]) -> Row:
    shown = {"pk": row.get("pk")}
    for column in columns:
        shown[f"c_{column.name}"] = row.get(column.path)
        if column.only is not None:
            shown[f"o_{column.name}"] = row.get(f"{column.name}__shown")
        if column.link:
            shown[f"l_{column.name}"] = row.get(column.link[1])
        if column.kept:
            shown[f"k_{column.name}"] = column.known(row)
        if column.why:
            shown[f"a_{column.name}"] = row.get(column.about)
        if column.badge:
            shown[f"b_{column.name}"] = row.get(column.badge)
        if isinstance(column.hover, str):
            shown[f"h_{column.name}"] = row.get(column.hover)
    return shown
