"""Builds the trace of a decision from one row of facts and decisions, and the program they fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from greenbook.engine.behind import facts_behind, missing_behind
from greenbook.engine.branches import Branch, branch_of
from greenbook.engine.sentences import sentence
from greenbook.engine.trace import Handed, RuleTrace, Trace
from greenbook.engine.trace_parts import conditions_of, parts_of, shown_edition
from greenbook.handbook.book import Handbook
from greenbook.handbook.conditions.evaluate import NONE, UNKNOWN, Row, evaluate, value_of
from greenbook.handbook.conditions.tree import All, Always, Arithmetic, Call, Column, Constant
from greenbook.handbook.conditions.walk import columns_in
from greenbook.handbook.pages import KpiEdition, Length, ScorecardEdition
from greenbook.handbook.program import NumberedRule, Program, Ruling
from greenbook.handbook.say.values import plain
from greenbook.handbook.say.words import Words
from greenbook.handbook.types import Type

TEXT = Type("text")


@dataclass(slots=True)
class Tracing:
    """One row, and everything that was concluded for it."""

    handbook: Handbook
    program: Program
    row: Row
    words: Words
    on: date
    id: int | str
    overrides: tuple[Mapping[str, Any], ...] = ()
    _done: dict[str, Trace] = field(default_factory=dict)

    def trace(self, decision: str) -> Trace:
        """The trace with those of the decisions that it reads, one step down."""
        below = tuple(self.alone(name) for name in read_below(decision, self.program))
        return replace(self.alone(decision), below=below)

    def alone(self, decision: str) -> Trace:
        """The trace without what lies below."""
        if decision not in self._done:
            self._done[decision] = self._traced(self.program.rulings[decision])
        return self._done[decision]

    def _traced(self, ruling: Ruling) -> Trace:
        rules = self._rules(ruling)
        branches = conditions_of(ruling, self.row, self.words)
        looked_at = looked_at_columns(ruling, rules, branches)
        won = next((rule for rule in rules if rule.winner), None)
        page, edition = shown_edition(ruling, self.row)
        trace = Trace(
            decision=ruling.decides,
            kind=ruling.kind,
            title=self.words.decision(ruling.decides),
            grain=ruling.grain,
            id=self.id,
            on=self.on,
            value=plain(self.row.get(ruling.decides), self.type_of(ruling)),
            known=self.known(ruling),
            sure=bool(self.row.get(f"{ruling.decides}__sure", self.known(ruling))),
            because="",
            page=won.page if won else page.path if page else None,
            edition=won.edition if won else edition.begins if edition else None,
            handbook=self.program.hash,
            cites=won.cites if won else edition.cites if edition else None,
            unknown=ruling.unknown,
            rule=self.row.get(f"{ruling.decides}__rule"),
            rules=rules,
            conditions=branches,
            also_true=tuple(
                r.name for r in rules if r.truth and won and r.number > won.number and not r.last
            ),
            evidence=tuple(self._evidence(looked_at)),
            missing=tuple(self._missing(ruling, looked_at)),
            overrides=tuple(o for o in self.overrides if o.get("decision") == ruling.decides),
            parts=parts_of(ruling, self.row, self.words, self.handbook),
        )
        return sentence(trace, ruling, self.row, self.words, self.type_of(ruling))

    def known(self, ruling: Ruling) -> bool:
        """Programs and playbooks conclude several things; what is known of each stands in parts."""
        if ruling.kind in ("program", "playbook"):
            return True
        value = self.row.get(ruling.decides)
        return bool(self.row.get(f"{ruling.decides}__known", value is not None))

    def type_of(self, ruling: Ruling) -> Type:
        return type_of(ruling)

    def _rules(self, ruling: Ruling) -> tuple[RuleTrace, ...]:
        won = self.row.get(f"{ruling.decides}__rule")
        return tuple(self._rule(rule, won=rule.number == won) for rule in ruling.rules)

    def _rule(self, rule: NumberedRule, *, won: bool) -> RuleTrace:
        return RuleTrace(
            number=rule.number,
            name=rule.name,
            page=rule.path,
            edition=rule.edition,
            cites=rule.cites,
            applies=branch_of(rule.applies, self.row, self.words),
            when=branch_of(rule.when, self.row, self.words),
            truth=evaluate(All("", (rule.applies, rule.when)), self.row),
            gives=self._gives(rule),
            winner=won,
            handed=self._handed(rule),
            own_words=rule.because,
            last=isinstance(rule.when, Always),
        )

    def _gives(self, rule: NumberedRule) -> tuple[Any, ...]:
        """What it concludes; an override of a score gives its colour."""
        edition = self.handbook.pages[rule.path].on(self.on)
        if isinstance(edition, ScorecardEdition):
            return (edition.overrides[rule.number - 1].colour,)
        return tuple(self._given(given) for given in rule.gives)

    def _given(self, given: object) -> Any:
        if given is None or isinstance(given, Length):
            return given and str(given)
        assert isinstance(given, Column | Constant | Call | Arithmetic)
        value = value_of(given, self.row)
        return None if value is NONE or value is UNKNOWN else plain(value, given.type)

    def _handed(self, rule: NumberedRule) -> Handed | None:
        given = rule.gives[0] if rule.gives else None
        if not isinstance(given, Column | Call | Arithmetic):
            return None
        known = value_of(given, self.row) is not UNKNOWN
        if not isinstance(given, Column) or given.source != "decision" or "__" in given.name:
            return Handed(given.text, known, True, "")
        if self.row.get(f"{given.name}__rule", 0) is None and known:
            return Handed(given.name, known, bool(self.row.get(f"{given.name}__sure", known)), "")
        below = self.alone(given.name)
        return Handed(given.name, known, below.sure, below.because)

    def _evidence(self, columns: Iterable[Column]) -> list[dict[str, str]]:
        """The records behind the facts, each fact once."""
        facts = {f.name: f for c in columns for f in facts_behind(c, self.program)}
        found = []
        for name in facts:
            fact = self.words.facts.get(name)
            records = self.row.get(fact.evidence) if fact and fact.evidence else None
            for record in str(records).split() if records else []:
                found.append({"fact": name, "record": record})
        return found

    def _missing(self, ruling: Ruling, columns: Iterable[Column]) -> list[dict[str, str]]:
        """The facts that are not known and matter; nothing is missing where it is surely known."""
        if self.known(ruling) and self.row.get(f"{ruling.decides}__sure", True):
            return []
        found: list[Column] = []
        if not self.known(ruling):
            own = Column(ruling.decides, ruling.decides, "decision", TEXT, True)
            found = missing_behind([own], self.row, self.program)
            found = [column for column in found if column.name != ruling.decides]
        found = found or missing_behind(columns, self.row, self.program)
        return [{"fact": each.text, "label": self.words.column(each)} for each in found]


def type_of(ruling: Ruling) -> Type:
    """Of the decision's value."""
    for page, edition in ruling.pages:
        if isinstance(edition, KpiEdition) and edition.value is not None:
            return edition.value.type
        if page.type is not None:
            return page.type
    return Type("yes/no") if ruling.kind == "cta" else TEXT


@lru_cache(maxsize=4_096)
def read_below(decision: str, program: Program) -> tuple[str, ...]:
    """The decisions of the same grain that this one reads, each once."""
    ruling = program.rulings[decision]
    names = [
        column.name.partition("__")[0]
        for column in columns_in([ruling.rules, *(edition for _, edition in ruling.pages)])
        if column.source == "decision"
    ]
    for _, edition in ruling.pages:
        if isinstance(edition, ScorecardEdition):
            names += [measure for group in edition.groups for measure in group.measures]
    return tuple(
        name
        for name in dict.fromkeys(names)
        if name != decision
        and name in program.rulings
        and program.rulings[name].grain == ruling.grain
    )


def looked_at_columns(
    ruling: Ruling, rules: Iterable[RuleTrace], branches: Mapping[str, Branch]
) -> list[Column]:
    """The columns of the rules up to the winner, what the winner hands on, and of the rest."""
    leaves = [leaf for branch in branches.values() for leaf in branch.leaves()]
    found: list[Column] = []
    for rule, written in zip(rules, ruling.rules, strict=True):
        leaves += [*rule.applies.leaves(), *rule.when.leaves()]
        if rule.winner:
            found += list(columns_in(written.gives))
            break
    found += [column for leaf in leaves for column in leaf.read]
    for _, edition in ruling.pages:
        for name in ("value", "raw", "last", "start", "once_per", "metrics"):
            found += list(columns_in(getattr(edition, name, None)))
    return list(dict.fromkeys(found))
