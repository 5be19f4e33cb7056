"""Somebody is away for some days, and who stands in for them."""

from __future__ import annotations

from datetime import date

from greenbook.records.acting import acting
from greenbook.records.models import Absence, User
from greenbook.records.refusals import NotAllowed


class AwayAlready(NotAllowed):
    """They are away on some of these days already:"""


class CoverIsAway(NotAllowed):
    """Whoever stands in must be there (10.2, PTO-02):"""


def plan_absence(
    user: User, *, kind: str, starts_on: date, ends_on: date, cover: User | None, by: User, on: date
) -> Absence:
    """Put it down, with one person for all of their accounts or with nobody yet."""
    overlapping = Absence.objects.filter(starts_on__lte=ends_on, ends_on__gte=starts_on)
    if own := overlapping.filter(user=user).first():
        raise AwayAlready(own, f"{own.starts_on} to {own.ends_on}.")
    if cover and (theirs := overlapping.filter(user=cover).first()):
        raise CoverIsAway(theirs, f"{cover} is away {theirs.starts_on} to {theirs.ends_on}.")
    with acting(by=by, on=on):
        absence = Absence.objects.create(
            user=user,
            kind=kind,
            starts_on=starts_on,
            ends_on=ends_on,
            happened_on=on,
            known_from=on,
        )
        if cover:
            absence.cover.create(user=cover, happened_on=on, known_from=on)
    return absence


def call_off(absence: Absence, *, by: User, on: date) -> None:
    """They will be there after all."""
    with acting(by=by, on=on, reason="called off"):
        absence.cover.all().delete()
        absence.delete()
