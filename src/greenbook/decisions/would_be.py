"""What a decision would be if one thing were otherwise: said only where that is sure.

One leaf of one rule is turned round in mind. It is left out where the same facts stand behind
anything else that is asked on the way: then more than that one leaf might turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from greenbook.engine.behind import facts_behind
from greenbook.engine.branches import Branch
from greenbook.engine.editions import program_on
from greenbook.engine.trace import RuleTrace, Trace
from greenbook.handbook.book import Handbook
from greenbook.handbook.conditions.leaves import leaves_in
from greenbook.handbook.conditions.tree import Column, Leaf
from greenbook.handbook.conditions.walk import columns_in
from greenbook.handbook.pages import DecisionEdition
from greenbook.handbook.program import Program
from greenbook.handbook.say.policy import Policy
from greenbook.handbook.say.words import Words

#: Facts that nobody can change, and those that only time changes, are not offered.
NOT_OFFERED = frozenset({"fixed", "clock"})


@dataclass(frozen=True, slots=True)
class WouldBe:
    """The value, and what would have to be so."""

    value: object
    condition: str


def would_be(trace: Trace, handbook: Handbook) -> list[WouldBe]:
    """What could be otherwise, in the order of the rules; nothing where it is not sure."""
    won = next((rule for rule in trace.rules if rule.winner), None)
    if trace.kind != "decision" or won is None or trace.overrides or not trace.sure:
        return []
    program = program_on(handbook, trace.on, only=[trace.decision])
    turning = _Turning(trace, handbook, program)
    return [*turning.to_an_earlier_rule(won), *turning.to_the_next_rule(won)]


class _Turning:
    def __init__(self, trace: Trace, handbook: Handbook, program: Program) -> None:
        self._trace, self._handbook, self._program = trace, handbook, program
        self._words = Words(handbook, trace.grain)  # type: ignore[arg-type]
        self._deciding: dict[str, list[Column]] = {}

    def to_an_earlier_rule(self, won: RuleTrace) -> Iterator[WouldBe]:
        """Rules before the winner that fail for one leaf only."""
        for rule in self._trace.rules:
            leaf = one_failing(rule)
            if rule.number < won.number and rule.gives != won.gives and leaf is not None:
                before = [each for each in self._trace.rules if each.number < rule.number]
                written = self._written(leaf, rule)
                if written is not None and self._alone(leaf, [*before, rule]):
                    yield WouldBe(rule.gives[0], Policy(self._words).condition(written))

    def to_the_next_rule(self, won: RuleTrace) -> Iterator[WouldBe]:
        """The rule that would speak if the one reason of the winner were no more."""
        leaf = None if won.last else only_leaf(won.when)
        after = [rule for rule in self._trace.rules if rule.number > won.number]
        following = next((rule for rule in after if rule.truth is not False), None)
        if leaf is None or following is None or not following.truth:
            return
        asked = [rule for rule in self._trace.rules if rule.number <= following.number]
        if following.gives != won.gives and self._alone(leaf, asked):
            yield WouldBe(following.gives[0], f"it were no longer so that {leaf.says}")

    def _alone(self, leaf: Branch, rules: Iterable[RuleTrace]) -> bool:
        """Whether somebody can turn the leaf, and no other leaf rests on the same facts."""
        behind = self._facts(leaf)
        known = self._words.facts
        if all(known[name].flags & NOT_OFFERED for name in behind):
            return False
        branches = [branch for rule in rules for branch in (rule.applies, rule.when)]
        others = [each for branch in branches for each in branch.leaves() if each != leaf]
        return not any(behind & self._facts(each) for each in others)

    def _facts(self, leaf: Branch) -> set[str]:
        """The facts behind a leaf, through every decision that it reads."""
        waiting, seen = list(leaf.read), set()
        while waiting:
            column = waiting.pop()
            if column.name not in seen:
                seen.add(column.name)
                waiting += facts_behind(column, self._program)
                waiting += self._decided_by(column.name.partition("__")[0])
        return (seen & self._words.facts.keys()) - {"today"}

    def _decided_by(self, decision: str) -> list[Column]:
        """What the rules of a decision read: many leaves lead to the same decisions."""
        if decision not in self._deciding:
            ruling = self._program.rulings.get(decision)
            read = columns_in([ruling.rules, ruling.pages]) if ruling else ()
            self._deciding[decision] = list(read)
        return self._deciding[decision]

    def _written(self, leaf: Branch, rule: RuleTrace) -> Leaf | None:
        """The leaf as the handbook has it."""
        edition = self._handbook.pages[rule.page].on(self._trace.on)
        if not isinstance(edition, DecisionEdition):
            return None
        named = (each for each in edition.rules if each.name == rule.name)
        found = (each for rule in named for each in leaves_in(rule.when))
        return next((each for each in found if each.text == leaf.text), None)


def one_failing(rule: RuleTrace) -> Branch | None:
    """The one leaf for which a rule does not hold; None where it is not just one."""
    if rule.applies.truth is not True or rule.truth is not False:
        return None
    if rule.when.kind != "all":
        return only_leaf(rule.when)
    failing = [part for part in rule.when.parts if part.truth is not True]
    return only_leaf(failing[0]) if len(failing) == 1 else None


def only_leaf(branch: Branch) -> Branch | None:
    while branch.kind == "term":
        branch = branch.parts[0]
    return branch if branch.kind == "leaf" and branch.truth is not None else None
