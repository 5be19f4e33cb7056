"""A CTA rule: whether it should be open today, for which occasion, and from when to when."""

from __future__ import annotations

from greenbook.handbook.compile.sheet import Sheet
from greenbook.handbook.compile.typed import Columns, occasion_text, truth, typed
from greenbook.handbook.conditions.render import both, condition_sql, known_sql, value_sql
from greenbook.handbook.pages import CtaEdition, Page


def cta_columns(page: Page) -> Columns:
    """Whether people may close it is asked of few pages; the others have no column for it."""
    name = page.decides
    held = any(isinstance(e, CtaEdition) and e.stays_open_when for e in page.editions)
    return {
        name: "boolean",
        f"{name}__known": "boolean",
        f"{name}__opens": "boolean",
        f"{name}__closes": "boolean",
        f"{name}__occasion": "varchar",
        f"{name}__starts": "date",
        f"{name}__due": "date",
        **({f"{name}__stays_open": "boolean"} if held else {}),
    }


def compile_cta(sheet: Sheet, page: Page, edition: CtaEdition) -> None:
    """Closing beats opening on the same day. Without an occasion it does not open."""
    assert edition.once_per is not None
    name, applies = page.decides, condition_sql(page.applies, sheet.share)
    opens = both(applies, truth(sheet, edition.opens_when), share=sheet.share)
    closes = truth(sheet, edition.closes_when)
    sheet.define(f"{name}__opens", opens)
    sheet.define(f"{name}__closes", closes)
    sheet.define(f"{name}__occasion", occasion_text(sheet, edition.once_per))
    known = known_sql(edition.once_per, sheet.share)
    there = f'("{name}__occasion" is not null or (not {known} and null))'
    sheet.define(name, both(opens, f"(not {closes})", there))
    sheet.define(f"{name}__known", f'("{name}" is not null)')
    starts = value_sql(edition.starts, sheet.share) if edition.starts else '"today"'
    sheet.define(f"{name}__starts", typed(starts, "date"))
    if edition.due is not None:
        sheet.define(f"{name}__due", typed(value_sql(edition.due, sheet.share), "date"))
    if edition.stays_open_when is not None:
        sheet.define(f"{name}__stays_open", truth(sheet, edition.stays_open_when))
