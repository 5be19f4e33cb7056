"""After a person did something: who they are, and what the handbook makes of it at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from greenbook.cli.django import now

if TYPE_CHECKING:
    from greenbook.records.models import Account, User


def acting_person(by: str) -> User:
    """The person named with `--by`."""
    from greenbook.records.find import user_called

    return user_called(by)


def worked_out_again(account: Account, *, on: date) -> str:
    """Work the account out again and say what that did; a later day has the last word."""
    from greenbook.automations.run import run_some
    from greenbook.cli.workshop import engine, lake, loaded_handbook

    report = run_some(
        [account.pk], day=on, handbook=loaded_handbook(), lake=lake(), engine=engine()
    )
    if not report.acted:
        return f"{account}: a day after {on} has been run already; nothing was worked out again."
    did = {name: count for name, count in sorted(report.counts.items()) if count}
    listed = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in did.items())
    return f"{account} worked out again: {listed or 'nothing follows from it'}."


def day_acted(on: str | None) -> date:
    """The day given with `--on`, or today."""
    return date.fromisoformat(on) if on else now().date()
