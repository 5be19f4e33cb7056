"""Reads what a rule, cell or band concludes: a value of the output's type, a length, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from greenbook.handbook.conditions import write
from greenbook.handbook.conditions.fit import as_type, describe, go_together, type_of
from greenbook.handbook.conditions.scope import Unreadable
from greenbook.handbook.conditions.tree import Column, Constant, Value
from greenbook.handbook.pages import Length
from greenbook.handbook.problems import Place
from greenbook.handbook.read.editions import Draft, not_a_length, read_length
from greenbook.handbook.types import Type

Given = Constant | Value | Length | None


@dataclass(frozen=True, slots=True)
class Output:
    """One thing that a rule gives; without a type it is a length of time."""

    name: str
    type: Type | None


def literal_given(written: object, output: Output, draft: Draft, place: Place) -> Given:
    """What `written` means for an output. Raises Unreadable after telling, NotSet untold."""
    try:
        return _given(written, output, draft)
    except Unreadable as unreadable:
        draft.tell(unreadable, place)
        raise


def handed_on(text: str, output: Output, draft: Draft, place: Place) -> Value:
    """An expression whose value the rule hands on; its type must be the decision's."""
    value = draft.value_of(text, place)
    wanted = output.type
    try:
        if isinstance(value, Constant):
            return as_type(value, wanted) if wanted else value
        if wanted is None or not _fits(value.type, wanted):
            says = f"`{value.text}` is {describe(value.type)}, `{output.name}` is {wanted}"
            raise Unreadable(("type", says))
    except Unreadable as unreadable:
        draft.tell(unreadable, place)
        raise
    return value


def _given(written: object, output: Output, draft: Draft) -> Given:
    if written == "none":
        return None
    if isinstance(written, str) and written.startswith("$"):
        name = written[1:]
        value = draft.scope.parameter(name)
        return _of_type(value, output, parameter=name)
    if written in ("any", "unknown", "not set"):
        raise Unreadable(("vocabulary", f"`{written}` can not be concluded: write a value or none"))
    return _of_type(written, output, parameter=None)


def _of_type(written: object, output: Output, *, parameter: str | None) -> Given:
    if output.type is None:
        length = read_length(written) if isinstance(written, str) else None
        if length is None:
            raise Unreadable(("length", not_a_length(str(written))))
        return length
    if not isinstance(written, bool | int | float | str | date):
        raise Unreadable(("form", f"`{written}` is not a value"))
    constant = write.constant(written, type_of(written), parameter=parameter)
    return as_type(constant, output.type)


def _fits(given: Type, wanted: Type) -> bool:
    if given.kind == wanted.kind == "one of":
        return set(given.values) <= set(wanted.values)
    return given.kind == wanted.kind or (wanted.kind != "one of" and go_together(given, wanted))


def is_column(value: Value, names: Sequence[str]) -> bool:
    return isinstance(value, Column) and value.name in names
