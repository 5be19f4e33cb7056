"""Reads handbook.toml: the name, the colours, shared decisions, accepted warnings."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from greenbook.handbook.book import AcceptedWarning, Order
from greenbook.handbook.conditions.words import RESERVED_VALUES, can_be_a_name
from greenbook.handbook.pages import OnUnknown
from greenbook.handbook.problems import Place, nearest
from greenbook.handbook.read.codes import hearers
from greenbook.handbook.read.keys import Schema, Table
from greenbook.handbook.types import Type

FILE: Schema = {
    "handbook!": "table", "colours!": "table", "order": "table", "key": "table", "words": "table",
    "counted": "table", "checks": "table", "help": "table", "limits": "table", "told": "table",
    "accept": "tables",
}  # fmt: skip
HANDBOOK: Schema = {"name!": "text", "fiscal_year!": "table"}
FISCAL_YEAR: Schema = {"starts_in_month!": "whole number"}
ORDER: Schema = {"values!": "list", "unknown": "text", "pages!": "list"}
KEY: Schema = {"decisions!": "list"}
LIMITS = ("plan_link_days", "plan_link_days_most")
ACCEPT: Schema = {"code!": "text", "place!": "text", "because!": "text"}


@dataclass(frozen=True, slots=True)
class Settings:
    """`file` is kept for what only all pages together can tell: where it stands."""

    file: Table | None = None
    name: str = ""
    month: int = 1
    colours: dict[str, float] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    key_decisions: tuple[str, ...] = ()
    counted: dict[str, str] = field(default_factory=dict)
    checks: dict[str, str] = field(default_factory=dict)
    help: dict[str, str] = field(default_factory=dict)
    limits: dict[str, int] = field(default_factory=dict)
    told: dict[str, tuple[str, ...]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    accepted: tuple[AcceptedWarning, ...] = ()

    def place(self, *inside: str | int) -> Place:
        return self.file.place(*inside) if self.file else Place("handbook.toml")


def read_settings(file: Table) -> Settings:
    file.check(FILE)
    handbook, key = file.table("handbook"), file.table("key")
    handbook.check(HANDBOOK)
    if file.has("key"):
        key.check(KEY)
    colours = dict(_colours(file.table("colours")))
    return Settings(
        file=file,
        name=handbook.text("name"),
        month=_month(handbook.table("fiscal_year")),
        colours=colours,
        orders=dict(_orders(file.table("order"))),
        key_decisions=tuple(key.words("decisions")),
        counted=read_sentences(file.table("counted")),
        checks=read_sentences(file.table("checks")),
        help=read_sentences(file.table("help")),
        limits=dict(_limits(file.table("limits"))),
        told=dict(_told(file.table("told"), colours)),
        words=read_sentences(file.table("words")),
        accepted=tuple(_accepted(file)),
    )


def _month(year: Table) -> int:
    year.check(FISCAL_YEAR)
    month = year.whole("starts_in_month", 1)
    if not 1 <= month <= 12:
        year.refuse("a fiscal year starts in a month from 1 to 12", code="form")
    return month


def _colours(table: Table) -> Iterator[tuple[str, float]]:
    if not table.values:
        table.refuse("name at least one colour with its middle", code="form")
    for name, middle in table.values.items():
        if isinstance(middle, int | float) and not isinstance(middle, bool) and 0 <= middle <= 100:
            yield name, float(middle)
        else:
            table.refuse(f"the middle of `{name}` is a number from 0 to 100", name, code="form")


def _orders(table: Table) -> Iterator[tuple[str, Order]]:
    for name in table.values:
        order = table.table(name)
        order.check(ORDER)
        if not can_be_a_name(name):
            order.refuse(f"`{name}` can not be the name of a decision", code="name")
        type_ = read_vocabulary(order, "values")
        if type_:
            pages = tuple(order.words("pages"))
            yield name, Order(name, type_, read_unknown(order), pages, order.place())


def read_vocabulary(table: Table, key: str) -> Type | None:
    """`values = [1, 2]`, `["a", "b"]` or `[true, false]`; None after saying what is wrong."""
    values = table.items(key)
    if values and all(isinstance(value, bool) for value in values):
        return Type("yes/no")
    words = tuple(value for value in values if isinstance(value, str))
    numbers = tuple(
        value for value in values if isinstance(value, int) and not isinstance(value, bool)
    )
    chosen = words or numbers
    if len(chosen) != len(values) or len(set(chosen)) != len(values) or not values:
        if table.has(key):
            table.refuse(f"`{key}` holds texts, or whole numbers, each once", key, code="form")
        return None
    for index, word in enumerate(words):
        if word in RESERVED_VALUES:
            says = f"`{word}` is a reserved word: every decision can be none or unknown"
            table.refuse(says, key, index, code="vocabulary")
    return Type("one of", words) if words else Type("one of", numbers)


def read_unknown(table: Table) -> OnUnknown:
    word = table.text("unknown", "stops")
    if word not in ("stops", "passes"):
        table.refuse('`unknown` is "stops" or "passes"', "unknown", code="form")
    return "passes" if word == "passes" else "stops"


def _limits(table: Table) -> Iterator[tuple[str, int]]:
    for name, limit in table.values.items():
        if name not in LIMITS:
            says = f"there is no limit `{name}`{nearest(name, LIMITS)}"
            table.refuse(says, name, code="unknown-key")
        elif isinstance(limit, int) and not isinstance(limit, bool) and limit > 0:
            yield name, limit
        else:
            table.refuse(f"`{name}` is a whole number above 0", name, code="form")


def _told(table: Table, colours: Collection[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for colour in table.values:
        if colour in colours:
            yield colour, hearers(table, colour)
        else:
            says = f"`{colour}` is not a colour{nearest(colour, colours)}"
            table.refuse(says, colour, code="vocabulary")


def read_sentences(table: Table) -> dict[str, str]:
    """A table of free names, each with what is said."""
    for name, said in table.values.items():
        if not isinstance(said, str) or not said.strip():
            table.refuse(f"`{name}` is said in a text", name, code="form")
    return {name: said for name, said in table.values.items() if isinstance(said, str)}


def _accepted(file: Table) -> Iterator[AcceptedWarning]:
    for accept in file.tables("accept"):
        accept.check(ACCEPT)
        yield AcceptedWarning(
            accept.text("code"), accept.text("place"), accept.text("because"), accept.place()
        )
