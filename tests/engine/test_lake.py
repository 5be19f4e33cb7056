"""The lake keeps every day as it was seen, and forgets in good order."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from greenbook.engine.lake import Lake

MAY_1, MAY_2 = date(2024, 5, 1), date(2024, 5, 2)


def book(**columns: list[object]) -> pa.Table:
    return pa.table({"id": pa.array(range(1, 4), pa.int64()), **columns})


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path)


def test_a_day_is_read_back_as_it_was_written(lake: Lake) -> None:
    rows = book(health=["red", None, "green"], due=[MAY_1, None, MAY_2], p1=[True, None, False])
    lake.write_day("decided_account", MAY_1, rows)
    assert lake.read_day("decided_account", MAY_1).sort_by("id") == rows


def test_a_day_never_written_is_not_an_empty_day(lake: Lake) -> None:
    assert lake.read_day("decided_account", MAY_1) is None
    lake.write_day("decided_account", MAY_1, book(health=["red"] * 3))
    assert lake.read_day("decided_account", MAY_2) is None
    assert lake.one("decided_account", MAY_2, 1) is None


def test_writing_a_day_again_replaces_that_day_alone(lake: Lake) -> None:
    lake.write_day("decided_account", MAY_1, book(health=["red"] * 3))
    lake.write_day("decided_account", MAY_2, book(health=["red"] * 3))
    lake.write_day("decided_account", MAY_2, book(health=["green"] * 3))
    assert lake.days("decided_account") == [MAY_1, MAY_2]
    assert lake.read_day("decided_account", MAY_1)["health"].to_pylist() == ["red"] * 3
    assert lake.read_day("decided_account", MAY_2)["health"].to_pylist() == ["green"] * 3


def test_a_day_without_rows_leaves_nothing(lake: Lake) -> None:
    nobody = book(health=["red"] * 3).slice(0, 0)
    lake.write_day("decided_account", MAY_1, nobody)
    assert not Path(lake.root, "decided_account").exists()
    lake.write_day("decided_account", MAY_1, book(health=["red"] * 3))
    lake.write_day("decided_account", MAY_1, nobody)
    assert lake.days("decided_account") == []
    assert lake.read_day("decided_account", MAY_1) is None


def test_one_row_is_found_by_its_id(lake: Lake) -> None:
    lake.write_day("decided_account", MAY_1, book(health=["red", None, "green"]))
    assert lake.one("decided_account", MAY_1, 2) == {"id": 2, "health": None}
    assert lake.one("decided_account", MAY_1, 3, columns=["health"]) == {"health": "green"}
    assert lake.one("decided_account", MAY_1, 4) is None


def test_rows_stand_by_id_in_whatever_order_they_come(lake: Lake) -> None:
    rows = book(health=["red", None, "green"]).take([2, 0, 1])
    lake.write_day("decided_account", MAY_1, rows)
    kept = lake.read_day("decided_account", MAY_1)
    assert kept is not None
    assert kept.to_pydict() == {"id": [1, 2, 3], "health": ["red", None, "green"]}


def test_an_industry_is_found_by_its_name(lake: Lake) -> None:
    lake.write_day("decided_industry", MAY_1, pa.table({"id": ["energy"], "roundtables": [2]}))
    assert lake.one("decided_industry", MAY_1, "energy") == {"id": "energy", "roundtables": 2}


def test_a_new_decision_is_unknown_for_the_days_before_it(lake: Lake) -> None:
    lake.write_day("decided_account", MAY_1, book(health=["red"] * 3))
    lake.write_day("decided_account", MAY_2, book(health=["red"] * 3, priority=[1, 2, 3]))
    assert lake.one("decided_account", MAY_1, 1) == {"id": 1, "health": "red", "priority": None}
    assert lake.one("decided_account", MAY_2, 1) == {"id": 1, "health": "red", "priority": 1}


def test_a_decision_may_change_its_type(lake: Lake) -> None:
    lake.write_day("decided_account", MAY_1, book(priority=[1, 2, 3]))
    lake.write_day("decided_account", MAY_2, book(priority=["high", "low", None]))
    assert lake.one("decided_account", MAY_1, 1) == {"id": 1, "priority": 1}
    assert lake.one("decided_account", MAY_2, 1) == {"id": 1, "priority": "high"}
    lake.write_day("decided_account", MAY_1, book(priority=["high"] * 3))
    assert lake.one("decided_account", MAY_1, 1) == {"id": 1, "priority": "high"}
    assert lake.days("decided_account") == [MAY_1, MAY_2]


def test_writers_at_the_same_time_both_succeed(lake: Lake) -> None:
    lake.write_day("facts_account", MAY_1, book(arr=[1, 2, 3]))
    days = [MAY_2 + timedelta(days=n) for n in range(4)]
    with ThreadPoolExecutor(4) as people:
        list(
            people.map(lambda day: lake.write_day("facts_account", day, book(arr=[1, 2, 3])), days)
        )
    assert lake.days("facts_account") == [MAY_1, *days]


def test_old_days_are_forgotten_but_for_the_last_of_each_month(lake: Lake) -> None:
    for day in (date(2024, 1, 30), date(2024, 1, 31), date(2024, 2, 27), date(2024, 3, 1)):
        lake.write_day("facts_account", day, book(arr=[1, 2, 3]))
    forgotten = lake.forget("facts_account", today=date(2024, 3, 10), keep_days=12)
    assert forgotten == [date(2024, 1, 30)]
    assert lake.days("facts_account") == [date(2024, 1, 31), date(2024, 2, 27), date(2024, 3, 1)]
    assert lake.forget("facts_account", today=date(2024, 3, 10), keep_days=12) == []


def test_the_last_day_within_the_limit_is_kept(lake: Lake) -> None:
    for day in (date(2024, 3, 1), date(2024, 3, 2), date(2024, 3, 31)):
        lake.write_day("facts_account", day, book(arr=[1, 2, 3]))
    assert lake.forget("facts_account", today=date(2024, 4, 1), keep_days=30) == [date(2024, 3, 1)]


def test_a_day_that_another_process_writes_is_seen_at_once(lake: Lake, tmp_path: Path) -> None:
    lake.write_day("decided_account", MAY_1, book(health=["red"] * 3))
    assert lake.one("decided_account", MAY_1, 1, columns=["health"]) == {"health": "red"}
    Lake(tmp_path).write_day("decided_account", MAY_1, book(health=["green"] * 3))
    assert lake.one("decided_account", MAY_1, 1, columns=["health"]) == {"health": "green"}


def test_a_lake_begun_anew_in_the_same_place_is_read_anew(lake: Lake, tmp_path: Path) -> None:
    lake.write_day("decided_account", MAY_1, book(health=["red"] * 3))
    assert lake.days("decided_account") == [MAY_1]
    shutil.rmtree(tmp_path / "decided_account")
    assert lake.days("decided_account") == []
    Lake(tmp_path).write_day("decided_account", MAY_2, book(health=["green"] * 3))
    assert lake.days("decided_account") == [MAY_2]
