"""One filter of a list: what the address says, the words of it, and the condition it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.http import QueryDict

from greenbook.web import said
from greenbook.web.lists.columns import Column

LEAST, MOST = "_from", "_to"


class NotUnderstood(ValueError):
    """The address asks for something that the column does not have, in words."""


@dataclass(frozen=True, slots=True)
class Words:
    """`health=red&health=yellow`: any of these."""

    column: Column
    words: tuple[str, ...]

    @property
    def address(self) -> list[tuple[str, str]]:
        return [(self.column.name, word) for word in self.words]

    def says(self) -> str:
        said = " or ".join(self.column.choices.get(word, word) for word in self.words)
        by_itself = self.column.bare and not self.column.absent.keys() & set(self.words)
        return said if by_itself else f"{self.column.label}: {said}"

    def condition(self, today: date) -> Q:
        return self.column.chosen(self.words)


@dataclass(frozen=True, slots=True)
class Text:
    """`name=acme`: it is in there somewhere."""

    column: Column
    text: str

    @property
    def address(self) -> list[tuple[str, str]]:
        return [(self.column.name, self.text)]

    def says(self) -> str:
        return f"{self.column.label} with “{self.text}”"

    def condition(self, today: date) -> Q:
        if self.column.where:
            return self.column.where((self.text,))
        return Q(**{f"{self.column.path}__icontains": self.text})


@dataclass(frozen=True, slots=True)
class Range:
    """`renewal_from=0&renewal_to=120`: both ends belong to it.

    A day is written as a date, or as days from today, so that a saved view moves with the calendar.
    Money is written in dollars.
    """

    column: Column
    least: str = ""
    most: str = ""

    @property
    def address(self) -> list[tuple[str, str]]:
        ends = ((LEAST, self.least), (MOST, self.most))
        return [(self.column.name + end, text) for end, text in ends if text]

    def ends(self, today: date) -> tuple[date | float | None, date | float | None]:
        return end_of(self.column, self.least, today), end_of(self.column, self.most, today)

    def says(self) -> str:
        label = self.column.label
        if self.column.kind == "day":
            return f"{label} {_days_said(self.least, self.most)}"
        least, most = (_amount_said(self.column, text) for text in (self.least, self.most))
        if least and most:
            return f"{label} from {least} to {most}"
        return f"{label} from {least}" if least else f"{label} up to {most}"

    def condition(self, today: date) -> Q:
        least, most = self.ends(today)
        found = Q()
        if least is not None:
            found &= Q(**{f"{self.column.path}__gte": least})
        if most is not None:
            found &= Q(**{f"{self.column.path}__lte": most})
        return found


Filter = Words | Text | Range


def filter_of(column: Column, asked: QueryDict) -> Filter | None:
    """What the address asks of a column, if anything. Raises NotUnderstood."""
    if column.filtered_by == "range":
        least = asked.get(column.name + LEAST, "").strip()
        most = asked.get(column.name + MOST, "").strip()
        if not least and not most:
            return None
        found = Range(column, least, most)
        found.ends(date.min.replace(year=2000))
        return found
    if column.filtered_by == "words":
        words = tuple(dict.fromkeys(w for w in asked.getlist(column.name) if w))
        for word in words:
            if word not in column.choices:
                raise NotUnderstood(f"{column.label}: there is no “{word}” to choose.")
        return Words(column, words) if words else None
    text = asked.get(column.name, "").strip()
    return Text(column, text) if text else None


def end_of(column: Column, text: str, today: date) -> date | float | None:
    """One end of a range as a value: a date, cents or a number."""
    if not text:
        return None
    try:
        if column.kind == "day":
            return _day(text, today)
        number = float(text.replace(",", "").replace("$", ""))
        cents = round(number * 100)  # there are none of "nan" and "inf"
    except (ValueError, OverflowError):
        raise NotUnderstood(f"{column.label}: “{text}” {WANTED[column.kind]}") from None
    return cents if column.kind == "money" else number


WANTED = {
    "day": "is neither a date (2026-03-14) nor a number of days from today (30).",
    "money": "is no amount in dollars.",
    "number": "is no number.",
}


def _day(text: str, today: date) -> date:
    if text.lstrip("+-").isdecimal():
        return today + timedelta(days=int(text))
    return date.fromisoformat(text)


def _days_said(least: str, most: str) -> str:
    """`within 120 days`, `before today`, `in the last 30 days`, `from 3 Mar to 14 Mar`."""
    if least == "0" and _is_distance(most):
        return "today" if most == "0" else f"within {said.count(int(most), 'day')}"
    if not least and most == "-1":
        return "before today"
    if most in ("0", "") and _is_distance(least) and least.startswith("-"):
        return f"in the last {said.count(-int(least), 'day')}"
    ends = [f"from {_end_said(least)}" if least else "", f"until {_end_said(most)}" if most else ""]
    return " ".join(filter(None, ends))


def _end_said(text: str) -> str:
    if not _is_distance(text):
        return said.day(text)
    days = int(text)
    if days == 0:
        return "today"
    return f"{said.count(abs(days), 'day')} {'ahead' if days > 0 else 'ago'}"


def _is_distance(text: str) -> bool:
    return text.lstrip("+-").isdecimal()


def _amount_said(column: Column, text: str) -> str:
    if not text or column.kind != "money":
        return text
    cents = end_of(column, text, date.min)
    return said.money(int(cents)) if isinstance(cents, int) else text
