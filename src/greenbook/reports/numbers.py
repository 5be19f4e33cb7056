"""The numbers a handbook counts: of the company, of its people, of industries; and what is behind.

What stands today is read from the database; a past day from what was kept of it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection
from psycopg import sql

from greenbook.engagement.queries.numbers_over_time import POINTS, spread
from greenbook.engagement.queries.week import Measure, measured
from greenbook.engine.lake import Lake
from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import Grain, KpiEdition, Page
from greenbook.reports.portfolio import Standing

#: The grains whose numbers are of somebody or something larger than one customer.
GRAINS: tuple[Grain, ...] = ("company", "person", "industry")
#: What stands for more subjects than this is counted by the database, not read.
FEW = 100
#: Words of a rhythm, a clock or a colour that are behind, and the one that is about to be.
BEHIND = ("overdue", "breach", "late", "red", "yellow")
AHEAD = ("due_soon",)

Decided = Mapping[str, Mapping[str, Any]]  # by subject


@dataclass(frozen=True, slots=True)
class Number:
    """A KPI with what it is: the value of one subject, or by how many of several it is met.

    Several meet it where all do. `of` of them have a value, `with_goal` a goal for it as well.
    """

    page: Page
    several: bool
    value: float | None
    met: bool | None
    late: bool | None
    needed: str
    of: int
    with_goal: int
    met_by: int


@dataclass(frozen=True, slots=True)
class Counted:
    """How many accounts stand at one word of a decision; `first` of them have priority 1."""

    decision: str
    title: str
    word: str
    many: int
    first: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A KPI on a day that was kept."""

    day: date
    value: float | None
    met: bool | None


def kpis(handbook: Handbook) -> list[Page]:
    """Every KPI of these grains, as the handbook orders them."""
    pages = (p for p in handbook.pages.values() if p.kind == "kpi" and p.grain in GRAINS)
    return sorted(pages, key=lambda page: page.path)


def numbers_now(
    pages: Collection[Page], grain: Grain, subjects: Collection[str] | None, *, on: date
) -> list[Number]:
    """KPIs of one grain over these subjects, or all of it, as they stand."""
    if subjects is not None and len(subjects) > FEW:
        return [_tallied(page, counted) for page, counted in _counted(pages, grain, subjects)]
    decided = standing_now(grain, subjects, columns_of(pages, on))
    return [number(page, decided, on=on) for page in pages]


def standing_now(
    grain: Grain, subjects: Collection[str] | None, columns: Collection[str]
) -> Decided:
    """What stands of these columns for the subjects, or for all of the grain."""
    rows = _read(sql.SQL("subject_id, to_jsonb(r)"), columns, grain, subjects)
    return {subject: json.loads(decided) for subject, decided in rows}


def _counted(
    pages: Collection[Page], grain: Grain, subjects: Collection[str]
) -> Iterable[tuple[Page, Sequence[int]]]:
    """Of each KPI how many have a value, how many a goal for it, and how many meet it: counted by
    the database, where reading what stands for thousands of people takes long."""
    counts = [
        sql.SQL("count(r.{0}), count(r.{1}), count(*) filter (where r.{1} = 'true')").format(
            sql.Identifier(page.decides), sql.Identifier(f"{page.decides}__met")
        )
        for page in pages
    ]
    columns = [name for page in pages for name in (page.decides, f"{page.decides}__met")]
    row = _read(sql.SQL(", ").join(counts), columns, grain, subjects)[0]
    return zip(pages, zip(row[0::3], row[1::3], row[2::3], strict=True), strict=True)


def _read(
    what: sql.Composable,
    columns: Collection[str],
    grain: Grain,
    subjects: Collection[str] | None,
) -> list[Any]:
    """Some columns of what stands, taken out of it in one go."""
    if not columns:
        return []
    named = sql.SQL(", ").join(sql.SQL("{} jsonb").format(sql.Identifier(c)) for c in set(columns))
    text = sql.SQL(
        "select {} from records_subject_status, jsonb_to_record(decided) as r({}) "
        "where grain = %(grain)s and (%(all)s or subject_id = any(%(subjects)s))"
    )
    given = {"grain": grain, "all": subjects is None, "subjects": list(subjects or ())}
    with connection.cursor() as cursor:
        cursor.execute(text.format(what, named), given)
        return cursor.fetchall()


def _tallied(page: Page, counted: Sequence[int]) -> Number:
    many, with_goal, met_by = counted
    return Number(
        page,
        several=True,
        value=None,
        met=met_by == with_goal if with_goal else None,
        late=None,
        needed="",
        of=many,
        with_goal=with_goal,
        met_by=met_by,
    )


def stood(
    grain: Grain, subjects: Collection[str] | None, pages: Iterable[Page], *, day: date, lake: Lake
) -> Decided:
    """The same as it was kept of a past day."""
    rows = lake.read_day(f"decided_{grain}", day, ["id", *columns_of(pages, day)])
    found = rows.to_pylist() if rows is not None else []
    by_subject = {str(row.pop("id")): row for row in found}
    wanted = by_subject if subjects is None else set(subjects)
    return {subject: row for subject, row in by_subject.items() if subject in wanted}


def columns_of(pages: Iterable[Page], day: date) -> list[str]:
    """The columns that hold a KPI: its value, whether it is met or late, its thresholds."""
    found = []
    for page in pages:
        edition = page.on(day)
        outputs = edition.outputs if isinstance(edition, KpiEdition) else ()
        parts = ("met", "late", *outputs)
        found += [page.decides, *(f"{page.decides}__{part}" for part in parts)]
    return found


def number(page: Page, decided: Decided, *, on: date) -> Number:
    """A KPI over its subjects."""
    name = page.decides
    found = [each for each in decided.values() if each.get(name) is not None]
    several = len(decided) > 1
    alone: Measure | None = measured(page, found[0], on) if found and not several else None
    goals = [met for each in found if (met := each.get(f"{name}__met")) is not None]
    return Number(
        page,
        several=several,
        value=alone.value if alone else None,
        met=all(goals) if goals else None,
        late=alone.late if alone else None,
        needed=alone.needed if alone else "",
        of=len(found),
        with_goal=len(goals),
        met_by=sum(goals),
    )


def over_days(page: Page, subject: int | str, *, day: date, lake: Lake) -> list[Kept]:
    """A KPI of one subject on the days that are kept and knew it, the earliest first."""
    table, names = f"decided_{page.grain}", [f"{page.decides}{p}" for p in ("", "__met", "__known")]
    kept = spread([each for each in lake.days(table) if each <= day], POINTS)
    found = []
    for each in kept:
        row = lake.one(table, each, subject, names) or {}
        value, met, known = (row.get(name) for name in names)
        if isinstance(value, int | float) or (value is None and known is not None):
            found.append(Kept(each, value, met))  # type: ignore[arg-type]
    return found


def since(points: Sequence[Kept]) -> date | None:
    """The day since which the last point's answer, met or not, stands among those kept."""
    if not points:
        return None
    same = points[-1]
    for point in reversed(points):
        if point.met != points[-1].met:
            break
        same = point
    return same.day


def counted(standings: Iterable[Standing], words: Collection[str]) -> list[Counted]:
    """Of what stands, the words asked for that any account has."""
    return [
        Counted(each.decision, each.title, word, each.values[word], each.first.get(word, 0))
        for each in standings
        for word in words
        if each.values.get(word)
    ]


def standings_kept(
    lake: Lake, day: date, accounts: Collection[int] | None, pages: Iterable[Page]
) -> list[Standing]:
    """How accounts stood on a kept day in each decision; None means all of them."""
    every = list(pages)
    names = {page.decides for page in every}
    rows = lake.read_day("decided_account", day, {"id", "priority_decided", *names})
    if rows is None:
        return []
    if accounts is not None:
        rows = rows.filter(pc.field("id").isin(list(accounts)))
    urgent = rows.filter(pc.field("priority_decided") == 1)
    return [
        Standing(page.decides, page.title, page.kind, _words(rows, page), _words(urgent, page))
        for page in every
    ]


def _words(rows: pa.Table, page: Page) -> dict[str, int]:
    if page.decides not in rows.column_names:
        return {}
    found = Counter(rows[page.decides].combine_chunks().cast(pa.string()).to_pylist())
    return {word: many for word, many in found.items() if word is not None}
