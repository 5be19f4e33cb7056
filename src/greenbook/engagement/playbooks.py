"""The tasks of a playbook for one customer: which apply, whose they are, when each is due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from greenbook.decisions.concluded import Concluded
from greenbook.engagement.by_rule.lengths import after
from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import Page, PlaybookEdition, TaskTemplate


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """A task that a CTA will have; whose it is depends on who holds the role."""

    template: str
    owner_role: str
    due_on: date | None
    required: bool
    position: int


def playbooks_on(handbook: Handbook, day: date) -> list[tuple[Page, PlaybookEdition]]:
    """The playbooks in force on a day, by title."""
    found = ((page, page.on(day)) for page in handbook.pages.values())
    playbooks = [(page, each) for page, each in found if isinstance(each, PlaybookEdition)]
    return sorted(playbooks, key=lambda pair: pair[0].title)


def columns_of(page: Page, edition: PlaybookEdition) -> list[str]:
    """What has to be concluded about an account to know its tasks."""
    names = [column for column, _ in task_columns(page, edition)]
    return [name + part for name in names for part in ("", "__due")]


def planned_tasks(
    page: Page, edition: PlaybookEdition, stands: Concluded | None, *, start: date
) -> list[PlannedTask]:
    """The tasks of a CTA that begins on `start`, by what stands for its account.

    Where nothing was concluded yet, those that are for everybody.
    """
    found = []
    for position, (column, task) in enumerate(task_columns(page, edition), start=1):
        if stands.get(column) if stands else task.only_if is None:
            due = stands.on(f"{column}__due") if stands else None
            row = {"start_on": start, f"{column}__due": due}
            found.append(planned_task(column, task, row, position))
    return found


def task_columns(page: Page, edition: PlaybookEdition) -> Iterator[tuple[str, TaskTemplate]]:
    """Each task with the column that says whether it applies."""
    for number, task in enumerate(edition.tasks, start=1):
        yield f"{page.decides}__task_{number}", task


def planned_task(
    column: str, template: TaskTemplate, row: Mapping[str, Any], position: int
) -> PlannedTask:
    """`row` holds the start of the CTA and, for other anchors, the due day that was concluded."""
    due = template.due
    if due.anchor == "start":
        due_on = after(row["start_on"], due.offset, before=due.before)
    else:
        due_on = row[f"{column}__due"]
    return PlannedTask(template.name, template.owner, due_on, template.required, position)
