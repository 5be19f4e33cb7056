"""Who looks after an account: a CSM assigned, with what that says of its alignment."""

from __future__ import annotations

from datetime import date

from greenbook.records.acting import acting
from greenbook.records.models import Account, User

ASSIGNED = "csm_assigned"


def assign_csm(
    account: Account, csm: User, *, by: User | None, on: date, reason: str | None = None
) -> list[str]:
    """Put the account into the CSM's book from a day on. Returns what else happened."""
    with acting(by=by, on=on, reason=reason):
        account.assign_csm(csm, by=by, on=on, reason=reason)
        if account.alignment in (None, ASSIGNED):
            return []
        account.amend(by=by, on=on, reason=reason, alignment=ASSIGNED)
    return ["the alignment is CSM-assigned"]
