"""Which columns each page offers to the conditions of others, before any condition is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from greenbook.handbook.conditions.fit import DATE, NUMBER, TEXT, YES_NO, type_of
from greenbook.handbook.conditions.tree import Column
from greenbook.handbook.facts import Facts
from greenbook.handbook.pages import Grain
from greenbook.handbook.problems import nearest
from greenbook.handbook.read.headings import GRAINS, Heading, unit_type
from greenbook.handbook.read.keys import Table
from greenbook.handbook.types import Type

Columns = dict[str, Column]
COUNT = Type("count")
LENGTHS = ("every", "at_most", "aim", "grace")  # of a rhythm


def column_word(name: str) -> str:
    """A metric's or group's name as part of a column name."""
    return "_".join("".join(c if c.isalnum() else " " for c in name.lower()).split())


def offered(headings: Iterable[Heading], facts: Facts) -> dict[Grain, Columns]:
    """For each grain, what its pages decide and the columns beside it, by column name."""
    columns: dict[Grain, Columns] = {}
    for heading in headings:
        if heading.decides_itself:
            of_grain = columns.setdefault(heading.grain, {})
            of_grain.update((column.name, column) for column in page_columns(heading, facts))
    return columns


def page_columns(heading: Heading, facts: Facts) -> Iterator[Column]:
    """The decision itself first, then what stands beside it."""
    name = heading.decides
    yield heading.column
    if heading.kind != "cta":
        yield _decision(f"{name}__sure", YES_NO)
    for part, type_, or_none in _parts(heading, facts):
        yield _decision(
            f"{name}__{part}", type_, known=f"{name}__known" if or_none else None, or_none=or_none
        )


def _decision(name: str, type_: Type, *, known: str | None = None, or_none: bool = False) -> Column:
    return Column(name, name, "decision", type_, or_none, known)


def _parts(heading: Heading, facts: Facts) -> Iterator[tuple[str, Type, bool]]:
    """Name, type and whether it may be none, of each column beside the decision."""
    colour = heading.type
    if heading.kind == "rhythm":
        yield from (("due", DATE, True), ("limit", DATE, True))
        yield from ((length, TEXT, True) for length in LENGTHS if _gives(heading, length))
        if _has(heading, "once_per"):
            yield "occasion", TEXT, True
    elif heading.kind == "measure":
        yield "score", NUMBER, True
        if _has(heading, "value"):
            yield "value", unit_type(_unit(heading)), True
        for metric in _named(heading, "metric"):
            yield f"{metric}__value", NUMBER, True
            yield f"{metric}__colour", colour, True
    elif heading.kind == "scorecard":
        yield from (("computed", NUMBER, True), ("effective", NUMBER, True))
        yield "weight", NUMBER, True
        yield from ((group, NUMBER, True) for group in _keys(heading, "groups"))
    elif heading.kind == "kpi":
        yield from (("met", YES_NO, False), ("late", YES_NO, False))
        if _has(heading, "raw"):
            yield "raw", heading.type, True
        yield from ((name, type_, True) for name, type_ in thresholds(heading).items())
        for count, type_ in _counts(heading, facts).items():
            yield from ((count, type_, False), (f"{count}__unknown", COUNT, False))
    elif heading.kind == "cta":
        yield from (("opens", YES_NO, False), ("closes", YES_NO, False))
        yield from (("occasion", TEXT, True), ("starts", DATE, True), ("due", DATE, True))
        if _has(heading, "stays_open_when"):
            yield "stays_open", YES_NO, False


def thresholds(heading: Heading) -> dict[str, Type]:
    """The outputs of a KPI's tables with the type of their cells; numbers take the KPI's unit."""
    found: dict[str, Type] = {}
    for edition in heading.table.tables("edition"):
        table = edition.table("table")
        asks, gives = table.items("asks"), table.items("gives")
        for index, name in enumerate(gives):
            cells = [_cell(row, len(asks) + index) for row in table.items("rows")]
            if isinstance(name, str) and name != "cites":
                found.setdefault(name, _cell_type(cells, heading.type))
    return found


def _cell(row: object, index: int) -> object:
    return row[index] if isinstance(row, list) and index < len(row) else None


def _cell_type(cells: list[object], numbers: Type) -> Type:
    for cell in cells:
        if cell is not None and cell != "none" and not str(cell).startswith("$"):
            return numbers if type_of(cell).numeric else type_of(cell)  # type: ignore[arg-type]
    return numbers


def _counts(heading: Heading, facts: Facts) -> dict[str, Type]:
    """What each count counts: rows, or what it sums."""
    found: dict[str, Type] = {}
    for edition in heading.table.tables("edition"):
        counts = edition.table("counts")
        for name in counts.values:
            count = counts.table(name)
            grain = next((grain for grain in GRAINS if grain == count.text("of")), None)
            summed = facts.of(grain).get(count.text("sum")) if grain else None
            found[name] = summed.type if summed else COUNT
    return found


def _unit(heading: Heading) -> str:
    return heading.table.text("unit")


def _has(heading: Heading, key: str) -> bool:
    """Whether any edition has the key."""
    return any(edition.has(key) for edition in heading.table.tables("edition"))


def _gives(heading: Heading, name: str) -> bool:
    """Whether any edition's table gives it."""
    editions = heading.table.tables("edition")
    return any(name in edition.table("table").items("gives") for edition in editions)


def _keys(heading: Heading, name: str) -> list[str]:
    found = (key for edition in heading.table.tables("edition") for key in _values(edition, name))
    return list(dict.fromkeys(found))


def _values(edition: Table, name: str) -> Mapping[str, object]:
    return edition.table(name).values


def _named(heading: Heading, name: str) -> list[str]:
    found = (
        column_word(inner.text("name"))
        for edition in heading.table.tables("edition")
        if isinstance(edition.values.get(name), list)
        for inner in edition.tables(name)
    )
    return list(dict.fromkeys(found))


def coarser_than(grain: Grain, facts: Facts) -> list[Grain]:
    """The grains that rows of `grain` belong to, near ones first."""
    found: list[Grain] = []
    waiting = [grain]
    while waiting:
        finer = waiting.pop(0)
        for link in facts.links:
            if link.finer == finer and link.coarser not in (*found, grain):
                found.append(link.coarser)
                waiting.append(link.coarser)
    return found


def refusals(grain: Grain, offers: Mapping[Grain, Columns], facts: Facts) -> dict[str, str]:
    """For names that exist at other grains: why this grain can not read them, and what can."""
    coarser = coarser_than(grain, facts)
    says: dict[str, str] = {}
    for other in {*offers, *facts.subjects} - {grain}:
        for name in facts.of(other):
            says[name] = f"`{name}` is a fact of {other}; this page speaks of {grain}"
        for name in offers.get(other, {}):
            way = f"read before.{name}" if other in coarser else "count it with [edition.counts]"
            says[name] = f"`{name}` is decided for each {other}; a page on {grain} can only {way}"
    return says


def no_column(name: str, columns: Iterable[str]) -> str:
    return f"no fact or decision is called `{name}`{nearest(name, columns)}"
