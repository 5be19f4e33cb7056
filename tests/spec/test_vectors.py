"""The worked examples of health, risk and value hold in the handbook that ships."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.spec.answers import ANSWERS, WAITING
from tests.spec.vectors import alike, judge, read_vectors

HEALTH = Path(__file__).parent / "vectors" / "health.jsonl"
EVERY = list(read_vectors(HEALTH))
VECTORS = [vector for vector in EVERY if vector["fn"] in ANSWERS]


@pytest.mark.parametrize("vector", VECTORS, ids=[f"{v['id']}-{v['fn']}" for v in VECTORS])
def test_a_worked_example_holds(vector: dict[str, Any]) -> None:
    outcome = judge(vector)
    assert outcome.verdict == "passed", outcome.says


def test_what_the_handbook_can_not_answer_yet_is_named_with_what_it_waits_for() -> None:
    assert {vector["fn"] for vector in EVERY} == ANSWERS.keys() & {
        vector["fn"] for vector in VECTORS
    } | WAITING.keys()
    assert not ANSWERS.keys() & WAITING.keys()


def test_numbers_may_differ_a_little_and_nothing_else_may() -> None:
    assert alike([70.8333, "yellow"], [70.83333, "yellow"])
    assert not alike(70.83, 70.84)
    assert not alike(None, 0)
    assert not alike(True, 1)
    assert not alike({"a": 1}, {"a": 1, "b": None})


def test_the_command_counts_and_names_what_it_can_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "some.jsonl"
    file.write_text(
        '{"id": "1", "fn": "band", "in": {"score": 50}, "out": "yellow"}\n'
        '{"id": "2", "fn": "band", "in": {"score": 50}, "out": "red"}\n'
        '{"id": "3", "fn": "weather", "in": {}, "out": null}\n'
    )
    monkeypatch.setattr(sys, "argv", ["tests.spec", str(file)])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("tests.spec", run_name="__main__")
    *named, last = capsys.readouterr().out.strip().splitlines()
    assert last == "1 passed, 1 failed, 1 skipped"
    assert [line.split(":")[0] for line in named] == ["failed 2 band", "skipped 3 weather"]
    assert ended.value.code == 1
