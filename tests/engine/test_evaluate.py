"""The pages over a file of facts: three formats, the same decisions, clear refusals."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from greenbook.engine.evaluate import evaluate
from greenbook.engine.facts_file import FactsFileRefused
from greenbook.handbook.read import read_files
from tests.engine.green_handbook import green

MAY_15 = date(2023, 5, 15)
CSV = """id,cs_segment,arr,uptier_months,uptier_discussed,onboarding_open,onboarding_day
Acme,strategic,1000000,none,no,no,none
Globex,strategic,999999.99,none,no,no,none
Initech,strategic,,none,no,no,none
"""


def decided(file: Path) -> dict[Any, Any]:
    rows = evaluate(green(), file, on=MAY_15).to_pylist()
    return {row["id"]: (row["priority_by_model"], row["priority_by_model__sure"]) for row in rows}


def written(tmp_path: Path, name: str, text: str) -> Path:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return file


def test_csv_is_read_as_a_handbook_writes_values(tmp_path: Path) -> None:
    found = decided(written(tmp_path, "facts.csv", CSV))
    assert found == {"Acme": (1, True), "Globex": (2, True), "Initech": (2, False)}


def test_json_lines_and_parquet_give_the_same(tmp_path: Path) -> None:
    first = {"id": 1, "cs_segment": "strategic", "arr": 1_000_000, "onboarding_open": False}
    second = {"id": 2, "cs_segment": "strategic", "arr": 10, "onboarding_open": True}
    rows = [first | {"onboarding_day": None}, second | {"onboarding_day": 3}]
    lines = written(tmp_path, "facts.jsonl", "\n".join(map(json.dumps, rows)))
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "facts.parquet")
    assert {i: value for i, (value, _) in decided(lines).items()} == {1: 1, 2: 1}
    assert decided(tmp_path / "facts.parquet") == decided(lines)


def test_rows_without_an_id_are_numbered(tmp_path: Path) -> None:
    file = written(tmp_path, "facts.csv", "cs_segment\ndigital\ndigital\n")
    assert evaluate(green(), file, on=MAY_15)["id"].to_pylist() == [1, 2]


def test_every_page_of_the_grain_speaks(tmp_path: Path) -> None:
    file = written(tmp_path, "facts.csv", "id,billable,licensed\n1,40,100\n")
    [row] = evaluate(green(), file, on=MAY_15).to_pylist()
    assert (row["license_utilization"], row["license_utilization__value"]) == ("red", 40.0)
    assert "p1_share" not in row
    people = written(tmp_path, "people.csv", "id\n7\n")
    [book] = evaluate(green(), people, on=MAY_15, grain="person").to_pylist()
    assert (book["p1_share"], book["p1_share__p1"]) == (None, 0)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("arrr\n1\n", "facts.csv: column `arrr` is no fact of the handbook; did you mean `arr`?"),
        ("arr\nmuch\n", "line 2, column `arr`: 'much' is not an amount in dollars"),
        ("arr\n1.234\n", "line 2, column `arr`: '1.234' is not an amount in dollars"),
        ("arr\nnone\n", "'none' is not an amount"),
        ("licensed\n1.5\n", "'1.5' is not a whole number"),
        ("silent\nmaybe\n", "'maybe' is not yes or no"),
        ("assigned_on\n31.05.2024\n", "'31.05.2024' is not a date such as 2024-05-31"),
        ("cs_segment\nstratgic\n", "'stratgic' is not one of strategic | commercial | digital"),
        ("arr,silent\n1\n", "line 2: has more or fewer values than there are headings"),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(FactsFileRefused) as refused:
        evaluate(green(), written(tmp_path, "facts.csv", text), on=MAY_15)
    assert says in str(refused.value)


def test_all_problems_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    file = written(tmp_path, "facts.csv", "arr,silent,x\na,b,1\nc,yes,1\n")
    with pytest.raises(FactsFileRefused) as refused:
        evaluate(green(), file, on=MAY_15)
    assert len(refused.value.problems) == 4


@pytest.mark.parametrize(
    ("name", "text"),
    [("facts.jsonl", b"{\n"), ("facts.jsonl", b"[1]\n"), ("facts.csv", b"arr\n\xff\n"),
     ("facts.parquet", b"PAR1"), ("facts.xlsx", b"")],
)  # fmt: skip
def test_a_broken_file_is_refused(tmp_path: Path, name: str, text: bytes) -> None:
    (tmp_path / name).write_bytes(text)
    with pytest.raises(FactsFileRefused, match=name):
        evaluate(green(), tmp_path / name, on=MAY_15)


def test_money_comes_out_in_dollars_as_it_went_in(tmp_path: Path) -> None:
    page = """
kind = "kpi"
title = "ARR at stake"
decides = "arr_at_stake"
unit = "usd"
[[edition]]
from = 2022-02-01
cites = "line 1"
raw = "arr"
value = "at_least_zero(arr)"
met = "value <= 1000.50"
"""
    handbook = read_files({**green().files, "money.toml": page})
    file = written(tmp_path, "facts.csv", "id,arr\n1,1000.50\n2,1000.51\n3,\n")
    rows = evaluate(handbook, file, on=MAY_15).to_pylist()
    assert [row["arr_at_stake"] for row in rows] == [1000.50, 1000.51, None]
    assert [row["arr_at_stake__raw"] for row in rows] == [1000.50, 1000.51, None]
    assert [row["arr_at_stake__met"] for row in rows] == [True, False, None]
