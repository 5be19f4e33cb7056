"""Occasions: what is owed or opened once per something must name something that changes."""

from __future__ import annotations

from collections.abc import Iterator

from greenbook.handbook.conditions.leaves import leaves_in
from greenbook.handbook.conditions.tree import Column, Compare, Condition, IsNone
from greenbook.handbook.conditions.walk import columns_in
from greenbook.handbook.pages import CtaEdition, OccasionEdition, Page, ProgramEdition
from greenbook.handbook.problems import Problem

Occasional = CtaEdition | OccasionEdition | ProgramEdition


def check_occasion(page: Page, edition: Occasional) -> Iterator[Problem]:
    if edition.once_per is None:
        return
    names = {column.name for column in columns_in(edition.once_per)}
    if not names:
        says = "`once_per` is always the same: this happens once, and never again"
        yield Problem(edition.place, says, "once-per", warning=True)
    elif names == {"today"}:
        says = "`once_per` is the day itself: this happens again every day"
        yield Problem(edition.place, says, "once-per", warning=True)
    elif isinstance(edition, CtaEdition) and edition.closes_when:
        yield from _loose_close(page, edition, edition.closes_when, names)


def _loose_close(
    page: Page, edition: CtaEdition, closes_when: Condition, occasion: set[str]
) -> Iterator[Problem]:
    """What happened for an earlier occasion must not close this one."""
    leaves = [leaf for leaf in leaves_in(closes_when) if isinstance(leaf, Compare | IsNone)]
    dated = [leaf for leaf in leaves if any(map(_happened, columns_in(leaf)))]
    tied = any(column.name in occasion for leaf in leaves for column in columns_in(leaf))
    if dated and not tied:
        says = (
            f"`closes_when` asks `{dated[0].text}` without the occasion of `once_per`: "
            "what closed the last one closes this one too"
        )
        yield Problem(edition.place, says, "loose-close", warning=True)


def _happened(column: Column) -> bool:
    return column.type.kind == "date" and column.or_none
