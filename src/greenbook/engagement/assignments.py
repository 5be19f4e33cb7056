"""Who looks after an account: a CSM assigned, with what that says of its alignment."""

from __future__ import annotations

from datetime import date

from greenbook.records.acting import acting
from greenbook.records.models import Account, User

TAKEN_BACK = "assigned by mistake, taken back"


def assign_csm(
    account: Account, csm: User, *, by: User | None, on: date, reason: str | None = None
) -> list[str]:
    """Put the account into the CSM's book from a day on. Returns what else happened."""
    before = account.alignment
    account.assign_csm(csm, by=by, on=on, reason=reason)
    return [] if account.alignment == before else ["the alignment is CSM-assigned"]


def take_back(account: Account, csm: User, *, alignment: str | None, by: User, on: date) -> None:
    """As if the CSM had not been assigned; `alignment` is what the account said before."""
    row = account.in_role("csm", on)
    if row is None or row.user_id != csm.pk:
        raise account.NobodyAssigned(account, f"{csm} is not the CSM any more.")
    with acting(by=by, on=on, reason=TAKEN_BACK):
        account.unassign(role="csm", by=by, on=on, reason=TAKEN_BACK)
        if account.alignment != alignment:
            account.amend(by=by, on=on, alignment=alignment)
