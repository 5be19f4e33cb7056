"""A value as it stands in a table: words, markup, alignment, and the sentence behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from greenbook.web import said
from greenbook.web.lists.columns import NONE, UNKNOWN, YES_NO, Column

Row = Mapping[str, Any]
#: HTML whose words are escaped already. Put together by hand: a page has a thousand cells.
Markup = str


@dataclass(frozen=True, slots=True)
class Cell:
    html: SafeString
    right: bool = False
    hover: str = ""

    def td(self) -> Markup:
        right = ' class="num"' if self.right else ""
        hover = f' title="{escape(self.hover)}"' if self.hover else ""
        return f"<td{right}{hover}>{self.html}</td>"


def cell(column: Column, row: Row, today: date, then: str = "") -> Cell:
    """One value of a row; `then` is what an address carries on a past day."""
    if row.get(f"o_{column.name}") is False:
        return Cell(SafeString(), column.right, "not yours to see of this account")
    value = row.get(f"c_{column.name}")
    marked = _marked(column, value, known=row.get(f"k_{column.name}"))
    html = _linked(column, row, marked, then)
    if badge := row.get(f"b_{column.name}"):
        html += f' <span class="badge {escape(badge[0])}">{escape(badge[1])}</span>'
    if column.late and value is not None and value < today:
        html += f' <span class="late">{said.distance(value, today)}</span>'
    return Cell(SafeString(html), column.right, str(row.get(f"h_{column.name}") or ""))


def words(column: Column, value: Any) -> str:
    """The value in plain words, as a filter, a heading and an export say it."""
    if column.says:
        return column.says(value)
    if value is None or value == "":
        return ""
    match column.kind:
        case "money":
            return said.money(value)
        case "day":
            return said.day(value)
        case "yesno":
            return YES_NO[str(bool(value)).lower()]
        case "number":
            return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)
        case "text" | "person":
            return str(value)
    return column.words.get(str(value)) or said.label(value)


def as_date(value: Any) -> date | None:
    """A day, which decisions keep as text."""
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value


def _marked(column: Column, value: Any, *, known: bool | None) -> Markup:
    """That nothing is known to be there is not the same as not knowing, or not having looked."""
    if value is None:
        if not column.kept:
            return _NOTHING
        word = NONE if known else UNKNOWN
        return _NOT_YET if known is None else _quiet(column.absent.get(word, word))
    text = words(column, value)
    if column.kind == "colour":
        return _colour(str(value), text)
    if column.kind == "code" and value in BADGES:
        return f'<span class="badge {BADGES[value]}">{escape(text)}</span>'
    return escape(text)


@lru_cache(maxsize=64)
def _quiet(text: str) -> Markup:
    return f'<span class="quiet">{escape(text)}</span>'


@lru_cache(maxsize=64)
def _colour(word: str, text: str) -> Markup:
    shown = {"word": word, "text": text or said.label(word)}
    return render_to_string("parts/colour.html", shown).strip()


def _linked(column: Column, row: Row, html: Markup, then: str) -> Markup:
    if column.link and row.get(f"l_{column.name}") is not None:
        name, argument = column.link[0], row[f"l_{column.name}"]
        return f'<a href="{escape(address_of(name, argument) + then)}">{html}</a>'
    if column.why and row.get(f"a_{column.name}") is not None:
        address = address_of("why", row[f"a_{column.name}"], column.grain, column.why) + then
        return f'<a class="why" href="{escape(address)}">{html}</a>'
    return html


def address_of(name: str, subject: Any, grain: str = "", decision: str = "") -> str:
    """The address of a record's page, or of the trace of what is decided of it."""
    return _pattern(name, grain, decision).replace(PLACE, str(subject))


@lru_cache(maxsize=512)
def _pattern(name: str, grain: str, decision: str) -> str:
    return reverse(name, args=[grain, PLACE, decision] if grain else [PLACE])


#: Stands for the number of a record in an address that is made once and filled in often.
PLACE = "918273645"

_NOTHING = '<span class="quiet">–</span>'
_NOT_YET = '<span class="quiet" title="not worked out yet">not yet</span>'
#: States of a rhythm that are seen at a glance; each still says its word.
BADGES = {"breach": "late", "overdue": "late", "due_soon": "soon", "on_track": ""}
