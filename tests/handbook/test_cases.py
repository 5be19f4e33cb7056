"""Cases: typed like the columns, complete with what is usual, and strict."""

from __future__ import annotations

from datetime import date

import pytest

from greenbook.handbook.cases_file import Case
from tests.handbook.small import PRIORITY, handbook, only, problems, when

CASES = """
[usual]
segment = "commercial"
arr = 199_999.50
last_call_on = "none"

[[case]]
name    = "triage is not known"
on      = 2022-06-01
facts   = { gitlab_version = "15.2", segment = "growth" }
unknown = ["in_triage"]
then    = "unknown"
rule    = "in triage"
sure    = false
also    = { other = 2, other__known = true }
decided = { other = "none" }
before  = { priority = 1 }
since   = { priority = 2022-01-01 }
"""
OTHER = when("tier = 1").replace('"priority"', '"other"')


def cases(text: str = CASES) -> tuple[Case, ...]:
    return handbook({"page.cases.toml": text}, page=PRIORITY, other=OTHER).cases


def wrong(text: str) -> list[str]:
    found = problems({"page.cases.toml": text}, page=PRIORITY, other=OTHER)
    return [str(problem) for problem in found]


def test_a_case_is_complete_with_what_is_usual() -> None:
    case = cases(CASES.replace(", other__known = true", ""))[0]
    assert case.facts == {
        "segment": "growth",
        "arr": 19_999_950,
        "last_call_on": None,
        "gitlab_version": 15_002,
    }
    assert case.unknown == ("in_triage",)
    assert (case.page, case.on, case.then, case.sure) == (
        "page",
        date(2022, 6, 1),
        "unknown",
        False,
    )
    assert case.also == {"other": 2}
    assert case.decided == {"other": None}
    assert case.before == {"priority": 1}
    assert case.since == {"priority": date(2022, 1, 1)}
    assert case.place.line == 7


@pytest.mark.parametrize(
    ("was", "is_now", "says"),
    [
        ('segment = "commercial"', 'segment = "comercial"', "did you mean `commercial`?"),
        ('segment = "commercial"', 'segmnt = "growth"', "did you mean `segment`?"),
        ("199_999.50", '"much"', "is not an amount of money"),
        ("199_999.50", '"none"', "is never none"),
        ("199_999.50", '"unknown"', "list what is not known"),
        ('["in_triage"]', '["in_triagee"]', "did you mean `in_triage`?"),
        ('["in_triage"]', '["segment"]', "said to be unknown and given a value"),
        ('then    = "unknown"', "then = 9", "9 is not one of 1 | 2 | 3"),
        ('rule    = "in triage"', 'rule = "in triag"', "did you mean `in triage`?"),
        ("also    = { other = 2", "also    = { othr = 2", "did you mean `other`?"),
        ("before  = { priority = 1 }", "before = { priorty = 1 }", "did you mean `priority`?"),
        ("since   = { priority = 2022-01-01 }", "since = { priority = 1 }", "is a day"),
        ("name    = ", "nam = ", "did you mean `name`?"),
        ("on      = 2022-06-01", "", "`on` is missing"),
        ("sure    = false", 'sure = "no"', "must be true or false"),
    ],
)
def test_a_case_is_held_to_its_form(was: str, is_now: str, says: str) -> None:
    text = CASES.replace(", other__known = true", "")
    assert was in text
    found = wrong(text.replace(was, is_now, 1))
    assert any(says in problem for problem in found), found


def test_two_cases_of_a_page_have_two_names() -> None:
    case = '[[case]]\nname = "twice"\non = 2022-06-01\nthen = 1\n'
    assert any("already called `twice`" in problem for problem in wrong(case + case))


def test_cases_stand_beside_a_page() -> None:
    text = '[[case]]\nname = "lonely"\non = 2022-06-01\n'
    problem = only(problems({"nowhere.cases.toml": text}))
    assert "there is no nowhere.toml" in problem.says
