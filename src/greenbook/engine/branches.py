"""A condition as it stood on one row: each part with its truth, each leaf with what was so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from greenbook.handbook.conditions.evaluate import NONE, UNKNOWN, Row, evaluate, value_of
from greenbook.handbook.conditions.tree import (
    All,
    AtLeast,
    Column,
    Condition,
    Either,
    Leaf,
    Not,
    Term,
    Value,
)
from greenbook.handbook.conditions.walk import columns_in
from greenbook.handbook.say.case import limits_of, said, unknown_values, values_of
from greenbook.handbook.say.values import plain
from greenbook.handbook.say.words import Words

Kind = Literal["leaf", "all", "either", "not", "at least", "term"]


@dataclass(frozen=True, slots=True)
class Branch:
    """`truth` None is unknown. A leaf has `says`, `values` by their words in the condition, and the
    columns it `read` and those of them that are `unknown`; the others have `parts`."""

    kind: Kind
    text: str
    truth: bool | None
    parts: tuple[Branch, ...] = ()
    name: str = ""  # of a term
    needed: int = 0  # of at_least
    says: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    limit: Any = None
    read: tuple[Column, ...] = ()
    unknown: tuple[Column, ...] = ()

    def leaves(self) -> list[Branch]:
        return [self] if self.kind == "leaf" else [x for part in self.parts for x in part.leaves()]

    def as_json(self) -> dict[str, Any]:
        """`kind, text, truth` and what the kind has: `says, values, limit`, or `parts`."""
        found: dict[str, Any] = {"kind": self.kind, "text": self.text, "truth": self.truth}
        if self.kind == "leaf":
            return found | {"says": self.says, "values": dict(self.values), "limit": self.limit}
        if self.kind == "term":
            found["name"] = self.name
        if self.kind == "at least":
            found["needed"] = self.needed
        return found | {"parts": [part.as_json() for part in self.parts]}


def branch_of(condition: Condition, row: Row, words: Words) -> Branch:
    """The condition on this row."""
    truth = evaluate(condition, row)
    match condition:
        case Term(text=text, name=name, condition=inner):
            return Branch("term", text, truth, (branch_of(inner, row, words),), name=name)
        case Not(text=text, part=part):
            return Branch("not", text, truth, (branch_of(part, row, words),))
        case All(text=text, parts=parts):
            return Branch("all", text, truth, branches(parts, row, words))
        case Either(text=text, parts=parts):
            return Branch("either", text, truth, branches(parts, row, words))
        case AtLeast(text=text, needed=needed, parts=parts):
            met = branches(parts, row, words)
            return Branch("at least", text, truth, met, needed=needed.whole)
        case _:
            return leaf_of(condition, truth, row, words)


def branches(parts: tuple[Condition, ...], row: Row, words: Words) -> tuple[Branch, ...]:
    return tuple(branch_of(part, row, words) for part in parts)


def leaf_of(leaf: Leaf, truth: bool | None, row: Row, words: Words) -> Branch:
    values = values_of(leaf)
    limits = [limit_of(value, row) for value in limits_of(leaf)]
    return Branch(
        "leaf",
        leaf.text,
        truth,
        says=said(leaf, truth, row, words),
        values={value.text: found(value, row) for value in values if is_read(value)},
        limit=limits[0] if len(limits) == 1 else limits or None,
        read=tuple(dict.fromkeys(columns_in(values))),
        unknown=tuple(dict.fromkeys(unknown_columns(unknown_values(leaf, row), row))),
    )


def unknown_columns(values: list[Value], row: Row) -> list[Column]:
    return [column for column in columns_in(values) if value_of(column, row) is UNKNOWN]


def is_read(value: Value) -> bool:
    """Whether the value comes from the row at all."""
    return any(True for _ in columns_in(value))


def limit_of(value: Value, row: Row) -> Any:
    return found(value, row)


def found(value: Value, row: Row) -> Any:
    """The value as JSON holds it; the words "none" and "unknown" where there is none."""
    result = value_of(value, row)
    if result is NONE:
        return "none"
    return "unknown" if result is UNKNOWN else plain(result, value.type)


def truth_again(branch: Branch) -> bool | None:
    """The truth worked out again from the truths of the leaves alone."""
    if branch.kind == "leaf":
        return branch.truth
    truths = [truth_again(part) for part in branch.parts]
    if branch.kind == "term":
        return truths[0]
    if branch.kind == "not":
        return None if truths[0] is None else not truths[0]
    if branch.kind == "all":
        return False if False in truths else None if None in truths else True
    needed = branch.needed if branch.kind == "at least" else 1
    if truths.count(True) >= needed:
        return True
    return False if truths.count(True) + truths.count(None) < needed else None
