"""One value as another system writes it, turned into what PostgreSQL takes for a field.

Everything becomes text in PostgreSQL's own input form, so that two million rows can be copied in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Any
from zoneinfo import ZoneInfo

from greenbook.inputs.files.form import FileForm
from greenbook.inputs.kinds import RecordField
from greenbook.inputs.mapping.shape import Take
from greenbook.inputs.problems import CellRefused, nearest

Convert = Callable[[Any], str | None]
INTEGER = {"bigint": 2**63, "integer": 2**31, "smallint": 2**15}
WHOLE = re.compile(r"[+-]?\d+(\.0*)?\Z")


def converter(field: RecordField, take: Take, form: FileForm) -> Convert:
    """What turns a known value into the text for the field's column, or raises `CellRefused`."""
    if field.words and field.type == "word":
        return lambda value: word(str(value), field.words)
    makers: dict[str, Callable[[], Convert]] = {
        "day": lambda: days(take.dates or form.dates, form),
        "hour": lambda: _hour,
        "moment": lambda: _moment,
        "whole": lambda: lambda value: whole(value, form, field.sql_type),
        "number": lambda: lambda value: number(value, form),
        "cents": lambda: lambda value: cents(value, form, take.unit),
        "yes/no": lambda: lambda value: yes_no(value, form),
        "words": lambda: lambda value: array(value, field.words),
        "json": lambda: lambda value: json.dumps(value, ensure_ascii=False),
    }
    maker = makers.get(field.type)
    return maker() if maker else lambda value: text(value, field.longest)


def text(value: Any, longest: int | None = None) -> str:
    said = _plain(value)
    if "\x00" in said:
        raise CellRefused("the text holds a NUL character", "Take it out")
    if not said.isascii():
        try:
            said.encode()
        except UnicodeEncodeError:
            raise CellRefused("the text holds half a character", "Write it in UTF-8") from None
    if longest and len(said) > longest:
        raise CellRefused(f"{len(said)} characters, at most {longest} fit", "Shorten it")
    return said


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        raise CellRefused("bytes are no text", "Export the column as text")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)


def word(said: str, words: tuple[str, ...]) -> str:
    if said not in words:
        raise CellRefused(f"{said[:80]!r} is none of its words", nearest(said, words))
    return said


def days(formats: tuple[str, ...], form: FileForm) -> Convert:
    """A reader of days that remembers what it has read: an export repeats its days often."""
    known: dict[str, str] = {}
    zone = ZoneInfo(form.time_zone)
    fix = f"Write it as {' or '.join(formats)}, or state dates in the mapping"

    def read(value: Any) -> str:
        if isinstance(value, datetime):
            return _day_in(value, zone)
        if isinstance(value, date):
            return value.isoformat()
        said = str(value)
        if said not in known:
            known[said] = _read_day(said, (*formats, *form.times), zone, fix)
        return known[said]

    return read


def _read_day(said: str, formats: tuple[str, ...], zone: ZoneInfo, fix: str) -> str:
    for each in formats:
        try:
            return _day_in(datetime.strptime(said, each), zone)
        except ValueError:
            continue
    raise CellRefused("this is no date in the stated form", fix)


def _day_in(moment: datetime, zone: ZoneInfo) -> str:
    there = moment.astimezone(zone) if moment.tzinfo else moment
    return there.date().isoformat()


def _moment(value: Any) -> str:
    try:
        return datetime.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise CellRefused("this is no time", "Write it as 2024-12-31T10:00:00+00:00") from None


def _hour(value: Any) -> str:
    try:
        return time.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise CellRefused("this is no time of day", "Write it as 09:30") from None


def whole(value: Any, form: FileForm, sql_type: str) -> str:
    said = _digits(value, form)
    if not WHOLE.match(said):
        raise CellRefused("this is no whole number", "Write digits only")
    found = int(said.partition(".")[0])
    if abs(found) >= INTEGER.get(sql_type, 2**63):
        raise CellRefused("this number is too large", "Check the column")
    return str(found)


def number(value: Any, form: FileForm) -> str:
    try:
        found = float(_digits(value, form))
    except ValueError:
        raise CellRefused("this is no number", "State the decimal sign in the mapping") from None
    if not isfinite(found):
        raise CellRefused("this is no finite number", "List it under unknown in the mapping")
    return repr(found)


def cents(value: Any, form: FileForm, unit: str) -> str:
    try:
        amount = Decimal(_digits(value, form)) * (1 if unit == "cents" else 100)
    except InvalidOperation:
        fix = "Write the amount without a currency, state the decimal sign in the mapping"
        raise CellRefused("this is no amount of money", fix) from None
    if not amount.is_finite() or amount != amount.to_integral_value():
        raise CellRefused("this is no whole number of cents", "Round it in the export")
    if abs(amount) >= INTEGER["bigint"]:
        raise CellRefused("this amount is too large", "Check the column")
    return str(int(amount))


def _digits(value: Any, form: FileForm) -> str:
    if isinstance(value, bool):
        raise CellRefused("yes or no is no number", "Check the column")
    if not isinstance(value, str):
        return str(value)
    plain = value.replace(form.thousands, "") if form.thousands else value
    if form.decimal != ".":
        if "." in plain:
            raise CellRefused("a point, but the decimal sign is another", "State thousands = '.'")
        plain = plain.replace(form.decimal, ".")
    return "" if "_" in plain else plain.strip()


def yes_no(value: Any, form: FileForm) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if str(value) in form.yes:
        return "true"
    if str(value) in form.no:
        return "false"
    raise CellRefused("this is neither yes nor no", "State yes and no in the mapping")


def array(value: Any, words: tuple[str, ...]) -> str:
    """A list as PostgreSQL writes an array of texts."""
    listed = value if isinstance(value, list) else [value]
    said = [word(str(each), words) if words else text(each) for each in listed]
    quoted = ('"' + each.replace("\\", "\\\\").replace('"', '\\"') + '"' for each in said)
    return "{" + ",".join(quoted) + "}"
