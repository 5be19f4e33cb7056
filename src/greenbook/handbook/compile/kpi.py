"""A KPI: a value, whether it is met or late, its thresholds, and its counts of a finer grain."""

from __future__ import annotations

from greenbook.handbook.compile.first_match import by_rule, first_match, given_sql
from greenbook.handbook.compile.sheet import Sheet, Tally
from greenbook.handbook.compile.typed import (
    Columns,
    decided,
    define_local,
    gated,
    gated_known,
    sql_type,
    truth,
    typed,
)
from greenbook.handbook.conditions.render import ALWAYS, condition_sql
from greenbook.handbook.conditions.tree import Arithmetic, Call, Column, Constant
from greenbook.handbook.pages import Count, KpiEdition, Page


def kpi_columns(page: Page) -> Columns:
    name = page.decides
    found = decided(name, "double")
    found |= {f"{name}__met": "boolean", f"{name}__late": "boolean"}
    for edition in page.editions:
        if isinstance(edition, KpiEdition):
            found |= _edition_columns(name, edition)
    return found


def _edition_columns(name: str, edition: KpiEdition) -> Columns:
    found: Columns = {}
    if edition.value is not None:
        found[name] = sql_type(edition.value.type)
    if edition.raw is not None:
        found[f"{name}__raw"] = sql_type(edition.raw.type)
    for position, output in enumerate(edition.outputs):
        found[f"{name}__{output}"] = _output_type(edition, position)
    for count in edition.counts:
        found |= {f"{name}__{count.name}": "bigint", f"{name}__{count.name}__unknown": "bigint"}
    return found


def compile_kpi(sheet: Sheet, page: Page, edition: KpiEdition) -> None:
    assert edition.value is not None
    name, applies = page.decides, condition_sql(page.applies, sheet.share)
    for count in edition.counts:
        _count(sheet, name, count)
    asked = applies  # nothing is met or missed by those for whom the table has no goal
    if edition.rules:
        asked = f"({applies}) and {_thresholds(sheet, page, edition)} is not null"
    if edition.raw is not None:
        define_local(sheet, f"{name}__raw", edition.raw, sql_type(edition.raw.type))
    value = define_local(sheet, f"{name}__value", edition.value, sql_type(edition.value.type))
    sheet.define(name, gated(applies, value))
    sheet.define(f"{name}__known", gated_known(applies, f'"{name}__value__known"'))
    sheet.define(f"{name}__sure", f'"{name}__known"')
    for word, condition in (("met", edition.met), ("late", edition.late)):
        if condition is not None:
            sheet.define(f"{name}__{word}", gated(asked, truth(sheet, condition)))


def _count(sheet: Sheet, name: str, count: Count) -> None:
    """Counted from what is decided at the finer grain; a count itself is never unknown."""
    column = f"{name}__{count.name}"
    summed = f'"{count.sum.name}"' if count.sum else None
    tallies = sheet.tallies.setdefault((count.of, count.by), [])
    tallies.append(Tally(name=column, where=condition_sql(count.where), sum=summed))
    sheet.define(f"{column}__known", ALWAYS)


def _thresholds(sheet: Sheet, page: Page, edition: KpiEdition) -> str:
    """The row that matches gives each output; which row that is, returned, is the KPI's rule."""
    name = page.decides
    match = first_match(sheet, [(page.applies, rule) for rule in edition.rules])
    known = sheet.share(match.stopped if page.unknown == "stops" else match.passed)
    rule = sheet.share(gated(known, match.rule))
    sheet.define(f"{name}__rule", typed(rule, "bigint"))
    for position, output in enumerate(edition.outputs):
        texts = [given_sql(sheet, given.gives[position]) for given in edition.rules]
        type_ = _output_type(edition, position)
        sheet.define(f"{name}__{output}", typed(by_rule(rule, texts), type_))
        sheet.define(f"{name}__{output}__known", known)
    return rule


def _output_type(edition: KpiEdition, position: int) -> str:
    """Thresholds may mix whole numbers and others; then all of them are doubles."""
    given = [rule.gives[position] for rule in edition.rules]
    types = {
        sql_type(one.type)
        for one in given
        if isinstance(one, Column | Constant | Call | Arithmetic)
    }
    if len(types) == 1:
        return types.pop()
    return "double" if types <= {"bigint", "double"} and types else "varchar"
