"""The pages of a handbook as typed values: what reading produces and compiling consumes.

Every tabular form (list of rules, decision table, cross table, bands) has become a list of rules
here: first match wins, and a rule gives one value to each of the page's outputs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from greenbook.handbook.conditions.tree import Column, Condition, Constant, Value
from greenbook.handbook.problems import Place
from greenbook.handbook.types import Plain, Type

Grain = Literal[
    "account", "subscription", "instance", "opportunity", "cta", "escalation",
    "person", "industry", "company",
]  # fmt: skip
PageKind = Literal[
    "decision", "measure", "scorecard", "rhythm", "kpi", "cta", "playbook", "program"
]
OnUnknown = Literal["stops", "passes"]
Unit = Literal["day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time as written; months and years are never turned into days."""

    count: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Rule:
    """`gives` holds one entry an output: a constant, an expression handed on, or None (`none`)."""

    name: str
    when: Condition
    gives: tuple[Constant | Value | Length | None, ...]
    cites: str
    place: Place
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Bands:
    """Colours by limits, first match left to right: ('red', '<', 5), ('green', None, None)."""

    steps: tuple[tuple[str, Literal["<", "<="] | None, int | float | None], ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """What every edition has. It holds from `begins` until the next one of its page begins."""

    begins: date
    cites: str
    place: Place
    ends: bool = False
    note: str | None = None
    parameters: Mapping[str, Plain | Literal["not set"]] = field(default_factory=dict)
    terms: Mapping[str, Condition] = field(default_factory=dict)
    dropped: tuple[Rule, ...] = ()  # rules left out because a parameter is "not set"


@dataclass(frozen=True, slots=True)
class DecisionEdition(Edition):
    """One output: the decision. `across` holds the columns of a cross table, as written."""

    rules: tuple[Rule, ...] = ()
    across: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Metric:
    """One part of a measure: its value and the rules over its local `value` that colour it."""

    name: str
    value: Value
    column: str  # the output column that holds the value: `<decides>__<metric>__value`
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureEdition(Edition):
    """Colour by `rules` (over `value`, if any), or the mean of the middles of `metrics`."""

    value: Value | None = None
    rules: tuple[Rule, ...] = ()
    metrics: tuple[Metric, ...] = ()
    across: tuple[str, ...] = ()  # the columns of a cross table, as written


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    weight: int
    measures: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ScoreOverride:
    name: str
    when: Condition
    colour: str
    at_most: float | None
    place: Place


@dataclass(frozen=True, slots=True)
class ScorecardEdition(Edition):
    bands: Bands = Bands(())
    groups: tuple[Group, ...] = ()
    overrides: tuple[ScoreOverride, ...] = ()
    leave_out_when: Condition | None = None
    leave_out_all_but: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RepeatingEdition(Edition):
    """A rhythm that repeats. `rules` give `outputs` (Lengths): every, at_most, aim, and grace, for
    which it is not overdue yet.

    `begins_anew`: nobody (of those for whom it holds) is measured from before the edition.
    """

    last: Value | None = None
    start: Value | None = None
    soon: Length = Length(3, "day")
    begins_anew: bool | Condition = False
    outputs: tuple[str, ...] = ("every", "at_most")
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class OccasionEdition(Edition):
    """A rhythm owed once per occasion."""

    once_per: Value | None = None
    opens: Value | None = None
    due: Value | None = None
    limit: Value | None = None
    done: Condition | None = None
    soon: Length = Length(3, "day")


@dataclass(frozen=True, slots=True)
class Count:
    """Rows of a finer grain counted (or `sum`med) for a coarser one, by the link column `by`."""

    name: str
    of: Grain
    where: Condition
    by: str
    sum: Column | None = None


@dataclass(frozen=True, slots=True)
class KpiEdition(Edition):
    """`rules` give the page's table `outputs` (thresholds), usable in `met` and `late`."""

    value: Value | None = None
    raw: Value | None = None
    met: Condition | None = None
    late: Condition | None = None
    outputs: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    counts: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True)
class CtaEdition(Edition):
    opens_when: Condition | None = None
    once_per: Value | None = None
    starts: Value | None = None
    due: Value | None = None
    closes_when: Condition | None = None
    closes_as: str = "closed_success"
    stays_open_when: Condition | None = None  # while it holds, nobody closes it by hand
    owner: str = ""
    priority: str = "medium"
    type: str = "lifecycle"
    reason: str = ""
    subject: str = ""
    because: str = ""
    playbook: str | None = None
    snooze: Length | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """`anchor + length`: the anchor is a date column or the word `start` (the CTA's start)."""

    text: str
    anchor: Column | Literal["start"]
    offset: Length | None
    before: bool = False  # anchor - length


@dataclass(frozen=True, slots=True)
class TaskTemplate:
    name: str
    owner: str
    due: Due
    required: bool
    cites: str
    place: Place
    only_if: Condition | None = None
    done: Condition | None = None
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaybookEdition(Edition):
    tasks: tuple[TaskTemplate, ...] = ()


@dataclass(frozen=True, slots=True)
class StepTemplate:
    name: str
    send: str
    after: Length
    to: tuple[str, ...]
    cites: str
    place: Place


@dataclass(frozen=True, slots=True)
class ProgramEdition(Edition):
    trigger: Condition | None = None
    once_per: Value | None = None
    audience: Condition | None = None
    exclude: Condition | None = None
    hold_when: Condition | None = None
    stop_when: Condition | None = None
    sender: str = ""
    reply_to: str = ""
    cc: str = ""
    steps: tuple[StepTemplate, ...] = ()


AnyEdition = (
    DecisionEdition
    | MeasureEdition
    | ScorecardEdition
    | RepeatingEdition
    | OccasionEdition
    | KpiEdition
    | CtaEdition
    | PlaybookEdition
    | ProgramEdition
)


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the handbook. `path` is its name without `.toml`: `priority/strategic`."""

    path: str
    kind: PageKind
    title: str
    decides: (
        str  # a playbook or program decides nothing of its own; it is then its path's last word
    )
    grain: Grain
    applies: Condition
    editions: tuple[AnyEdition, ...]
    place: Place
    type: Type | None = None  # of the decision's value
    unknown: OnUnknown = "stops"
    unit: str | None = None
    says: Mapping[str, str] = field(default_factory=dict)  # what is said where it has a value

    def on(self, day: date) -> AnyEdition | None:
        """The edition in force on `day`, or None before the first and after an ended one."""
        past = [edition for edition in self.editions if edition.begins <= day]
        latest = max(past, key=lambda edition: edition.begins, default=None)
        return None if latest is None or latest.ends else latest
