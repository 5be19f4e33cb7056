"""What came out of a case, held against what it expects."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from greenbook.handbook.cases_file import NONE, UNKNOWN, Case
from greenbook.handbook.pages import Page, PlaybookEdition
from greenbook.handbook.program import Program


@dataclass(frozen=True, slots=True)
class CaseResult:
    """`got` is what came out, in words; `because` says why, and is empty where the case passed."""

    case: Case
    passed: bool
    got: str
    because: str = ""

    def __str__(self) -> str:
        says = "passed" if self.passed else f"got {self.got} ({self.because})"
        return f"{self.case.place}: {self.case.name}: {says}"


def judged(case: Case, page: Page, program: Program, row: Mapping[str, Any]) -> CaseResult:
    """Whether the row has everything that the case expects."""
    wrong = list(differences(case, page, program, row))
    return CaseResult(case, not wrong, "; ".join(wrong) or said(outcome(page, program, row)))


def differences(case: Case, page: Page, program: Program, row: Mapping[str, Any]) -> Iterator[str]:
    """Each thing that came out otherwise, with what was expected."""
    name = page.decides
    got = outcome(page, program, row)
    if case.then is not None and not same(case.then, got):
        yield f"{said(got)} instead of {said(case.then)}"
    rule = rule_name(program, name, row)
    if case.rule is not None and rule != case.rule:
        yield f"rule {rule!r} instead of {case.rule!r}"
    sure = row.get(f"{name}__sure")
    if case.sure is not None and sure is not case.sure:
        yield "not sure of it" if case.sure else "sure of it"
    for column, expected in case.also.items():
        if not same(expected, state(row, column)):
            yield f"{column} {said(state(row, column))} instead of {said(expected)}"


def outcome(page: Page, program: Program, row: Mapping[str, Any]) -> Any:
    """The decision's value, or the words `none` and `unknown`; a playbook's are its tasks."""
    if page.kind == "playbook":
        return tasks(page, program, row)
    if page.kind == "program" and page.on(program.on) is None:
        return NONE
    if page.kind == "program":
        states = ("stops", "enters", "holds")
        truths = {word: row.get(f"{page.decides}__{word}") for word in states}
        return next(
            (word for word in states if truths[word]), UNKNOWN if None in truths.values() else NONE
        )
    return state(row, page.decides)


def tasks(page: Page, program: Program, row: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the tasks that apply."""
    edition = page.on(program.on)
    listed = edition.tasks if isinstance(edition, PlaybookEdition) else ()
    return tuple(
        task.name
        for number, task in enumerate(listed, start=1)
        if row.get(f"{page.decides}__task_{number}")
    )


def state(row: Mapping[str, Any], column: str) -> Any:
    """The value, or why there is none."""
    value = row.get(column)
    if value is not None:
        return value
    known = row.get(f"{column.partition('__')[0]}__known", False)
    return NONE if known else UNKNOWN


def rule_name(program: Program, decision: str, row: Mapping[str, Any]) -> str | None:
    number = row.get(f"{decision}__rule")
    if number == 0:
        return "override"
    rules = program.rulings[decision].rules
    return None if number is None else next(r.name for r in rules if r.number == number)


def same(expected: Any, got: Any) -> bool:
    if isinstance(expected, float) or isinstance(got, float):
        numbers = isinstance(expected, int | float) and isinstance(got, int | float)
        return numbers and math.isclose(expected, got, abs_tol=1e-6)
    if isinstance(expected, bool) is not isinstance(got, bool):
        return False
    return bool(expected == got)


def said(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "no task"
    return str(value).replace("_", " ")
