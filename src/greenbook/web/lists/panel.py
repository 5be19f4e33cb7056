"""What one chooses filters and columns from, by subject: the handbook brings over a hundred."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import QueryDict

from greenbook.web import said
from greenbook.web.lists.columns import Column
from greenbook.web.lists.filters import Filter, Range, Text, Words


@dataclass(frozen=True, slots=True)
class Panel:
    """Which panel is open, the field of it that was opened, and what was looked for in it."""

    opened: str = ""
    field: str = ""
    find: str = ""

    @classmethod
    def asked_for(cls, address: QueryDict) -> Panel:
        field = address.get("field", "")
        opened = "filter" if field else address.get("open", "")
        find = address.get("find", "").strip()
        return cls(opened if opened in ("filter", "columns") else "", field, find)


@dataclass(frozen=True, slots=True)
class Field:
    """What the filter form offers for a column, with what is chosen."""

    column: Column
    choices: list[tuple[str, str, bool]]
    text: str = ""
    least: str = ""
    most: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """Columns that belong together: those of one folder of the handbook, or the row's own."""

    title: str
    columns: Sequence[Column]


def fields(columns: Iterable[Column], filters: Iterable[Filter], panel: Panel) -> list[Field]:
    """Those that are chosen or were opened, then the row's own of such a name."""
    chosen: Mapping[str, Filter] = {each.column.name: each for each in filters}
    opened = {*chosen, panel.field}
    found = [
        _field(column, chosen.get(column.name), opened=column.name in opened)
        for column in columns
        if column.filterable and (column.name in opened or _is_own(column, panel.find))
    ]
    return sorted(found, key=lambda field: (not field.open, field.column.costly))


def by_subject(columns: Iterable[Column], find: str) -> list[Subject]:
    """Those with `find` in their name or in that of their subject, each under its subject."""
    found = [column for column in columns if find.lower() in _words(column)]
    found.sort(key=lambda column: column.subject)
    return [
        Subject(said.label(subject), list(those))
        for subject, those in groupby(found, lambda column: column.subject)
    ]


def _is_own(column: Column, find: str) -> bool:
    return not column.subject and find.lower() in _words(column)


def _words(column: Column) -> str:
    return f"{column.label} {said.label(column.subject)}".lower()


def _field(column: Column, chosen: Filter | None, *, opened: bool) -> Field:
    match chosen:
        case Range(least=least, most=most):
            return Field(column, [], least=least, most=most, open=True)
        case Text(text=text):
            return Field(column, [], text=text, open=True)
        case Words(words=chosen_words):
            return Field(column, _choices(column, chosen_words), open=True)
    return Field(column, _choices(column, ()), open=opened)


def _choices(column: Column, chosen: Iterable[str]) -> list[tuple[str, str, bool]]:
    return [(word, label, word in chosen) for word, label in column.choices.items()]
