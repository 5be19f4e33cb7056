"""Trouble taken up the ladder, and told in the Timeline in the same breath."""

from __future__ import annotations

from datetime import date

from greenbook.records.acting import acting
from greenbook.records.models import Account, Escalation, TimelineEntry, User


def escalate(
    account: Account,
    *,
    severity: str,
    reason: str,
    product_related: bool,
    by: User,
    on: date,
) -> Escalation:
    """Open an escalation; why stands in the Timeline, where everybody reads it."""
    with acting(by=by, on=on, reason=reason):
        opened = Escalation.open(
            account,
            severity=severity,
            reason=reason,
            product_related=product_related,
            by=by,
            on=on,
        )
        TimelineEntry.log(
            account,
            type="escalation",
            subject=f"Escalated: {severity}",
            notes=reason,
            author=by,
            on=on,
        )
    return opened
