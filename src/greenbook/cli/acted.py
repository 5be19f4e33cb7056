"""After a person did something: who they are, and what the handbook makes of it at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from greenbook.cli.django import day_of

if TYPE_CHECKING:
    from greenbook.records.models import Account, User
    from greenbook.records.models.base import Record


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


def fitting(record: type[Record], **values: Any) -> None:
    """Refuse words and texts that the record's columns do not take, by column."""
    refused: dict[str, Any] = {}
    for name, value in values.items():
        try:
            record._meta.get_field(name).clean(value, None)  # type: ignore[union-attr]
        except ValidationError as unfit:
            refused[name] = unfit.messages
    if refused:
        raise ValidationError(refused)


def day_acted(on: str | None) -> date:
    """The day given with `--on`, or today."""
    return day_of(on)
