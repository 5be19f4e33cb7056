"""Reads when a task or a CTA is due: `anchor + length`, the anchor a date or the word `start`."""

from __future__ import annotations

import re

from greenbook.handbook.conditions import write
from greenbook.handbook.conditions.fit import DATE, NUMBER, describe
from greenbook.handbook.conditions.scope import Unreadable
from greenbook.handbook.conditions.tree import Column, Value
from greenbook.handbook.pages import Due, Length
from greenbook.handbook.problems import Place
from greenbook.handbook.read.editions import Draft, read_length

ANCHORED = re.compile(r"([a-z_][a-z0-9_.]*)(?:\s*([+-])\s*(\d+ (?:day|week|month|year)s?))?")
FORM = "`<date> + 14 days`, the date a fact or the word start"


def read_due(draft: Draft, text: str, place: Place) -> Due | None:
    """The due day of a task, or None after telling what is wrong."""
    found = ANCHORED.fullmatch(text.strip())
    if found is None:
        draft.around.findings.refuse(place, f"`{text}` is not {FORM}", code="due")
        return None
    offset = read_length(found[3]) if found[3] else None
    if found[1] == "start":
        return Due(text, "start", offset, before=found[2] == "-")
    column = _anchor(draft, found[1], place)
    return Due(text, column, offset, before=found[2] == "-") if column else None


def due_value(draft: Draft, key: str, *, start: Value | None) -> Value | None:
    """A CTA's due day as a value: `anchor + length`, or any expression that gives a date."""
    text = draft.table.maybe_text(key)
    if text is None:
        return None
    if not ANCHORED.fullmatch(text.strip()):
        return _date(draft, key)
    due = read_due(draft, text, draft.table.place(key))
    if due is None:
        return None
    anchor = start or _today(draft) if due.anchor == "start" else due.anchor
    return moved(anchor, due.offset, before=due.before) if anchor else None


def moved(anchor: Value, offset: Length | None, *, before: bool) -> Value:
    """A date so much later or earlier; months and years keep the calendar."""
    if offset is None:
        return anchor
    size = {"day": 1, "week": 7, "month": 1, "year": 12}[offset.unit]
    function = "add_days" if offset.unit in ("day", "week") else "add_months"
    count = write.constant(offset.count * size * (-1 if before else 1), NUMBER)
    return write.call(function, (anchor, count), DATE)


def _anchor(draft: Draft, name: str, place: Place) -> Column | None:
    try:
        value = draft.value_of(name, place)
    except Unreadable:
        return None
    if isinstance(value, Column) and value.type.kind == "date":
        return value
    says = f"`{name}` is {describe(value.type)}, not a date that something can be due from"
    draft.around.findings.refuse(place, says, code="type")
    return None


def _date(draft: Draft, key: str) -> Value | None:
    value = draft.value(key)
    if value is not None and value.type.kind != "date":
        draft.table.refuse(f"`{key}` is {describe(value.type)}, not a date", key, code="type")
        return None
    return value


def _today(draft: Draft) -> Value | None:
    return draft.scope.columns.get("today")
