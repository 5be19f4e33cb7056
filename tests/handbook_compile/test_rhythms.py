"""When something is owed again, and when it is late, on the day before and the day after."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.handbook_compile.small import DAY, decided, handbook_of, page

CALLS = """
last = "last_call_on"
start = "assigned_on"
{more}
[edition.table]
asks = ["segment", "in_triage"]
gives = ["every", "at_most"]
rows = [
  ["growth", true, "7 days", "none"],
  ["growth", "any", "none", "none"],
  ["commercial", "any", "14 days", "1 month"],
]
"""


def calls(more: str = "") -> str:
    return page("rhythm", "cadence", CALLS.format(more=more))


CADENCE = handbook_of(call=calls())


@pytest.mark.parametrize(
    ("days_ago", "status"),
    [(10, "on_track"), (11, "due_soon"), (14, "due_soon"), (15, "overdue"), (31, "overdue"),
     (32, "breach")],
)  # fmt: skip
def test_the_status_turns_on_the_due_day_and_on_the_limit(days_ago: int, status: str) -> None:
    row = decided(CADENCE, last_call_on=DAY - timedelta(days=days_ago))
    assert (row["cadence"], row["cadence__known"], row["cadence__sure"]) == (status, True, True)


GRACED = """
last = "last_call_on"
start = "assigned_on"
[edition.table]
asks = ["segment"]
gives = ["every", "grace"]
rows = [["commercial", "14 days", "3 days"]]
"""


@pytest.mark.parametrize(
    ("days_ago", "status"), [(15, "due_soon"), (17, "due_soon"), (18, "overdue")]
)
def test_within_the_days_of_grace_it_is_not_overdue(days_ago: int, status: str) -> None:
    last = DAY - timedelta(days=days_ago)
    row = decided(handbook_of(call=page("rhythm", "cadence", GRACED)), last_call_on=last)
    assert (row["cadence"], row["cadence__grace"]) == (status, "3 days")
    assert row["cadence__due"] == last + timedelta(days=14)


def test_months_are_months() -> None:
    row = decided(CADENCE, last_call_on=date(2024, 1, 31), on=date(2024, 2, 1))
    assert (row["cadence__due"], row["cadence__limit"]) == (date(2024, 2, 14), date(2024, 2, 29))
    assert (row["cadence__every"], row["cadence__at_most"]) == ("14 days", "1 month")


def test_without_a_call_it_counts_from_the_assignment() -> None:
    assert decided(CADENCE, last_call_on=None)["cadence__due"] == date(2024, 1, 15)


def test_a_later_assignment_does_not_begin_anew() -> None:
    row = decided(CADENCE, assigned_on=DAY, last_call_on=date(2024, 1, 1))
    assert (row["cadence"], row["cadence__due"]) == ("breach", date(2024, 1, 15))


def test_a_last_call_that_is_not_known_is_not_made_up_for_by_the_assignment() -> None:
    row = decided(CADENCE, last_call_on=None, last_call_on__known=False)
    assert (row["cadence"], row["cadence__known"], row["cadence__rule"]) == (None, False, 3)


def test_with_no_day_to_count_from_the_status_is_unknown() -> None:
    row = decided(CADENCE, last_call_on=None, assigned_on=None)
    assert (row["cadence"], row["cadence__known"], row["cadence__sure"]) == (None, False, False)


def test_where_nothing_is_owed_the_status_is_none_and_known() -> None:
    for facts in ({"segment": "growth"}, {"segment": "strategic"}):
        row = decided(CADENCE, last_call_on=None, assigned_on=None, **facts)
        assert (row["cadence"], row["cadence__known"], row["cadence__due"]) == (None, True, None)


def test_a_row_without_a_limit_never_becomes_a_breach() -> None:
    row = decided(CADENCE, segment="growth", in_triage=True, last_call_on=date(2020, 1, 1))
    assert (row["cadence"], row["cadence__limit"]) == ("overdue", None)


def test_an_unknown_row_before_the_winner_leaves_it_unknown() -> None:
    row = decided(CADENCE, segment="growth", in_triage=None)
    assert (row["cadence"], row["cadence__known"], row["cadence__rule"]) == (None, False, None)


def test_an_edition_may_begin_anew() -> None:
    handbook = handbook_of(call=calls("begins_anew = true"))
    row = decided(handbook, on=date(2022, 1, 2), last_call_on=date(2021, 6, 1), assigned_on=None)
    assert (row["cadence"], row["cadence__due"]) == ("on_track", date(2022, 1, 15))


def test_the_day_that_counts_as_soon_is_written_in_the_page() -> None:
    handbook = handbook_of(call=calls('soon = "1 day"'))
    assert decided(handbook, last_call_on=DAY - timedelta(days=12))["cadence"] == "on_track"
    assert decided(handbook, last_call_on=DAY - timedelta(days=13))["cadence"] == "due_soon"


EBR = page(
    "rhythm",
    "ebr",
    """
once_per = "year_start"
opens = "add_months(year_start, 2)"
due = "add_months(year_start, 6)"
limit = "add_months(year_start, 7)"
done = "ebr_on >= year_start"
soon = "30 days"
""",
    applies="\"segment = 'commercial'\"",
)
REVIEW = handbook_of(ebr=EBR)
YEAR = date(2024, 1, 1)


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (date(2024, 2, 29), None),
        (date(2024, 3, 1), "on_track"),
        (date(2024, 5, 31), "on_track"),
        (date(2024, 6, 1), "due_soon"),
        (date(2024, 7, 1), "due_soon"),
        (date(2024, 7, 2), "overdue"),
        (date(2024, 8, 1), "overdue"),
        (date(2024, 8, 2), "breach"),
    ],
)
def test_what_is_owed_once_opens_falls_due_and_breaks_its_limit(on: date, status: str) -> None:
    row = decided(REVIEW, on=on, year_start=YEAR)
    assert (row["ebr"], row["ebr__known"]) == (status, True)
    assert (row["ebr__occasion"], row["ebr__due"]) == ("2024-01-01", date(2024, 7, 1))


def test_what_is_done_is_on_track_and_last_year_s_does_not_count() -> None:
    late = date(2024, 12, 1)
    assert decided(REVIEW, on=late, year_start=YEAR, ebr_on=YEAR)["ebr"] == "on_track"
    assert decided(REVIEW, on=late, year_start=YEAR, ebr_on=date(2023, 12, 31))["ebr"] == "breach"


def test_without_an_occasion_nothing_is_owed() -> None:
    row = decided(REVIEW, year_start=None)
    assert (row["ebr"], row["ebr__known"], row["ebr__occasion"]) == (None, True, None)
    elsewhere = decided(REVIEW, segment="growth")
    assert (elsewhere["ebr"], elsewhere["ebr__known"]) == (None, True)
    assert decided(REVIEW, segment=None)["ebr__known"] is False


SINCE = page(
    "rhythm",
    "cadence",
    """
last = "latest_of(last_call_on, since.priority)"
start = "assigned_on"
[edition.table]
asks = ["priority"]
gives = ["every", "at_most"]
rows = [[1, "14 days", "1 month"], [2, "90 days", "none"]]
""",
)
PRIORITY = page(
    "decision", "priority",
    '[[edition.rule]]\nname="triage"\nwhen="in_triage"\nthen=1\n[[edition.rule]]\nname="no"\nthen=2',
    values="[1, 2]",
)  # fmt: skip


def test_a_new_priority_starts_the_rhythm_on_the_day_it_changes() -> None:
    handbook = handbook_of(call=SINCE, priority=PRIORITY)
    stood = {
        "id": 1, "before__priority": 2, "before__priority__known": True,
        "since__priority": date(2024, 1, 1),
    }  # fmt: skip
    moved = decided(handbook, before=stood, in_triage=True, last_call_on=date(2024, 4, 1))
    assert (moved["cadence"], moved["cadence__due"]) == ("on_track", date(2024, 6, 15))
    stayed = decided(handbook, before=stood, last_call_on=date(2024, 4, 1))
    assert (stayed["cadence"], stayed["cadence__due"]) == ("on_track", date(2024, 6, 30))


def test_on_the_first_run_no_day_stands_before() -> None:
    handbook = handbook_of(call=SINCE, priority=PRIORITY)
    nobody = {
        "id": 99, "before__priority": 2, "before__priority__known": True,
        "since__priority": date(2024, 1, 1),
    }  # fmt: skip
    row = decided(handbook, before=nobody, last_call_on=date(2024, 4, 1))
    assert row["cadence__due"] == date(2024, 6, 30)
