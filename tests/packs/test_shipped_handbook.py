"""The handbook that ships with Greenbook: it reads, compiles on every day, and its cases hold."""

from __future__ import annotations

import pytest

from greenbook.engine.case_judged import CaseResult
from greenbook.engine.cases import run_cases
from greenbook.handbook.check import check
from greenbook.handbook.compile import compile_handbook
from greenbook.handbook.facts import Fact
from greenbook.handbook.pages import Grain
from tests.packs.decided import decided_for
from tests.packs.tables import add, day, empty_records
from tests.shipped import FOLDER, shipped

PAGES = sorted({path.parent.name for path in FOLDER.glob("*/*.toml")} - {"facts"})


def test_nothing_is_doubtful_that_is_not_accepted_with_a_reason() -> None:
    assert [str(problem) for problem in check(shipped())] == []


def test_it_compiles_on_every_day_on_which_an_edition_begins() -> None:
    for begins in shipped().begins_on():
        program = compile_handbook(shipped(), on=begins)
        assert "account" in program.grains


@pytest.fixture(scope="module")
def judged() -> list[CaseResult]:
    return run_cases(shipped())


@pytest.mark.parametrize("folder", PAGES)
def test_every_case_holds(folder: str, judged: list[CaseResult]) -> None:
    results = [result for result in judged if result.case.page.startswith(f"{folder}/")]
    assert results
    assert [str(result) for result in results if not result.passed] == []


def test_every_page_has_a_case() -> None:
    proven = {case.page for case in shipped().cases}
    assert sorted(set(shipped().pages) - proven) == []


def test_every_key_decision_is_decided_by_a_page() -> None:
    decided = {page.decides for page in shipped().pages.values()}
    assert sorted(set(shipped().key_decisions) - decided) == []


def test_no_records_give_no_rows() -> None:
    assert decided_for(empty_records(), on=day("2026-03-01")) == {}


def test_of_an_account_that_nobody_knows_anything_about_little_is_said() -> None:
    records = empty_records()
    add(records, "account", name="Acme", known_from=day("2026-01-01"))
    acme = decided_for(records, on=day("2026-03-01"))[1]
    assert acme["health"] is None and not acme["health__known"]
    assert acme["priority_decided"] is None and not acme["priority_decided__known"]
    assert acme["cadence_call"] is None and acme["cadence_call__known"]  # it has no CSM
    assert acme["alignment_state"] == "unaligned" and not acme["alignment_state__sure"]


def test_every_fact_that_can_be_none_says_so_in_a_sentence() -> None:
    facts = [fact for grain in shipped().facts.subjects for fact in facts_of(grain)]
    silent = [f.name for f in facts if f.or_none and f.type.kind != "yes/no" and not f.absent]
    assert silent == []


def test_every_count_can_be_said_of_one_and_of_many() -> None:
    facts = [fact for grain in shipped().facts.subjects for fact in facts_of(grain)]
    assert [f.name for f in facts if f.type.kind == "count" and not f.one] == []


def facts_of(grain: Grain) -> list[Fact]:
    return list(shipped().facts.of(grain).values())
