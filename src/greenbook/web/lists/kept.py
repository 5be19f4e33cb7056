"""Columns for every other decision of the handbook: as the last run over everybody kept them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from typing import Any

from django.db.models import Q

from greenbook.decisions.handbooks import by_hash
from greenbook.decisions.keys import clocks, standing_pages
from greenbook.decisions.shown_to import Shown, shown_to
from greenbook.engine.editions import program_on
from greenbook.engine.lake import Lake
from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import Page
from greenbook.handbook.say.words import Words
from greenbook.records.many_ids import among
from greenbook.reports.kept_days import accounts_with, kept_of
from greenbook.web import said
from greenbook.web.lists.columns import Column
from greenbook.web.lists.decided import (
    Held,
    absent,
    kind_of,
    narrowed,
    somewhere,
    standing,
    subject_of,
    titled,
)

KINDS = ("decision", "measure", "scorecard", "rhythm", "kpi")


def kept_columns(handbook: Handbook, day: date, *, held: Held, lake: Lake) -> tuple[Column, ...]:
    """The decisions of which no word stands, and clocks: shown by what was kept, not sorted."""
    stand = {page.decides for page in standing_pages(handbook)} - {
        page.decides for page in clocks(handbook)
    }
    others = [page for page in handbook.pages.values() if _is_other(page, stand)]
    may = somewhere(held)
    read = {page.path: shown_to(may, page.path) for page in others}
    readable = frozenset(pair for pair in read.items() if pair[1] != "nothing")
    found = _columns(handbook.hash, day, readable, lake)
    return tuple(narrowed(column, path, held) for path, column in found)


@lru_cache(maxsize=64)
def _columns(
    handbook: str, day: date, readable: frozenset[tuple[str, Shown]], lake: Lake
) -> tuple[tuple[str, Column], ...]:
    """Each with its page; the same for all who may read the same."""
    book, read = by_hash(handbook), dict(readable)
    program, words = program_on(book, day), Words(book, "account")
    pages = {p.decides: p for p in reversed(list(book.pages.values())) if p.path in read}
    found = [
        (page, _column(page, words, day, lake, traced=read[page.path] == "whole"))
        for name, page in reversed(pages.items())
        if name in program.rulings
    ]
    ticking = clocks(book)
    return tuple(
        (page.path, _clock(column) if page in ticking else column) for page, column in found
    )


def _is_other(page: Page, stand: Collection[str]) -> bool:
    return page.grain == "account" and page.kind in KINDS and page.decides not in stand


def _column(page: Page, words: Words, day: date, lake: Lake, *, traced: bool) -> Column:
    name = page.decides
    kind, options = kind_of(page)
    return Column(
        name,
        titled(words.decision(name)),
        kind,
        options=options,
        why=name if traced else None,
        where=partial(_where, lake, day, name) if options else None,
        absent=absent(page),
        filterable=bool(options),
        sortable=False,
        kept="day",
        says=(lambda value: said.decided(name, value)) if options else None,
        subject=subject_of(page),
    )


def _clock(column: Column) -> Column:
    """Its days as they were kept; that it is late stands with the account."""
    late = {"late": "late"}
    where = standing(column.name, late, "")
    return replace(column, options=late, where=where, absent={}, filterable=True, says=said.value)


def kept_values(lake: Lake, day: date) -> Callable[[list[int], list[str]], dict[int, Any]]:
    """What a list asks for the rows it shows."""
    return lambda ids, names: kept_of(
        lake, day, accounts=ids, decided=[*names, *(f"{name}__known" for name in names)]
    )


def _where(lake: Lake, day: date, name: str, words: tuple[str, ...]) -> Q:
    return among(accounts_with(lake, day, name, words), "pk")
