"""A measure: a colour by rules, or the mean of the middles of its metrics that are known."""

from __future__ import annotations

from greenbook.handbook.compile.colours import Middles, banded_sql, bands_of, middle_sql
from greenbook.handbook.compile.decision import conclude
from greenbook.handbook.compile.first_match import by_rule, first_match, given_sql
from greenbook.handbook.compile.sheet import Sheet
from greenbook.handbook.compile.typed import (
    Columns,
    decided,
    define_local,
    gated,
    gated_known,
    sql_type,
    typed,
)
from greenbook.handbook.conditions.render import condition_sql
from greenbook.handbook.conditions.tree import Always
from greenbook.handbook.pages import MeasureEdition, Metric, Page


def measure_columns(page: Page) -> Columns:
    found = decided(page.decides, "varchar")
    found[f"{page.decides}__score"] = "double"
    for edition in page.editions:
        if isinstance(edition, MeasureEdition):
            if edition.value is not None:
                found[f"{page.decides}__value"] = sql_type(edition.value.type)
            for metric in edition.metrics:
                found[metric.column] = sql_type(metric.value.type)
                found[colour_column(metric)] = "varchar"
    return found


def compile_measure(sheet: Sheet, page: Page, edition: MeasureEdition, middles: Middles) -> None:
    if edition.metrics:
        _by_metrics(sheet, page, edition, middles)
    else:
        _by_rules(sheet, page, edition, middles)


def colour_column(metric: Metric) -> str:
    return f"{metric.column.removesuffix('__value')}__colour"


def _by_rules(sheet: Sheet, page: Page, edition: MeasureEdition, middles: Middles) -> None:
    name = page.decides
    if edition.value is not None:
        define_local(sheet, f"{name}__value", edition.value, sql_type(edition.value.type))
    rules = [(page.applies, rule) for rule in edition.rules]
    conclude(sheet, name, "varchar", rules, unknown=page.unknown)
    sheet.define(f"{name}__score", middle_sql(f'"{name}"', middles))


def _by_metrics(sheet: Sheet, page: Page, edition: MeasureEdition, middles: Middles) -> None:
    name, applies = page.decides, condition_sql(page.applies, sheet.share)
    settled = [_metric(sheet, page, metric) for metric in edition.metrics]
    middle = [
        sheet.share(middle_sql(f'"{colour_column(metric)}"', middles)) for metric in edition.metrics
    ]
    total = " + ".join(f"coalesce({one}, 0)" for one in middle)
    count = " + ".join(f"cast({one} is not null as integer)" for one in middle)
    score = sheet.share(gated(applies, f"(({total}) / nullif({count}, 0))"))
    known = f"({' and '.join(settled)})"
    sheet.define(f"{name}__score", score)
    sheet.define(f"{name}__known", gated_known(applies, f"({score} is not null or {known})"))
    sheet.define(f"{name}__sure", f'"{name}__known"')
    sheet.define(name, banded_sql(score, bands_of(middles)))


def _metric(sheet: Sheet, page: Page, metric: Metric) -> str:
    """The metric's value and colour as columns; gives back whether the colour is known."""
    define_local(sheet, metric.column, metric.value, sql_type(metric.value.type))
    match = first_match(sheet, [(Always(), rule) for rule in metric.rules])
    colour = by_rule(match.rule, [given_sql(sheet, rule.gives[0]) for rule in metric.rules])
    known = sheet.share(match.stopped if page.unknown == "stops" else match.passed)
    sheet.define(colour_column(metric), typed(gated(known, colour), "varchar"))
    return known
