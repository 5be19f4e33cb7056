"""A number of an account over time, from the days that the lake keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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
    account: int, value: str, colour: str, *, day: date, lake: Lake, points: int = POINTS
) -> list[Point]:
    """The column `value` with the decision `colour`, the earliest first, up to `day`."""
    kept = spread([each for each in lake.days("decided_account") if each <= day], points)
    rows = ((each, lake.one("decided_account", each, account, [value, colour])) for each in kept)
    return [Point(each, row.get(value), row.get(colour)) for each, row in rows if row is not None]  # type: ignore[arg-type]


def spread(days: list[date], most: int) -> list[date]:
    """Some of the days, evenly, with the first and the last."""
    if len(days) <= most:
        return days
    last = len(days) - 1
    return [days[round(place * last / (most - 1))] for place in range(most)]
