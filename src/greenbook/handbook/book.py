"""A handbook as read: pages, facts, cases, settings, and the hash of the text it came from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from greenbook.handbook.cases_file import Case
from greenbook.handbook.facts import Facts
from greenbook.handbook.pages import Grain, OnUnknown, Page
from greenbook.handbook.problems import Place, Problem
from greenbook.handbook.types import Type


@dataclass(frozen=True, slots=True)
class Order:
    """Pages that decide the same thing; the first that applies and is in force speaks."""

    decides: str
    type: Type
    unknown: OnUnknown
    pages: tuple[str, ...]  # paths
    place: Place

    @property
    def values(self) -> tuple[str, ...] | tuple[int, ...]:
        return self.type.values


@dataclass(frozen=True, slots=True)
class AcceptedWarning:
    """A warning that stands, with the reason why. `at` is a file, a page or a decision."""

    code: str
    at: str
    because: str
    place: Place


@dataclass(frozen=True, slots=True)
class Handbook:
    files: Mapping[str, str]
    name: str
    fiscal_year_starts_in_month: int
    colours: Mapping[str, float]
    orders: Mapping[str, Order]
    facts: Facts
    pages: Mapping[str, Page]
    decides: Mapping[Grain, Mapping[str, Type]] = field(default_factory=dict)  # columns by grain
    cases: tuple[Case, ...] = ()
    accepted: tuple[AcceptedWarning, ...] = ()
    key_decisions: tuple[str, ...] = ()
    counted: Mapping[str, str] = field(default_factory=dict)  # a decision's word in portfolios
    checks: Mapping[str, str] = field(default_factory=dict)  # what a plan is approved by
    help: Mapping[str, str] = field(default_factory=dict)  # beside a decision or a section
    limits: Mapping[str, int] = field(default_factory=dict)  # numbers that no page decides by
    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # who hears of a colour
    words: Mapping[str, str] = field(default_factory=dict)  # how a code, or a word of one, is said
    warnings: tuple[Problem, ...] = ()
    hash: str = field(default="")

    def deciding(self, decision: str) -> tuple[Page, ...]:
        """The pages that decide something, in the order in which they are asked."""
        order = self.orders.get(decision)
        if order:
            return tuple(self.pages[path] for path in order.pages)
        return tuple(page for page in self.pages.values() if page.decides == decision)

    def begins_on(self) -> list[date]:
        """Every day on which an edition of a page begins, in order."""
        days = {edition.begins for page in self.pages.values() for edition in page.editions}
        return sorted(days)


def hash_of(files: Mapping[str, str]) -> str:
    """One hash for the whole text: which handbook a decision was made with."""
    digest = hashlib.sha256()
    for path in sorted(files):
        for part in (path, files[path]):
            encoded = part.encode()
            digest.update(len(encoded).to_bytes(8) + encoded)
    return digest.hexdigest()
