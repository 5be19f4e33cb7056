"""A playbook: which of its tasks apply, when each is due, and whether it is already done."""

from __future__ import annotations

from greenbook.handbook.compile.rhythm import after
from greenbook.handbook.compile.sheet import Sheet
from greenbook.handbook.compile.typed import Columns, truth, typed
from greenbook.handbook.conditions.render import both, condition_sql, quoted
from greenbook.handbook.conditions.tree import Always
from greenbook.handbook.pages import Due, Page, PlaybookEdition, TaskTemplate


def playbook_columns(page: Page) -> Columns:
    tasks = [len(e.tasks) for e in page.editions if isinstance(e, PlaybookEdition)]
    found: Columns = {}
    for number in range(1, max(tasks, default=0) + 1):
        name = f"{page.decides}__task_{number}"
        found |= {name: "boolean", f"{name}__due": "date", f"{name}__done": "boolean"}
    return found


def compile_playbook(sheet: Sheet, page: Page, edition: PlaybookEdition) -> None:
    for number, task in enumerate(edition.tasks, start=1):
        _task(sheet, page, f"{page.decides}__task_{number}", task)


def _task(sheet: Sheet, page: Page, name: str, task: TaskTemplate) -> None:
    applies = condition_sql(page.applies, sheet.share)
    only_if = condition_sql(task.only_if or Always(), sheet.share)
    sheet.define(name, both(applies, only_if))
    if task.done is not None:
        sheet.define(f"{name}__done", truth(sheet, task.done))
    if task.due.anchor != "start":
        sheet.define(f"{name}__due", typed(_due(task.due), "date"))


def _due(due: Due) -> str:
    """Anchored on the start of the CTA it is not known here, and stays NULL."""
    assert due.anchor != "start"
    anchor = quoted(due.anchor.name)
    return anchor if due.offset is None else after(anchor, due.offset, before=due.before)
