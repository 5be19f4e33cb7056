"""The columns worked out for one grain, each under a name, and each said only once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from greenbook.handbook.pages import Grain

#: A quoted name, or a text literal in which a quoted name is only words.
_TOKENS = re.compile(r"""'(?:[^']|'')*'|"([^"]+)\"""")
_STEPS = re.compile(r"""\b(?:and|or|not|when|is|between|in|cast|coalesce)\b|[<>=+*/-]+|"[^"]+\"""")
_SIMPLE = re.compile(r'"[^"]+"|true|false|null|-?\d+')


@dataclass(frozen=True, slots=True)
class Tally:
    """Rows of a finer grain counted, or one of their columns summed: where it is true."""

    name: str
    where: str
    sum: str | None = None


@dataclass(slots=True)
class Sheet:
    """`columns` maps a name to the SQL that works it out from facts and other columns.

    `tallies` are counts over a finer grain, by that grain and its link column.
    """

    grain: Grain
    columns: dict[str, str] = field(default_factory=dict)
    tallies: dict[tuple[Grain, str], list[Tally]] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)

    def define(self, name: str, sql: str) -> str:
        """Give a column its SQL; gives back the reference to it."""
        self.columns[name] = sql
        return f'"{name}"'

    def share(self, sql: str) -> str:
        """A reference to this expression, the same for the same text."""
        if is_plain(sql):
            return sql
        if sql not in self._names:
            self._names[sql] = f"_{len(self._names) + 1}"
            self.columns[self._names[sql]] = sql
        return f'"{self._names[sql]}"'


def is_plain(sql: str) -> bool:
    """Whether it is no more than a column or a constant."""
    return _SIMPLE.fullmatch(sql) is not None


def operations(sql: str) -> int:
    """About how many steps it takes for a row."""
    return len(_STEPS.findall(sql))


@cache
def references(sql: str) -> tuple[str, ...]:
    """The columns that an expression reads, each as often as it reads it."""
    return tuple(name for name in _TOKENS.findall(sql) if name)


def replaced(sql: str, by: dict[str, str]) -> str:
    """The expression with some of its columns replaced by what they stand for."""
    return _TOKENS.sub(lambda found: by.get(found[1] or "", found[0]), sql)
