"""The worked examples of the specification, one JSON object a line, held against the handbook."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from tests.spec.answers import ANSWERS, WAITING

TOLERANCE = 0.001


@dataclass(frozen=True, slots=True)
class Outcome:
    id: str
    fn: str
    verdict: Literal["passed", "failed", "skipped"]
    says: str = ""


def read_vectors(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def judge(vector: dict[str, Any]) -> Outcome:
    """Skipped where no page of the handbook answers its kind."""
    name, fn = vector["id"], vector["fn"]
    answer = ANSWERS.get(fn)
    if answer is None:
        return Outcome(name, fn, "skipped", f"waits for {WAITING.get(fn, 'a page')}")
    try:
        got = answer(vector["in"])
    except Exception as error:  # one that can not be asked must not hide the others
        return Outcome(name, fn, "failed", f"{type(error).__name__}: {error}")
    if alike(got, vector["out"]):
        return Outcome(name, fn, "passed")
    return Outcome(name, fn, "failed", f"got {got!r} instead of {vector['out']!r}")


def alike(got: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict):
        return (
            isinstance(got, dict)
            and got.keys() == wanted.keys()
            and all(alike(got[key], wanted[key]) for key in wanted)
        )
    if isinstance(wanted, list):
        return (
            isinstance(got, list)
            and len(got) == len(wanted)
            and all(alike(one, other) for one, other in zip(got, wanted, strict=True))
        )
    if is_number(wanted) and is_number(got):
        return abs(got - wanted) <= TOLERANCE
    return type(got) is type(wanted) and got == wanted


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
