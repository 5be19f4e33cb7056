"""The cases beside a page: an account on a day, and what the handbook must conclude for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from greenbook.handbook.problems import Place
from greenbook.handbook.types import Plain

#: What a case may expect besides a value.
NONE: Final = "none"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Case:
    """Values are as in the columns: money in cents, versions as numbers; None is a known absence
    (`"none"` in the file). Facts that are not named are unknown. `then` and `also` may also
    expect the words `none` and `unknown`; `then` None says nothing about the decision itself.
    """

    name: str
    page: str  # path
    on: date
    place: Place
    facts: Mapping[str, Plain | None]  # the usual ones with what this case says differently
    unknown: tuple[str, ...] = ()
    said: tuple[str, ...] = ()  # the facts that the case itself names
    then: Plain | tuple[str, ...] | None = None  # of a playbook: the tasks that apply
    rule: str | None = None
    sure: bool | None = None
    also: Mapping[str, Plain] = field(default_factory=dict)
    decided: Mapping[str, Plain | None] = field(default_factory=dict)
    before: Mapping[str, Plain | None] = field(default_factory=dict)
    since: Mapping[str, date] = field(default_factory=dict)
    counts: Mapping[str, Plain] = field(default_factory=dict)
