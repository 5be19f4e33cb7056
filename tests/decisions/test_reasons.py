"""Why a decision stands, in the words of its handbook rather than in the names of its rules."""

from __future__ import annotations

from datetime import date

import pytest

from greenbook.decisions import handbooks
from greenbook.decisions.reasons import reason_called, reason_of
from greenbook.engine.editions import program_on
from greenbook.handbook.book import Handbook
from greenbook.web.asked import now
from tests.few_pages import few_pages

DAY = date(2026, 11, 22)


@pytest.fixture
def handbook(db: None) -> Handbook:
    handbooks.keep(few_pages(), at=now())
    return handbooks.current()


def test_a_rule_has_the_title_that_was_written_for_it(handbook: Handbook) -> None:
    assert reason_called(handbook, "health", "the CSM says red", day=DAY) == "the CSM says red"


def test_a_row_of_a_table_says_what_it_asks(handbook: Handbook) -> None:
    rows = program_on(handbook, DAY).rulings["cadence_call"].rules
    said = [reason_of(handbook, "cadence_call", row.number, day=DAY) for row in rows]
    assert any("region is AMER" in each for each in said)
    assert not any(each.startswith("row ") or "*" in each for each in said)


def test_what_was_set_by_hand_says_so(handbook: Handbook) -> None:
    assert reason_of(handbook, "health", 0, day=DAY) == "it was set by hand"
    assert reason_called(handbook, "health", "override", day=DAY) == "it was set by hand"


def test_a_rule_that_a_page_has_no_more_keeps_its_name(handbook: Handbook) -> None:
    assert reason_called(handbook, "health", "an older rule", day=DAY) == "an older rule"
    assert reason_called(handbook, "gone", "an older rule", day=DAY) == "an older rule"


def test_without_a_rule_nothing_is_said(handbook: Handbook) -> None:
    assert reason_of(handbook, "health", None, day=DAY) == ""
    assert reason_called(handbook, "health", None, day=DAY) == ""
