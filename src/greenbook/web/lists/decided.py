"""Columns for what the handbook decides of accounts: whatever its key decisions are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Case, DateField, F, FloatField, Q, When
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast
from django.db.models.lookups import Regex

from greenbook.decisions.handbooks import by_hash
from greenbook.decisions.keys import clocks, standing_pages
from greenbook.decisions.shown_to import Shown, shown_to, spoken_of
from greenbook.engine.editions import edition_day, program_on
from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import Page
from greenbook.handbook.program import Output, Program
from greenbook.handbook.read.headings import STATES
from greenbook.handbook.say.words import Words
from greenbook.web import said
from greenbook.web.lists.columns import COLOURS, NONE, UNKNOWN, YES_NO, Column, Kind

#: Of which accounts somebody may do something: None for none, an empty Q for all they see.
Held = Callable[..., Q | None]
#: What stands beside a decision and is no part of a list.
LEFT_OUT = ("__rule", "__known", "__sure", "__occasion")
KINDS: dict[str, Kind] = {
    "date": "day", "double": "number", "bigint": "number", "boolean": "yesno", "varchar": "text",
}  # fmt: skip


def decided_columns(
    handbook: Handbook,
    day: date,
    *,
    held: Held,
    to_account: str = "",
    alone: bool = False,
) -> tuple[Column, ...]:
    """Every key decision and rhythm that somebody may read, and after it what stands beside it.

    `held` says of which accounts they may do something (`Asked.where_held`). `alone` leaves out
    what stands beside it. `to_account` is the path from a row to its account: `account__`.
    """
    may = somewhere(held)
    read = {page.decides: shown_to(may, page.path) for page in standing_pages(handbook)}
    readable = frozenset(pair for pair in read.items() if pair[1] != "nothing")
    found = _columns(handbook.hash, edition_day(handbook, day), readable, to_account, alone)
    return tuple(narrowed(column, path, held, to_account) for path, column in found)


def somewhere(held: Held) -> Callable[[str], bool]:
    """Whether they may do something with any account at all."""
    return lambda action: held(action) is not None


def narrowed(column: Column, path: str, held: Held, to_account: str = "") -> Column:
    """The column of a page, for the rows of which they may read what the page speaks of."""
    only = held(f"view {spoken_of(path)}", to_account=to_account)
    return column.narrowed(only) if only else column


@lru_cache(maxsize=64)
def _columns(
    handbook: str, day: date, readable: frozenset[tuple[str, Shown]], to_account: str, alone: bool
) -> tuple[tuple[str, Column], ...]:
    """Each with its page; the same for all who may read the same."""
    book, read = by_hash(handbook), dict(readable)
    program, words = program_on(book, day), Words(book, "account")
    found: list[tuple[str, Column]] = []
    keys, clock_pages = set(book.key_decisions), clocks(book)
    for page in standing_pages(book):
        name = page.decides
        if name not in program.rulings.keys() & read or (page in clock_pages and name not in keys):
            continue
        parts = _beside(program, name) if name in keys else []
        columns = _Columns(page, words, to_account, [part.name for part in parts])
        whole = read[name] == "whole"
        of_page = [columns.decision(traced=whole)]
        if not alone:
            of_page += [
                columns.part(part.name, KINDS[part.sql_type.lower()])
                for part in parts
                if whole and not part.name.endswith(LEFT_OUT)
            ]
            of_page += [columns.part(f"since__{name}", "day")] if name in keys else []
        found += [(page.path, column) for column in of_page]
    return tuple(found)


def _beside(program: Program, name: str) -> list[Output]:
    """What stands beside a decision."""
    outputs = program.outputs["account"]
    return [out for out in outputs if out.decides == name and out.name != name]


def standing(
    name: str, options: Mapping[str, str], to_account: str
) -> Callable[[tuple[str, ...]], Q]:
    """A filter on the words that stand, which reads no decision apart. `unknown` is one of them;
    nothing stands of what does not apply."""
    status = f"{to_account}status__standing"

    def having(words: tuple[str, ...]) -> Q:
        there = [f"{name}={word}" for word in words if word != NONE]
        found = Q(**{f"{status}__overlap": there}) if there else Q()
        if NONE in words:
            any_word = [f"{name}={word}" for word in (*options, UNKNOWN)]
            found |= Q(**{f"{status}__isnull": False}) & ~Q(**{f"{status}__overlap": any_word})
        return found

    return having


class _Columns:
    """The columns of one decision."""

    def __init__(self, page: Page, words: Words, to_account: str, parts: list[str]) -> None:
        self.page, self.words, self.to = page, words, to_account
        self.decided = f"{to_account}status__decided"
        self.beside = [
            (name, words.spoken(name.partition("__")[2]))
            for name in parts
            if not name.endswith(LEFT_OUT)
        ]

    def decision(self, *, traced: bool) -> Column:
        name = self.page.decides
        kind, options = kind_of(self.page)
        return Column(
            name,
            titled(self.words.decision(name)),
            kind,
            of=_value(name, self.decided, kind),
            options=options,
            why=name if traced else None,
            about=f"{self.to}pk",
            where=standing(name, options, self.to) if options else None,
            absent=absent(self.page),
            groupable=bool(options),
            costly=not options,
            kept="standing",
            beside=self._beside if traced else None,
            bare=kind == "code" and self.page.kind == "decision",
            says=(lambda value: said.decided(name, value)) if options else None,
            subject=subject_of(self.page),
        )

    def part(self, name: str, kind: Kind) -> Column:
        """`health__product`, `ebr__due`: read one by one, so only of few rows."""
        if name.startswith("since__"):
            label = f"{titled(self.words.decision(self.page.decides))}: since"
        elif name.endswith("__value"):
            label = f"{titled(self.words.decision(name))} in {self.page.unit or 'numbers'}"
        else:
            label = titled(self.words.decision(name))
        of = _value(name, self.decided, kind)
        about = f"{self.to}pk"
        return Column(
            name, label, kind, of=of, costly=True, about=about, kept="standing",
            subject=subject_of(self.page),
        )  # fmt: skip

    def _beside(self, decided: Mapping[str, Any]) -> str:
        """`due 14 Dec, every 1 month, since 21 Nov`."""
        told = [
            f"{word} {said.value(value)}"
            for name, word in self.beside
            if (value := decided.get(name)) is not None
        ]
        since = decided.get(f"since__{self.page.decides}")
        return ", ".join([*told, f"since {said.day(since)}"] if since else told)


def absent(page: Page) -> dict[str, str]:
    """How a filter and a cell say that a decision is not there."""
    return {NONE: said.absent(page.kind, known=True), UNKNOWN: UNKNOWN}


def kind_of(page: Page) -> tuple[Kind, dict[str, str]]:
    """How its value is shown, and its words where it is one of a few."""
    if page.kind == "rhythm":
        return "code", {state: said.label(state) for state in STATES}
    if page.kind in ("measure", "scorecard"):
        return "colour", dict(COLOURS)
    if page.kind == "cta" or (page.type and page.type.kind == "yes/no"):
        return "yesno", dict(YES_NO)
    if page.type and page.type.values:
        options = {str(v): said.decided(page.decides, v) for v in page.type.values}
        return ("colour" if set(options) <= {*COLOURS, "unknown"} else "code"), options
    return _plain_kind(page), {}


def subject_of(page: Page) -> str:
    """The folder of the handbook in which it stands."""
    return page.path.partition("/")[0]


def _plain_kind(page: Page) -> Kind:
    kinds: dict[str, Kind] = {"usd": "money", "date": "day", "text": "text"}
    return kinds.get(page.type.kind, "number") if page.type else "number"


def _value(name: str, decided: str, kind: Kind) -> Combinable:
    """Out of the JSON, in a type that sorts and compares."""
    if kind == "yesno":
        return KeyTransform(name, F(decided))
    text = KeyTextTransform(name, F(decided))
    if kind == "day":
        return Cast(text, DateField())
    if kind not in ("number", "money"):
        return text
    number = When(Regex(text, r"^-?\d"), then=Cast(text, FloatField()))
    return Case(number)  # a handbook before may have meant a word by it


def titled(text: str) -> str:
    return text[:1].upper() + text[1:]
