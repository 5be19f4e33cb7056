"""The boundary grid: every combination of the points of all columns, asked of DuckDB at once.

For comparisons of one column it proves; where columns are compared with each other, or where the
combinations are too many and are sampled, it is a good search.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from math import prod

import duckdb

from greenbook.handbook.check.points import Point, answer, days_apart, points_of, without_today
from greenbook.handbook.compile.typed import sql_type
from greenbook.handbook.conditions.fit import DATE
from greenbook.handbook.conditions.leaves import leaves_in
from greenbook.handbook.conditions.render import condition_sql, constant_sql, known_column
from greenbook.handbook.conditions.tree import All, Column, Condition, Leaf
from greenbook.handbook.types import Plain

LARGEST = 500_000  # combinations

#: Answers a query of one row.
Asks = Callable[[str], tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Axis:
    column: Column
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class DayGrid:
    """The combinations of one day. `complete`: all of them; else a sample, the same each time."""

    today: date
    axes: tuple[Axis, ...]

    @property
    def combinations(self) -> int:
        return prod(len(axis.points) for axis in self.axes)

    @property
    def complete(self) -> bool:
        return self.combinations <= LARGEST

    @property
    def rows(self) -> int:
        return min(self.combinations, LARGEST)

    def sql(self) -> str:
        """A SELECT with a column for each axis, its known flag, and today."""
        columns = [f"{constant_sql(self.today, DATE)} as today"]
        taken: set[str] = set()
        stride = 1
        for number, axis in enumerate(self.axes):
            at = self._index(number, stride, len(axis.points))
            columns += _columns(axis, at, taken)
            stride *= len(axis.points)
        return f"select {', '.join(columns)} from range({self.rows}) as t(i)"

    def _index(self, number: int, stride: int, size: int) -> str:
        if self.complete:
            return f"(i // {stride}) % {size} + 1"
        return f"hash(i * {len(self.axes)} + {number}) % {size} + 1"


@dataclass(frozen=True, slots=True)
class Grid:
    """The edition's first day, and every later day that a condition tells apart from it."""

    days: tuple[DayGrid, ...]

    @property
    def complete(self) -> bool:
        return all(day.complete for day in self.days)

    @property
    def rows(self) -> int:
        return sum(day.rows for day in self.days)

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(axis.column for axis in self.days[0].axes)

    def sql(self) -> str:
        return " union all by name ".join(day.sql() for day in self.days)


@dataclass(frozen=True, slots=True)
class Answers:
    """The result of questions over a grid, by name."""

    values: Mapping[str, object]

    def count(self, name: str) -> int:
        value = self.values[name]
        return value if isinstance(value, int) else 0


def grid_of(conditions: Iterable[Condition], *, within: Condition, today: date) -> Grid:
    """The grid of every column that the conditions compare, narrowed to where `within` can hold."""
    asked = [leaf for condition in (*conditions, within) for leaf in leaves_in(condition)]
    leaves: list[Leaf] = list(dict.fromkeys(asked))
    columns = {column.name: column for leaf in leaves for column in without_today(leaf)}
    days = days_apart([leaf for leaf in leaves if not without_today(leaf)], begins=today)
    return Grid(tuple(_day_grid(day, leaves, columns, within) for day in days))


def _day_grid(
    today: date, leaves: list[Leaf], columns: Mapping[str, Column], within: Condition
) -> DayGrid:
    required: list[Condition] = list(within.parts) if isinstance(within, All) else [within]
    points = {name: points_of(column, leaves, today=today) for name, column in columns.items()}
    axes = (
        Axis(column, tuple(_narrowed(column, points[name], required, today)))
        for name, column in columns.items()
    )
    return DayGrid(today, tuple(axis for axis in axes if axis.points))


def ask(
    grid: Grid, truths: Mapping[str, Condition], questions: Mapping[str, str], *, asks: Asks
) -> Answers:
    """Aggregates over the grid; a question is SQL over the names of the truths and of columns."""
    asked = [f'{condition_sql(truth)} as "{name}"' for name, truth in truths.items()]
    selected = ", ".join(f'{question} as "{name}"' for name, question in questions.items())
    row = asks(
        f"with grid as ({grid.sql()}), truths as (select {', '.join(['*', *asked])} from grid)"
        f" select {selected} from truths"
    )
    return Answers(dict(zip(questions, row, strict=True)))


@contextmanager
def asking() -> Iterator[Asks]:
    """One DuckDB in memory for a whole check."""
    with duckdb.connect() as connection:
        yield lambda sql: connection.execute(sql).fetchone() or ()


def described(grid: Grid) -> str:
    """SQL that writes a row of the grid as words: `segment = scale, arr = 3`."""
    parts = [f"'{column.text} = ' || {_shown(column)}" for column in grid.columns]
    return " || ', ' || ".join(parts) if parts else "''"


def _shown(column: Column) -> str:
    value = f'"{column.name}" // 100' if column.type.kind == "usd" else f'"{column.name}"'
    return f"coalesce(cast({value} as varchar), 'none')"


def _columns(axis: Axis, at: str, taken: set[str]) -> list[str]:
    column = axis.column
    values = ", ".join(_value_sql(point.value, column) for point in axis.points)
    made = [f'[{values}][{at}] as "{column.name}"']
    known = known_column(column)
    if known and known not in taken:
        taken.add(known)
        flags = ", ".join("true" if point.known else "false" for point in axis.points)
        made.append(f'[{flags}][{at}] as "{known}"')
    return made


def _value_sql(value: Plain | None, column: Column) -> str:
    sql = "null" if value is None else constant_sql(value, column.type)
    return f"cast({sql} as {sql_type(column.type)})"


def _narrowed(
    column: Column, points: list[Point], required: list[Condition], today: date
) -> list[Point]:
    """Without the points where a required condition of this column alone can not hold."""
    own = [
        condition
        for condition in required
        if [c.name for leaf in leaves_in(condition) for c in without_today(leaf)] == [column.name]
    ]
    kept = [p for p in points if all(answer(c, column, p, today) is True for c in own)]
    return kept or points
