"""Reads what every edition has, and holds what its own parts are read with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypedDict

from greenbook.handbook.conditions.parse import read_condition, read_value
from greenbook.handbook.conditions.scope import NotSet, Scope, Unreadable
from greenbook.handbook.conditions.tree import Column, Condition, Value
from greenbook.handbook.conditions.words import can_be_a_name
from greenbook.handbook.pages import Length, Rule, Unit
from greenbook.handbook.problems import Place, nearest
from greenbook.handbook.read.around import Around
from greenbook.handbook.read.headings import Heading
from greenbook.handbook.read.keys import Schema, Table
from greenbook.handbook.read.terms import read_terms
from greenbook.handbook.types import Plain

COMMON: Schema = {
    "from!": "date", "cites!": "text", "note": "text", "parameters": "table", "terms": "table",
    "rules": "text", "ends": "yes or no",
}  # fmt: skip
LENGTH = re.compile(r"(\d+) (day|week|month|year)s?")
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
UNITS: dict[str, Unit] = {"day": "day", "week": "week", "month": "month", "year": "year"}


class Common(TypedDict):
    """The keys that every edition of pages.py takes."""

    begins: date
    cites: str
    place: Place
    ends: bool
    note: str | None
    parameters: Mapping[str, Plain | Literal["not set"]]
    terms: Mapping[str, Condition]
    dropped: tuple[Rule, ...]


@dataclass(slots=True)
class Draft:
    """One edition while it is read: its table, the names it may use, what was dropped."""

    heading: Heading
    table: Table
    around: Around
    scope: Scope
    schema: Schema
    dropped: list[Rule] = field(default_factory=list)

    @property
    def above(self) -> Schema:
        """Every key of the edition and of the page: what may have landed in a table below."""
        return {**self.heading.schema, **self.schema}

    @property
    def cites(self) -> str:
        return self.table.text("cites")

    def condition(self, key: str, table: Table | None = None) -> Condition | None:
        """The condition under `key`, or None: not written, refused, or left out as not set."""
        table = table or self.table
        text = table.maybe_text(key)
        if text is None:
            return None
        try:
            return self.condition_of(text, table.place(key))
        except Unreadable:
            return None
        except NotSet as gap:
            table.warn(_left_out(f"`{key}`", gap), key, code="not-set")
            return None

    def value(self, key: str, table: Table | None = None) -> Value | None:
        """The value under `key`, or None: not written or refused."""
        table = table or self.table
        text = table.maybe_text(key)
        if text is None:
            return None
        try:
            return self.value_of(text, table.place(key))
        except Unreadable:
            return None
        except NotSet as gap:
            table.refuse(f"`{key}` needs ${gap.parameter}, which is not set", key, code="not-set")
            return None

    def condition_of(self, text: str, place: Place) -> Condition:
        """Raises Unreadable after telling what is wrong, and NotSet untold."""
        try:
            return read_condition(text, self.scope)
        except Unreadable as unreadable:
            self.tell(unreadable, place)
            raise

    def value_of(self, text: str, place: Place) -> Value:
        """Raises Unreadable after telling what is wrong, and NotSet untold."""
        try:
            return read_value(text, self.scope)
        except Unreadable as unreadable:
            self.tell(unreadable, place)
            raise

    def tell(self, unreadable: Unreadable, place: Place) -> None:
        for code, says in unreadable.problems:
            self.around.findings.refuse(place, says, code=code)

    def drop(self, rule: Rule, gap: NotSet) -> None:
        """Leave a rule out because a parameter is "not set"."""
        self.dropped.append(rule)
        says = _left_out(f"the rule `{rule.name}`", gap)
        self.around.findings.warn(rule.place, says, code="not-set")

    def local(self, name: str, column: Column) -> None:
        """Let the conditions read next use a column of this page under its short name."""
        self.scope.locals = {**self.scope.locals, name: column}

    def length(self, key: str, table: Table | None = None) -> Length | None:
        table = table or self.table
        text = table.maybe_text(key)
        if text is None:
            return None
        found = read_length(text)
        if found is None:
            table.refuse(not_a_length(text), key, code="length")
        return found

    def template(self, key: str, table: Table | None = None) -> str:
        """A sentence with {placeholders}, each a fact, a decision, a parameter or {account}."""
        table = table or self.table
        text = table.text(key)
        for name in PLACEHOLDER.findall(text):
            self._check_placeholder(name, key, table)
        return text

    def common(self) -> Common:
        """What is the same for every kind; read last, when all that is dropped is known."""
        self._warn_of_unused()
        return Common(
            begins=self.table.day("from") or date.min,
            cites=self.cites,
            place=self.table.place(),
            ends=self.table.flag("ends"),
            note=self.table.maybe_text("note"),
            parameters=self.scope.parameters,
            terms={
                name: term
                for name, term in self.scope.terms.items()
                if not isinstance(term, Exception)
            },
            dropped=tuple(self.dropped),
        )

    def _check_placeholder(self, name: str, key: str, table: Table) -> None:
        if name in ("account", self.heading.grain):
            return
        if name in self.scope.parameters:
            self.scope.used.add(f"${name}")
            return
        try:
            self.scope.earlier(*name.split(".", 1)) if "." in name else self.scope.column(name)
        except Unreadable:
            offered = [*self.scope.columns, *self.scope.parameters, *self.scope.locals]
            says = f"{{{name}}} is no fact, decision or parameter{nearest(name, offered)}"
            table.refuse(says, key, code="placeholder")

    def _warn_of_unused(self) -> None:
        for name in self.scope.parameters:
            if f"${name}" not in self.scope.used:
                says = f"the parameter `{name}` is not used"
                self.table.warn(says, "parameters", name, code="unused-parameter")
        for name in self.scope.terms:
            if name not in self.scope.used:
                self.table.warn(f"the term `{name}` is not used", "terms", name, code="unused-term")


def drafts(heading: Heading, around: Around, own: Schema) -> Iterator[Draft]:
    """Every edition that can be read, checked against the keys of its kind."""
    schema: Schema = {**COMMON, **own}
    whole: Table | None = None
    previous: date | None = None
    for table in heading.table.tables("edition"):
        if table.has("rules"):
            table = _as_before(table, whole)
        table.check(_optional(schema) if table.flag("ends") else schema, above=heading.schema)
        _refuse_order(table, previous)
        previous = table.day("from") or previous
        whole = table
        yield draft(heading, table, around, schema)
    if not heading.table.items("edition"):
        heading.table.refuse("a page needs an [[edition]]", "edition", code="missing-key")


def draft(heading: Heading, table: Table, around: Around, schema: Schema) -> Draft:
    scope = around.scope(heading.grain)
    made = Draft(heading, table, around, scope, schema)
    parameters = table.table("parameters")
    parameters.refuse_from_above(schema)
    scope.parameters = dict(read_parameters(parameters))
    return made


def read_draft_terms(made: Draft) -> None:
    """Read the edition's terms, once its locals are known."""
    terms = made.table.table("terms")
    terms.refuse_from_above(made.schema)
    for name in terms.values:
        if name in made.scope.columns or name in made.scope.locals:
            says = f"the term `{name}` hides the fact or decision of that name: call it otherwise"
            terms.refuse(says, name, code="name")
    read_terms(terms, made.scope)


def read_parameters(table: Table) -> Iterator[tuple[str, Plain | Literal["not set"]]]:
    for name, value in table.values.items():
        if not can_be_a_name(name):
            table.refuse(f"`{name}` can not be the name of a parameter", name, code="name")
        if isinstance(value, bool | int | float | str | date) and not hasattr(value, "hour"):
            yield name, value
        else:
            says = f"the parameter `{name}` is a number, a text, true or false, or a day"
            table.refuse(says, name, code="form")


def read_length(text: str) -> Length | None:
    """`14 days`, `1 month`; months and years stay what they are."""
    found = LENGTH.fullmatch(text.strip())
    return Length(int(found[1]), UNITS[found[2]]) if found else None


def not_a_length(text: str) -> str:
    return f"`{text}` is not a length of time: write 14 days, 2 weeks, 1 month or 1 year"


def _left_out(what: str, gap: NotSet) -> str:
    return f"{what} is left out, because the parameter `{gap.parameter}` is not set"


def _optional(schema: Schema) -> Schema:
    """For an edition that ends its page: only `from` and `cites` are needed."""
    kept = ("from!", "cites!")
    return {name if name in kept else name.rstrip("!"): form for name, form in schema.items()}


def _refuse_order(table: Table, previous: date | None) -> None:
    begins = table.day("from")
    if begins and previous and begins <= previous:
        says = f"editions stand in the order of their days: {begins} comes after {previous}"
        table.refuse(says, "from", code="edition-order")


def _as_before(table: Table, whole: Table | None) -> Table:
    """An edition that takes everything from the one before and changes parameters only."""
    if table.text("rules") != "as before":
        table.refuse('`rules` can only be "as before"', "rules", code="form")
    if whole is None:
        table.refuse("there is no edition before this one", "rules", code="edition-order")
        return table
    allowed = ("from", "cites", "note", "rules", "parameters")
    for name in table.values:
        if name not in allowed:
            says = f'with rules = "as before" only parameters change, not `{name}`'
            table.refuse(says, name, code="as-before")
    return table.inheriting(whole, without=("from", "cites", "note", "ends", "rules"))
