"""Rows of the lake that stay in memory: found again without the file, and never too many."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as pads
import pyarrow.parquet as pq

from greenbook.engine.held_rows import HeldRows

ROWS = pa.table({"id": [1, 2, 3, 4], "health": ["green", None, "red", "yellow"]})


def files(folder: Path, rows: pa.Table = ROWS) -> pads.Dataset:
    """Two rows a group."""
    pq.write_table(rows, folder / "day.parquet", row_group_size=2)
    return pads.dataset(folder / "day.parquet")


def test_a_neighbour_of_a_row_is_found_without_the_file(tmp_path: Path) -> None:
    held, kept = HeldRows(), files(tmp_path)
    assert held.row(kept, 3, ["id", "health"]) == {"id": 3, "health": "red"}
    (tmp_path / "day.parquet").unlink()
    assert held.row(kept, 4, ["health"]) == {"health": "yellow"}


def test_nobody_is_found_who_is_not_there(tmp_path: Path) -> None:
    held, kept = HeldRows(), files(tmp_path, ROWS.filter(pa.array([True, False, True, True])))
    assert held.row(kept, 2, ["health"]) is None
    assert held.row(kept, 9, ["health"]) is None


def test_some_are_found_in_whichever_groups_they_stand(tmp_path: Path) -> None:
    held, kept = HeldRows(), files(tmp_path)
    assert held.some(kept, [4, 9, 1], ["health"]) == ROWS.take([0, 3]).select(["health"])
    assert held.some(kept, [9], ["id", "health"]) == ROWS.slice(0, 0)


def test_other_columns_of_a_held_row_are_read_when_they_are_asked_for(tmp_path: Path) -> None:
    held, kept = HeldRows(), files(tmp_path)
    held.row(kept, 1, ["id"])
    assert held.row(kept, 2, ["id", "health"]) == {"id": 2, "health": None}


def test_every_row_is_found_without_the_file(tmp_path: Path) -> None:
    held, kept = HeldRows(), files(tmp_path)
    assert held.every(kept, ["id", "health"]) == ROWS
    (tmp_path / "day.parquet").unlink()
    assert held.every(kept, ["health"]) == ROWS.select(["health"])


def test_what_was_not_asked_for_longest_makes_room(tmp_path: Path) -> None:
    held, kept = HeldRows(most_bytes=1), files(tmp_path)
    assert held.row(kept, 1, ["health"]) == {"health": "green"}
    assert held.row(kept, 3, ["health"]) == {"health": "red"}
    assert held.row(kept, 1, ["health"]) == {"health": "green"}
    assert len(held._held) == 1
