"""How values are said to a person: dollars, dates in plain words, lengths with their unit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from greenbook.handbook.types import Type

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def shown(value: Any, type: Type) -> str:
    """A column's value as a person reads it; None is "none"."""
    if value is None:
        return "none"
    match type.kind:
        case "usd":
            amount = dollars(value)
            return f"USD {amount:,.2f}" if isinstance(amount, float) else f"USD {amount:,}"
        case "date":
            return in_words(value)
        case "days" | "months":
            return counted(value, type.kind.removesuffix("s"))
        case "percent":
            return f"{number(value)}%"
        case "yes/no":
            return "yes" if value else "no"
        case "version":
            return value if isinstance(value, str) else f"{value // 1000}.{value % 1000}"
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


def counted(amount: float, unit: str) -> str:
    """`1 day`, `3 months`."""
    return f"{number(amount)} {unit}{'' if amount == 1 else 's'}"


def in_words(day: date | str) -> str:
    if not isinstance(day, date):
        return day
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def small(title: str) -> str:
    """A title within a sentence; names like `ROI plan`, `DevSecOps` and `Executive Business Review`
    keep their capitals."""
    first, _, rest = title.partition(" ")
    is_name = first[1:].lower() != first[1:] or rest[:1].isupper()
    return title if is_name else title[:1].lower() + title[1:]


def listing(items: Iterable[str], word: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`; each once."""
    said = list(dict.fromkeys(items))
    return f" {word} ".join(filter(None, [", ".join(said[:-1]), *said[-1:]]))
