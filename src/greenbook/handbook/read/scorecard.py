"""Reads the editions of a scorecard: weighted groups of measures, bands, overrides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from greenbook.handbook.conditions.tree import Condition
from greenbook.handbook.conditions.words import can_be_a_name
from greenbook.handbook.pages import Group, ScorecardEdition, ScoreOverride
from greenbook.handbook.problems import nearest
from greenbook.handbook.read.bands import score_bands
from greenbook.handbook.read.editions import Draft, read_draft_terms
from greenbook.handbook.read.keys import Schema, Table

EDITION: Schema = {
    "bands!": "table", "groups!": "table", "override": "tables", "leave_out": "table",
}  # fmt: skip
GROUP: Schema = {"weight!": "whole number", "measures!": "table"}
OVERRIDE: Schema = {"name!": "text", "when!": "text", "colour!": "text", "score": "text"}
LEAVE_OUT: Schema = {"when!": "text", "all_but!": "list"}
AT_MOST = re.compile(r"at most (\d+(?:\.\d+)?)")


def read_edition(draft: Draft) -> ScorecardEdition:
    read_draft_terms(draft)
    if draft.table.flag("ends"):
        return ScorecardEdition(**draft.common())
    groups = tuple(_groups(draft))
    left_out_when, all_but = _leave_out(draft, groups)
    return ScorecardEdition(
        bands=score_bands(draft),
        groups=groups,
        overrides=tuple(_overrides(draft)),
        leave_out_when=left_out_when,
        leave_out_all_but=all_but,
        **draft.common(),
    )


def _groups(draft: Draft) -> Iterator[Group]:
    groups = draft.table.table("groups")
    groups.refuse_from_above(draft.schema)
    tables = {name: groups.table(name) for name in groups.values}
    for name, group in tables.items():
        group.check(GROUP, above=draft.above)
        if not can_be_a_name(name):
            group.refuse(f"`{name}` can not be the name of a group", code="name")
        yield Group(name, group.whole("weight"), dict(_weights(draft, group)))
    _refuse_sum(groups, {name: group.whole("weight") for name, group in tables.items()})


def _weights(draft: Draft, group: Table) -> Iterator[tuple[str, int]]:
    measures = group.table("measures")
    known = _measures(draft)
    for name, weight in measures.values.items():
        if name not in known:
            says = f"no measure decides `{name}`{nearest(name, known)}"
            measures.refuse(says, name, code="unknown-decision")
        if isinstance(weight, int) and not isinstance(weight, bool) and weight >= 0:
            yield name, weight
        else:
            measures.refuse(f"the weight of `{name}` is a whole number", name, code="weights")
    _refuse_sum(measures, measures.values)


def _refuse_sum(table: Table, weights: object) -> None:
    values = list(weights.values()) if isinstance(weights, dict) else []
    whole = [value for value in values if isinstance(value, int)]
    if len(whole) == len(values) and sum(whole) != 100:
        table.refuse(f"the weights add up to {sum(whole)}, not to 100", code="weights")


def _measures(draft: Draft) -> list[str]:
    """Decisions whose value is a colour, for the scorecard's own grain."""
    colours = set(draft.around.settings.colours)
    return [
        heading.decides
        for heading in draft.around.headings.values()
        if heading.grain == draft.heading.grain and set(heading.type.values) <= colours
        if heading.type.values and heading.kind in ("measure", "decision", "scorecard")
    ]


def _overrides(draft: Draft) -> Iterator[ScoreOverride]:
    colours = draft.around.settings.colours
    for table in draft.table.tables("override"):
        table.check(OVERRIDE, above=draft.above)
        colour, when = table.text("colour"), draft.condition("when", table)
        if colour not in colours:
            says = f"`{colour}` is not a colour of handbook.toml{nearest(colour, colours)}"
            table.refuse(says, "colour", code="vocabulary")
        if when:
            yield ScoreOverride(table.text("name"), when, colour, _at_most(table), table.place())


def _at_most(table: Table) -> float | None:
    text = table.maybe_text("score")
    found = AT_MOST.fullmatch(text) if text else None
    if text and not found:
        table.refuse('`score` is written "at most 49"', "score", code="form")
    return float(found[1]) if found else None


def _leave_out(draft: Draft, groups: tuple[Group, ...]) -> tuple[Condition | None, tuple[str, ...]]:
    table = draft.table.table("leave_out")
    if not draft.table.has("leave_out"):
        return None, ()
    table.check(LEAVE_OUT, above=draft.above)
    measures = [name for group in groups for name in group.measures]
    all_but = table.words("all_but")
    for index, name in enumerate(all_but):
        if name not in measures:
            says = f"`{name}` is no measure of this scorecard{nearest(name, measures)}"
            table.refuse(says, "all_but", index, code="unknown-decision")
    return draft.condition("when", table), tuple(all_but)
