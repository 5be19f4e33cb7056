"""Reads a list of rules: `name`, `when`, `then` or `then_is`."""

from __future__ import annotations

from collections.abc import Iterator

from greenbook.handbook.conditions.scope import NotSet, Unreadable
from greenbook.handbook.conditions.tree import Always, Condition
from greenbook.handbook.pages import Rule
from greenbook.handbook.read.bands import band_rules
from greenbook.handbook.read.cross import cross_rules
from greenbook.handbook.read.editions import Draft
from greenbook.handbook.read.gives import Given, Output, handed_on, literal_given
from greenbook.handbook.read.keys import Schema, Table
from greenbook.handbook.read.tables import table_rules

RULE: Schema = {
    "name!": "text", "when": "text", "then": "any", "then_is": "text", "cites": "text",
    "because": "text",
}  # fmt: skip
FORMS = {"rule": "[[edition.rule]]", "table": "a table", "cross": "a cross", "bands": "bands"}


def read_rules(draft: Draft, outputs: tuple[Output, ...], *, forms: tuple[str, ...]) -> list[Rule]:
    """The edition's rules in whichever of `forms` it is written; exactly one of them."""
    written = [form for form in forms if draft.table.has(form)]
    if len(written) != 1:
        names = " or ".join(FORMS[form] for form in forms)
        says = f"write {names}{', only one of them' if written else ''}"
        draft.table.refuse(says, *written[1:2], code="missing-key")
        return []
    if written == ["rule"]:
        return list(listed_rules(draft, outputs[0]))
    if written == ["table"]:
        return list(table_rules(draft, outputs))
    if written == ["cross"]:
        return list(cross_rules(draft))
    return list(band_rules(draft, draft.table, outputs[0]))


def listed_rules(draft: Draft, output: Output) -> Iterator[Rule]:
    tables = list(draft.table.tables("rule"))
    names: set[str] = set()
    for at, table in enumerate(tables):
        table.check(RULE, above=draft.above)
        _refuse_repeated(table, names)
        if not table.has("when") and at < len(tables) - 1:
            says = "a rule without `when` always applies: only the last one may leave it out"
            tables[at + 1].refuse(says.replace("a rule", "after a rule", 1), code="after-always")
        yield from _rule(draft, table, output)


def _rule(draft: Draft, table: Table, output: Output) -> Iterator[Rule]:
    """The rule, unless it was refused, or left out because a parameter is not set."""
    try:
        when, gives = _conclusion(draft, table, output)
    except Unreadable:
        return
    except NotSet as gap:
        draft.drop(_made(draft, table, Always(table.text("when", "always")), None), gap)
        return
    yield _made(draft, table, when, gives)


def _conclusion(draft: Draft, table: Table, output: Output) -> tuple[Condition, Given]:
    """Condition and conclusion; each is read even when the other is wrong."""
    broken: Unreadable | NotSet | None = None
    when: Condition = Always()
    gives: Given = None
    try:
        if table.has("when"):
            when = draft.condition_of(table.text("when", "true"), table.place("when"))
    except (Unreadable, NotSet) as error:
        broken = error
    try:
        gives = _gives(draft, table, output)
    except (Unreadable, NotSet) as error:
        broken = error if isinstance(error, Unreadable) else broken or error
    if broken:
        raise broken
    return when, gives


def _gives(draft: Draft, table: Table, output: Output) -> Given:
    if table.has("then") == table.has("then_is"):
        table.refuse("a rule has one of `then` or `then_is`", code="missing-key")
        raise Unreadable()
    if table.has("then_is"):
        return handed_on(table.text("then_is"), output, draft, table.place("then_is"))
    return literal_given(table.values["then"], output, draft, table.place("then"))


def _made(draft: Draft, table: Table, when: Condition, gives: Given) -> Rule:
    return Rule(
        name=table.text("name"),
        when=when,
        gives=(gives,),
        cites=table.text("cites", draft.cites),
        place=table.place(),
        because=draft.template("because", table) or None,
    )


def _refuse_repeated(table: Table, names: set[str]) -> None:
    name = table.text("name")
    if name in names:
        table.refuse(f"a rule above is already called `{name}`", "name", code="repeated-name")
    names.add(name)
