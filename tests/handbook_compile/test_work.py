"""KPIs with their counts, CTA rules, playbooks and programs; and what follows from a fact."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from greenbook.handbook.compile import compile_handbook, downstream
from greenbook.handbook.read import read_files
from tests.handbook_compile.small import (
    ACCOUNT,
    DAY,
    HANDBOOK,
    USUAL,
    decided,
    handbook_of,
    page,
    run,
)

ENGAGED = page(
    "kpi",
    "engaged",
    """
raw = "days_between(assigned_on, last_call_on)"
value = "at_least_zero(raw)"
met = "value <= 14"
late = "last_call_on is null and days_between(assigned_on, today) > 14"
""",
    unit='"days"',
    applies="\"segment <> 'growth'\"",
)
KPI = handbook_of(engaged=ENGAGED)
SIGNED = date(2024, 5, 20)


def kpi(**facts: Any) -> tuple[Any, ...]:
    row = decided(KPI, assigned_on=SIGNED, **facts)
    return tuple(row[f"engaged{part}"] for part in ("", "__raw", "__met", "__late", "__known"))


@pytest.mark.parametrize(
    ("call", "value", "raw", "met"),
    [
        (date(2024, 5, 18), 0, -2, True),
        (date(2024, 6, 3), 14, 14, True),
        (date(2024, 6, 4), 15, 15, False),
    ],
)
def test_a_kpi_keeps_what_it_was_before_the_clamp(
    call: date, value: int, raw: int, met: bool
) -> None:
    assert kpi(last_call_on=call) == (value, raw, met, False, True)


def test_what_has_not_happened_is_none_and_what_is_not_known_is_unknown() -> None:
    assert kpi(last_call_on=None) == (None, None, False, False, True)
    assert kpi(last_call_on=None, today=date(2024, 6, 4))[3] is True
    assert kpi(last_call_on=None, last_call_on__known=False) == (None, None, None, False, False)


def test_a_kpi_says_nothing_where_it_does_not_apply() -> None:
    assert kpi(segment="growth") == (None, 5, None, None, True)
    assert kpi(segment=None)[4] is False


SHARE = page(
    "kpi",
    "triage_share",
    """
value = "percent_of(in_triage_now, held)"
met = "value <= needed"
[edition.counts]
in_triage_now = { of = "account", where = "triaged = 1", by = "csm_id" }
held = { of = "account", where = "triaged in (1, 2)", by = "csm_id" }
held_arr = { of = "account", where = "triaged in (1, 2)", by = "csm_id", sum = "arr" }
[edition.table]
asks = ["works_in"]
gives = ["needed"]
rows = [["enterprise", 50], ["scale", 20]]
""",
    unit='"percent"',
    grain='"person"',
)
TRIAGED = page(
    "decision", "triaged",
    '[[edition.rule]]\nname="yes"\nwhen="in_triage"\nthen=1\n[[edition.rule]]\nname="no"\nthen=2',
    values="[1, 2]",
)  # fmt: skip


def test_a_book_is_counted_by_its_csm_with_what_is_not_known_beside() -> None:
    book = [
        {**USUAL, "in_triage": True, "arr": 100},
        {**USUAL, "in_triage": False, "arr": 200},
        {**USUAL, "in_triage": False, "arr": None},
        {**USUAL, "in_triage": None},
        {**USUAL, "in_triage": True, "csm_id": 2},
        {**USUAL, "in_triage": True, "csm_id": None},
    ]
    nora, omar, ada = (
        {"works_in": "enterprise"}, {"works_in": "scale"}, {"works_in": "scale"},
    )  # fmt: skip
    program = compile_handbook(handbook_of(share=SHARE, triaged=TRIAGED), on=DAY)
    assert program.grains == ("account", "person")
    assert {"csm_id", "arr"} <= program.facts_used["account"]
    rows = run(program, book, people=[nora, omar, ada], grain="person")
    names = ("in_triage_now", "held", "held__unknown", "held_arr", "held_arr__unknown", "needed")
    parts = [tuple(row[f"triage_share__{name}"] for name in names) for row in rows]
    assert parts == [
        (1, 3, 1, 300, 2, 50.0),
        (1, 1, 0, 10000000, 0, 20.0),
        (0, 0, 0, 0, 0, 20.0),
    ]
    assert [(row["triage_share"], row["triage_share__met"]) for row in rows] == [
        (pytest.approx(100 / 3), True), (100.0, False), (None, None),
    ]  # fmt: skip


def test_one_person_is_decided_like_everybody() -> None:
    program = compile_handbook(handbook_of(share=SHARE, triaged=TRIAGED), on=DAY)
    assert program.query("person", one=True).count("$id") == 2
    assert '"since__' not in program.query("account")


CTA = page(
    "cta",
    "review_cta",
    """
opens_when = "in_triage"
once_per = "year_start"
closes_when = "ebr_on >= year_start"
starts = "year_start"
owner = "csm"
priority = "high"
subject = "Review {account}"
""",
    applies="\"segment = 'commercial'\"",
)
RULE = handbook_of(cta=CTA)
YEAR = date(2024, 2, 1)


@pytest.mark.parametrize(
    ("facts", "opens", "closes", "open_"),
    [
        ({"in_triage": True}, True, False, True),
        ({"in_triage": True, "ebr_on": YEAR}, True, True, False),
        ({"in_triage": False}, False, False, False),
        ({"in_triage": None}, None, False, None),
        ({"in_triage": True, "segment": "growth"}, False, False, False),
        ({"in_triage": True, "segment": None}, None, False, None),
    ],
)
def test_a_cta_is_open_when_it_opens_and_does_not_close(
    facts: dict[str, Any], opens: bool | None, closes: bool, open_: bool | None
) -> None:
    row = decided(RULE, **facts)
    found = tuple(row[f"review_cta{part}"] for part in ("__opens", "__closes", ""))
    assert found == (opens, closes, open_)
    assert row["review_cta__known"] is (open_ is not None)
    assert (row["review_cta__occasion"], row["review_cta__starts"]) == ("2024-02-01", YEAR)


def test_a_cta_without_an_occasion_does_not_open() -> None:
    row = decided(RULE, in_triage=True, year_start=None)
    assert (row["review_cta"], row["review_cta__known"]) == (False, True)


def test_a_cta_stays_open_while_its_page_says_so() -> None:
    held = handbook_of(cta=CTA + 'stays_open_when = "growth_intent"\n')
    row = decided(held, in_triage=True, growth_intent=True)
    assert row["review_cta__stays_open"] is True
    assert decided(held, growth_intent=None)["review_cta__stays_open"] is None
    assert "review_cta__stays_open" not in decided(RULE)


PLAYBOOK = page(
    "playbook",
    "",
    """
[[edition.task]]
name = "Prepare"
owner = "csm"
due = "year_start + 14 days"
[[edition.task]]
name = "Hold"
owner = "csm"
due = "start + 1 month"
only_if = "in_triage"
done = "ebr_on >= year_start"
""",
)
PROGRAM = page(
    "program",
    "",
    """
trigger = "in_triage"
audience = "segment = 'commercial'"
exclude = "region = 'AMER'"
stop_when = "growth_intent"
once_per = "year_start"
sender = "csm"
[[edition.step]]
name = "welcome"
send = "welcome.md"
after = "1 day"
to = ["champion"]
""",
)


def test_a_playbook_says_which_tasks_apply_and_when_they_are_due() -> None:
    row = decided(handbook_of(review=PLAYBOOK), in_triage=True, ebr_on=YEAR)
    assert (row["review__task_1"], row["review__task_1__due"]) == (True, date(2024, 2, 15))
    assert (row["review__task_2"], row["review__task_2__due"]) == (True, None)
    assert (row["review__task_1__done"], row["review__task_2__done"]) == (None, True)
    assert decided(handbook_of(review=PLAYBOOK), in_triage=None)["review__task_2"] is None


@pytest.mark.parametrize(
    ("facts", "enters"),
    [
        ({"in_triage": True}, True),
        ({}, False),
        ({"in_triage": True, "region": "AMER"}, False),
        ({"in_triage": True, "region": None}, None),
        ({"in_triage": True, "segment": "growth"}, False),
    ],
)
def test_a_program_enters_its_audience_when_triggered(
    facts: dict[str, Any], enters: bool | None
) -> None:
    handbook = read_files(
        {
            "handbook.toml": HANDBOOK,
            "facts/account/all.sql": ACCOUNT,
            "pages/welcome_mails.toml": PROGRAM,
            "pages/welcome.md": "Welcome",
        }
    )
    row = decided(handbook, **facts)
    parts = ("enters", "stops", "holds", "occasion")
    found = tuple(row[f"welcome_mails__{part}"] for part in parts)
    assert found == (enters, False, False, "2024-02-01")


def test_what_follows_from_a_fact_is_found_across_grains() -> None:
    handbook = handbook_of(share=SHARE, triaged=TRIAGED, cta=CTA, engaged=ENGAGED)
    assert downstream(handbook, ["in_triage"]) == {"triaged", "triage_share", "review_cta"}
    assert downstream(handbook, ["last_call_on__known"]) == {"engaged"}
    assert downstream(handbook, ["triaged"]) == {"triaged", "triage_share"}
    assert downstream(handbook, ["in_triage"], on=date(2021, 1, 1)) == set()


def test_columns_are_there_on_every_day() -> None:
    handbook = handbook_of(share=SHARE, triaged=TRIAGED, cta=CTA, engaged=ENGAGED, p=PLAYBOOK)
    early = compile_handbook(handbook, on=date(2020, 1, 1))
    today = compile_handbook(handbook, on=DAY)
    assert early.outputs == today.outputs
    for row in run(early, [USUAL]):
        values = {
            name: value for name, value in row.items() if not name.endswith(("known", "sure"))
        }
        assert set(values.values()) == {None, 1}  # the id alone
        assert row["engaged__known"] is True
