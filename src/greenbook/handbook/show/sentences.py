"""Conditions and values in words: with the labels of facts, and money, days and codes as one says
them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from greenbook.handbook.conditions.tree import (
    All,
    Always,
    Arithmetic,
    AtLeast,
    Between,
    Call,
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
from greenbook.handbook.facts import Fact
from greenbook.handbook.types import Plain, Type

SIZES: Final = {
    "=": "is", "<>": "is not", "<": "is under", "<=": "is at most", ">": "is over",
    ">=": "is at least",
}  # fmt: skip
DAYS: Final = {
    "=": "is", "<>": "is not", "<": "is before", "<=": "is on or before", ">": "is after",
    ">=": "is on or after",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentences:
    """Writes conditions with the facts and titles of one handbook and grain."""

    facts: Mapping[str, Fact]
    titles: Mapping[str, str]  # of decisions

    def condition(self, condition: Condition) -> str:
        match condition:
            case Always():
                return "always"
            case Term(name=name):
                return f"*{words(name)}*"
            case All(parts=parts):
                return " and ".join(self._within(part, Either) for part in parts)
            case Either(parts=parts):
                return " or ".join(self._within(part, All) for part in parts)
            case Not(part=Flag(column=column)):
                return self.flag(column, holds=False)
            case Not(part=Term(name=name)):
                return f"not *{words(name)}*"
            case Not(part=part):
                return f"not ({self.condition(part)})"
            case AtLeast(needed=needed, parts=parts):
                listed = "; ".join(self.condition(part) for part in parts)
                return f"at least {shown(needed.value, needed.type)} of: {listed}"
            case _:
                return self._leaf(condition)

    def value(self, value: Value) -> str:
        match value:
            case Column():
                return self.column(value)
            case Constant(value=plain, type=type_):
                return shown(plain, type_)
            case Arithmetic(operator=operator, left=left, right=right):
                return f"{self.value(left)} {operator} {self.value(right)}"
            case Call():
                return self._call(value)

    def column(self, column: Column) -> str:
        base = column.text.removeprefix("before.").removeprefix("since.")
        name = self.titles.get(base) or words(base)
        if column.source == "fact":
            return _noun(self.facts[base]) if base in self.facts else name
        if column.source == "before":
            return f"{name} as it was the day before"
        return f"the day since which {name} is what it is" if column.source == "since" else name

    def flag(self, column: Column, *, holds: bool) -> str:
        fact = self.facts.get(column.name)
        if fact and fact.phrases:
            return fact.phrases[0 if holds else 1]
        return f"{'' if holds else 'not: '}{self.column(column)}"

    def _leaf(self, leaf: Condition) -> str:
        match leaf:
            case Flag(column=column):
                return self.flag(column, holds=True)
            case Compare(left=Constant() as left, right=Constant()):
                return f"{words(left.parameter or left.text)} is switched on"
            case Compare(operator=operator, left=left, right=right):
                said = (DAYS if left.type.kind == "date" else SIZES)[operator]
                return f"{self.value(left)} {said} {self.value(right)}"
            case OneOf(value=value, options=options, negated=negated):
                listed = ", ".join(shown(option.value, option.type) for option in options)
                return f"{self.value(value)} is {'none' if negated else 'one'} of {listed}"
            case Between(value=value, low=low, high=high):
                ends = f"{self.value(low)} and {self.value(high)}"
                return f"{self.value(value)} is between {ends}"
            case IsNone(column=column, negated=negated):
                return f"there is {'a' if negated else 'no'} {self.column(column)}"
            case Known(column=column):
                return f"{self.column(column)} is known"
        return leaf.text

    def _within(self, part: Condition, enclosed: type[All] | type[Either]) -> str:
        text = self.condition(part)
        return f"({text})" if isinstance(part, enclosed | AtLeast) else text

    def _call(self, call: Call) -> str:
        said = [self.value(argument) for argument in call.arguments]
        match call.function:
            case "days_between":
                return f"days from {said[0]} to {said[1]}"
            case "add_days" | "add_months":
                return self._moved(call, call.function.removeprefix("add_"))
            case "percent_of":
                return f"{said[0]} in percent of {said[1]}"
            case "ratio":
                return f"{said[0]} per {said[1]}"
            case "at_least_zero":
                return f"{said[0]} (never under 0)"
        return f"the later of {' and '.join(said)}"

    def _moved(self, call: Call, unit: str) -> str:
        day, count = call.arguments
        if isinstance(count, Constant) and isinstance(count.value, int | float):
            unit = unit.removesuffix("s") if abs(count.value) == 1 else unit
            side = "before" if count.value < 0 else "after"
            return f"{abs(count.value)} {unit} {side} {self.value(day)}"
        return f"{self.value(count)} {unit} after {self.value(day)}"


def _noun(fact: Fact) -> str:
    """A fact as a noun; a yes/no fact is whether its phrase is so."""
    return f"whether it {fact.phrases[0]}" if fact.phrases else fact.label


def words(code: str) -> str:
    """`at_risk` as one says it."""
    return code.replace("__", " ").replace("_", " ")


def shown(value: Plain, type_: Type) -> str:
    """A column's value as one says it: money in dollars, versions with a point, codes as words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value.day} {value:%b %Y}"
    if isinstance(value, str):
        return words(value)
    if type_.kind == "usd":
        return f"USD {value / 100:,.2f}".removesuffix(".00")
    if type_.kind == "version":
        return f"{int(value) // 1000}.{int(value) % 1000}"
    number = f"{value:,g}" if isinstance(value, float) else f"{value:,}"
    units = {"percent": "%", "days": " days", "months": " months"}
    return number + units.get(type_.kind, "")
