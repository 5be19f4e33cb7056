"""Whether the handbook lets people close a CTA yet, and in its words why not."""

from __future__ import annotations

from datetime import date

from greenbook.decisions.concluded import concluded, concluded_of_finer
from greenbook.engine.lake import Lake
from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import CtaEdition, Page
from greenbook.handbook.say.policy import Policy
from greenbook.handbook.say.words import Words
from greenbook.records.models import Cta


def kept_open_because(cta: Cta, *, on: date, handbook: Handbook | None, lake: Lake) -> str | None:
    """What its rule asks for first, as it was last worked out; None where it may be closed."""
    page = handbook.pages.get(cta.rule or "") if handbook else None
    edition = page.on(on) if page else None
    if not (handbook and page and isinstance(edition, CtaEdition) and edition.stays_open_when):
        return None
    if not _holds(page, cta, on=on, lake=lake):
        return None
    return Policy(Words(handbook, page.grain)).condition(edition.stays_open_when)


def _holds(page: Page, cta: Cta, *, on: date, lake: Lake) -> bool:
    column = f"{page.decides}__stays_open"
    if page.grain == "account":
        stands = concluded(cta.account_id, day=on, lake=lake, columns=[column])
        return bool(stands and stands.get(column))
    finer = concluded_of_finer(page.grain, cta.subject_id, day=on, lake=lake, decisions=[column])
    return bool(finer.get(column))
