"""A list, and what an address asks of it: filters, order, groups, page, columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from greenbook.web.asked import AskedRequest
from greenbook.web.lists.columns import Column
from greenbook.web.lists.filters import LEAST, MOST, Filter, NotUnderstood, filter_of

PAGE = 50
#: Nobody leafs further than this; whoever needs more narrows the list or exports it.
FURTHEST = 10_000
#: What an address says of a list beside its filters.
WORDS = ("of", "sort", "group", "columns", "page", "day", "open", "format")


@dataclass(frozen=True, slots=True)
class List:
    """A list of the product. `name` names its saved views.

    scopes   word of `of` → how it is said (`my accounts`); the page narrows the rows itself
    mostly   the scope of whoever does not say one; else it is the first
    shown    the columns somebody sees who chose none
    sort     the column it is sorted by at first, with a `-` in front to turn it round
    usual    filters that hold unless the address says otherwise: {"state": "open"}
    besides  words of the address that the page itself reads, and no filters
    """

    name: str
    one: str
    many: str
    columns: tuple[Column, ...]
    shown: tuple[str, ...]
    sort: str
    group: str = ""
    scopes: Mapping[str, str] = field(default_factory=dict)
    mostly: str = ""
    usual: Mapping[str, str] = field(default_factory=dict)
    besides: tuple[str, ...] = ()
    kept: Callable[[list[int], list[str]], Mapping[int, Mapping[str, Any]]] | None = None
    empty: str = ""
    do: str = ""
    do_address: str = ""

    def column(self, name: str) -> Column | None:
        return next((each for each in self.columns if each.name == name), None)

    def look(self, request: AskedRequest, address: QueryDict | None = None) -> Look:
        """What the address of the page asks, or one that a form brought.

        What is not understood is left out and told.
        """
        asked, problems = (request.GET if address is None else address).copy(), []
        for name, word in self.usual.items():
            asked.setdefault(name, word)
        filters: list[Filter] = []
        for column in self.columns:
            try:
                found = filter_of(column, asked) if column.filterable else None
            except NotUnderstood as problem:
                problems.append(str(problem))
            else:
                filters += [found] if found else []
        return Look(
            self,
            today=request.asked.today,
            day=request.asked.day,
            scope=self._scope(asked.get("of", "")),
            filters=tuple(filters),
            sort=self._sorted_by(asked.get("sort", "")),
            group=self._grouped_by(asked.get("group")),
            page=max(1, int(page)) if (page := asked.get("page", "")).isdecimal() else 1,
            chosen=self._chosen(asked),
            problems=(*problems, *self._not_here(asked)),
        )

    def _not_here(self, asked: QueryDict) -> Iterator[str]:
        """What a kept address asks for that the handbook no longer has, or the list never had."""
        sort, group = asked.get("sort", "").removeprefix("-"), asked.get("group", "")
        filters = [self._filtered_by(w) for w in asked if w not in (*WORDS, *self.besides)]
        for names, can, do in (
            (filters, "filterable", "filter by"),
            ([sort], "sortable", "sort by"),
            ([group], "groupable", "group by"),
            (_columns(asked), "name", "show"),
        ):
            for name in dict.fromkeys(filter(None, names)):
                if not getattr(self.column(name), can, False):
                    yield f"There is no “{name}” to {do}."

    def _filtered_by(self, word: str) -> str:
        """The column that a word of the address is a filter of."""
        return word if self.column(word) else word.removesuffix(LEAST).removesuffix(MOST)

    def _scope(self, word: str) -> str:
        return word if word in self.scopes else self.mostly or self.first_scope

    @property
    def first_scope(self) -> str:
        return next(iter(self.scopes), "")

    def _sorted_by(self, word: str) -> str:
        column = self.column(word.removeprefix("-"))
        return word if column and column.sortable else self.sort

    def _grouped_by(self, word: str | None) -> str:
        if word is None:
            return self.group
        column = self.column(word)
        return word if column and column.groupable else ""

    def _chosen(self, asked: QueryDict) -> tuple[str, ...]:
        known = tuple(dict.fromkeys(name for name in _columns(asked) if self.column(name)))
        return known if known != self.shown else ()


def _columns(asked: QueryDict) -> list[str]:
    return [name for each in asked.getlist("columns") for name in each.split(",")]


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a list: everything that its address holds."""

    list: List
    today: date
    day: date
    scope: str = ""
    filters: tuple[Filter, ...] = ()
    sort: str = ""
    group: str = ""
    page: int = 1
    chosen: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def columns(self) -> Sequence[Column]:
        """Those to show: the first one always, the others as chosen."""
        first = self.list.columns[0]
        names = self.chosen or self.list.shown
        others = [self.list.column(name) for name in names if name != first.name]
        return [first, *(column for column in others if column)]

    @property
    def sorted_by(self) -> Column:
        column = self.list.column(self.sort.removeprefix("-"))
        assert column, f"{self.list.name} has no column to sort by: {self.sort}"
        return column

    @property
    def grouped_by(self) -> Column | None:
        return self.list.column(self.group) if self.group else None

    @property
    def uses(self) -> set[str]:
        """The columns that are shown, filtered, sorted or grouped by: others need not be read."""
        ordering = (self.sort.removeprefix("-"), self.group)
        return {*ordering, *(c.name for c in (*self.columns, *(f.column for f in self.filters)))}

    def words(self, **changes: str | int | None) -> Iterable[tuple[str, str]]:
        """The address as pairs, with some of its words changed; what is usual for everybody is
        left out: an address is handed on."""
        here = {
            "of": "" if self.scope == self.list.first_scope == self.list._scope("") else self.scope,
            "sort": self.sort if self.sort != self.list.sort else "",
            "group": None if self.group == self.list.group else self.group,
            "columns": ",".join(self.chosen),
            "day": self.day.isoformat() if self.day != self.today else "",
            "page": "",
        } | changes
        yield from (pair for each in self.filters for pair in each.address)
        filtered = {each.column.name for each in self.filters}
        yield from ((name, "") for name in self.list.usual if name not in filtered)
        for name, word in here.items():
            if word or (name == "group" and word is not None and self.list.group):
                yield name, str(word)

    def address(self, **changes: str | int | None) -> str:
        """`?…` of this look, or of one that differs from it."""
        return "?" + urlencode(list(self.words(**changes)))

    @property
    def then(self) -> str:
        """What the addresses of a past day carry on."""
        return f"?day={self.day.isoformat()}" if self.day < self.today else ""

    def without(self, *gone: Filter) -> Look:
        return replace(self, filters=tuple(f for f in self.filters if f not in gone), page=1)
