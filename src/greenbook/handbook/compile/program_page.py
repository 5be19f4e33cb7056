"""A program of messages: whom it enters, whom it stops for, and for whom it waits."""

from __future__ import annotations

from greenbook.handbook.compile.sheet import Sheet
from greenbook.handbook.compile.typed import Columns, occasion_text, truth
from greenbook.handbook.conditions.render import both, condition_sql
from greenbook.handbook.conditions.tree import Always
from greenbook.handbook.pages import Page, ProgramEdition


def program_columns(page: Page) -> Columns:
    name = page.decides
    return {
        f"{name}__enters": "boolean",
        f"{name}__stops": "boolean",
        f"{name}__holds": "boolean",
        f"{name}__occasion": "varchar",
    }


def compile_program(sheet: Sheet, page: Page, edition: ProgramEdition) -> None:
    """Entered once per occasion when triggered, of the audience, and not excluded."""
    name = page.decides
    audience = condition_sql(edition.audience or Always(), sheet.share)
    parts = [condition_sql(page.applies, sheet.share), truth(sheet, edition.trigger), audience]
    if edition.exclude is not None:
        parts.append(f"(not {truth(sheet, edition.exclude)})")
    sheet.define(f"{name}__enters", both(*parts))
    sheet.define(f"{name}__stops", truth(sheet, edition.stop_when))
    sheet.define(f"{name}__holds", truth(sheet, edition.hold_when))
    if edition.once_per is not None:
        sheet.define(f"{name}__occasion", occasion_text(sheet, edition.once_per))
