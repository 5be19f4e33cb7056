"""What a condition says, as a tree that keeps the author's words.

Every node carries `text`, the words as written. Values are typed when they are read, so that
nothing below has to guess. NULL in a column means *unknown*, except where `or_none` says that it
is a known absence; `known` then names the yes/no column that tells the two apart, if there is one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from greenbook.handbook.types import Plain, Type

Source = Literal["fact", "decision", "before", "since", "local"]


@dataclass(frozen=True, slots=True)
class Column:
    """A fact, a decision, `before.x`, `since.x`, or a local of the page (its full column name)."""

    text: str
    name: str
    source: Source
    type: Type
    or_none: bool = False
    known: str | None = None


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal, or a parameter's value under its name. Money is already in cents."""

    text: str
    value: Plain
    type: Type
    parameter: str | None = None

    @property
    def whole(self) -> int:
        """The number of a count or of a length of time."""
        assert isinstance(self.value, int | float)
        return int(self.value)


@dataclass(frozen=True, slots=True)
class Call:
    """One of the functions of the language: `days_between`, `add_months`, `percent_of`, …"""

    text: str
    function: str
    arguments: tuple[Value, ...]
    type: Type


@dataclass(frozen=True, slots=True)
class Arithmetic:
    text: str
    operator: Literal["+", "-", "*"]
    left: Value
    right: Value
    type: Type


Value = Column | Constant | Call | Arithmetic


@dataclass(frozen=True, slots=True)
class Flag:
    """A yes/no column standing alone."""

    text: str
    column: Column


@dataclass(frozen=True, slots=True)
class Compare:
    text: str
    operator: Literal["=", "<>", "<", "<=", ">", ">="]
    left: Value
    right: Value


@dataclass(frozen=True, slots=True)
class OneOf:
    """`value [not] in (…)`."""

    text: str
    value: Value
    options: tuple[Constant, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    text: str
    value: Value
    low: Value
    high: Value


@dataclass(frozen=True, slots=True)
class IsNone:
    """`x is [not] null`: unknown where x is not known, else whether x is a known absence."""

    text: str
    column: Column
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """`known(x)`: never unknown itself."""

    text: str
    column: Column


@dataclass(frozen=True, slots=True)
class Always:
    """A rule without `when`, or `true`."""

    text: str = "always"


@dataclass(frozen=True, slots=True)
class All:
    """`a and b and …`."""

    text: str
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """`a or b or …`."""

    text: str
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    text: str
    part: Condition


@dataclass(frozen=True, slots=True)
class AtLeast:
    """`at_least(n, a, b, …)`: true when n are true, false when even the unknown ones fall short."""

    text: str
    needed: Constant
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A named condition of the edition; the name is its heading in a trace."""

    text: str
    name: str
    condition: Condition


Leaf = Flag | Compare | OneOf | Between | IsNone | Known | Always
Condition = Leaf | All | Either | Not | AtLeast | Term
