"""Reads bands: colours by limits in words, `below 5`, `up to 12`, `otherwise`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from greenbook.handbook.conditions import write
from greenbook.handbook.conditions.scope import NotSet, Unreadable
from greenbook.handbook.conditions.tree import Always, Column, Condition
from greenbook.handbook.pages import Bands, Rule
from greenbook.handbook.problems import Place
from greenbook.handbook.read.editions import Draft
from greenbook.handbook.read.gives import Output, literal_given
from greenbook.handbook.read.keys import Table

BAND = re.compile(r"(below|up to) (\$[a-z_][a-z0-9_]*|-?\d+(?:\.\d+)?)")
SIGN: dict[str, Literal["<", "<="]] = {"below": "<", "up to": "<="}
FORM = '"below 5", "up to 12" or "otherwise"'


@dataclass(frozen=True, slots=True)
class Band:
    colour: str
    sign: Literal["<", "<="] | None  # None: otherwise
    limit: str
    place: Place

    @property
    def text(self) -> str:
        words = {"<": "below", "<=": "up to"}
        return f"{words[self.sign]} {self.limit}" if self.sign else "otherwise"


def band_rules(draft: Draft, table: Table, output: Output, value: str = "value") -> Iterator[Rule]:
    """One rule a band, over the local `value`; `otherwise` asks only that it is known."""
    for band in read_bands(draft, table):
        try:
            when = _condition(draft, band, value)
            given = literal_given(band.colour, output, draft, band.place)
        except Unreadable:
            continue
        except NotSet as gap:
            rule = Rule(band.text, Always(band.text), (None,), draft.cites, band.place)
            draft.drop(rule, gap)
            continue
        yield Rule(band.text, when, (given,), draft.cites, band.place)


def score_bands(draft: Draft) -> Bands:
    """The bands of a scorecard, with their limits as numbers."""
    bands = list(read_bands(draft, draft.table))
    colours = draft.around.settings.colours
    for band in bands:
        if band.colour not in colours:
            says = f"`{band.colour}` is not a colour of handbook.toml"
            draft.around.findings.refuse(band.place, says, code="vocabulary")
    return Bands(tuple((band.colour, band.sign, _limit(draft, band)) for band in bands))


def read_bands(draft: Draft, table: Table) -> Iterator[Band]:
    """The bands that can be read, checked to rise from left to right."""
    bands = table.table("bands")
    read = [_band(bands, colour, text) for colour, text in bands.values.items()]
    found = [band for band in read if band]
    _refuse_disorder(draft, found)
    yield from found


def _band(table: Table, colour: str, text: object) -> Band | None:
    if text == "otherwise":
        return Band(colour, None, "", table.place(colour))
    found = BAND.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        table.refuse(f"the band of `{colour}` is {FORM}, not `{text}`", colour, code="bands")
        return None
    return Band(colour, SIGN[found[1]], found[2], table.place(colour))


def _condition(draft: Draft, band: Band, value: str) -> Condition:
    if band.sign:
        return draft.condition_of(f"{value} {band.sign} {band.limit}", band.place)
    column = draft.value_of(value, band.place)
    if not isinstance(column, Column):
        raise Unreadable()
    return write.known(column)


def _limit(draft: Draft, band: Band) -> int | float | None:
    if not band.limit.startswith("$"):
        return _number(band.limit) if band.limit else None
    try:
        value = draft.scope.parameter(band.limit[1:])
    except Unreadable as unreadable:
        draft.tell(unreadable, band.place)
        return None
    except NotSet:
        value = "not set"
    if isinstance(value, bool) or not isinstance(value, int | float):
        says = f"the limit {band.limit} must be a number"
        draft.around.findings.refuse(band.place, says, code="bands")
        return None
    return value


def _refuse_disorder(draft: Draft, bands: list[Band]) -> None:
    limits = [(_limit(draft, band), band.sign == "<=", band) for band in bands]
    known = [(limit, up_to, band) for limit, up_to, band in limits if limit is not None]
    for (limit, up_to, _), (next_limit, next_up_to, band) in pairwise(known):
        if (next_limit, next_up_to) <= (limit, up_to):
            says = f"bands rise from left to right: `{band.text}` can never be reached"
            draft.around.findings.refuse(band.place, says, code="bands")
    for band in bands[:-1]:
        if band.sign is None:
            draft.around.findings.refuse(band.place, "`otherwise` stands last", code="bands")


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)
