"""A page as a reader sees it."""

from __future__ import annotations

from datetime import date

import pytest

from greenbook.handbook.say.policy import Policy
from greenbook.handbook.say.words import Words
from greenbook.handbook.show import show_contents, show_page
from tests.handbook.small import HEAD, RULES, handbook
from tests.shipped import shipped

PAGE = (
    HEAD.replace("values", "applies = \"segment = 'growth'\"\nvalues")
    + """
note = "Laid down."
[edition.parameters]
p1_arr = 200_000
gap = "not set"
[edition.terms]
large = "arr >= $p1_arr"
[[edition.rule]]
name = "large and late"
when = "large and onboarding_day < 60"
then = 1
cites = "line 9"
[[edition.rule]]
name = "waits for a limit"
when = "arr < $gap"
then = 3
"""
    + RULES.replace("[[edition.rule]]", "[[edition.rule]]", 1)
)
LATER = '[[edition]]\nfrom = 2024-02-01\ncites = "Handbook, line 2"\nends = true\n'
CASES = """
[usual]
segment = "growth"
[[case]]
name  = "a large one"
on    = 2022-06-01
facts = { arr = 200_000 }
unknown = ["in_triage"]
then  = 1
"""


@pytest.fixture
def shown() -> str:
    book = handbook({"page.cases.toml": CASES}, page=PAGE + LATER)
    return show_page(book, "page", on=date(2023, 1, 1))


def test_a_page_says_since_when_and_from_where(shown: str) -> None:
    assert shown.startswith("# Priority\n")
    assert "`page` is a decision for each account, where the CS segment is growth." in shown
    assert "Since 1 Feb 2022. Source: Handbook, line 1." in shown
    assert "What changed: Laid down." in shown


def test_parameters_stand_in_a_table_and_with_their_value_in_the_words(shown: str) -> None:
    assert "| p1 arr | 200,000 |" in shown
    assert "- *large*: the ARR is at least USD 200,000" in shown


def test_rules_are_sentences(shown: str) -> None:
    line = (
        "1. **1** — large and late: when *large* and the days since onboarding began is"
        " under 60 days."
    )
    assert f"{line} (line 9)" in shown
    assert "2. **1** — in triage: when it is in triage." in shown
    assert "3. **2** — none of these: otherwise." in shown
    assert "Left out, because a parameter is not set: waits for a limit" in shown


def test_other_editions_and_cases_are_listed(shown: str) -> None:
    assert "- From 1 Feb 2024: the page ends." in shown
    assert "| a large one | 2022-06-01 | arr = USD 200,000, in triage not known | 1 |" in shown


def test_before_its_first_edition_a_page_says_nothing() -> None:
    book = handbook(page=PAGE)
    assert "On 1 Jan 2021 it says nothing." in show_page(book, "page", on=date(2021, 1, 1))


def test_a_page_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        show_page(handbook(page=PAGE), "pagee", on=date(2023, 1, 1))


def test_contents_list_every_page() -> None:
    listed = show_contents(handbook(page=PAGE), on=date(2023, 1, 1))
    assert "| page | Priority | priority | decision | 1 Feb 2022 |" in listed


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("not in_triage", "it is not in triage"),
        ("arr between 1000 and 2000.50", "the ARR is between USD 1,000 and USD 2,000.50"),
        ("segment in ('growth', 'strategic')", "the CS segment is growth or strategic"),
        ("segment not in ('growth')", "the CS segment is not growth"),
        ("last_call_on is null", "there is no last call"),
        ("known(in_triage)", "whether it is in triage is known"),
        ("gitlab_version >= '15.2'", "the version in use is at least 15.2"),
        ("last_call_on < add_months(today, -1)", "the last call is more than a month ago"),
        (
            "days_between(last_call_on, today) > 30",
            "the last call is more than 30 days ago",
        ),
        (
            "in_triage and (tier = 1 or tier = 2)",
            "it is in triage and (the tier is 1 or the tier is 2)",
        ),
        ("at_least(1, in_triage, tier = 1)", "at least 1 of: it is in triage; the tier is 1"),
        ("before.priority = 1", "the priority of the day before is 1"),
        ("assigned_on > date '2022-02-01'", "the day the CSM was assigned is after 1 Feb 2022"),
    ],
)
def test_conditions_are_said_with_labels(text: str, says: str) -> None:
    book = handbook(page=PAGE)
    rule = f'[[edition.rule]]\nname = "asked"\nwhen = "{text}"\nthen = 1\n'
    asked = handbook(page=HEAD + rule)
    edition = asked.pages["page"].editions[0]
    condition = edition.rules[0].when  # type: ignore[union-attr]
    assert Policy(Words(book, "account")).condition(condition) == says


def test_every_page_that_ships_can_be_shown_on_any_day() -> None:
    for path in shipped().pages:
        for day in (date(2020, 1, 1), date(2026, 11, 22)):
            assert show_page(shipped(), path, on=day).startswith("# "), path


def test_what_is_said_beside_a_decision_stands_on_its_page() -> None:
    page = show_page(shipped(), "priority/decided", on=date(2025, 5, 1))
    assert shipped().help["priority_decided"] in page
