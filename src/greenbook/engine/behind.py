"""What stands behind a column: the facts it was worked out from, those missing, their records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from greenbook.handbook.conditions.evaluate import NONE, UNKNOWN, Row, evaluate, value_of
from greenbook.handbook.conditions.tree import All, Column, Condition, Value
from greenbook.handbook.conditions.walk import columns_in
from greenbook.handbook.pages import (
    AnyEdition,
    KpiEdition,
    MeasureEdition,
    OccasionEdition,
    RepeatingEdition,
    ScorecardEdition,
)
from greenbook.handbook.program import Program, Ruling
from greenbook.handbook.types import Type

COLOUR = Type("text")


def facts_behind(column: Column, program: Program) -> Iterator[Column]:
    """The facts of a column: itself, or those in the expression that a local stands for."""
    if column.source == "fact":
        yield column
    for inner in columns_in(expression_of(column, program)):
        yield from facts_behind(inner, program)


def expression_of(column: Column, program: Program) -> object:
    """The author's expression behind `<page>__value`, `__raw` or a metric's value."""
    base, _, part = column.name.partition("__")
    ruling = program.rulings.get(base)
    for _, edition in ruling.pages if ruling else ():
        if isinstance(edition, MeasureEdition | KpiEdition) and part == "value":
            return edition.value
        if isinstance(edition, KpiEdition) and part == "raw":
            return edition.raw
        if isinstance(edition, MeasureEdition):
            return next((m.value for m in edition.metrics if m.column == column.name), None)
    return None


def missing_behind(
    columns: Iterable[Column], row: Row, program: Program, seen: frozenset[str] = frozenset()
) -> list[Column]:
    """The facts (and what stood before) whose absence makes these columns unknown, each once."""
    found: dict[str, Column] = {}
    for column in columns:
        if value_of(column, row) is not UNKNOWN or column.name in seen:
            continue
        inner = list(inner_columns(column, row, program))
        deeper = missing_behind(inner, row, program, seen | {column.name})
        for missing in deeper or ([column] if not inner else []):
            found.setdefault(missing.name, missing)
    return list(found.values())


def inner_columns(column: Column, row: Row, program: Program) -> Iterator[Column]:
    """What an unknown column was worked out from."""
    if column.source in ("fact", "before", "since"):
        return
    expression = expression_of(column, program)
    ruling = program.rulings.get(column.name.partition("__")[0])
    if expression is not None:
        yield from columns_in(expression)
    elif ruling is not None:
        yield from unknown_in_rules(ruling, row)
        for _, edition in ruling.pages:
            yield from columns_in(values_in(edition))


def unknown_in_rules(ruling: Ruling, row: Row) -> Iterator[Column]:
    """What the rules that can not be said speak of, and what the winner hands on."""
    for rule in ruling.rules:
        truth = evaluate(All("", (rule.applies, rule.when)), row)
        if truth is None:
            yield from unknown_in(rule.applies, row)
            yield from unknown_in(rule.when, row)
        elif truth:
            yield from columns_in(rule.gives)
            return


def unknown_in(condition: Condition, row: Row) -> list[Column]:
    if evaluate(condition, row) is not None:
        return []
    return [column for column in columns_in(condition) if value_of(column, row) is UNKNOWN]


def values_in(edition: AnyEdition) -> object:
    """The values that an edition reads beside its rules."""
    match edition:
        case KpiEdition(value=value):
            return value
        case MeasureEdition(metrics=metrics):
            return [metric.value for metric in metrics]
        case RepeatingEdition(last=last, start=start):
            return [last, start]
        case OccasionEdition():
            return [edition.once_per, edition.opens, edition.due, edition.limit, edition.done]
        case ScorecardEdition(groups=groups):
            measures = dict.fromkeys(name for group in groups for name in group.measures)
            return [Column(name, name, "decision", COLOUR, True) for name in measures]
    return None


def with_locals(row: Row, program: Program) -> dict[str, Any]:
    """The row with the locals of its pages (`<page>__value`, `__raw`, …) and whether each is known,
    which are worked out with a decision but not kept beside it."""
    found = dict(row)
    for ruling in program.rulings.values():
        for name, expression in locals_of(ruling):
            value = value_of(expression, found)
            found.setdefault(name, None if value is NONE or value is UNKNOWN else value)
            found.setdefault(f"{name}__known", value is not UNKNOWN)
        for name in thresholds_of(ruling):
            found.setdefault(f"{name}__known", found.get(f"{ruling.decides}__rule") is not None)
    return found


def thresholds_of(ruling: Ruling) -> list[str]:
    """The columns that a KPI's table gives."""
    return [
        f"{ruling.decides}__{output}"
        for _, edition in ruling.pages
        if isinstance(edition, KpiEdition)
        for output in edition.outputs
    ]


def locals_of(ruling: Ruling) -> Iterator[tuple[str, Value]]:
    """The raw one before the value, which may be made of it."""
    for _, edition in ruling.pages:
        if isinstance(edition, KpiEdition) and edition.raw is not None:
            yield f"{ruling.decides}__raw", edition.raw
        if isinstance(edition, KpiEdition | MeasureEdition) and edition.value is not None:
            yield f"{ruling.decides}__value", edition.value
        if isinstance(edition, MeasureEdition):
            yield from ((metric.column, metric.value) for metric in edition.metrics)
