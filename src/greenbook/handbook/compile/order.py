"""What is decided from what: levels, what a decision needs, and what follows from a fact.

`before.x` is no need: it stood before today. `since.x` needs x, unless x itself needs the asker:
then the day that stood before is taken.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache

from greenbook.handbook.book import Handbook
from greenbook.handbook.conditions.tree import Column
from greenbook.handbook.conditions.walk import WORDS, columns_in
from greenbook.handbook.pages import AnyEdition, Count, Grain, KpiEdition, Page, ScorecardEdition

InForce = tuple[tuple[Page, AnyEdition], ...]

#: From finer to coarser, where nothing that is counted says otherwise.
GRAINS: tuple[Grain, ...] = (
    "cta", "escalation", "instance", "subscription", "opportunity", "account", "person", "industry",
    "company",
)  # fmt: skip


def decided_names(handbook: Handbook) -> dict[str, tuple[Page, ...]]:
    """Everything that is decided, with its pages in the order in which they are asked."""
    names = dict.fromkeys(page.decides for page in handbook.pages.values())
    return {name: handbook.deciding(name) for name in names}


def in_force(pages: tuple[Page, ...], on: date) -> InForce:
    """The pages that speak on the day, each with its edition."""
    return tuple((page, edition) for page in pages if (edition := page.on(on)) is not None)


@dataclass(frozen=True, slots=True, eq=False)
class _OnePage:
    """A page with one of its editions, the same only as itself: what was found in it is kept."""

    page: Page
    edition: AnyEdition

    def __hash__(self) -> int:
        return hash((id(self.page), id(self.edition)))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _OnePage)
            and self.page is other.page
            and self.edition is other.edition
        )


def columns_read(page: Page, edition: AnyEdition) -> tuple[Column, ...]:
    """Every column that the page reads at its own grain."""
    return _columns_read(_OnePage(page, edition))


@lru_cache(maxsize=8192)
def _columns_read(one: _OnePage) -> tuple[Column, ...]:
    edition = one.edition
    names = [each.name for each in fields(edition) if each.name not in {*WORDS, "counts"}]
    found = columns_in((one.page.applies, *(getattr(edition, name) for name in names)))
    return tuple({(column.name, column.source): column for column in found}.values())


def counted(edition: AnyEdition) -> tuple[Count, ...]:
    return edition.counts if isinstance(edition, KpiEdition) else ()


def needs_of(in_force_: InForce, names: Collection[str]) -> set[str]:
    """What must be decided before, at this grain or a finer one."""
    found: set[str] = set()
    for page, edition in in_force_:
        for column in columns_read(page, edition):
            if column.source == "decision":
                found.add(base_name(column.name))
        for count in counted(edition):
            found |= {base_name(c.name) for c in columns_in(count) if c.source == "decision"}
        if isinstance(edition, ScorecardEdition):
            found |= {measure for group in edition.groups for measure in group.measures}
    return found & set(names)


def needs(decided: Mapping[str, InForce]) -> dict[str, set[str]]:
    """What each decision needs on the day; `since.x` is added where it makes no circle."""
    found = {name: needs_of(pages, decided) for name, pages in decided.items()}
    for name, pages in decided.items():
        for asked in sorted(since_asked(pages) & set(decided)):
            if name not in closure(found, [asked]):
                found[name].add(asked)
    return found


def since_asked(in_force_: InForce) -> set[str]:
    """The decisions whose first day is asked for."""
    return {
        column.name.removeprefix("since__")
        for page, edition in in_force_
        for column in columns_read(page, edition)
        if column.source == "since"
    }


def closure(needs_: Mapping[str, set[str]], wanted: Collection[str]) -> set[str]:
    """The wanted decisions and all that they need."""
    found: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(needs_.get(name, ()))
    return found


def downstream(handbook: Handbook, names: Collection[str], *, on: date | None = None) -> set[str]:
    """The decisions that may change when these facts or decisions do, themselves included.

    `on` looks at the editions of that day, else at all of them.
    """
    decided = decided_names(handbook)
    reads = {name: _names_read(pages, on) for name, pages in decided.items()}
    found = {name for name in names if name in decided}
    changed = set(names)
    while more := {name for name, read in reads.items() if read & changed and name not in found}:
        found |= more
        changed |= more
    return found


def _names_read(pages: tuple[Page, ...], on: date | None) -> set[str]:
    """Facts as they are called, decisions and `since` by the decision, of every edition."""
    found: set[str] = set()
    for page in pages:
        held = page.on(on) if on else None
        editions = page.editions if on is None else ((held,) if held else ())
        for edition in editions:
            for column in (*columns_read(page, edition), *columns_in(counted(edition))):
                found |= _names_behind(column)
            for count in counted(edition):
                found.add(count.by)
            if isinstance(edition, ScorecardEdition):
                found |= {measure for group in edition.groups for measure in group.measures}
    return found


def _names_behind(column: Column) -> set[str]:
    if column.source == "fact":
        return {column.name, column.known or column.name}
    if column.source == "since":
        return {column.name.removeprefix("since__")}
    return {base_name(column.name)} if column.source == "decision" else set()


def base_name(column: str) -> str:
    """The decision that a column belongs to: `cadence_call__due` → `cadence_call`."""
    return column.partition("__")[0]
