"""Reads a decision table: `asks`, `gives`, `rows`; each row becomes a rule, first match."""

from __future__ import annotations

import re
from collections.abc import Iterator

from greenbook.handbook.conditions import write
from greenbook.handbook.conditions.scope import NotSet, Unreadable
from greenbook.handbook.conditions.tree import Always, Condition
from greenbook.handbook.pages import Rule
from greenbook.handbook.problems import Place, nearest
from greenbook.handbook.read.editions import Draft
from greenbook.handbook.read.gives import Output, literal_given
from greenbook.handbook.read.keys import Schema, Table

TABLE: Schema = {"asks!": "list", "gives!": "list", "rows!": "list"}
COMPARISON = re.compile(r"(<=|>=|<>|<|>|=)\s*(.+)")


def table_rules(draft: Draft, outputs: tuple[Output, ...]) -> Iterator[Rule]:
    """One rule a row. `outputs` are those that may stand in `gives`, which chooses among them."""
    table = draft.table.table("table")
    table.check(TABLE, above=draft.above)
    asks, chosen, cited = table.words("asks"), _chosen(table, outputs), _cites(table)
    for index, row in enumerate(table.items("rows")):
        place = table.place("rows", index)
        width = len(asks) + len(chosen) + cited
        if not isinstance(row, list) or len(row) != width:
            length = len(row) if isinstance(row, list) else 0
            says = f"row {index + 1} has {length} cells, the table has {width} columns"
            table.refuse(says, "rows", index, code="row")
            continue
        yield from _row(draft, index, row, asks=asks, outputs=chosen, place=place)


def table_outputs(draft: Draft) -> tuple[str, ...]:
    """The names that the edition's table gives, without the column of citations."""
    return tuple(word for word in draft.table.table("table").words("gives") if word != "cites")


def _chosen(table: Table, outputs: tuple[Output, ...]) -> list[Output]:
    by_name = {output.name: output for output in outputs}
    chosen = []
    for index, name in enumerate(table.words("gives")):
        if name in by_name:
            chosen.append(by_name[name])
        elif name != "cites":
            says = f"`{name}` is nothing that this table can give{nearest(name, by_name)}"
            table.refuse(says, "gives", index, code="unknown-key")
    return chosen


def _cites(table: Table) -> bool:
    gives = table.words("gives")
    if "cites" in gives[:-1]:
        table.refuse("the column `cites` stands last", "gives", code="row")
    return gives[-1:] == ["cites"]


def _row(
    draft: Draft,
    index: int,
    row: list[object],
    *,
    asks: list[str],
    outputs: list[Output],
    place: Place,
) -> Iterator[Rule]:
    cells = row[: len(asks)]
    given = row[len(asks) : len(asks) + len(outputs)]
    cites = str(row[-1]) if len(row) > len(asks) + len(outputs) else draft.cites
    shown = ", ".join(_shown(cell) for cell in cells)
    name = f"row {index + 1}: {shown}"
    try:
        pairs = zip(asks, cells, strict=True)
        parts = [part for ask, cell in pairs for part in _cell(draft, ask, cell, place)]
        gives = tuple(
            literal_given(cell, output, draft, place)
            for cell, output in zip(given, outputs, strict=True)
        )
    except Unreadable:
        return
    except NotSet as gap:
        draft.drop(Rule(name, Always(shown), (None,) * len(outputs), cites, place), gap)
        return
    when = write.both(parts) if parts else Always()
    yield Rule(name, when, gives, cites, place)


def _shown(cell: object) -> str:
    """A cell in the name of its row: `at risk`, `yes`, `growth or scale`."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, list):
        return " or ".join(map(_shown, cell))
    return str(cell).replace("_", " ")


def _cell(draft: Draft, ask: str, cell: object, place: Place) -> Iterator[Condition]:
    """The condition of one cell; `any` asks nothing."""
    if cell == "any":
        return
    if isinstance(cell, bool):
        condition = draft.condition_of(ask, place)
        yield condition if cell else write.negation(condition)
    elif isinstance(cell, list):
        options = ", ".join(_literal(item) for item in cell)
        yield draft.condition_of(f"{ask} in ({options})", place)
    elif cell == "none":
        yield draft.condition_of(f"{ask} is null", place)
    elif isinstance(cell, str) and (found := COMPARISON.fullmatch(cell)):
        yield draft.condition_of(f"{ask} {found[1]} {found[2]}", place)
    else:
        _refuse_reserved(draft, cell, place)
        yield draft.condition_of(f"{ask} = {_literal(cell)}", place)


def _refuse_reserved(draft: Draft, cell: object, place: Place) -> None:
    if cell in ("unknown", "not set"):
        says = f"`{cell}` can not be asked for in a table: use known(x) in a rule"
        unreadable = Unreadable(("vocabulary", says))
        draft.tell(unreadable, place)
        raise unreadable


def _literal(cell: object) -> str:
    if isinstance(cell, str) and cell.startswith("$"):
        return cell
    return write.literal(cell)  # type: ignore[arg-type]  # a TOML value
