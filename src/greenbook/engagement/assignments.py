"""Who looks after an account: a CSM assigned, with what that says of its alignment."""

from __future__ import annotations

from datetime import date

from greenbook.records.models import Account, User


def assign_csm(
    account: Account, csm: User, *, by: User | None, on: date, reason: str | None = None
) -> list[str]:
    """Put the account into the CSM's book from a day on. Returns what else happened."""
    before = account.alignment
    account.assign_csm(csm, by=by, on=on, reason=reason)
    return [] if account.alignment == before else ["the alignment is CSM-assigned"]
