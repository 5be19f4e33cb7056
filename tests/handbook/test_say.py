"""A handbook's own words: how counts, absences, codes and decisions are said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from greenbook.handbook.conditions.tree import Condition
from greenbook.handbook.problems import HandbookRefused
from greenbook.handbook.read import read_files
from greenbook.handbook.say.case import said
from greenbook.handbook.say.policy import Policy
from greenbook.handbook.say.words import Words

TODAY = date(2026, 6, 15)
SETTINGS = """
[handbook]
name = "Said"
fiscal_year = { starts_in_month = 2 }
[colours]
red = 25
[words]
csm = "CSM"
needs_care = "in need of care"
"""
FACTS = """-- grain: account
select
  a.id,
  cast($today as date) as today,  -- date: the day (clock)
  a.calls,  -- count: call(s) this year
  a.last_call_on,  -- date or none: last call / no call was held yet
  a.assigned_on,  -- date or none: day the CSM was assigned / it has no CSM
  a.renewal_on,  -- date: renewal date
  a.state  -- one of fine | needs_care: state
from account a
"""
START = """
kind = "decision"
title = "What begins"
decides = "start_of_csm"
values = ["assign_csm", "begin"]
[says]
assign_csm = "a CSM is to be assigned"
none = "has all it needs"
[[edition]]
from = 2022-02-01
cites = "line 1"
[[edition.rule]]
name = "no CSM"
when = "assigned_on is null"
then = "assign_csm"
[[edition.rule]]
name = "nothing"
then = "none"
"""
ASKED = """
kind = "decision"
title = "Asked"
decides = "asked"
values = [true]
[[edition]]
from = 2022-02-01
cites = "line 2"
[[edition.rule]]
name = "asked"
when = "{text}"
then = true
"""
ROW = {
    "today": TODAY, "calls": 1, "last_call_on": date(2026, 4, 1), "assigned_on": None,
    "renewal_on": date(2026, 9, 1), "state": "needs_care", "start_of_csm": "assign_csm",
    "start_of_csm__known": True,
}  # fmt: skip


def book(text: str, start: str = START) -> tuple[Words, Condition]:
    files = {"handbook.toml": SETTINGS, "facts/account/all.sql": FACTS, "start.toml": start}
    handbook = read_files(files | {"asked.toml": ASKED.format(text=text)})
    edition: Any = handbook.pages["asked"].editions[0]
    return Words(handbook, "account"), edition.rules[0].when


@pytest.mark.parametrize(
    ("text", "truth", "says"),
    [
        ("calls >= 1", True, "there is 1 call this year (at least 1)"),
        ("calls > 0", True, "there is 1 call this year"),
        ("assigned_on < today", False, "it has no CSM"),
        ("last_call_on >= add_months(today, 0 - 3)", True,
         "the last call was on 1 Apr 2026 (at most 3 months ago)"),
        ("days_between(last_call_on, today) > 30", True,
         "the last call was on 1 Apr 2026 (more than 30 days ago)"),
        ("today >= add_months(renewal_on, -4)", True,
         "the renewal date is 1 Sep 2026 (within 4 months)"),
        ("today > renewal_on", False, "the renewal date is 1 Sep 2026"),
        ("last_call_on < renewal_on", True,
         "the last call was on 1 Apr 2026 (before 1 Sep 2026, the renewal date)"),
        ("state = 'fine'", False, "the state is in need of care"),
        ("start_of_csm = 'assign_csm'", True, "a CSM is to be assigned"),
        ("start_of_csm = 'begin'", False, "a CSM is to be assigned"),
    ],
)  # fmt: skip
def test_a_leaf_says_what_is_the_case(text: str, truth: bool, says: str) -> None:
    words, leaf = book(text)
    assert said(leaf, truth, ROW, words) == says  # type: ignore[arg-type]


def test_none_is_said_in_the_words_of_the_page_that_decided_it() -> None:
    words, leaf = book("start_of_csm = 'begin'")
    row = ROW | {"start_of_csm": None}
    assert said(leaf, False, row, words) == "it has all it needs"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("days_between(last_call_on, today) > 30", "the last call is more than 30 days ago"),
        ("renewal_on <= add_months(today, 4)", "the renewal date is within 4 months"),
        ("last_call_on is null", "no call was held yet"),
        ("start_of_csm = 'assign_csm'", "a CSM is to be assigned"),
        ("start_of_csm = 'begin'", "the start of CSM is begin"),
    ],
)
def test_a_policy_is_said_in_the_same_words(text: str, says: str) -> None:
    words, condition = book(text)
    assert Policy(words).condition(condition) == says


def test_a_sentence_for_a_value_that_is_never_decided_is_refused() -> None:
    with pytest.raises(HandbookRefused, match="never decides `asign_csm`"):
        book("calls > 0", START.replace("assign_csm = ", "asign_csm = "))


def test_a_phrase_for_none_of_a_fact_that_is_never_none_is_refused() -> None:
    files = {"handbook.toml": SETTINGS, "start.toml": START}
    wrong = FACTS.replace("-- date: renewal date", "-- date: renewal date / it never renews")
    with pytest.raises(HandbookRefused, match="`renewal_on` has a phrase for none"):
        read_files(files | {"facts/account/all.sql": wrong})
