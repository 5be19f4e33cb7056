"""A list as its template shows it: the sentence of filters, headings, groups, pages, views."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString

from greenbook.records.models import SavedView
from greenbook.web.lists import panel
from greenbook.web.lists.asked import FURTHEST, PAGE, Look
from greenbook.web.lists.cells import Cell, as_date, cell, words
from greenbook.web.lists.columns import Column
from greenbook.web.lists.every import MOST_MATCHING
from greenbook.web.lists.panel import Field, Panel, Subject
from greenbook.web.lists.queried import Found, Row


@dataclass(frozen=True, slots=True)
class Heading:
    column: Column
    address: str
    sorted: str  # as aria-sort says it


@dataclass(frozen=True, slots=True)
class Line:
    chosen: str  # id and version
    name: str
    first: Cell
    others: SafeString


@dataclass(frozen=True, slots=True)
class Group:
    heading: str
    many: int
    lines: list[Line]


@dataclass(frozen=True)
class ListPage:
    """Everything that `lists/list.html` shows."""

    look: Look
    found: Found
    views: list[SavedView]
    path: str
    panel: Panel
    acts: str = ""
    versions: Mapping[int, str] = field(default_factory=dict)

    @property
    def list(self) -> Any:
        return self.look.list

    @property
    def scopes(self) -> Sequence[tuple[str, str, bool]]:
        """Whose rows: label, address, and whether one is there."""
        return [
            (label, self.look.address(of=word), word == self.look.scope)
            for word, label in self.list.scopes.items()
        ]

    @property
    def sentence(self) -> Sequence[tuple[str, str]]:
        """Each filter in words, with the address without it."""
        return [(each.says(), self.look.without(each).address()) for each in self.look.filters]

    @property
    def open_filter(self) -> str:
        return self.look.address(open="filter")

    @property
    def open_columns(self) -> str:
        return self.look.address(open="columns")

    @cached_property
    def columns(self) -> Sequence[Column]:
        return self.look.columns

    @cached_property
    def headings(self) -> Sequence[Heading]:
        return [self._heading(column) for column in self.columns]

    def _heading(self, column: Column) -> Heading:
        if not column.sortable:
            return Heading(column, "", "")
        here = self.look.sort.removeprefix("-") == column.name
        down = self.look.sort.startswith("-")
        turned = f"-{column.name}" if here and not down else column.name
        state = ("descending" if down else "ascending") if here else "none"
        return Heading(column, self.look.address(sort=turned), state)

    @cached_property
    def groups(self) -> Sequence[Group]:
        """The rows under their headings; without a grouping all under none."""
        column = self.look.grouped_by
        if column is None:
            return [Group("", 0, [self._line(row) for row in self.found.rows])]
        counts = _by_heading(column, self.found.counts, self.look.day)
        parts = groupby(
            self.found.rows, lambda row: heading_of(column, row[f"c_{column.name}"], self.look.day)
        )
        return [
            Group(heading, counts[heading], [self._line(row) for row in rows])
            for heading, rows in parts
        ]

    def _line(self, row: Row) -> Line:
        columns = self.columns
        name = words(columns[0], row.get(f"c_{columns[0].name}"))
        chosen = f"{row['pk']}.{self.versions.get(row['pk'], 0)}"
        first, *others = (cell(column, row, self.look.day, self.look.then) for column in columns)
        return Line(chosen, name, first, SafeString("".join(each.td() for each in others)))

    @cached_property
    def groupings(self) -> Sequence[tuple[str, str, bool]]:
        groupable = [column for column in self.list.columns if column.groupable]
        by = [("nothing", "", not self.look.group)] if groupable else []
        by += [(c.label, c.name, c.name == self.look.group) for c in groupable]
        return [(label, self.look.address(group=word), here) for label, word, here in by]

    @cached_property
    def fields(self) -> Sequence[Field]:
        """What can be filtered by at once; of the handbook's only what was opened."""
        return panel.fields(self.list.columns, self.look.filters, self.panel)

    @property
    def fields_by_subject(self) -> Sequence[Subject]:
        """What else can be filtered by, once it is opened."""
        here = {field.column.name for field in self.fields}
        others = [c for c in self.list.columns if c.filterable and c.name not in here]
        return panel.by_subject(others, self.panel.find)

    @property
    def kept(self) -> Sequence[tuple[str, str]]:
        """What the filter form hands on as it is."""
        own = {name for each in self.look.filters for name, _ in each.address}
        return [(name, word) for name, word in self.look.words() if name not in own] + [
            (name, "") for name in self.list.usual
        ]

    @property
    def kept_besides_columns(self) -> Sequence[tuple[str, str]]:
        return [pair for pair in self.look.words() if pair[0] != "columns"]

    @property
    def columns_by_subject(self) -> Sequence[Subject]:
        """Columns that can be shown as well."""
        others = [each for each in self.list.columns[1:] if each not in self.columns]
        return panel.by_subject(others, self.panel.find)

    @property
    def has_subjects(self) -> bool:
        """Whether there is so much to choose from that one looks for it by name."""
        return any(column.subject for column in self.list.columns)

    @property
    def count(self) -> str:
        many = self.found.total
        return f"{many:,} {self.list.one if many == 1 else self.list.many}"

    @property
    def offers_all(self) -> bool:
        """Whether all that match can be acted on, and not only those of this page."""
        understood = not self.look.problems and not self.found.left_undone
        return understood and len(self.found.rows) < self.found.total <= MOST_MATCHING

    @property
    def pages(self) -> int:
        return max(1, -(-min(self.found.total, FURTHEST) // PAGE))

    @property
    def too_many(self) -> bool:
        return self.found.total > FURTHEST and self.look.page >= self.pages

    @property
    def previous(self) -> str:
        return self.look.address(page=self.look.page - 1) if self.look.page > 1 else ""

    @property
    def next(self) -> str:
        more = self.look.page < self.pages
        return self.look.address(page=self.look.page + 1) if more else ""

    @property
    def here(self) -> str:
        return self.look.address(page=self.look.page if self.look.page > 1 else "")

    @property
    def export(self) -> str:
        return self.look.address(format="csv")

    @property
    def query(self) -> str:
        """What a saved view keeps."""
        return self.look.address().removeprefix("?")

    @property
    def sets(self) -> Sequence[tuple[SavedView, bool]]:
        """Saved views, and which of them one looks at."""
        return [(view, view.address == self.query) for view in self.views]


def heading_of(column: Column, value: Any, today: date) -> str:
    """Under which heading a row stands."""
    if column.kind == "day":
        return bucket(as_date(value), today)
    return words(column, value) or " or ".join(column.absent.values())


def bucket(day: date | None, today: date) -> str:
    """Near days one by one, far ones together."""
    if day is None:
        return "No date"
    if day < today:
        return "Overdue" if (today - day).days <= 30 else "Overdue for more than 30 days"
    if day == today:
        return "Today"
    end_of_week = today + timedelta(days=6 - today.weekday())
    for last, heading in ((end_of_week, "This week"), (end_of_week + WEEK, "Next week")):
        if day <= last:
            return heading
    return f"{day:%B %Y}"


WEEK = timedelta(days=7)


def _by_heading(column: Column, counts: Counter[Any], today: date) -> Counter[str]:
    found: Counter[str] = Counter()
    for value, many in counts.items():
        found[heading_of(column, value, today)] += many
    return found
