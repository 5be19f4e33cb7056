"""Conditions and values as the policy they are: what has to be so, for whom it may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from greenbook.handbook.conditions.tree import (
    All,
    Always,
    AtLeast,
    Between,
    Column,
    Compare,
    Condition,
    Constant,
    Either,
    Flag,
    IsNone,
    Known,
    Not,
    OneOf,
    Term,
    Value,
)
from greenbook.handbook.say.days import distance
from greenbook.handbook.say.values import listing
from greenbook.handbook.say.words import Words

SIZES: Final = {
    "=": "is", "<>": "is not", "<": "is under", "<=": "is at most", ">": "is over",
    ">=": "is at least",
}  # fmt: skip
DAYS: Final = {
    "=": "is", "<>": "is not", "<": "is before", "<=": "is on or before", ">": "is after",
    ">=": "is on or after",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Policy:
    """Says conditions in the words of one handbook and grain."""

    words: Words

    def condition(self, condition: Condition) -> str:
        match condition:
            case Always():
                return "always"
            case Term(name=name):
                return f"*{self.words.spoken(name)}*"
            case All(parts=parts):
                return " and ".join(self._within(part, Either) for part in parts)
            case Either(parts=parts):
                return " or ".join(self._within(part, All) for part in parts)
            case Not(part=Flag(column=column)):
                return self.words.phrase(column, holds=False)
            case Not(part=Term(name=name)):
                return f"not *{self.words.spoken(name)}*"
            case Not(part=part):
                return f"not ({self.condition(part)})"
            case AtLeast(needed=needed, parts=parts):
                listed = "; ".join(self.condition(part) for part in parts)
                return f"at least {self.value(needed)} of: {listed}"
            case _:
                return self._leaf(condition)

    def value(self, value: Value) -> str:
        return self.words.value(value)

    def _leaf(self, leaf: Condition) -> str:
        match leaf:
            case Flag(column=column):
                return self.words.phrase(column, holds=True)
            case Compare(left=Constant() as left, right=Constant()):
                return f"{self.words.spoken(left.parameter or left.text)} is switched on"
            case Compare():
                return self._compared(leaf)
            case OneOf(value=value, options=options, negated=negated):
                listed = listing((self.value(option) for option in options), "or")
                return f"{self.value(value)} is {'not ' if negated else ''}{listed}"
            case Between(value=value, low=low, high=high):
                ends = f"{self.value(low)} and {self.value(high)}"
                return f"{self.value(value)} is between {ends}"
            case IsNone(column=column, negated=False):
                return self.words.absent(column)
            case IsNone(column=column):
                return f"there is {self.value(column)}"
            case Known(column=column):
                return f"{self.value(column)} is known"
        return leaf.text

    def _compared(self, leaf: Compare) -> str:
        apart = distance(leaf)
        if apart is not None:
            return f"{self.value(apart.day)} is {apart.as_policy()}"
        if isinstance(leaf.left, Column) and isinstance(leaf.right, Constant):
            said = self.words.says(leaf.left, leaf.right.value)
            if said and leaf.operator == "=":
                return said
        forms = DAYS if leaf.left.type.kind == "date" else SIZES
        return f"{self.value(leaf.left)} {forms[leaf.operator]} {self.value(leaf.right)}"

    def _within(self, part: Condition, enclosed: type[All] | type[Either]) -> str:
        text = self.condition(part)
        return f"({text})" if isinstance(part, enclosed | AtLeast) else text
