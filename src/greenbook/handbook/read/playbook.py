"""Reads the editions of a playbook: tasks with owners and due days."""

from __future__ import annotations

from collections.abc import Iterator

from greenbook.handbook.pages import Due, PlaybookEdition, TaskTemplate
from greenbook.handbook.problems import nearest
from greenbook.handbook.read.codes import ROLES, code
from greenbook.handbook.read.due import read_due
from greenbook.handbook.read.editions import Draft, read_draft_terms
from greenbook.handbook.read.keys import Schema, Table

EDITION: Schema = {"task!": "tables"}
TASK: Schema = {
    "name!": "text", "owner!": "text", "due!": "text", "required": "yes or no",
    "only_if": "text", "done": "text", "after": "list", "cites": "text",
}  # fmt: skip


def read_edition(draft: Draft) -> PlaybookEdition:
    read_draft_terms(draft)
    if draft.table.flag("ends"):
        return PlaybookEdition(**draft.common())
    return PlaybookEdition(tasks=tuple(_tasks(draft)), **draft.common())


def _tasks(draft: Draft) -> Iterator[TaskTemplate]:
    tables = list(draft.table.tables("task"))
    names = [table.text("name") for table in tables]
    for at, table in enumerate(tables):
        table.check(TASK, above=draft.above)
        if names[at] in names[:at]:
            says = f"a task above is already called `{names[at]}`"
            table.refuse(says, "name", code="repeated-name")
        due = read_due(draft, table.text("due", "start"), table.place("due"))
        if due:
            yield _task(draft, table, due, after=_after(table, names, at))


def _task(draft: Draft, table: Table, due: Due, *, after: tuple[str, ...]) -> TaskTemplate:
    return TaskTemplate(
        name=table.text("name"),
        owner=code(table, "owner", ROLES),
        due=due,
        required=table.values.get("required") is not False,
        cites=table.text("cites", draft.cites),
        place=table.place(),
        only_if=draft.condition("only_if", table),
        done=draft.condition("done", table),
        after=after,
    )


def _after(table: Table, names: list[str], at: int) -> tuple[str, ...]:
    """The tasks that come first; they stand above, so that no circle can be written."""
    after = table.words("after")
    for index, name in enumerate(after):
        if name not in names[:at]:
            says = f"no task above is called `{name}`{nearest(name, names[:at])}"
            table.refuse(says, "after", index, code="unknown-task")
    return tuple(after)
