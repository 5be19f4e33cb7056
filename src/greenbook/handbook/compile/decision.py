"""A decision: the pages that share it, flattened in their order into one first-match list."""

from __future__ import annotations

from collections.abc import Sequence

from greenbook.handbook.compile.first_match import Match, by_rule, first_match, given_sql
from greenbook.handbook.compile.sheet import Sheet
from greenbook.handbook.compile.typed import Columns, decided, sql_type, typed
from greenbook.handbook.conditions.render import ALWAYS
from greenbook.handbook.conditions.tree import Condition
from greenbook.handbook.pages import DecisionEdition, OnUnknown, Page, Rule

InForce = Sequence[tuple[Page, DecisionEdition]]


def decision_columns(page: Page) -> Columns:
    return decided(page.decides, sql_type(page.type))


def compile_decision(sheet: Sheet, pages: InForce, *, unknown: OnUnknown) -> None:
    rules = [(page.applies, rule) for page, edition in pages for rule in edition.rules]
    page = pages[0][0]
    conclude(sheet, page.decides, sql_type(page.type), rules, unknown=unknown)


def conclude(
    sheet: Sheet,
    name: str,
    sql_type_: str,
    rules: Sequence[tuple[Condition, Rule]],
    *,
    unknown: OnUnknown,
) -> Match:
    """Define the decision and its rule, sure and known from rules that give one value."""
    match = first_match(sheet, rules)
    value = by_rule(match.rule, [given_sql(sheet, rule.gives[0]) for _, rule in rules])
    define_flags(sheet, name, match, unknown=unknown)
    sheet.define(name, typed(where_known(sheet, name, value, match, unknown=unknown), sql_type_))
    return match


def define_flags(sheet: Sheet, name: str, match: Match, *, unknown: OnUnknown) -> None:
    """`__rule`, `__sure` and `__known` of a first-match list."""
    stops = unknown == "stops"
    sheet.define(f"{name}__known", match.stopped if stops else match.passed)
    sheet.define(f"{name}__sure", match.sure)
    rule = where_known(sheet, name, match.rule, match, unknown=unknown)
    sheet.define(f"{name}__rule", typed(rule, "bigint"))


def where_known(sheet: Sheet, name: str, sql: str, match: Match, *, unknown: OnUnknown) -> str:
    """What the winner gives; nothing where an unknown rule stops."""
    if unknown == "passes" or match.stopped == ALWAYS:
        return sql
    return f'(case when "{name}__known" then {sql} end)'
