"""The names of things: facts by their labels, decisions by what they are called, codes as words."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from greenbook.handbook.book import Handbook
from greenbook.handbook.conditions.tree import Arithmetic, Call, Column, Constant, Value
from greenbook.handbook.facts import Fact
from greenbook.handbook.pages import Grain, Length, Page
from greenbook.handbook.say.days import is_today, whole
from greenbook.handbook.say.values import in_words, number, shown, small
from greenbook.handbook.types import Type

#: A phrase that begins so speaks of the customer (or person, …) itself.
VERBS = frozenset(
    {"is", "has", "was", "does", "did", "had", "can", "may", "answers", "uses", "meets", "lacks"}
    | {"gets", "needs", "newly", "paid", "plans", "receives", "renews", "rolls", "runs", "sends"}
    | {"works"}
)
HAPPENED = re.compile(r"\b(last|latest|first)\b")
NOUNS_FOR_A_DAY = re.compile(r"\b(date|day)\b")
CLAUSE = re.compile(r"day (?!of |by which |since |on which |until )(.+)")


class Words:
    """The words of one grain of a handbook."""

    def __init__(self, handbook: Handbook, grain: Grain) -> None:
        self.facts: dict[str, Fact] = handbook.facts.of(grain)
        self._pages: dict[str, Page] = {}
        for page in handbook.pages.values():
            self._pages.setdefault(page.decides, page)
        self._shared = frozenset(handbook.orders)
        self._written = handbook.words
        self._handbook = handbook

    def at(self, grain: Grain) -> Words:
        """The words of another grain of the same handbook."""
        return Words(self._handbook, grain)

    def spoken(self, code: str) -> str:
        """A code or a column's name as words: `Growth`, `CSM threshold`, `growth plan need`. Within
        a longer code only abbreviations are written in their own way."""
        whole = self._written.get(code)
        return whole or " ".join(self._abbreviation(word) for word in code.split("_") if word)

    def _abbreviation(self, word: str) -> str:
        written = self._written.get(word, word)
        is_one = written.isupper() or written[1:] != written[1:].lower()
        return written if is_one else word

    def shown(self, value: Any, type: Type) -> str:
        """A value as a person reads it, codes in the handbook's words."""
        if type.kind == "one of" and isinstance(value, str):
            return self.spoken(value)
        return shown(value, type)

    def column(self, column: Column) -> str:
        """What the column holds, as a noun without article: `ARR`, `day of the kickoff`."""
        if column.source == "fact":
            return self.fact(column.name)
        name = column.name
        if name.startswith("before__"):
            return f"{self.decision(name.removeprefix('before__'))} of the day before"
        if name.startswith("since__"):
            return f"day since when {self.decision(name.removeprefix('since__'))} has stood"
        return self.decision(name)

    def fact(self, name: str) -> str:
        """Its label; a yes/no fact is a question, a count a number."""
        fact = self.facts.get(name)
        if fact and fact.phrases:
            return f"whether {with_subject(fact.phrases[0])}"
        if fact and fact.type.kind == "count":
            return f"number of {fact.label}"
        return fact.label if fact and fact.label else self.spoken(name)

    def decision(self, name: str) -> str:
        """A decision by the title of its page, and what stands beside it: `cadence calls: due`."""
        base, _, part = name.partition("__")
        page = self._pages.get(base)
        titled = page is not None and page.kind != "decision" and base not in self._shared
        titled = titled and base not in self._written
        said = small(page.title) if page is not None and titled else self.spoken(base)
        if part in ("", "value", "raw"):
            return said
        return f"{said}: {self.spoken(part.removesuffix('__value'))}"

    def says(self, column: Column, value: Any) -> str | None:
        """The sentence that a decision's page has for this value."""
        page = self._pages.get(column.name) if column.source == "decision" else None
        if page is None:
            return None
        said = page.says.get(shown(value, Type("yes/no" if isinstance(value, bool) else "text")))
        return with_subject(said) if said else None

    def phrase(self, column: Column, *, holds: bool) -> str:
        """What a yes/no column says when it holds and when it does not."""
        fact = self.facts.get(column.name) if column.source == "fact" else None
        if fact and fact.phrases:
            return with_subject(fact.phrases[0 if holds else 1])
        said = self.says(column, holds)
        return said or f"{'' if holds else 'not '}{self.column(column)}"

    def absent(self, column: Column) -> str:
        """What is said where there is none: `no uptier is under discussion`."""
        if column.source == "before":
            return f"nothing stood before for the {self.decision(column.name.partition('__')[2])}"
        fact = self.facts.get(column.name) if column.source == "fact" else None
        said = fact.absent if fact else self.says(column, None)
        return with_subject(said) if said else f"there is no {self.column(column)}"

    def held(self, column: Column, value: Any, today: date | None) -> str:
        """What the column holds, as a sentence: `the ARR is USD 39,624`, `there are 3 objectives in
        the success plan`, `the last call or meeting was on 18 Apr 2024`."""
        if column.type.kind == "yes/no":
            return self.phrase(column, holds=bool(value))
        fact = self.facts.get(column.name) if column.source == "fact" else None
        if fact and fact.type.kind == "count":
            return there_are(fact, value)
        noun = self.column(column)
        if column.type.kind == "date":
            return dated(noun, value, today)
        if column.type.kind == "days" and noun.startswith("days since "):
            return f"it is {shown(value, column.type)} since {noun.removeprefix('days since ')}"
        return self.says(column, value) or f"{the(noun)} is {self.shown(value, column.type)}"

    def value(self, value: Value) -> str:
        """An expression as a noun: `9 months after the first paid day`."""
        match value:
            case Column():
                return the(self.column(value))
            case Constant():
                return self.shown(value.value, value.type)
            case Arithmetic(operator=operator, left=left, right=right):
                fixed = whole(value)
                word = {"+": "plus", "-": "minus", "*": "times"}[operator]
                joined = f"{self.value(left)} {word} {self.value(right)}"
                return joined if fixed is None else number(fixed)
            case Call(function=function, arguments=arguments):
                return self._call(function, arguments)

    def _call(self, function: str, arguments: tuple[Value, ...]) -> str:
        if function in ("add_months", "add_days"):
            amount = whole(arguments[1])
            if amount is not None:
                return self._moved(arguments[0], amount, function.removeprefix("add_"))
        said = [self.value(argument) for argument in arguments]
        if function == "days_between" and is_today(arguments[1]):
            return f"the days since {said[0]}"
        forms = {
            "add_months": "{1} months after {0}",
            "add_days": "{1} days after {0}",
            "days_between": "the days from {0} to {1}",
            "percent_of": "{0} in percent of {1}",
            "ratio": "{0} for each of {1}",
            "at_least_zero": "{0} (never under 0)",
            "latest_of": "the later of {0} and {1}",
        }
        return forms[function].format(*said)

    def _moved(self, day: Value, amount: int, units: str) -> str:
        length = Length(abs(amount), "month" if units == "months" else "day")
        return f"{length} {'after' if amount >= 0 else 'before'} {self.value(day)}"


def dated(noun: str, day: date, today: date | None) -> str:
    """`the last call was on 18 Apr 2024`, `the CSM was assigned on 3 Oct 2024`, `the renewal date
    is 3 Mar 2027`."""
    clause = CLAUSE.fullmatch(noun)
    if clause:
        return f"{clause[1]} on {in_words(day)}"
    noun = noun.removeprefix("day of ")
    over = today is not None and (day < today or (day == today and HAPPENED.search(noun)))
    verb = "was" if over else "is"
    link = "" if NOUNS_FOR_A_DAY.search(noun) else "on "
    return f"{the(noun)} {verb} {link}{in_words(day)}"


def there_are(fact: Fact, amount: int) -> str:
    """`there is 1 objective`, `there are no objectives`."""
    if amount == 1:
        return f"there is 1 {fact.one or fact.label}"
    return f"there are {number(amount) if amount else 'no'} {fact.label}"


def the(noun: str) -> str:
    """A noun with its article."""
    own = noun.startswith(("the ", "a ", "an ", "whether "))
    return noun if own or noun[:1].isdigit() else f"the {noun}"


def with_subject(phrase: str) -> str:
    """`has no CSM` is said of the customer; `nobody has said …` speaks for itself."""
    return f"it {phrase}" if phrase.partition(" ")[0] in VERBS else phrase
