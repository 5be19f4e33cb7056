"""Reads what stands above a page's editions: its kind, what it decides, for whom, of what type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import get_args

from greenbook.handbook.conditions.tree import Column
from greenbook.handbook.conditions.words import can_be_a_name
from greenbook.handbook.facts import Facts
from greenbook.handbook.pages import Grain, OnUnknown, PageKind
from greenbook.handbook.problems import nearest
from greenbook.handbook.read.keys import Form, Schema, Table
from greenbook.handbook.read.settings import (
    Settings,
    read_sentences,
    read_unknown,
    read_vocabulary,
)
from greenbook.handbook.types import Kind, Type

KINDS: tuple[PageKind, ...] = get_args(PageKind)
GRAINS: tuple[Grain, ...] = get_args(Grain)
STATES = ("on_track", "due_soon", "overdue", "breach")
UNITS: dict[str, Kind] = {
    "days": "days", "months": "months", "percent": "percent", "%": "percent", "usd": "usd",
    "USD": "usd", "count": "count",
}  # fmt: skip
COMMON: Schema = {
    "kind!": "text", "title!": "text", "grain": "text", "applies": "text", "unknown": "text",
    "edition!": "tables",
}  # fmt: skip
OWN: dict[PageKind, Schema] = {
    "decision": {"decides!": "text", "values": "any", "says": "table"},
    "measure": {"decides!": "text", "values": "list", "unit": "text"},
    "scorecard": {"decides!": "text"},
    "rhythm": {"decides!": "text"},
    "kpi": {"decides!": "text", "unit!": "text"},
    "cta": {"decides!": "text"},
    "playbook": {},
    "program": {},
}


@dataclass(frozen=True, slots=True)
class Heading:
    """One page before its editions are read."""

    path: str
    kind: PageKind
    decides: str
    grain: Grain
    type: Type
    unknown: OnUnknown
    table: Table
    ordered: bool = False
    says: Mapping[str, str] = field(default_factory=dict)

    @property
    def column(self) -> Column:
        """What the page decides, as other pages read it."""
        name = self.decides
        return Column(name, name, "decision", self.type, or_none=True, known=f"{name}__known")

    @property
    def decides_itself(self) -> bool:
        return self.kind not in ("playbook", "program")

    @property
    def schema(self) -> Schema:
        return {**COMMON, **OWN[self.kind]}


def read_headings(
    files: Iterable[tuple[str, Table]], settings: Settings, facts: Facts
) -> Iterator[Heading]:
    for path, table in files:
        kind = _kind(table)
        if kind is None:
            continue
        schema: dict[str, Form] = {**COMMON, **OWN[kind]}
        table.check(schema)
        heading = _heading(path, kind, table, settings, facts)
        if heading:
            yield heading


def _heading(
    path: str, kind: PageKind, table: Table, settings: Settings, facts: Facts
) -> Heading | None:
    word = path.rsplit("/", 1)[-1]
    decides = table.text("decides") or (word if kind in ("playbook", "program") else "")
    if decides and not can_be_a_name(decides):
        says = f"`{decides}` can not be the name of a decision: write a snake_case word of your own"
        table.refuse(says, "decides", code="name")
    order = settings.orders.get(decides)
    type_ = order.type if order else _type(kind, table, settings)
    grain = _grain(table, facts)
    if order:
        _refuse_shared(table, decides)
    if not decides or type_ is None or grain is None:
        return None
    unknown = order.unknown if order else read_unknown(table)
    said = _says(table, type_)
    ordered = order is not None
    return Heading(path, kind, decides, grain, type_, unknown, table, ordered=ordered, says=said)


def _says(table: Table, type_: Type) -> dict[str, str]:
    """Sentences for the values of the decision, and for none."""
    says = read_sentences(table.table("says"))
    values = ("yes", "no") if type_.kind == "yes/no" else tuple(map(str, type_.values))
    for value in says.keys() - {*values, "none"}:
        hint = nearest(value, [*values, "none"])
        table.refuse(f"the page never decides `{value}`{hint}", "says", value, code="vocabulary")
    return says


def _kind(table: Table) -> PageKind | None:
    word = table.text("kind")
    for kind in KINDS:
        if kind == word:
            return kind
    hint = nearest(word, KINDS) or f": it is one of {', '.join(KINDS)}"
    says = f"`{word}` is not a kind of page{hint}" if word else "`kind` is missing"
    table.refuse(says, "kind", code="kind" if word else "missing-key")
    return None


def _grain(table: Table, facts: Facts) -> Grain | None:
    word = table.text("grain", "account")
    for grain in GRAINS:
        if grain == word:
            if grain not in facts.subjects:
                says = f"there are no facts about {grain}: write facts/{grain}/<subject>.sql"
                table.refuse(says, "grain", code="grain")
                return None
            return grain
    table.refuse(f"`{word}` is not a grain{nearest(word, GRAINS)}", "grain", code="grain")
    return None


def _type(kind: PageKind, table: Table, settings: Settings) -> Type | None:
    if kind == "decision":
        return _decided(table)
    if kind in ("measure", "scorecard"):
        return _colours(table, settings)
    if kind == "rhythm":
        return Type("one of", STATES)
    return unit_type(table.text("unit")) if kind == "kpi" else Type("yes/no")


def _decided(table: Table) -> Type | None:
    """A list of values, or the word of a type for a decision that hands values on."""
    values = table.values.get("values")
    if isinstance(values, list):
        return read_vocabulary(table, "values")
    words = [kind for kind in get_args(Kind) if kind != "one of"]
    for kind in get_args(Kind):
        if kind == values and kind in words:
            return Type(kind)
    if values is None:
        table.refuse("`values` is missing: list what the page can decide", code="missing-key")
    else:
        says = f"`values` is a list, or a type{nearest(str(values), words)}"
        table.refuse(says, "values", code="form")
    return None


def _colours(table: Table, settings: Settings) -> Type:
    colours = tuple(settings.colours)
    chosen = tuple(table.words("values")) or colours
    for colour in chosen:
        if colour not in colours:
            says = f"`{colour}` is not a colour of handbook.toml{nearest(colour, colours)}"
            table.refuse(says, "values", code="vocabulary")
    return Type("one of", chosen)


def unit_type(unit: str) -> Type:
    """What a unit means for calculating; any other unit is a plain number."""
    return Type(UNITS.get(unit, "number"))


def _refuse_shared(table: Table, decides: str) -> None:
    for key in ("values", "unknown", "says"):
        if table.has(key):
            says = f"`{key}` of `{decides}` stands in handbook.toml: several pages share it"
            table.refuse(says, key, code="shared-decision")
