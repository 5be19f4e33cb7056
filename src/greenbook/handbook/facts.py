"""The facts a handbook speaks of: documented columns of one SELECT a grain and subject."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from greenbook.handbook.conditions.tree import Column
from greenbook.handbook.pages import Grain
from greenbook.handbook.problems import Place
from greenbook.handbook.types import Plain, Type

#: fixed: never offered as what would have to change; clock: moves by itself; ours: we can act on
#: it; only up: can not go back.
FactFlag = Literal["fixed", "clock", "ours", "only up"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One column. `phrases` are what a yes/no fact says when it holds and when it does not; `one`
    is the label of a single one of what is counted, `absent` the sentence where there is none."""

    name: str
    type: Type
    label: str
    place: Place
    or_none: bool = False
    phrases: tuple[str, str] | None = None
    one: str | None = None
    absent: str | None = None
    flags: frozenset[FactFlag] = frozenset()
    known: str | None = None  # the yes/no column that tells none from unknown
    evidence: str | None = None  # the text column that names the records behind it

    @property
    def column(self) -> Column:
        return Column(self.name, self.name, "fact", self.type, self.or_none, self.known)


@dataclass(frozen=True, slots=True)
class Link:
    """`column` of the finer grain's facts holds the key of the coarser one."""

    finer: Grain
    column: str
    coarser: Grain


@dataclass(frozen=True, slots=True)
class Subject:
    """One file: its SELECT, whose first column is the grain's key, and what it documents."""

    file: str
    grain: Grain
    sql: str
    key_column: str
    columns: Mapping[str, Fact]
    parameters: frozenset[str] = frozenset()  # `$names` other than `today`


@dataclass(frozen=True, slots=True)
class FactParameters:
    """The limits that facts SQL uses as `$name`, from a day on."""

    begins: date
    cites: str
    place: Place
    values: Mapping[str, Plain] = field(default_factory=dict)
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    subjects: Mapping[Grain, tuple[Subject, ...]] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    parameters: tuple[FactParameters, ...] = ()

    def of(self, grain: Grain) -> dict[str, Fact]:
        """Every fact of a grain by name."""
        subjects = self.subjects.get(grain, ())
        return {name: fact for subject in subjects for name, fact in subject.columns.items()}

    def links_to(self, coarser: Grain, *, of: Grain) -> tuple[Link, ...]:
        return tuple(link for link in self.links if (link.finer, link.coarser) == (of, coarser))

    def parameters_on(self, day: date) -> dict[str, Plain]:
        """The values in force on `day`; empty before the first edition."""
        past = [edition for edition in self.parameters if edition.begins <= day]
        latest = max(past, key=lambda edition: edition.begins, default=None)
        return {} if latest is None or latest.ends else dict(latest.values)
