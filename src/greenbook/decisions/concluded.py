"""Everything that stands for one account on a day: key decisions and what is kept beside them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from greenbook.engine.lake import Lake
from greenbook.handbook.pages import Grain
from greenbook.records.models import AccountStatus, FactsSeen


@dataclass(frozen=True, slots=True)
class Concluded:
    """`day` is the day it was worked out for: the one asked for, or the last before it."""

    day: date
    decided: Mapping[str, Any]

    def get(self, column: str) -> Any:
        return self.decided.get(column)

    def on(self, column: str) -> date | None:
        """A column that holds a day; JSON keeps days as text."""
        found = self.decided.get(column)
        return date.fromisoformat(found) if isinstance(found, str) else found


def concluded(
    account: int,
    *,
    day: date,
    lake: Lake,
    columns: Collection[str],
    status: AccountStatus | None = None,
) -> Concluded | None:
    """What was concluded by the end of `day`; None where nothing ever was.

    `status` is the account's row where `day` is today: it may be newer than what the lake keeps.
    """
    waiting = FactsSeen.objects.filter(grain="account", subject_id=str(account), day=day).first()
    if waiting is not None:
        return Concluded(day, waiting.decided)
    kept = last_kept(lake, day)
    row = lake.one("decided_account", kept, account, columns) if kept else None
    stands = status.decided if status is not None else {}
    if row is None and status is None:
        return None
    return Concluded(status.as_of if status else kept or day, {**(row or {}), **stands})


def last_kept(lake: Lake, day: date) -> date | None:
    """The last day of the lake that is not after `day`."""
    days = lake.days("decided_account")
    return max((kept for kept in days if kept <= day), default=None)


def concluded_of_finer(
    grain: Grain, subject: int, *, day: date, lake: Lake, decisions: Collection[str]
) -> Mapping[str, Any]:
    """What the last run by `day` concluded about a subscription, an opportunity, …"""
    kept = max((each for each in lake.days(f"decided_{grain}") if each <= day), default=None)
    return (lake.one(f"decided_{grain}", kept, subject, decisions) or {}) if kept else {}
