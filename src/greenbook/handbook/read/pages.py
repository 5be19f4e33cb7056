"""Reads whole pages: the heading, then each edition in the way of its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from greenbook.handbook.conditions.parse import read_condition
from greenbook.handbook.conditions.scope import Unreadable
from greenbook.handbook.conditions.tree import Always, Condition
from greenbook.handbook.pages import AnyEdition, Page, PageKind
from greenbook.handbook.read import (
    cta,
    decision,
    kpi,
    measure,
    playbook,
    program,
    rhythm,
    scorecard,
)
from greenbook.handbook.read.around import Around
from greenbook.handbook.read.editions import Draft, drafts
from greenbook.handbook.read.headings import Heading
from greenbook.handbook.read.keys import Schema

Reader = Callable[[Draft], AnyEdition]
READERS: dict[PageKind, tuple[Reader, Schema]] = {
    "decision": (decision.read_edition, decision.EDITION),
    "measure": (measure.read_edition, measure.EDITION),
    "scorecard": (scorecard.read_edition, scorecard.EDITION),
    "kpi": (kpi.read_edition, kpi.EDITION),
    "cta": (cta.read_edition, cta.EDITION),
    "playbook": (playbook.read_edition, playbook.EDITION),
    "program": (program.read_edition, program.EDITION),
}


def read_page(heading: Heading, around: Around) -> Page:
    return Page(
        path=heading.path,
        kind=heading.kind,
        title=heading.table.text("title"),
        decides=heading.decides,
        grain=heading.grain,
        applies=_applies(heading, around),
        editions=tuple(_editions(heading, around)),
        place=heading.table.place(),
        type=heading.type if heading.decides_itself else None,
        unknown=heading.unknown,
        unit=heading.table.maybe_text("unit"),
        says=heading.says,
    )


def _applies(heading: Heading, around: Around) -> Condition:
    text = heading.table.maybe_text("applies")
    if text is None:
        return Always()
    try:
        return read_condition(text, around.scope(heading.grain))
    except Unreadable as unreadable:
        for code, says in unreadable.problems:
            heading.table.refuse(says, "applies", code=code)
        return Always()


def _editions(heading: Heading, around: Around) -> Iterator[AnyEdition]:
    reader, schema = _reader(heading)
    for draft in drafts(heading, around, schema):
        yield reader(draft)


def _reader(heading: Heading) -> tuple[Reader, Schema]:
    if heading.kind != "rhythm":
        return READERS[heading.kind]
    editions = heading.table.tables("edition")
    if any(edition.has("once_per") for edition in editions):
        return rhythm.read_occasion, rhythm.OCCASION
    return rhythm.read_repeating, rhythm.REPEATING
