"""The texts of a CTA: `{account}` and `{fact}` filled in, in words that a customer team uses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from string import Formatter
from typing import Any


def placeholders(text: str) -> list[str]:
    """The names between braces, in order."""
    return [name for _, name, _, _ in Formatter().parse(text) if name]


def filled(text: str, values: Mapping[str, Any]) -> str:
    """The text with its placeholders said; what is not known is said to be unknown."""
    return text.format_map({name: said(values.get(name)) for name in placeholders(text)})


def said(value: Any) -> str:
    """A value in words: dates as `14 Mar 2027`, yes and no, whole numbers without a fraction."""
    match value:
        case None:
            return "unknown"
        case bool():
            return "yes" if value else "no"
        case date():
            return f"{value.day} {value:%b %Y}"
        case float() if value.is_integer():
            return str(int(value))
    return str(value)
