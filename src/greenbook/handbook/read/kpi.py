"""Reads the editions of a KPI: a value, when it is met or late, thresholds and counts."""

from __future__ import annotations

from collections.abc import Iterator

from greenbook.handbook.conditions.parse import read_condition
from greenbook.handbook.conditions.scope import NotSet, Unreadable
from greenbook.handbook.conditions.tree import Column, Condition
from greenbook.handbook.conditions.words import can_be_a_name
from greenbook.handbook.pages import Count, Grain, KpiEdition, Rule
from greenbook.handbook.problems import nearest
from greenbook.handbook.read.around import Around
from greenbook.handbook.read.editions import Draft, read_draft_terms
from greenbook.handbook.read.gives import Output
from greenbook.handbook.read.headings import GRAINS
from greenbook.handbook.read.keys import Schema, Table
from greenbook.handbook.read.locals import add_local, of_type
from greenbook.handbook.read.offers import thresholds
from greenbook.handbook.read.tables import table_outputs, table_rules

EDITION: Schema = {
    "value!": "text", "raw": "text", "met": "text", "late": "text", "table": "table",
    "counts": "table",
}  # fmt: skip
COUNT: Schema = {"of!": "text", "where": "text", "by": "text", "sum": "text"}


def read_edition(draft: Draft) -> KpiEdition:
    counts = tuple(_counts(draft))
    for count in counts:
        add_local(draft, count.name, count.name)
    if draft.table.flag("ends"):
        read_draft_terms(draft)
        return KpiEdition(**draft.common())
    raw = of_type(draft, "raw", draft.heading.type)
    if draft.table.has("raw"):
        add_local(draft, "raw", "raw")
    value = of_type(draft, "value", draft.heading.type)
    add_local(draft, "value")
    for name in table_outputs(draft):
        add_local(draft, name, name)
    read_draft_terms(draft)
    outputs, rules = _thresholds(draft)
    return KpiEdition(
        value=value,
        raw=raw,
        met=draft.condition("met"),
        late=draft.condition("late"),
        outputs=outputs,
        rules=rules,
        counts=counts,
        **draft.common(),
    )


def _thresholds(draft: Draft) -> tuple[tuple[str, ...], tuple[Rule, ...]]:
    """The table's outputs and its rows as rules."""
    if not draft.table.has("table"):
        return (), ()
    types = thresholds(draft.heading)
    names = table_outputs(draft)
    for index, name in enumerate(names):
        if not can_be_a_name(name):
            says = f"`{name}` can not be the name of a threshold"
            draft.table.refuse(says, "table", "gives", index, code="name")
    rules = tuple(table_rules(draft, tuple(Output(name, types[name]) for name in names)))
    return names, rules


def _counts(draft: Draft) -> Iterator[Count]:
    table = draft.table.table("counts")
    table.refuse_from_above(draft.schema)
    for name in table.values:
        count = table.table(name)
        count.check(COUNT, above=draft.above)
        if not can_be_a_name(name):
            count.refuse(f"`{name}` can not be the name of a count", code="name")
        of = _finer(draft, count)
        by = _link(draft, count, of) if of else None
        where = _where(draft, count, of) if of else None
        if of and by is not None and where:
            yield Count(name, of, where, by, _sum(draft.around, count, of))


def _finer(draft: Draft, count: Table) -> Grain | None:
    word = count.text("of")
    for grain in GRAINS:
        if grain == word and grain != draft.heading.grain and grain in draft.around.facts.subjects:
            return grain
    grains = [grain for grain in draft.around.facts.subjects if grain != draft.heading.grain]
    says = f"`{word}` is no grain that can be counted here{nearest(word, grains)}"
    count.refuse(says, "of", code="grain")
    return None


def _link(draft: Draft, count: Table, of: Grain) -> str | None:
    """The column of the finer grain that names the row here; "" for the company: every row."""
    here = draft.heading.grain
    facts = draft.around.facts
    links = [link.column for link in facts.links_to(here, of=of)]
    people = [name for name, fact in facts.of(of).items() if fact.type.kind == "person"]
    by = count.text("by")
    possible = [*links, *(people if here == "person" else [])]
    if here == "company" and not by:
        return ""
    if by in possible or (not by and links):
        return by or links[0]
    says = f"which {of} belongs to which {here}? Write by = {possible or ['<column>']}"
    if by:
        says = f"`{by}` does not link {of} to {here}{nearest(by, possible)}"
    count.refuse(says, "by" if by else "of", code="link")
    return None


def _where(draft: Draft, count: Table, of: Grain) -> Condition | None:
    """The condition on the counted rows, over the names of their grain."""
    scope = draft.around.scope(of)
    scope.parameters, scope.used = draft.scope.parameters, draft.scope.used
    try:
        return read_condition(count.text("where", "true"), scope)
    except Unreadable as unreadable:
        draft.tell(unreadable, count.place("where"))
    except NotSet as gap:
        says = f"`where` needs ${gap.parameter}, which is not set"
        count.refuse(says, "where", code="not-set")
    return None


def _sum(around: Around, count: Table, of: Grain) -> Column | None:
    name = count.maybe_text("sum")
    if name is None:
        return None
    columns = around.columns[of]
    found = columns.get(name)
    if found is None or not found.type.numeric:
        numeric = [name for name, column in columns.items() if column.type.numeric]
        says = f"`{name}` is no number of {of} that can be added up{nearest(name, numeric)}"
        count.refuse(says, "sum", code="unknown-name")
        return None
    return found
