"""Usage readings: kept once, corrected without losing what was known before."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from greenbook.engine.lake import Lake
from greenbook.engine.usage import READING, ContradictingReadings, append_usage, usage_known_by


def reading(**different: object) -> dict[str, object]:
    usual = {
        "account_id": 1,
        "subscription_id": None,
        "instance_id": 7,
        "metric": "billable_users",
        "read_on": date(2024, 5, 31),
        "source": "ping",
        "external_id": None,
        "value": 40.0,
        "known_from": date(2024, 6, 1),
    }
    return usual | different


def readings(*rows: dict[str, object]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=READING)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path)


def values(lake: Lake, day: date) -> list[float | None]:
    """Among everybody's and by itself the account's readings are the same."""
    among, alone = (usage_known_by(lake, day, accounts=who) for who in (None, [1]))
    assert alone.schema == among.schema
    assert alone.sort_by("value")["value"] == among.sort_by("value")["value"]
    return among.sort_by("value")["value"].to_pylist()


def test_no_reading_is_no_row(lake: Lake) -> None:
    assert usage_known_by(lake, date(2024, 6, 1)).num_rows == 0


def test_giving_the_same_readings_again_keeps_nothing(lake: Lake) -> None:
    month = readings(reading(), reading(metric="licensed_users", value=None), reading())
    assert append_usage(lake, month) == 2
    assert append_usage(lake, month) == 0
    assert values(lake, date(2024, 6, 1)) == [40.0, None]


def test_a_reading_is_known_from_the_day_it_arrived(lake: Lake) -> None:
    append_usage(lake, readings(reading()))
    assert values(lake, date(2024, 5, 31)) == []
    assert values(lake, date(2024, 6, 1)) == [40.0]


def test_a_correction_does_not_change_what_was_known_before_it(lake: Lake) -> None:
    append_usage(lake, readings(reading()))
    assert append_usage(lake, readings(reading(value=44.0, known_from=date(2024, 6, 10)))) == 1
    assert values(lake, date(2024, 6, 9)) == [40.0]
    assert values(lake, date(2024, 6, 10)) == [44.0]


def test_a_correction_on_the_same_day_counts_and_can_be_taken_back(lake: Lake) -> None:
    append_usage(lake, readings(reading()))
    append_usage(lake, readings(reading(value=None)))
    assert values(lake, date(2024, 6, 1)) == [None]
    append_usage(lake, readings(reading()))
    assert values(lake, date(2024, 6, 1)) == [40.0]


def test_the_same_metric_of_another_instance_is_another_reading(lake: Lake) -> None:
    append_usage(lake, readings(reading(), reading(instance_id=8, value=2.0)))
    assert values(lake, date(2024, 6, 1)) == [2.0, 40.0]


def test_readings_that_contradict_each_other_are_refused_whole(lake: Lake) -> None:
    with pytest.raises(ContradictingReadings, match=r"billable_users of account 1, instance 7"):
        append_usage(lake, readings(reading(value=1.0), reading(), reading(metric="scm")))
    assert values(lake, date(2024, 6, 1)) == []
