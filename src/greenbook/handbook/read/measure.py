"""Reads the editions of a measure: a colour by rules, a table, bands, a cross or metrics."""

from __future__ import annotations

from collections.abc import Iterator

from greenbook.handbook.pages import MeasureEdition, Metric
from greenbook.handbook.problems import Place
from greenbook.handbook.read.bands import band_rules
from greenbook.handbook.read.cross import across
from greenbook.handbook.read.editions import Draft, read_draft_terms
from greenbook.handbook.read.gives import Output
from greenbook.handbook.read.headings import unit_type
from greenbook.handbook.read.keys import Schema
from greenbook.handbook.read.locals import add_local, of_type, own_column
from greenbook.handbook.read.offers import column_word
from greenbook.handbook.read.rules import read_rules

EDITION: Schema = {
    "value": "text", "bands": "table", "cross": "table", "rule": "tables", "table": "table",
    "metric": "tables",
}  # fmt: skip
METRIC: Schema = {"name!": "text", "value!": "text", "bands!": "table"}


def read_edition(draft: Draft) -> MeasureEdition:
    output = Output("colour", draft.heading.type)
    if draft.table.has("value"):
        return _by_value(draft, output)
    read_draft_terms(draft)
    if draft.table.flag("ends"):
        return MeasureEdition(**draft.common())
    if draft.table.has("metric"):
        _refuse_others(draft)
        metrics = tuple(_metrics(draft, output))
        return MeasureEdition(metrics=metrics, **draft.common())
    rules = read_rules(draft, (output,), forms=("rule", "table"))
    return MeasureEdition(rules=tuple(rules), **draft.common())


def _by_value(draft: Draft, output: Output) -> MeasureEdition:
    unit = draft.heading.table.text("unit")
    if not unit:
        says = "`unit` is missing: a measure with a value says what it counts"
        draft.heading.table.refuse(says, code="missing-key")
    value = of_type(draft, "value", unit_type(unit))
    add_local(draft, "value", "value")
    read_draft_terms(draft)
    rules = read_rules(draft, (output,), forms=("bands", "cross", "rule", "table"))
    return MeasureEdition(value=value, rules=tuple(rules), across=across(draft), **draft.common())


def _metrics(draft: Draft, output: Output) -> Iterator[Metric]:
    names: dict[str, Place] = {}
    for table in draft.table.tables("metric"):
        table.check(METRIC, above=draft.above)
        word = column_word(table.text("name"))
        if not word or word in names:
            table.refuse("each metric has a name of its own", "name", code="repeated-name")
            continue
        names[word] = table.place()
        value = draft.value("value", table)
        if value is None:
            continue
        if not value.type.numeric:
            table.refuse(f"`{value.text}` is not a number", "value", code="type")
            continue
        column = own_column(draft, word, f"{word}__value")
        draft.local("value", column)
        rules = tuple(band_rules(draft, table, output))
        yield Metric(name=table.text("name"), value=value, column=column.name, rules=rules)


def _refuse_others(draft: Draft) -> None:
    for key in ("rule", "table", "bands", "cross"):
        if draft.table.has(key):
            says = f"a measure of metrics has no `{key}` of its own"
            draft.table.refuse(says, key, code="missing-key")
