"""Which values of a column are worth trying: those around each limit it is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from greenbook.handbook.conditions.evaluate import add_months, evaluate
from greenbook.handbook.conditions.leaves import constants_in
from greenbook.handbook.conditions.render import can_be_absent, known_column
from greenbook.handbook.conditions.tree import Column, Condition, Known, Leaf
from greenbook.handbook.conditions.walk import columns_in
from greenbook.handbook.types import Plain, Type

OTHER_TEXT = "(another)"
FAR = 1000  # days: surely on the other side of a limit that is not written in numbers


@dataclass(frozen=True, slots=True)
class Point:
    """One value to try; `known` False means that the value is not known, True and None: none."""

    value: Plain | None
    known: bool = True


def without_today(leaf: Leaf) -> list[Column]:
    """The columns of a leaf by name, without the day itself, which stands fixed while checking."""
    found = {column.name: column for column in columns_in(leaf) if column.name != "today"}
    return list(found.values())


def points_of(column: Column, leaves: Iterable[Leaf], *, today: date) -> list[Point]:
    """The points of a column, those that no leaf tells apart only once."""
    own = [leaf for leaf in leaves if column in without_today(leaf)]
    points = list(_points(column, own, today))
    if any(len(without_today(leaf)) > 1 for leaf in own):
        return points
    return _told_apart(column, points, own, today)


def days_apart(leaves: list[Leaf], *, begins: date) -> list[date]:
    """The first day of an edition, and later days for which a leaf about the day alone answers
    otherwise."""
    kinds: dict[tuple[bool | None, ...], date] = {}
    for day in (begins, *sorted(set(_days(leaves, begins)))):
        if day >= begins:
            answers = tuple(evaluate(leaf, {"today": day}) for leaf in leaves)
            kinds.setdefault(answers, day)
    return list(kinds.values())


def _points(column: Column, leaves: list[Leaf], today: date) -> Iterator[Point]:
    values = sorted(set(_values(column.type, leaves, today)))
    yield from (Point(value) for value in values)
    if can_be_absent(column):
        yield Point(None)
    if any(isinstance(leaf, Known) for leaf in leaves):
        yield Point(None, known=False)


def _values(type_: Type, leaves: list[Leaf], today: date) -> Iterator[Plain]:
    if type_.kind == "yes/no":
        yield from (True, False)
    elif type_.kind == "one of":
        yield from type_.values
    elif type_.kind == "date":
        yield from _days(leaves, today)
    elif type_.kind == "person":
        yield from (1, 2)
    elif type_.kind == "text":
        yield OTHER_TEXT
        constants = (constant.value for leaf in leaves for constant in constants_in(leaf))
        yield from (value for value in constants if isinstance(value, str))
    else:
        yield from _numbers(type_, leaves)


def _numbers(type_: Type, leaves: list[Leaf]) -> Iterator[int | float]:
    """Each limit and its neighbours; between two limits of a measured number also the middle."""
    limits = sorted({number for leaf in leaves for number in _limits(leaf)})
    yield from (0, 1)
    for limit in limits:
        yield from (limit - 1, limit, limit + 1)
    if type_.kind in ("number", "percent"):
        yield from ((low + high) / 2 for low, high in pairwise(limits))


def _limits(leaf: Leaf) -> Iterator[int | float]:
    for constant in constants_in(leaf):
        if isinstance(constant.value, int | float) and not isinstance(constant.value, bool):
            yield constant.value


def _days(leaves: list[Leaf], today: date) -> Iterator[date]:
    """Days around each written day, and around the day itself moved by each number of a leaf."""
    bases = {today}
    lengths: set[int] = {FAR}
    for leaf in leaves:
        bases.update(c.value for c in constants_in(leaf) if isinstance(c.value, date))
        lengths.update(int(abs(number)) for number in _limits(leaf))
    for base in bases:
        yield from _around(base)
        for length in lengths:
            yield from (base - timedelta(length), base + timedelta(length))
            for day in _moved(base, length):
                yield from _around(day)


def _moved(base: date, length: int) -> Iterator[date]:
    """A number of a leaf may be days or months; both are tried, where they are at all likely."""
    yield from (base - timedelta(length), base + timedelta(length))
    if length <= 60:
        yield from (add_months(base, -length), add_months(base, length))


def _around(day: date) -> tuple[date, date, date]:
    return day - timedelta(1), day, day + timedelta(1)


def _told_apart(
    column: Column, points: list[Point], leaves: list[Leaf], today: date
) -> list[Point]:
    """Points for which some leaf answers differently; the first of each kind."""
    kinds: dict[tuple[bool | None, ...], Point] = {}
    for point in points:
        answers = tuple(answer(leaf, column, point, today) for leaf in leaves)
        kinds.setdefault(answers, point)
    return list(kinds.values())


def answer(leaf: Condition, column: Column, point: Point, today: date) -> bool | None:
    row: dict[str, Plain | None] = {"today": today, column.name: point.value}
    known = known_column(column)
    if known:
        row[known] = point.known
    return evaluate(leaf, row)
