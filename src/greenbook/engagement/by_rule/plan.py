"""The plan of a day's CTAs: which to open, to take over, to close, and with which tasks."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from greenbook.decisions.worked import Worked
from greenbook.engagement.by_rule.standing import open_rules
from greenbook.engagement.by_rule.words import filled, placeholders
from greenbook.engagement.playbooks import PlannedTask, planned_task, task_columns
from greenbook.handbook.conditions.walk import columns_in
from greenbook.handbook.pages import CtaEdition, Grain, Page, PlaybookEdition, TaskTemplate

#: The longest name a CTA can have (operations A2.1).
NAME_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Opening:
    """A CTA that a rule wants for an occasion; `by_hand` is an open one that already counts."""

    account_id: int
    subject_id: int
    occasion: str
    page: Page
    edition: CtaEdition
    name: str
    because: str
    start_on: date
    due_on: date | None
    by_hand: int | None
    tasks: tuple[PlannedTask, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    account_id: int
    cta_id: int
    status: str
    rule: str


@dataclass(frozen=True, slots=True)
class Update:
    """An open CTA that nobody touched, due on another day by now."""

    account_id: int
    cta_id: int
    due_on: date


@dataclass(frozen=True, slots=True)
class Done:
    """A task that facts show to be done."""

    account_id: int
    task_id: int


@dataclass(slots=True)
class Plan:
    """Everything to be done with CTAs, sorted so that every run does it in the same order."""

    openings: list[Opening] = field(default_factory=list)
    closings: list[Closing] = field(default_factory=list)
    updates: list[Update] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)

    def accounts(self) -> set[int]:
        everything: Iterator[Opening | Closing | Update | Done] = chain(
            self.openings, self.closings, self.updates, self.done
        )
        return {each.account_id for each in everything}


#: Reads the table `standing_cta` (standing.py) beside what the page wants.
_WANTED = """
with held as (
  select account_id, min(id) filter (where rule is null) as by_hand,
    bool_or(rule is not null) as by_rule
  from standing_cta where open and type = $type and reason = $reason group by account_id
), begun as (
  select distinct subject_id, occasion from standing_cta where rule = $rule and grain = $grain
)
select w.*, held.by_hand from wanted_cta w
left join held on held.account_id = w.account_id
left join begun on begun.subject_id = w.subject_id and begun.occasion = w.occasion
where begun.subject_id is null and not coalesce(held.by_rule, false)
order by w.account_id, w.subject_id
"""


def plan_ctas(worked: Worked) -> Plan:
    """What the CTA pages and playbooks ask for, over everything that was worked out."""
    plan, asked, standing = Plan(), _asked_for(worked), open_rules(worked.engine)
    for page, edition in cta_pages(worked):
        if page.decides in asked:
            plan.openings += _openings(worked, page, edition)
        if page.decides in asked and page.path in standing:
            plan.updates += _updates(worked, page, edition)
        if f"{page.decides}__closes" in asked and page.path in standing:
            plan.closings += _closings(worked, page, edition)
    for page, playbook in playbooks(worked):
        if page.path in standing:
            plan.done += _done(worked, page, playbook, asked)
    return plan


def _asked_for(worked: Worked) -> frozenset[str]:
    """The columns that ask for something for anybody at all."""
    columns: dict[Grain, list[str]] = {"account": []}
    for page, _ in cta_pages(worked):
        columns.setdefault(page.grain, []).extend((page.decides, f"{page.decides}__closes"))
    for page, edition in playbooks(worked):
        done = [f"{column}__done" for column, task in task_columns(page, edition) if task.done]
        columns["account"].extend(done)
    found = [worked.some_true(grain, names) for grain, names in columns.items()]
    return frozenset().union(*found)


def cta_pages(worked: Worked) -> Iterator[tuple[Page, CtaEdition]]:
    for _, page in sorted(worked.handbook.pages.items()):
        edition = page.on(worked.day) if page.kind == "cta" else None
        if isinstance(edition, CtaEdition):
            yield page, edition


def playbooks(worked: Worked) -> Iterator[tuple[Page, PlaybookEdition]]:
    for _, page in sorted(worked.handbook.pages.items()):
        edition = page.on(worked.day) if page.kind == "playbook" else None
        if isinstance(edition, PlaybookEdition):
            yield page, edition


def _openings(worked: Worked, page: Page, edition: CtaEdition) -> list[Opening]:
    tasks = _templates(worked, edition)
    worked.engine.load("wanted_cta", _wanted(worked, page, edition, tasks))
    rows = worked.rows(
        _WANTED, rule=page.path, grain=page.grain, type=edition.type, reason=edition.reason
    )
    return [_opening(page, edition, tasks, row) for row in rows]


def _wanted(
    worked: Worked, page: Page, edition: CtaEdition, tasks: list[tuple[str, TaskTemplate]]
) -> pa.Table:
    """The few rows and columns that are needed: planned at once, unlike tables of hundreds."""
    asked = {part: f"{page.decides}__{part}" for part in ("occasion", "starts", "due")}
    decided = worked.engine.table(f"decided_{page.grain}")
    decided = decided.select(["id", page.decides, *asked.values()]).filter(decided[page.decides])
    own = worked.engine.table(f"facts_{page.grain}")
    said = {*placeholders(edition.subject), *placeholders(edition.because)} - {"account"}
    told = sorted(said & set(own.column_names))
    link = "id" if page.grain == "account" else _link(worked, page)
    facts = _rows_of(own, decided["id"], {link, *told})
    accounts, known = facts[link], worked.engine.table("facts_account")
    of_tasks = [column for column, _ in tasks]
    of_tasks += [f"{column}__due" for column, task in tasks if task.due.anchor != "start"]
    of_account = _rows_of(worked.engine.table("decided_account"), accounts, of_tasks)
    columns = {
        "subject_id": decided["id"],
        "account_id": accounts,
        "account_name": _rows_of(known, accounts, ["name"])["name"],
        "occasion": decided[asked["occasion"]],
        "start_on": decided[asked["starts"]],
        "due_on": decided[asked["due"]],
        **{name: facts[name] for name in told},
        **{name: of_account[name] for name in of_tasks},
    }
    return pa.table(columns).filter(pc.is_in(accounts, known["id"]))


def _rows_of(table: pa.Table, ids: pa.ChunkedArray, names: Collection[str]) -> pa.Table:
    return table.select(sorted(names)).take(pc.index_in(ids, table["id"]))


def _link(worked: Worked, page: Page) -> str:
    """The column of the page's own facts that names the account."""
    [link] = worked.handbook.facts.links_to("account", of=page.grain)
    return link.column


def _opening(
    page: Page,
    edition: CtaEdition,
    tasks: list[tuple[str, TaskTemplate]],
    row: dict[str, Any],
) -> Opening:
    words = {**row, "account": row["account_name"]}
    return Opening(
        account_id=row["account_id"],
        subject_id=row["subject_id"],
        occasion=row["occasion"],
        page=page,
        edition=edition,
        name=filled(edition.subject, words)[:NAME_LENGTH],
        because=filled(edition.because, words),
        start_on=row["start_on"],
        due_on=row["due_on"],
        by_hand=row["by_hand"],
        tasks=tuple(
            planned_task(column, template, row, position)
            for position, (column, template) in enumerate(tasks, start=1)
            if row[column]
        ),
    )


def _templates(worked: Worked, edition: CtaEdition) -> list[tuple[str, TaskTemplate]]:
    """The tasks of the CTA's playbook, each with the column that says whether it applies."""
    if edition.playbook is None:
        return []
    page = worked.handbook.pages[edition.playbook]
    playbook = page.on(worked.day)
    if not isinstance(playbook, PlaybookEdition):
        return []
    return list(task_columns(page, playbook))


def _closings(worked: Worked, page: Page, edition: CtaEdition) -> list[Closing]:
    if edition.closes_when is None:
        return []
    closing = _standing(worked, page, ["closes"]).filter(pc.field("closes"))
    return [
        Closing(row["account_id"], row["id"], edition.closes_as, page.path)
        for row in closing.to_pylist()
    ]


def _updates(worked: Worked, page: Page, edition: CtaEdition) -> list[Update]:
    """What is due by other dates moves with them; what is due so long after its start does not."""
    starts = f"{page.decides}__starts"
    from_start = any(column.name == starts for column in columns_in(edition.due))
    if edition.due is None or from_start:
        return []
    standing = _standing(worked, page, ["occasion", "due"])
    same = ~pc.field("by_people") & (pc.field("of") == pc.field("occasion"))
    moved = pc.field("due_on").is_null() | (pc.field("due_on") != pc.field("due"))
    rows = standing.filter(same & pc.field("due").is_valid() & moved).to_pylist()
    return [Update(row["account_id"], row["id"], row["due"]) for row in rows]


def _standing(worked: Worked, page: Page, parts: list[str]) -> pa.Table:
    """The open CTAs of the page, each beside these parts of what it decides of its subject now.

    Put together as they lie there: no query over hundreds of columns has to be planned.
    """
    ctas = worked.engine.table("standing_cta")
    own = (pc.field("rule") == page.path) & (pc.field("grain") == page.grain)
    ctas = ctas.filter(pc.field("open") & own).sort_by("id")
    ctas = ctas.rename_columns({"occasion": "of"})
    names = {f"{page.decides}__{part}": part for part in parts}
    decided = worked.engine.table(f"decided_{page.grain}")
    now = _rows_of(decided, ctas["subject_id"], {"id", *names})
    for name, part in names.items():
        ctas = ctas.append_column(part, now[name])
    return ctas.filter(now["id"].is_valid())


def _done(
    worked: Worked, page: Page, edition: PlaybookEdition, asked: frozenset[str]
) -> Iterator[Done]:
    tasks = worked.engine.table("standing_task").filter(pc.field("playbook") == page.path)
    tasks = tasks.sort_by("id")
    for column, template in task_columns(page, edition):
        if f"{column}__done" in asked:
            found = tasks.filter(pc.field("template") == template.name)
            decided = worked.engine.table("decided_account")
            done = _rows_of(decided, found["account_id"], [f"{column}__done"]).column(0)
            yield from (
                Done(row["account_id"], row["id"]) for row in found.filter(done).to_pylist()
            )
