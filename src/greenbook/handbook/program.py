"""A handbook as of one day, compiled: the columns it decides, by which rules and query."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from greenbook.handbook.conditions.tree import Condition, Constant, Value
from greenbook.handbook.pages import AnyEdition, Grain, Length, OnUnknown, Page, PageKind

if TYPE_CHECKING:
    from greenbook.handbook.compile.stages import Select


@dataclass(frozen=True, slots=True)
class Output:
    """One column of `decided_<grain>`; `path` is None where several pages share the decision."""

    name: str
    sql_type: str
    decides: str
    path: str | None


@dataclass(frozen=True, slots=True)
class NumberedRule:
    """A rule at its place in the flattened list, from 1. Number 0 is an override."""

    number: int
    name: str
    applies: Condition
    when: Condition
    gives: tuple[Constant | Value | Length | None, ...]
    cites: str
    path: str
    edition: date
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """How one thing is decided on the day: its pages in force in their order, and their rules.

    `rules` are numbered as `<decides>__rule` is; a scorecard's are its overrides. What a page says
    otherwise (a rhythm's dates, a scorecard's groups) stands in its edition.
    """

    decides: str
    kind: PageKind
    grain: Grain
    unknown: OnUnknown
    pages: tuple[tuple[Page, AnyEdition], ...]
    rules: tuple[NumberedRule, ...]
    overridden: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """`grains` in the order in which to decide them: finer before coarser. Equal to itself alone,
    so that what is read out of it can be kept by it.

    `before_used` names columns of `before_<grain>`: `before__x` and `before__x__known`;
    `since_used` its columns `since__x`, the first day of the value that stood before.
    `overrides_used` names columns of `override_<grain>`.
    """

    on: date
    hash: str
    grains: tuple[Grain, ...]
    outputs: Mapping[Grain, tuple[Output, ...]]
    facts_used: Mapping[Grain, frozenset[str]]
    before_used: Mapping[Grain, frozenset[str]]
    since_used: Mapping[Grain, frozenset[str]]
    overrides_used: Mapping[Grain, frozenset[str]]
    rulings: Mapping[str, Ruling]
    selects: Mapping[Grain, Select] = field(repr=False)
    written: dict[object, str] = field(default_factory=dict, repr=False, compare=False)

    def query(self, grain: Grain, *, one: bool = False, also: Collection[str] = ()) -> str:
        """A SELECT of `id`, every output of the grain, and the columns of `also`, from
        `facts_<grain>`; `one` keeps it to the row `$id`.

        `also` may name any fact, `before__x`, `since__x` or local (`<d>__value__known`), so that a
        trace sees what the conditions saw.
        """
        key = (grain, one, tuple(sorted(also)))
        if key not in self.written:
            self.written[key] = self.selects[grain].sql(one=one, also=also)
        return self.written[key]
