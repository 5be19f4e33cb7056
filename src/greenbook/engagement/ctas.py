"""CTAs closed by people, with what follows from that."""

from __future__ import annotations

from datetime import date

from greenbook.engagement.by_rule.lengths import after
from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import CtaEdition
from greenbook.records.acting import acting
from greenbook.records.models import Cta, Onboarding, User
from greenbook.records.refusals import NotAllowed


class SnoozedTooLong(NotAllowed):
    """The handbook does not let it out of sight for so long:"""


def close_cta(
    cta: Cta,
    *,
    by: User,
    on: date,
    status: str = "closed_success",
    reason: str | None = None,
) -> list[str]:
    """Close it; with an onboarding CTA the onboarding ends as well. Returns what else happened."""
    with acting(by=by, on=on, reason=reason):
        cta.close(by=by, on=on, status=status, reason=reason)
        onboarding = Onboarding.objects.filter(cta=cta, outcome="open").first()
        if onboarding is None:
            return []
        if status != "closed_success":
            onboarding.cancel(by=by, on=on, reason=reason or status)
            return ["the onboarding is cancelled"]
        onboarding.refresh_from_db()
        onboarding.complete(by=by, on=on)
        account = onboarding.account
        account.amend(by=by, on=on, reason="onboarding complete", lifecycle_stage="adoption")
    return ["the onboarding is complete", "the lifecycle stage is Adoption"]


def snooze_cta(
    cta: Cta, *, until: date, reason: str, by: User, on: date, handbook: Handbook
) -> None:
    """Put it out of sight until a day, no longer than the page that opened it allows."""
    page = handbook.pages.get(cta.rule or "")
    edition = page.on(on) if page else None
    if isinstance(edition, CtaEdition) and edition.snooze and until > after(on, edition.snooze):
        raise SnoozedTooLong(cta, f"{edition.snooze} at most, until {after(on, edition.snooze)}.")
    cta.snooze(until=until, reason=reason, by=by, on=on)
