"""Columns for every other decision of the handbook: as the last run over everybody kept them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Q

from greenbook.decisions.shown_to import shown_to
from greenbook.engine.editions import program_on
from greenbook.engine.lake import Lake
from greenbook.handbook.book import Handbook
from greenbook.handbook.say.words import Words
from greenbook.reports.kept_days import accounts_with, kept_of
from greenbook.web import said
from greenbook.web.lists.columns import Column
from greenbook.web.lists.decided import kind_of, titled

KINDS = ("decision", "measure", "scorecard", "rhythm", "kpi")


def kept_columns(
    handbook: Handbook, day: date, *, may: Callable[[str], bool], lake: Lake
) -> tuple[Column, ...]:
    """The decisions that are not key: shown and filtered by what was kept, not sorted."""
    program, words = program_on(handbook, day), Words(handbook, "account")
    found = {}
    for page in handbook.pages.values():
        name = page.decides
        if page.grain != "account" or page.kind not in KINDS or name in handbook.key_decisions:
            continue
        read = shown_to(may, page.path)
        if name in found or name not in program.rulings or read == "nothing":
            continue
        kind, options = kind_of(page)
        found[name] = Column(
            name,
            titled(words.decision(name)),
            kind,
            options=options,
            why=name if read == "whole" else None,
            where=partial(_where, lake, day, name) if options else None,
            filterable=bool(options),
            sortable=False,
            kept="day",
            says=(lambda value, name=name: said.decided(name, value)) if options else None,
        )
    return tuple(found.values())


def kept_values(lake: Lake, day: date) -> Callable[[list[int], list[str]], dict[int, Any]]:
    """What a list asks for the rows it shows."""
    return lambda ids, names: kept_of(
        lake, day, accounts=ids, decided=[*names, *(f"{name}__known" for name in names)]
    )


def _where(lake: Lake, day: date, name: str, words: tuple[str, ...]) -> Q:
    return Q(pk__in=accounts_with(lake, day, name, words))
