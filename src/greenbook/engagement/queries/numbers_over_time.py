"""A number of an account over time, from the days that the lake keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from greenbook.decisions.concluded import Concluded
from greenbook.engine.lake import Lake

#: As many days are looked at, spread over all that are kept: more would not show in a small chart.
POINTS = 26


@dataclass(frozen=True, slots=True)
class Point:
    """`colour` is the state on that day, where the number has one."""

    day: date
    value: float | None
    colour: str | None


def over_time(
    account: int, value: str, colour: str, *, day: date, lake: Lake, stands: Concluded | None
) -> list[Point]:
    """The column `value` with the decision `colour`, the earliest first, up to `day`; the last is
    what `stands`, which may be newer than what the night kept of its day."""
    points = _kept(account, value, colour, day=day, lake=lake)
    if stands is None:
        return points
    earlier = [each for each in points if each.day < stands.day]
    return [*earlier, Point(stands.day, stands.get(value), stands.get(colour))]


def _kept(
    account: int, value: str, colour: str, *, day: date, lake: Lake, points: int = POINTS
) -> list[Point]:
    kept = spread([each for each in lake.days("decided_account") if each <= day], points)
    rows = ((each, lake.one("decided_account", each, account, [value, colour])) for each in kept)
    return [Point(each, row.get(value), row.get(colour)) for each, row in rows if row is not None]  # type: ignore[arg-type]


def spread(days: list[date], most: int) -> list[date]:
    """Some of the days, evenly, with the first and the last."""
    if len(days) <= most:
        return days
    last = len(days) - 1
    return [days[round(place * last / (most - 1))] for place in range(most)]
