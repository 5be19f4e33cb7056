"""What a first-match list concludes, with every fact known and with some of them missing."""

from __future__ import annotations

from datetime import date

import pytest

from greenbook.handbook.compile import compile_handbook
from tests.handbook_compile.small import DAY, decided, handbook_of, page

PRIORITY = """
[edition.parameters]
months = 3
[edition.terms]
uptier = "uptier_months <= $months"
[[edition.rule]]
name = "triage"
when = "in_triage"
then = 1
[[edition.rule]]
name = "uptier"
when = "uptier"
then = 1
[[edition.rule]]
name = "growth intent"
when = "growth_intent"
then = 2
[[edition.rule]]
name = "none of these"
then = 3
"""


def priority(unknown: str = "stops", body: str = PRIORITY, applies: str = "true") -> str:
    return page(
        "decision", "priority", body, values="[1, 2, 3]", unknown=f'"{unknown}"',
        **({"applies": f'"{applies}"'} if applies != "true" else {}),
    )  # fmt: skip


def conclusion(row: dict[str, object], name: str = "priority") -> tuple[object, ...]:
    return tuple(row[f"{name}{part}"] for part in ("", "__rule", "__sure", "__known"))


STOPS = handbook_of(priority=priority("stops"))
PASSES = handbook_of(priority=priority("passes"))


@pytest.mark.parametrize(
    ("facts", "value", "rule"),
    [
        ({"in_triage": True}, 1, 1),
        ({"uptier_months": 3}, 1, 2),
        ({"uptier_months": 4}, 3, 4),
        ({"growth_intent": True}, 2, 3),
        ({}, 3, 4),
    ],
)
def test_the_first_true_rule_decides(facts: dict[str, object], value: int, rule: int) -> None:
    assert conclusion(decided(STOPS, **facts)) == (value, rule, True, True)


def test_an_unknown_rule_before_the_winner_stops_the_decision() -> None:
    assert conclusion(decided(STOPS, in_triage=None)) == (None, None, False, False)


def test_an_unknown_rule_that_would_conclude_the_same_does_not_matter() -> None:
    assert conclusion(decided(STOPS, in_triage=None, uptier_months=1)) == (1, 2, True, True)
    assert conclusion(decided(PASSES, in_triage=None, uptier_months=1)) == (1, 2, True, True)


def test_an_unknown_rule_is_passed_as_far_as_we_know() -> None:
    assert conclusion(decided(PASSES, in_triage=None)) == (3, 4, False, True)


def test_an_unknown_rule_behind_the_winner_does_not_matter() -> None:
    assert conclusion(decided(STOPS, in_triage=True, growth_intent=None)) == (1, 1, True, True)


def test_a_known_absence_is_not_unknown() -> None:
    assert decided(STOPS, uptier_months=None)["priority"] == 3


ONLY_TRIAGE = """
[[edition.rule]]
name = "triage"
when = "in_triage"
then = 1
"""


@pytest.mark.parametrize("unknown", ["stops", "passes"])
def test_no_true_rule_is_none_and_an_unknown_one_leaves_it_unknown(unknown: str) -> None:
    handbook = handbook_of(priority=priority(unknown, ONLY_TRIAGE))
    assert conclusion(decided(handbook, in_triage=False)) == (None, None, True, True)
    assert conclusion(decided(handbook, in_triage=None)) == (None, None, False, False)


def test_whether_a_page_applies_may_be_unknown() -> None:
    handbook = handbook_of(priority=priority(applies="segment = 'growth'"))
    assert conclusion(decided(handbook, segment="growth", in_triage=True)) == (1, 1, True, True)
    assert conclusion(decided(handbook, segment="strategic")) == (None, None, True, True)
    assert conclusion(decided(handbook, segment=None)) == (None, None, False, False)


SHARED = """
[order.priority]
values = [1, 2, 3]
unknown = "passes"
pages = ["pages/growth", "pages/rest"]
"""


def shared(applies: str, body: str) -> str:
    return page("decision", "priority", body, applies=f'"{applies}"')


def test_pages_that_share_a_decision_are_one_list_in_their_order() -> None:
    rest = '[[edition.rule]]\nname = "always"\nthen = 2\n'
    handbook = handbook_of(
        settings=SHARED, growth=shared("segment = 'growth'", PRIORITY), rest=shared("true", rest)
    )
    assert conclusion(decided(handbook, segment="growth")) == (3, 4, True, True)
    assert conclusion(decided(handbook)) == (2, 5, True, True)
    assert conclusion(decided(handbook, segment=None)) == (2, 5, False, True)
    rulings = compile_handbook(handbook, on=DAY).rulings["priority"]
    assert [(rule.number, rule.path) for rule in rulings.rules][-2:] == [
        (4, "pages/growth"),
        (5, "pages/rest"),
    ]


HANDED_ON = """
[[edition.rule]]
name = "red"
when = "sentiment = 'red'"
then = 1
[[edition.rule]]
name = "wants to grow"
when = "growth_intent"
then = 1
[[edition.rule]]
name = "as the model says"
then_is = "model"
"""
MODEL = page("decision", "model", PRIORITY, values="[1, 2, 3]", unknown='"passes"')


def suggested(unknown: str) -> object:
    top = page("decision", "priority", HANDED_ON, values="[1, 2, 3]", unknown=f'"{unknown}"')
    return handbook_of(model=MODEL, top=top)


def test_what_is_handed_on_brings_its_doubts_along() -> None:
    handbook = suggested("stops")
    assert conclusion(decided(handbook)) == (3, 3, True, True)
    assert conclusion(decided(handbook, in_triage=None)) == (3, 3, False, True)


def test_what_is_handed_on_is_unknown_when_it_is_unknown_below() -> None:
    below = MODEL.replace('"passes"', '"stops"')
    top = page("decision", "priority", HANDED_ON, values="[1, 2, 3]")
    handbook = handbook_of(model=below, top=top)
    assert conclusion(decided(handbook, in_triage=None)) == (None, None, False, False)


def test_an_unknown_rule_agrees_with_what_is_handed_on_when_the_values_are_equal() -> None:
    handbook = suggested("stops")
    agrees = decided(handbook, growth_intent=None, uptier_months=1)
    assert conclusion(agrees) == (1, 3, True, True)
    assert conclusion(decided(handbook, growth_intent=None))[3] is False


def test_a_condition_on_a_decision_tells_none_from_unknown() -> None:
    below = page("decision", "state", ONLY_TRIAGE.replace("then = 1", 'then = "hot"'),
                 values='["hot", "cold"]')  # fmt: skip
    top = page(
        "decision", "priority",
        '[[edition.rule]]\nname="cold"\nwhen="not state = \'hot\'"\nthen=2\n', values="[1, 2, 3]",
    )  # fmt: skip
    handbook = handbook_of(state=below, top=top)
    assert conclusion(decided(handbook, in_triage=False)) == (2, 1, True, True)
    assert conclusion(decided(handbook, in_triage=None)) == (None, None, False, False)


def test_a_page_without_an_edition_on_the_day_is_none_and_known() -> None:
    row = decided(STOPS, on=date(2021, 12, 31))
    assert conclusion(row) == (None, None, True, True)


def test_an_override_stands_before_every_rule() -> None:
    row = decided(STOPS, in_triage=True, override={"override__priority": 3})
    assert conclusion(row) == (3, 0, True, True)
    other = decided(STOPS, in_triage=True, override={"id": 99, "override__priority": 3})
    assert conclusion(other) == (1, 1, True, True)


BEFORE = """
[[edition.rule]]
name = "was triage"
when = "before.priority = 1"
then = 1
[[edition.rule]]
name = "otherwise"
then = 2
"""


def test_what_stood_before_is_none_on_the_first_run() -> None:
    handbook = handbook_of(priority=priority(body=BEFORE))
    nobody = {"id": 99, "before__priority": 1, "before__priority__known": True}
    assert decided(handbook, before=nobody)["priority"] == 2
    assert decided(handbook, before=nobody | {"id": 1})["priority"] == 1
    unknown = {"id": 1, "before__priority": None, "before__priority__known": False}
    assert decided(handbook, before=unknown)["priority__known"] is False


def test_only_compiles_what_the_wanted_decisions_need() -> None:
    handbook = handbook_of(
        model=MODEL,
        top=page("decision", "priority", HANDED_ON, values="[1, 2, 3]"),
        other=page("decision", "other", ONLY_TRIAGE, values="[1]"),
    )
    program = compile_handbook(handbook, on=DAY, only=["priority"])
    assert set(program.rulings) == {"priority", "model"}
    assert "region" not in program.facts_used["account"]
    assert compile_handbook(handbook, on=DAY, only=["other"]).facts_used["account"] == {"in_triage"}
    with pytest.raises(KeyError, match="nobody"):
        compile_handbook(handbook, on=DAY, only=["nobody"])
