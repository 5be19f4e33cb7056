"""The types that a fact, a parameter or a decision can have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal[
    "yes/no", "count", "number", "days", "months", "usd", "percent",
    "date", "text", "person", "version", "one of",
]  # fmt: skip

NUMERIC: frozenset[Kind] = frozenset({"count", "number", "days", "months", "usd", "percent"})

#: A value as a handbook writes it. Money is in dollars here and in whole cents in every column.
Plain = bool | int | float | str | date


@dataclass(frozen=True, slots=True)
class Type:
    """`one of` carries its vocabulary, all text or all whole numbers; the others carry none."""

    kind: Kind
    values: tuple[str, ...] | tuple[int, ...] = ()

    @property
    def numeric(self) -> bool:
        return self.kind in NUMERIC or any(isinstance(value, int) for value in self.values)

    def __str__(self) -> str:
        return f"one of {' | '.join(map(str, self.values))}" if self.values else self.kind
