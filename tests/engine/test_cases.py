"""The cases of a handbook are run in bulk, and each says what came out where it should not have."""

from __future__ import annotations

import pytest

from greenbook.engine.case_judged import CaseResult
from greenbook.engine.cases import run_cases
from greenbook.handbook.read import read_files
from tests.engine.green_handbook import FILES, green


def with_case(page: str, case: str) -> CaseResult:
    """The result of one more case behind those of the page."""
    file = f"{page}.cases.toml"
    files = FILES | {file: f"{FILES.get(file, '')}\n[[case]]\n{case}"}
    return run_cases(read_files(files), pages=[page])[-1]


def test_every_case_of_the_handbook_passes() -> None:
    results = run_cases(green())
    assert len(results) == len(green().cases) > 10
    assert [str(result) for result in results if not result.passed] == []


def test_the_results_stand_in_the_order_of_the_cases() -> None:
    assert [result.case for result in run_cases(green())] == list(green().cases)


def test_one_page_can_be_tried_alone() -> None:
    pages = {result.case.page for result in run_cases(green(), pages=["priority/strategic"])}
    assert pages == {"priority/strategic"}


UPTIER = "on = 2023-05-01\nfacts = { uptier_months = 3, uptier_discussed = true }\n"


@pytest.mark.parametrize(
    ("expects", "got"),
    [
        ("then = 2", "1 instead of 2"),
        ('then = "none"', "1 instead of none"),
        ('then = 1\nrule = "large ARR"', "rule 'uptier' instead of 'large ARR'"),
        ("then = 1\nsure = false", "sure of it"),
    ],
)
def test_a_case_that_fails_says_what_came_out(expects: str, got: str) -> None:
    result = with_case("priority/strategic", f'name = "wrong"\n{UPTIER}{expects}')
    assert not result.passed
    assert result.got == got


def test_a_case_that_fails_says_why() -> None:
    wrong = with_case("priority/strategic", f'name = "wrong"\n{UPTIER}then = 2')
    assert wrong.because == (
        "1 because the open uptier is 3 months (at most 3 months)"
        " and the uptier was discussed lately"
    )
    case = """name = "wrong"
    on = 2022-03-01
    decided = { health = "green", priority_by_model = 2 }
    then = 3"""
    handed = with_case("priority/suggested", case)
    assert handed.because == ("2 because the CS segment is strategic and the health is green")


def test_an_unknown_that_was_expected_and_did_not_come_fails() -> None:
    case = 'name = "x"\non = 2023-05-01\nfacts = { escalated = true }\nthen = "unknown"'
    result = with_case("risk/in_triage", case)
    assert result.got == "True instead of unknown"


def test_what_stands_beside_the_decision_is_checked() -> None:
    case = """name = "two weeks"
    on = 2023-05-15
    facts = { csm_id = 7, cs_segment = "strategic", escalated = false, last_call_on = 2023-05-01 }
    then = "due_soon"
    also = { cadence_call__due = 2023-05-15, cadence_call__limit = 2023-06-01 }"""
    assert with_case("cadence/calls", case).passed
    wrong = with_case("cadence/calls", case.replace("2023-05-15, cad", "2023-05-16, cad"))
    assert wrong.got == "cadence_call__due 2023-05-15 instead of 2023-05-16"


def test_a_known_absence_is_not_the_same_as_not_knowing() -> None:
    case = """name = "never called"
    on = 2023-05-15
    facts = { csm_id = 7, cs_segment = "commercial", assigned_on = 2023-05-01, LAST }
    then = THEN"""
    never = case.replace("LAST", 'last_call_on = "none"').replace("THEN", '"on_track"')
    assert with_case("cadence/calls", never).passed
    unknown = case.replace(", LAST", "").replace("THEN", '"unknown"')
    assert with_case("cadence/calls", unknown).passed


def test_what_stood_before_is_given_by_the_case() -> None:
    case = """name = "silent"
    on = 2023-05-15
    facts = { silent = true, last_call_on = 2023-05-01, reviewed_on = "none" }
    decided = { cadence_call = "breach" }
    before = { cadence_call = "BEFORE" }
    then = THEN"""
    assert with_case(
        "ctas/silent", case.replace("BEFORE", "overdue").replace("THEN", "true")
    ).passed
    assert with_case(
        "ctas/silent", case.replace("BEFORE", "breach").replace("THEN", "false")
    ).passed


def test_health_takes_the_middle_of_a_stubbed_colour() -> None:
    case = """name = "half of it"
    on = 2023-05-15
    decided = { license_utilization = "green", csm_sentiment = "yellow" }
    unknown = ["adoption"]
    then = "green"
    also = { health__product = 87.5, health__computed = 75.0, health__weight = 80.0 }"""
    assert with_case("health/health", case).passed
