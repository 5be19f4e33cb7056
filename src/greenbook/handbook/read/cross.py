"""Reads a cross table: conditions across and down, a conclusion where they meet."""

from __future__ import annotations

from collections.abc import Iterator

from greenbook.handbook.conditions import write
from greenbook.handbook.conditions.scope import NotSet, Unreadable
from greenbook.handbook.conditions.tree import Always, Condition
from greenbook.handbook.pages import Rule
from greenbook.handbook.read.editions import Draft
from greenbook.handbook.read.gives import Output, literal_given
from greenbook.handbook.read.keys import Schema, Table

CROSS: Schema = {"across!": "list", "rows!": "list"}


def cross_rules(draft: Draft) -> Iterator[Rule]:
    """One rule a cell, row by row: the first true row and the first true column meet there."""
    table = draft.table.table("cross")
    table.check(CROSS, above=draft.above)
    across = table.words("across")
    for index, row in enumerate(table.items("rows")):
        if not isinstance(row, list) or len(row) != len(across) + 1:
            says = f"row {index + 1} needs a condition and {len(across)} cells"
            table.refuse(says, "rows", index, code="row")
        elif not isinstance(row[0], str):
            table.refuse("a row begins with a condition", "rows", index, code="row")
        else:
            yield from _row(draft, table, index, row, across)


def across(draft: Draft) -> tuple[str, ...]:
    """The columns of the edition's cross table; none when it has none."""
    return tuple(draft.table.table("cross").words("across"))


def _row(
    draft: Draft, table: Table, index: int, row: list[object], across: list[str]
) -> Iterator[Rule]:
    for column, cell in zip(across, row[1:], strict=True):
        yield from _cell(draft, table, index, [str(row[0]), column], cell)


def _cell(draft: Draft, table: Table, index: int, asked: list[str], cell: object) -> Iterator[Rule]:
    place = table.place("rows", index)
    name = ", ".join(text.replace("_", " ") for text in asked)
    try:
        parts: list[Condition] = [draft.condition_of(text, place) for text in asked]
        given = literal_given(cell, output_of(draft), draft, place)
    except Unreadable:
        return
    except NotSet as gap:
        draft.drop(Rule(name, Always(name), (None,), draft.cites, place), gap)
        return
    yield Rule(name, write.both(parts), (given,), draft.cites, place)


def output_of(draft: Draft) -> Output:
    return Output(draft.heading.decides, draft.heading.type)
