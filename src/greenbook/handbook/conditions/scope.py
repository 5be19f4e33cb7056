"""What a condition may speak of: the facts, decisions, locals, parameters and terms around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from greenbook.handbook.conditions.tree import Column, Condition
from greenbook.handbook.problems import nearest
from greenbook.handbook.types import Plain


class Unreadable(Exception):
    """A condition that can not be used; `problems` are (code, sentence). None: already told."""

    def __init__(self, *problems: tuple[str, str]) -> None:
        super().__init__(*problems)
        self.problems = problems


class NotSet(Exception):
    """A condition that needs a parameter which is "not set"."""

    def __init__(self, parameter: str) -> None:
        super().__init__(parameter)
        self.parameter = parameter


@dataclass(slots=True)
class Scope:
    """The names around a condition. `used` remembers which were asked for (parameters as `$x`)."""

    columns: Mapping[str, Column] = field(default_factory=dict)
    before: Mapping[str, Column] = field(default_factory=dict)
    since: Mapping[str, Column] = field(default_factory=dict)
    locals: Mapping[str, Column] = field(default_factory=dict)
    parameters: Mapping[str, Plain | Literal["not set"]] = field(default_factory=dict)
    terms: Mapping[str, Condition | Unreadable | NotSet] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(default_factory=dict)  # name -> why it can not be used
    used: set[str] = field(default_factory=set)

    def column(self, name: str) -> Column:
        found = self.locals.get(name) or self.columns.get(name)
        if found is None:
            raise Unreadable(("unknown-name", self._no_such_name(name)))
        self.used.add(name)
        return found

    def earlier(self, which: str, name: str) -> Column:
        """`before.name` or `since.name`."""
        offered = {"before": self.before, "since": self.since}.get(which)
        if offered is None:
            hint = nearest(which, ["before", "since"])
            raise Unreadable(("unknown-name", f"`{which}.{name}` is not known{hint}"))
        if name not in offered:
            says = f"no decision is called `{name}`{nearest(name, offered)}"
            raise Unreadable(("unknown-decision", says))
        return offered[name]

    def term(self, name: str) -> Condition | None:
        if name not in self.terms:
            return None
        self.used.add(name)
        found = self.terms[name]
        if isinstance(found, Exception):
            raise found
        return found

    def parameter(self, name: str) -> Plain:
        if name not in self.parameters:
            says = f"the edition has no parameter `{name}`{nearest(name, self.parameters)}"
            raise Unreadable(("unknown-parameter", says))
        self.used.add(f"${name}")
        value = self.parameters[name]
        if value == "not set":
            raise NotSet(name)
        return value

    def _no_such_name(self, name: str) -> str:
        if name in self.elsewhere:
            return self.elsewhere[name]
        offered = [*self.locals, *self.terms, *self.columns]
        return f"no fact, decision or term is called `{name}`{nearest(name, offered)}"
