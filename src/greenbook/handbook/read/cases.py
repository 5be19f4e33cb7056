"""Reads the cases beside a page, typed like the columns that they stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from greenbook.handbook.cases_file import NONE, UNKNOWN, Case
from greenbook.handbook.conditions.fit import plain_as
from greenbook.handbook.conditions.scope import Unreadable
from greenbook.handbook.conditions.tree import Column
from greenbook.handbook.conditions.write import literal
from greenbook.handbook.problems import nearest
from greenbook.handbook.read.around import Around
from greenbook.handbook.read.headings import Heading
from greenbook.handbook.read.keys import Schema, Table
from greenbook.handbook.types import Plain

FILE: Schema = {"usual": "table", "case!": "tables"}
CASE: Schema = {
    "name!": "text", "on!": "date", "facts": "table", "unknown": "list", "then": "any",
    "rule": "text", "sure": "yes or no", "also": "table", "decided": "table", "before": "table",
    "since": "table", "counts": "table", "note": "text",
}  # fmt: skip
Row = dict[str, Plain | None]


@dataclass(frozen=True, slots=True)
class Usual:
    """An ordinary account: what every case of the file begins with."""

    facts: Row = field(default_factory=dict)
    decided: Row = field(default_factory=dict)


def read_cases(file: Table, around: Around) -> Iterator[Case]:
    """The cases of one file, each complete with the usual facts."""
    file.check(FILE)
    path = file.file.removesuffix(".cases.toml")
    heading = around.headings.get(path)
    if heading is None:
        if f"{path}.toml" not in around.files:
            says = f"these cases stand beside no page: there is no {path}.toml"
            file.refuse(says, code="missing-file")
        return
    usual = _usual(file.table("usual"), heading, around)
    names: set[str] = set()
    for table in file.tables("case"):
        table.check(CASE, above=FILE)
        if table.text("name") in names:
            says = f"a case above is already called `{table.text('name')}`"
            table.refuse(says, "name", code="repeated-name")
        names.add(table.text("name"))
        yield _case(table, heading, usual, around)


def _usual(table: Table, heading: Heading, around: Around) -> Usual:
    decided = dict(_row(table.table("decided"), around.offers.get(heading.grain, {})))
    values = {name: value for name, value in table.values.items() if name != "decided"}
    facts = Table(table.file, values, table.lines, table.findings, table.at)
    return Usual(dict(_row(facts, _facts(heading, around))), decided)


def _case(table: Table, heading: Heading, usual: Usual, around: Around) -> Case:
    offers = around.offers.get(heading.grain, {})
    own = dict(_row(table.table("facts"), _facts(heading, around)))
    unknown = _unknown(table, heading, around, own)
    facts = {name: value for name, value in {**usual.facts, **own}.items() if name not in unknown}
    decided = {**usual.decided, **dict(_row(table.table("decided"), offers))}
    return Case(
        name=table.text("name"),
        page=heading.path,
        on=table.day("on") or date.min,
        place=table.place(),
        facts=facts,
        unknown=unknown,
        said=(*own, *unknown),
        then=_then(table, heading),
        rule=table.maybe_text("rule"),
        sure=table.flag("sure") if table.has("sure") else None,
        also=dict(_expected(table.table("also"), offers)),
        decided={name: value for name, value in decided.items() if name not in unknown},
        before=dict(_row(table.table("before"), around.before[heading.grain])),
        since=dict(_days(table.table("since"), around.since[heading.grain])),
        counts=_counts(table, heading, offers),
    )


def _facts(heading: Heading, around: Around) -> Mapping[str, Column]:
    return around.fact_columns[heading.grain]


def _unknown(table: Table, heading: Heading, around: Around, own: Row) -> tuple[str, ...]:
    names = table.words("unknown")
    columns = around.columns.get(heading.grain, {})
    for index, name in enumerate(names):
        if name not in columns:
            says = f"no fact or decision is called `{name}`{nearest(name, columns)}"
            table.refuse(says, "unknown", index, code="unknown-name")
        elif name in own:
            says = f"`{name}` is said to be unknown and given a value"
            table.refuse(says, "unknown", index, code="case")
    return tuple(names)


def _row(table: Table, columns: Mapping[str, Column]) -> Iterator[tuple[str, Plain | None]]:
    """Values as the columns hold them; `"none"` becomes None where it is a known absence."""
    for name, written in table.values.items():
        column = _named(table, name, columns)
        if column is None:
            continue
        if written == NONE and not column.or_none:
            says = f'`{name}` is never none: list it under `unknown = ["{name}"]`'
            table.refuse(says, name, code="never-none")
        elif written == NONE:
            yield name, None
        elif written == UNKNOWN:
            says = f'list what is not known: unknown = ["{name}"]'
            table.refuse(says, name, code="case")
        else:
            yield from _value(table, name, written, column)


def _expected(table: Table, columns: Mapping[str, Column]) -> Iterator[tuple[str, Plain]]:
    for name, written in table.values.items():
        column = _named(table, name, columns)
        if written in (NONE, UNKNOWN) and column:
            yield name, str(written)
        elif column:
            yield from _value(table, name, written, column)


def _days(table: Table, columns: Mapping[str, Column]) -> Iterator[tuple[str, date]]:
    for name in table.values:
        if name not in columns:
            says = f"no decision is called `{name}`{nearest(name, columns)}"
            table.refuse(says, name, code="unknown-decision")
        day = table.day(name)
        if day is None:
            table.refuse(f"`{name}` is a day like 2022-02-01", name, code="form")
        else:
            yield name, day


def _counts(table: Table, heading: Heading, offers: Mapping[str, Column]) -> dict[str, Plain]:
    """Counts of finer rows, under their short names; `<count>__unknown` too."""
    counts = table.table("counts")
    if not counts.values:
        return {}
    start = f"{heading.decides}__"
    own = {
        name.removeprefix(start): column
        for name, column in offers.items()
        if name.startswith(start)
    }
    return {name: value for name, value in _row(counts, own) if value is not None}


def _then(table: Table, heading: Heading) -> Plain | tuple[str, ...] | None:
    written = table.values.get("then")
    if written is None or written in (NONE, UNKNOWN):
        return None if written is None else str(written)
    if heading.kind == "playbook":
        return tuple(table.words("then"))
    if heading.kind == "program":
        return _program(table, written)
    found = list(_value(table, "then", written, heading.column))
    return found[0][1] if found else None


def _program(table: Table, written: object) -> str | None:
    """A program is entered, stopped or held."""
    states = ("enters", "stops", "holds")
    if isinstance(written, str) and written in states:
        return written
    says = f"a program's `then` is one of {', '.join(states)}, none"
    table.refuse(says, "then", code="vocabulary")
    return None


def _value(table: Table, name: str, written: object, column: Column) -> Iterator[tuple[str, Plain]]:
    if not isinstance(written, bool | int | float | str | date) or hasattr(written, "hour"):
        table.refuse(f"`{name}` is a number, text, true, false or a day", name, code="form")
        return
    try:
        yield name, plain_as(written, column.type, text=literal(written))
    except Unreadable as unreadable:
        for code, says in unreadable.problems:
            table.refuse(f"`{name}`: {says}", name, code=code)


def _named(table: Table, name: str, columns: Mapping[str, Column]) -> Column | None:
    if name not in columns:
        says = f"no fact or decision is called `{name}`{nearest(name, columns)}"
        table.refuse(says, name, code="unknown-name")
    return columns.get(name)
