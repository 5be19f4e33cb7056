"""How values and columns are said to a person: dollars, dates in plain words, labels for names."""

from __future__ import annotations

from datetime import date
from typing import Any

from greenbook.handbook.book import Handbook
from greenbook.handbook.conditions.tree import Arithmetic, Call, Column, Constant, Value
from greenbook.handbook.facts import Fact
from greenbook.handbook.pages import Grain, Length, Page
from greenbook.handbook.types import Type

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

#: A phrase that begins so speaks of the account itself.
VERBS = frozenset(
    {"is", "has", "was", "does", "did", "had", "can", "may", "answers", "uses", "meets"}
)


class Words:
    """The words of one grain of a handbook."""

    def __init__(self, handbook: Handbook, grain: Grain) -> None:
        self.facts: dict[str, Fact] = handbook.facts.of(grain)
        self._pages: dict[str, Page] = {}
        for page in handbook.pages.values():
            self._pages.setdefault(page.decides, page)
        self._shared = frozenset(handbook.orders)

    def column(self, column: Column) -> str:
        """What the column holds, as a noun: `ARR`, `priority decided before`."""
        if column.source == "fact":
            return self.fact(column.name)
        name = column.name
        for prefix, says in (
            ("before__", "{} before"),
            ("since__", "the day since which {} stands"),
        ):
            if name.startswith(prefix):
                return says.format(self.decision(name.removeprefix(prefix)))
        return self.decision(name)

    def fact(self, name: str) -> str:
        """Its label; a yes/no fact is a question."""
        fact = self.facts.get(name)
        if fact and fact.phrases:
            phrase = fact.phrases[0]
            verb = phrase.partition(" ")[0] in VERBS
            return f"whether {'it ' if verb else ''}{phrase}"
        return fact.label if fact and fact.label else spoken(name)

    def decision(self, name: str) -> str:
        """A decision by the title of its page, and what stands beside it: `cadence calls: due`."""
        base, _, part = name.partition("__")
        page = self._pages.get(base)
        titled = page is not None and page.kind != "decision" and base not in self._shared
        said = small(page.title) if page is not None and titled else spoken(base)
        if part in ("", "value"):
            return said
        return f"{said}: {spoken(part.removesuffix('__value'))}"

    def value(self, value: Value) -> str:
        """An expression as a noun: `9 months after first paid day`."""
        match value:
            case Column():
                return self.column(value)
            case Constant():
                return shown(value.value, value.type)
            case Arithmetic(operator=operator, left=left, right=right):
                word = {"+": "plus", "-": "minus", "*": "times"}[operator]
                return f"{self.value(left)} {word} {self.value(right)}"
            case Call(function=function, arguments=arguments):
                return self._call(function, arguments)

    def phrase(self, column: Column, *, holds: bool) -> str:
        """What a yes/no column says when it holds and when it does not."""
        fact = self.facts.get(column.name) if column.source == "fact" else None
        if fact and fact.phrases:
            return fact.phrases[0 if holds else 1]
        return f"{'' if holds else 'not '}{self.column(column)}"

    def _call(self, function: str, arguments: tuple[Value, ...]) -> str:
        if function in ("add_months", "add_days") and isinstance(arguments[1], Constant):
            return self._moved(arguments[0], arguments[1], function.removeprefix("add_"))
        said = [self.value(argument) for argument in arguments]
        if function == "days_between" and is_today(arguments[1]):
            return f"days since {said[0]}"
        forms = {
            "add_months": "{1} months after {0}",
            "add_days": "{1} days after {0}",
            "days_between": "days from {0} to {1}",
            "percent_of": "{0} in percent of {1}",
            "ratio": "{0} for each of {1}",
            "at_least_zero": "{0}",
            "latest_of": "the later of {0} and {1}",
        }
        return forms[function].format(*said)

    def _moved(self, day: Value, amount: Constant, unit: str) -> str:
        number = int(amount.value)  # type: ignore[arg-type]
        length = Length(abs(number), "month" if unit == "months" else "day")
        return f"{length} {'after' if number >= 0 else 'before'} {self.value(day)}"


def is_today(value: Value) -> bool:
    return isinstance(value, Column) and value.name == "today"


def shown(value: Any, type: Type) -> str:
    """A value as a person reads it; None is "none"."""
    if value is None:
        return "none"
    match type.kind:
        case "usd":
            amount = dollars(value)
            return f"USD {amount:,.2f}" if isinstance(amount, float) else f"USD {amount:,}"
        case "date":
            return in_words(value)
        case "days" | "months":
            unit = type.kind.removesuffix("s")
            return f"{number(value)} {unit}{'' if value == 1 else 's'}"
        case "percent":
            return f"{number(value)}%"
        case "yes/no":
            return "yes" if value else "no"
        case "version":
            return value if isinstance(value, str) else f"{value // 1000}.{value % 1000}"
        case "one of":
            return spoken(value) if isinstance(value, str) else str(value)
    return number(value) if isinstance(value, int | float) else str(value)


def plain(value: Any, type: Type) -> Any:
    """A value as JSON holds it: dollars, texts for dates and versions, the rest as it is."""
    if value is None:
        return None
    match type.kind:
        case "usd":
            return dollars(value)
        case "version":
            return shown(value, type)
        case "date":
            return value.isoformat() if isinstance(value, date) else value
    return value


def dollars(cents: float) -> int | float:
    whole, rest = divmod(cents, 100)
    return round(cents / 100, 2) if rest else int(whole)


def number(value: float) -> str:
    """At most two places behind the point, thousands apart."""
    return f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"


def in_words(day: date | str) -> str:
    if not isinstance(day, date):
        return day
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def spoken(code: str) -> str:
    """A code or a column's name as words."""
    return code.replace("__", ": ").replace("_", " ")


def small(title: str) -> str:
    """A title within a sentence; `ROI plan` and `DevSecOps` keep their capitals."""
    first = title.partition(" ")[0]
    return title if first[1:].lower() != first[1:] else title[:1].lower() + title[1:]
