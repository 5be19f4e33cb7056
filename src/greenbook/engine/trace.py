"""The trace of one decision: what was concluded, by which words of the handbook, from what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from greenbook.engine.branches import Branch


@dataclass(frozen=True, slots=True)
class Handed:
    """What a rule with `then_is` hands on: whether that is known and sure, and why it is so."""

    decision: str
    known: bool
    sure: bool
    because: str


@dataclass(frozen=True, slots=True)
class RuleTrace:
    """A rule as it was tried. `gives` is what it concludes, one entry an output."""

    number: int
    name: str
    page: str
    edition: date | None
    cites: str
    applies: Branch
    when: Branch
    truth: bool | None
    gives: tuple[Any, ...]
    winner: bool = False
    handed: Handed | None = None
    own_words: str | None = None  # the author's `because`
    last: bool = False  # without `when`: it speaks when the ones before it do not

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "name": self.name,
            "page": self.page,
            "edition": self.edition and self.edition.isoformat(),
            "cites": self.cites,
            "truth": self.truth,
            "winner": self.winner,
            "gives": [json_value(each) for each in self.gives],
            "applies": self.applies.as_json(),
            "conditions": self.when.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Trace:
    """`value` is as JSON holds it, in dollars. `known` False is unknown; known and None is none."""

    decision: str
    kind: str
    title: str
    grain: str
    id: int | str
    on: date
    value: Any
    known: bool
    sure: bool
    because: str
    page: str | None
    edition: date | None
    handbook: str
    cites: str | None
    unknown: str = "stops"  # what an unknown rule before the winner does
    rule: int | None = None  # the number of the one that won; 0 is an override
    rules: tuple[RuleTrace, ...] = ()
    conditions: Mapping[str, Branch] = field(default_factory=dict)  # opens, closes, met, done, …
    also_true: tuple[str, ...] = ()
    evidence: tuple[Mapping[str, str], ...] = ()
    missing: tuple[Mapping[str, str], ...] = ()
    overrides: tuple[Mapping[str, Any], ...] = ()
    parts: Mapping[str, Any] = field(default_factory=dict)
    below: tuple[Trace, ...] = ()  # the decisions that this one reads

    def as_json(self) -> dict[str, Any]:
        """`conditions` are the leaves that were looked at, each with its text, truth, values and
        limit; the trees stand in `rules` and `trees`."""
        return {
            "decision": self.decision,
            "kind": self.kind,
            "title": self.title,
            "grain": self.grain,
            "id": self.id,
            "on": self.on.isoformat(),
            "value": json_value(self.value),
            "known": self.known,
            "sure": self.sure,
            "because": self.because,
            "page": self.page,
            "edition": self.edition and self.edition.isoformat(),
            "handbook": self.handbook,
            "cites": self.cites,
            "unknown": self.unknown,
            "rule": self.rule,
            "rules": [rule.as_json() for rule in self.rules],
            "conditions": [leaf.as_json() for leaf in self.leaves()],
            "trees": {name: branch.as_json() for name, branch in self.conditions.items()},
            "also_true": list(self.also_true),
            "evidence": [dict(each) for each in self.evidence],
            "missing": [dict(each) for each in self.missing],
            "overrides": [json_value(dict(each)) for each in self.overrides],
            "parts": json_value(self.parts),
            "below": [trace.in_short() for trace in self.below],
        }

    def branches(self) -> list[Branch]:
        """Every condition of the page."""
        of_rules = [branch for rule in self.rules for branch in (rule.applies, rule.when)]
        return [*of_rules, *self.conditions.values()]

    def in_short(self) -> dict[str, Any]:
        return {
            "decision": self.decision,
            "value": json_value(self.value),
            "known": self.known,
            "because": self.because,
            "page": self.page,
        }

    def leaves(self) -> list[Branch]:
        """Each leaf once, of the rules up to the winner and of the other conditions."""
        tried = [rule for rule in self.rules if rule.number <= self.winning_number]
        branches = [branch for rule in tried for branch in (rule.applies, rule.when)]
        found = [leaf for each in (*branches, *self.conditions.values()) for leaf in each.leaves()]
        return list({leaf.text: leaf for leaf in found if leaf.text != "always"}.values())

    @property
    def winning_number(self) -> int:
        """Of the rule that won; the last one's where none did."""
        won = [rule.number for rule in self.rules if rule.winner]
        return won[0] if won else max((rule.number for rule in self.rules), default=0)


def json_value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): json_value(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(each) for each in value]
    return value
