"""Reads the editions of a program: who enters it, who is held or leaves, and what is sent when."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from greenbook.handbook.pages import Length, ProgramEdition, StepTemplate
from greenbook.handbook.problems import nearest
from greenbook.handbook.read.codes import personas
from greenbook.handbook.read.editions import Draft, read_draft_terms
from greenbook.handbook.read.keys import Schema, Table

EDITION: Schema = {
    "trigger!": "text", "audience!": "text", "once_per": "text", "exclude": "text",
    "hold_when": "text", "stop_when": "text", "sender!": "text", "reply_to": "text", "cc": "text",
    "step!": "tables",
}  # fmt: skip
STEP: Schema = {
    "name!": "text", "send!": "text", "after!": "text", "to!": "list", "cites": "text",
}  # fmt: skip


def read_edition(draft: Draft) -> ProgramEdition:
    read_draft_terms(draft)
    if draft.table.flag("ends"):
        return ProgramEdition(**draft.common())
    table = draft.table
    return ProgramEdition(
        trigger=draft.condition("trigger"),
        once_per=draft.value("once_per"),
        audience=draft.condition("audience"),
        exclude=draft.condition("exclude"),
        hold_when=draft.condition("hold_when"),
        stop_when=draft.condition("stop_when"),
        sender=table.text("sender"),
        reply_to=table.text("reply_to"),
        cc=table.text("cc"),
        steps=tuple(_steps(draft)),
        **draft.common(),
    )


def _steps(draft: Draft) -> Iterator[StepTemplate]:
    names: set[str] = set()
    for table in draft.table.tables("step"):
        table.check(STEP, above=draft.above)
        name = table.text("name")
        if name in names:
            table.refuse(f"a step above is already called `{name}`", "name", code="repeated-name")
        names.add(name)
        yield StepTemplate(
            name=name,
            send=_send(draft, table),
            after=draft.length("after", table) or Length(0, "day"),
            to=personas(table, "to"),
            cites=table.text("cites", draft.cites),
            place=table.place(),
        )


def _send(draft: Draft, table: Table) -> str:
    """The path of the Markdown file, which the page names from its own folder."""
    name = table.text("send")
    path = posixpath.normpath(posixpath.join(posixpath.dirname(table.file), name))
    if name and path not in draft.around.files:
        letters = [file for file in draft.around.files if file.endswith(".md")]
        says = f"there is no file `{path}`{nearest(path, letters)}"
        table.refuse(says, "send", code="missing-file")
    return path
