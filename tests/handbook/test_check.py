"""What `check` warns of: dead rules, gaps, order, untested edges, odd occasions."""

from __future__ import annotations

from datetime import date

import pytest

from greenbook.handbook.book import Handbook
from greenbook.handbook.check import check
from greenbook.handbook.check.grid import LARGEST, grid_of
from greenbook.handbook.check.points import Point, points_of
from greenbook.handbook.conditions.leaves import leaves_in
from greenbook.handbook.conditions.parse import read_condition
from greenbook.handbook.conditions.scope import Scope
from greenbook.handbook.conditions.tree import Always, Column, Condition
from greenbook.handbook.problems import Problem
from greenbook.handbook.types import Type
from tests.handbook.small import HEAD, PRIORITY, SETTINGS, handbook

DAY = date(2022, 2, 1)
COLUMNS = {
    column.name: column
    for column in [
        Column("arr", "arr", "fact", Type("usd")),
        Column("stages", "stages", "fact", Type("count")),
        Column("use_share", "use_share", "fact", Type("percent")),
        Column("segment", "segment", "fact", Type("one of", ("growth", "scale", "digital"))),
        Column("in_triage", "in_triage", "fact", Type("yes/no")),
        Column("uptier_on", "uptier_on", "fact", Type("date"), True),
        Column("today", "today", "fact", Type("date")),
    ]
}


def condition(text: str) -> Condition:
    return read_condition(text, Scope(columns=COLUMNS))


def warnings(book: Handbook, *codes: str) -> list[Problem]:
    return [problem for problem in check(book) if problem.code in codes]


def ruled(*rules: tuple[str, int | str], applies: str = "") -> str:
    """A page of rules `(when, then)`; an empty `when` is left out."""
    head = HEAD.replace("values", f'applies = "{applies}"\nvalues') if applies else HEAD
    parts = []
    for number, (when, then) in enumerate(rules, start=1):
        said = f'when = "{when}"\n' if when else ""
        given = f'"{then}"' if isinstance(then, str) else then
        parts.append(f'[[edition.rule]]\nname = "rule {number}"\n{said}then = {given}\n')
    return head + "".join(parts)


@pytest.mark.parametrize(
    "rules",
    [
        [("tier = 1", 1), ("tier = 1 and in_triage", 2), ("", 3)],
        [("arr >= 100", 1), ("arr > 100", 2), ("", 3)],
        [("arr < 100", 1), ("arr >= 100", 2), ("", 3)],
        [("arr >= 200 and arr < 100", 1), ("", 3)],
        [("segment = 'growth' and segment = 'strategic'", 1), ("", 3)],
        [("in_triage and not in_triage", 1), ("", 3)],
        [("in_triage and today < date '2022-02-01'", 1), ("", 3)],
        [("last_call_on < today", 1), ("last_call_on < add_days(today, -30)", 2), ("", 3)],
        [("uptier_months <= 6", 1), ("uptier_months < 7", 2), ("", 3)],
    ],
)
def test_a_rule_that_can_never_be_reached_is_found(rules: list[tuple[str, int | str]]) -> None:
    dead = 3 if rules[1:2] == [("arr >= 100", 2)] else 2
    if len(rules) == 2:
        dead = 1
    found = warnings(handbook(page=ruled(*rules)), "unreachable")
    assert [problem.says for problem in found] == [f"the rule `rule {dead}` can never be reached"]


@pytest.mark.parametrize(
    "rules",
    [
        [("arr >= 100", 1), ("arr > 99", 2), ("", 3)],
        [("uptier_months <= 6", 1), ("uptier_months <= 7", 2), ("", 3)],
        [("last_call_on is null", 1), ("last_call_on < add_days(today, -30)", 2), ("", 3)],
        [("last_call_on < assigned_on", 1), ("last_call_on = assigned_on", 2), ("", 3)],
        [("not known(last_call_on)", 1), ("last_call_on is null", 2), ("", 3)],
        [("gitlab_version < '15.2'", 1), ("gitlab_version < '15.10'", 2), ("", 3)],
        [("summary = 'x'", 1), ("summary is null", 2), ("", 3)],
        [
            ("in_triage and today > date '2022-03-01'", 1),
            ("today >= date '2022-05-01'", 2),
            ("", 3),
        ],
        [("percent_of(stages_in_use, tier) > 50", 1), ("", 3)],
    ],
)
def test_rules_that_can_be_reached_are_left_alone(rules: list[tuple[str, int | str]]) -> None:
    assert not warnings(handbook(page=ruled(*rules)), "unreachable")


def test_what_applies_narrows_what_can_be_reached() -> None:
    page = ruled(("tier = 2", 1), ("", 2), applies="tier = 1")
    assert warnings(handbook(page=page), "unreachable")


def test_a_gap_is_told_with_an_example() -> None:
    page = ruled(("segment = 'growth'", 1), ("segment = 'strategic'", 2))
    (problem,) = warnings(handbook(page=page), "gap")
    assert "no rule speaks of segment = commercial" in problem.says
    assert problem.place.line == 6


def test_an_otherwise_leaves_no_gap() -> None:
    assert not warnings(handbook(page=ruled(("tier = 1", 1), ("", "none"))), "gap")


def test_an_unknown_alone_is_no_gap() -> None:
    page = ruled(("in_triage", 1), ("not in_triage", 2))
    assert not warnings(handbook(page=page), "gap", "unreachable")


def test_rules_between_which_only_their_order_decides_are_told() -> None:
    page = ruled(("in_triage", 1), ("tier = 1", 2), ("tier = 2", 1), ("", 3))
    (problem,) = warnings(handbook(page=page), "overlap")
    assert "`rule 1` before `rule 2`" in problem.says
    assert "rule 3" not in problem.says


def test_a_term_that_is_never_true_is_told() -> None:
    terms = '[edition.terms]\nsmall = "arr < 100 and arr > 200"\n'
    page = HEAD + terms + ruled(("small", 1), ("", 2)).removeprefix(HEAD)
    (problem,) = warnings(handbook(page=page), "dead-term")
    assert "`small` is never true" in problem.says


def test_numbers_have_points_around_each_limit() -> None:
    leaves = list(leaves_in(condition("arr < 100 and arr >= 50")))
    points = points_of(COLUMNS["arr"], leaves, today=DAY)
    values = [point.value for point in points]
    assert len(values) == 3  # under 50, between, from 100: what no leaf tells apart is one point
    assert any(isinstance(v, int) and v >= 10_000 for v in values)


def test_a_percentage_is_also_tried_between_two_limits() -> None:
    leaves = list(leaves_in(condition("use_share <= 10 or use_share >= 10.5")))
    points = points_of(COLUMNS["use_share"], leaves, today=DAY)
    assert any(isinstance(p.value, float) and 10 < p.value < 10.5 for p in points)


def test_none_is_a_point_and_unknown_only_where_it_is_asked_for() -> None:
    leaves = list(leaves_in(condition("uptier_on > today")))
    assert Point(None) not in points_of(COLUMNS["in_triage"], leaves, today=DAY)
    known = list(leaves_in(condition("known(in_triage) and in_triage")))
    assert Point(None, known=False) in points_of(COLUMNS["in_triage"], known, today=DAY)


def test_codes_that_no_leaf_tells_apart_are_tried_once() -> None:
    leaves = list(leaves_in(condition("segment = 'growth'")))
    assert len(points_of(COLUMNS["segment"], leaves, today=DAY)) == 2


def test_a_grid_too_large_is_sampled_the_same_each_time() -> None:
    counts = [Column(f"c{n}", f"c{n}", "fact", Type("count")) for n in range(8)]
    scope = Scope(columns={column.name: column for column in counts})
    asked = [
        read_condition(f"c{n} + c{n + 1} > {10 * n + m}", scope)
        for n in range(7)
        for m in range(0, 20, 5)
    ]
    grid = grid_of(asked, within=Always(), today=DAY)
    assert not grid.complete
    assert grid.rows == LARGEST
    assert grid.sql() == grid_of(asked, within=Always(), today=DAY).sql()


def test_a_rhythm_stands_shortest_first() -> None:
    def rhythm(*rows: str) -> str:
        return (
            'kind = "rhythm"\ntitle = "T"\ndecides = "cadence"\n[[edition]]\nfrom = 2022-02-01\n'
            'cites = "x"\nlast = "last_call_on"\nstart = "assigned_on"\n[edition.table]\n'
            f'asks = ["segment", "in_triage"]\ngives = ["every"]\nrows = [{", ".join(rows)}]\n'
        )

    long, short = '["growth", "any", "1 month"]', '["any", true, "14 days"]'
    (problem,) = warnings(handbook(page=rhythm(long, short)), "shortest-first")
    assert "every 1 month" in problem.says
    assert not warnings(handbook(page=rhythm(short, long)), "shortest-first")
    apart = '["growth", false, "1 month"]', '["growth", true, "14 days"]'
    assert not warnings(handbook(page=rhythm(*apart)), "shortest-first")


CTA = """kind = "cta"
title = "T"
decides = "silent"
[[edition]]
from = 2022-02-01
cites = "x"
opens_when = "in_triage"
owner = "csm"
priority = "high"
subject = "Call"
"""


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("once_per = \"date '2022-02-01'\"", "once-per"),
        ('once_per = "today"', "once-per"),
        ('once_per = "assigned_on"\ncloses_when = "last_call_on is not null"', "loose-close"),
        ('once_per = "assigned_on"\ncloses_when = "last_call_on >= assigned_on"', None),
        ('once_per = "assigned_on"\ncloses_when = "not in_triage"', None),
    ],
)
def test_an_occasion_is_something_that_changes(lines: str, code: str | None) -> None:
    found = warnings(handbook(page=CTA + lines + "\n"), "once-per", "loose-close")
    assert [problem.code for problem in found] == ([code] if code else [])


CASES = """
[[case]]
name = "on its first day"
on   = 2022-02-01
then = 2
[[case]]
name = "on the day before"
on   = 2022-01-31
then = "none"
"""


def test_each_edition_has_a_case_on_both_sides_of_its_first_day() -> None:
    codes = ("no-case-on-first-day", "no-case-the-day-before")
    assert [p.code for p in warnings(handbook(page=PRIORITY), *codes)] == list(codes)
    assert not warnings(handbook({"page.cases.toml": CASES}, page=PRIORITY), *codes)


def test_a_page_that_remembers_is_listed() -> None:
    (problem,) = warnings(handbook(page=ruled(("before.priority = 1", 1), ("", 2))), "before")
    assert "before.priority" in problem.says


def accepting(code: str, place: str, because: str = "meant so") -> dict[str, str]:
    accept = f'\n[[accept]]\ncode = "{code}"\nplace = "{place}"\nbecause = "{because}"\n'
    return {"handbook.toml": SETTINGS + accept, "page.cases.toml": CASES}


OVERLAPPING = ruled(("in_triage", 1), ("tier = 1", 2), ("", 3))


def test_an_accepted_warning_is_not_told() -> None:
    assert check(handbook({"page.cases.toml": CASES}, page=OVERLAPPING))
    assert not check(handbook(accepting("overlap", "page"), page=OVERLAPPING))
    assert not check(handbook(accepting("overlap", "page.toml: `rule 1`"), page=OVERLAPPING))


def test_an_acceptance_covers_only_what_it_names() -> None:
    found = check(handbook(accepting("overlap", "page: `rule 9`"), page=OVERLAPPING))
    assert [problem.code for problem in found] == ["accepted-idle", "overlap"]


def test_an_acceptance_that_nothing_needs_is_told() -> None:
    (problem,) = check(handbook(accepting("gap", "page"), page=PRIORITY))
    assert "is not needed" in problem.says


def test_an_acceptance_needs_a_reason() -> None:
    found = check(handbook(accepting("overlap", "page", because=" "), page=OVERLAPPING))
    assert "says no reason" in found[0].says


def test_progress_is_told_for_every_page() -> None:
    seen: list[tuple[int, int, str]] = []
    check(handbook(page=PRIORITY), progress=lambda *step: seen.append(step))
    assert seen == [(0, 1, "page")]
