"""Reads an edition's terms: named conditions, which may use each other but not in a circle."""

from __future__ import annotations

from sqlglot import exp

from greenbook.handbook.conditions.parse import parsed, read_condition
from greenbook.handbook.conditions.scope import NotSet, Scope, Unreadable
from greenbook.handbook.conditions.tree import Condition
from greenbook.handbook.conditions.words import can_be_a_name
from greenbook.handbook.read.keys import Table


def read_terms(table: Table, scope: Scope) -> None:
    """Reads each term after the terms that it uses; what is wrong is told at the term alone."""
    texts = {name: text for name, text in table.values.items() if isinstance(text, str)}
    _refuse_odd(table, texts)
    terms: dict[str, Condition | Unreadable | NotSet] = {}
    scope.terms = terms
    waiting = {name: _uses(text, texts) for name, text in texts.items()}
    while waiting:
        ready = [name for name, uses in waiting.items() if not uses & waiting.keys()]
        if not ready:
            _refuse_circle(table, waiting)
        for name in ready or list(waiting):
            terms[name] = _read(name, texts[name], table, scope) if ready else Unreadable()
            del waiting[name]
    scope.terms = {name: terms[name] for name in texts}


def _read(name: str, text: str, table: Table, scope: Scope) -> Condition | Unreadable | NotSet:
    try:
        return read_condition(text, scope)
    except Unreadable as unreadable:
        for code, says in unreadable.problems:
            table.refuse(says, name, code=code)
        return Unreadable()
    except NotSet as gap:
        return gap


def _refuse_odd(table: Table, texts: dict[str, str]) -> None:
    for name in table.values:
        if name not in texts:
            table.refuse(f"the term `{name}` is a condition, written as text", name, code="form")
        elif not can_be_a_name(name):
            table.refuse(f"`{name}` can not be the name of a term", name, code="name")


def _uses(text: str, texts: dict[str, str]) -> set[str]:
    try:
        return {column.name for column in parsed(text).find_all(exp.Column)} & texts.keys()
    except Unreadable:
        return set()


def _refuse_circle(table: Table, waiting: dict[str, set[str]]) -> None:
    names = ", ".join(f"`{name}`" for name in waiting)
    table.refuse(
        f"the terms {names} use each other in a circle", next(iter(waiting)), code="circle"
    )
