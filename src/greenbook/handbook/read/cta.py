"""Reads the editions of a CTA page: when it opens, once per what, who owns it, when it closes."""

from __future__ import annotations

from greenbook.handbook.conditions.fit import DATE
from greenbook.handbook.pages import CtaEdition
from greenbook.handbook.problems import nearest
from greenbook.handbook.read.codes import PRIORITIES, ROLES, TYPES, closing, code
from greenbook.handbook.read.due import due_value
from greenbook.handbook.read.editions import Draft, read_draft_terms
from greenbook.handbook.read.keys import Schema
from greenbook.handbook.read.locals import of_type

EDITION: Schema = {
    "opens_when!": "text", "once_per!": "text", "owner!": "text", "priority!": "text",
    "subject!": "text", "type": "text", "reason": "text", "starts": "text", "due": "text",
    "closes_when": "text", "closes_as": "text", "stays_open_when": "text",
    "because": "text", "playbook": "text", "snooze": "text",
}  # fmt: skip
#: A subject of 80 characters is what a CTA's name holds; names filled in come on top.
LONGEST_SUBJECT = 80


def read_edition(draft: Draft) -> CtaEdition:
    read_draft_terms(draft)
    if draft.table.flag("ends"):
        return CtaEdition(**draft.common())
    table = draft.table
    type_ = code(table, "type", TYPES, "lifecycle")
    starts = of_type(draft, "starts", DATE)
    return CtaEdition(
        opens_when=draft.condition("opens_when"),
        once_per=draft.value("once_per"),
        starts=starts,
        due=due_value(draft, "due", start=starts),
        closes_when=draft.condition("closes_when"),
        closes_as=closing(table, type_),
        stays_open_when=draft.condition("stays_open_when"),
        owner=code(table, "owner", ROLES),
        priority=code(table, "priority", PRIORITIES, "medium"),
        type=type_,
        reason=table.text("reason"),
        subject=_subject(draft),
        because=draft.template("because"),
        playbook=_playbook(draft),
        snooze=draft.length("snooze"),
        **draft.common(),
    )


def _subject(draft: Draft) -> str:
    subject = draft.template("subject")
    if len(subject) > LONGEST_SUBJECT:
        says = f"the subject has {len(subject)} characters, a CTA's name {LONGEST_SUBJECT}"
        draft.table.refuse(says, "subject", code="form")
    return subject


def _playbook(draft: Draft) -> str | None:
    path = draft.table.maybe_text("playbook")
    if path is None:
        return None
    headings = draft.around.headings
    playbooks = [name for name, heading in headings.items() if heading.kind == "playbook"]
    if path not in playbooks:
        says = f"there is no playbook `{path}`{nearest(path, playbooks)}"
        draft.table.refuse(says, "playbook", code="missing-file")
    return path
