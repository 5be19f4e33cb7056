"""The onboarding clocks added up: shares in time and medians, by CSM, manager, region, quarter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import reduce
from statistics import median
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

from greenbook.engine.lake import Lake
from greenbook.records.models import User
from greenbook.reports.clocks import Clock
from greenbook.reports.portfolio import fiscal_quarter

By = Literal["csm", "manager", "region", "quarter"]
#: Eight quarters are shown: the one that runs, and those of almost two years before.
QUARTERS = 8
UNKNOWN = "unknown"
#: Of which types a clock's columns are.
MEASURED = (pa.int64(), pa.bool_(), pa.bool_())


@dataclass(slots=True)
class Tally:
    """One clock over some accounts. `measured` are those for whom the answer is out: it stopped, or
    already runs past its goal; `open_late` are those still running past it today."""

    days: list[int] = field(default_factory=list)
    in_time: int = 0
    open_late: int = 0

    @property
    def measured(self) -> int:
        return len(self.days) + self.open_late

    @property
    def share(self) -> float | None:
        """Per cent of the measured ones that met the goal."""
        return 100 * self.in_time / self.measured if self.measured else None

    @property
    def median(self) -> float | None:
        """Of those that stopped, in days."""
        return median(self.days) if self.days else None

    def add(self, other: Tally) -> None:
        self.days += other.days
        self.in_time += other.in_time
        self.open_late += other.open_late


#: By clock, in the order of the clocks.
Tallies = dict[str, Tally]


@dataclass(frozen=True, slots=True)
class Numbers:
    """What one day tells: by group, by quarter, and all together."""

    groups: Mapping[str, Tallies]
    total: Tallies


def quarters_until(day: date, *, starts_in_month: int) -> list[date]:
    """First days of the quarters shown, the earliest first."""
    found = [fiscal_quarter(day, starts_in_month=starts_in_month)[0]]
    while len(found) < QUARTERS:
        before = found[0] - timedelta(days=1)
        found.insert(0, fiscal_quarter(before, starts_in_month=starts_in_month)[0])
    return found


def numbers(
    clocks: list[Clock],
    *,
    by: By,
    since: date,
    until: date,
    kept: date,
    lake: Lake,
    only: Collection[int] | None,
    starts_in_month: int,
) -> Numbers:
    """The clocks that began from `since` on and before `until`, by the run of the day `kept`."""
    groups: dict[str, Tallies] = defaultdict(lambda: {each.decision: Tally() for each in clocks})
    total = {each.decision: Tally() for each in clocks}
    rows = _rows(clocks, since=since, kept=kept, lake=lake, only=only)
    named = _named(by, starts_in_month)
    there = {*rows.column_names} if rows is not None else set()
    for clock in clocks:
        column = clock.start if by == "quarter" else {"region": "region"}.get(by, "csm_id")
        if not {column, clock.start, *clock.columns} <= there:
            continue  # the run of that day did not know it
        for value, tally in _tallied(rows, clock, column, since=since, until=until):
            groups[named(value)][clock.decision].add(tally)
            total[clock.decision].add(tally)
    measured = {name: each for name, each in sorted(groups.items()) if _any(each)}
    return Numbers(measured, total)


def _tallied(
    rows: pa.Table, clock: Clock, column: str, *, since: date, until: date
) -> Iterator[tuple[Any, Tally]]:
    """One clock over the accounts that have the same value in a column, for each of the values."""
    began = pc.field(clock.start)
    rows = rows.filter((began >= since) & (began < until))
    value, met, late = (rows[name] for name in clock.columns)
    stopped = value.is_valid()
    counted = {
        "by": rows[column],
        "days": value,
        "in_time": pc.and_(stopped, pc.fill_null(met, False)),
        "open_late": pc.and_(pc.invert(stopped), pc.fill_null(late, False)),
    }
    asked = [("days", "list"), ("in_time", "sum"), ("open_late", "sum")]
    for row in pa.table(counted).group_by("by").aggregate(asked).to_pylist():
        days = [each for each in row["days_list"] if each is not None]
        yield row["by"], Tally(days, row["in_time_sum"], row["open_late_sum"])


def _any(tallies: Tallies) -> bool:
    return any(each.measured for each in tallies.values())


def _rows(
    clocks: list[Clock], *, since: date, kept: date, lake: Lake, only: Collection[int] | None
) -> pa.Table | None:
    """One row an account on which a clock has begun."""
    facts = {"id": pa.int64(), "csm_id": pa.int64(), "region": pa.string()}
    facts |= {each.start: pa.date32() for each in clocks}
    decided = {"id": pa.int64()}
    decided |= {
        name: type for each in clocks for name, type in zip(each.columns, MEASURED, strict=True)
    }
    seen = lake.held_day("facts_account", kept, pa.schema(facts))
    found = lake.held_day("decided_account", kept, pa.schema(decided))
    if seen is None or found is None:
        return None
    if only is not None:
        seen = seen.filter(pc.field("id").isin(list(only)))
    return _begun(seen, clocks, since).join(found, "id")


def _begun(rows: pa.Table, clocks: list[Clock], since: date) -> pa.Table:
    """The accounts of which a clock began from `since` on: few of those who have been here long."""
    starts = {each.start for each in clocks} & {*rows.column_names}
    began = [pc.fill_null(pc.greater_equal(rows[start], since), False) for start in starts]
    return rows.filter(reduce(pc.or_, began)) if began else rows


def _named(by: By, starts_in_month: int) -> Callable[[Any], str]:
    """The name of the group of those who have a value: a day, a region, a CSM."""
    if by == "quarter":
        return lambda began: _quarter(began, starts_in_month)
    names: Mapping[Any, str] = {}
    if by != "region":
        names = _csms() if by == "csm" else _managers()
    return lambda value: names.get(value) or (by == "region" and value) or UNKNOWN


def _quarter(day: date, starts_in_month: int) -> str:
    return fiscal_quarter(day, starts_in_month=starts_in_month)[0].isoformat()


def _csms() -> dict[int, str]:
    return dict(User.objects.values_list("pk", "name"))


def _managers() -> dict[int, str]:
    """The name of each person's manager."""
    return dict(User.objects.values_list("pk", "manager__name"))
