"""Decision pages: rules, tables, crosses, terms, parameters, editions."""

from __future__ import annotations

from datetime import date

from greenbook.handbook.conditions.tree import (
    All,
    Always,
    Compare,
    Constant,
    Flag,
    Not,
    OneOf,
    Term,
)
from greenbook.handbook.pages import DecisionEdition
from greenbook.handbook.types import Type
from tests.handbook.small import (
    HEAD,
    PRIORITY,
    RULES,
    deciding,
    edition,
    handbook,
    only,
    page,
    problems,
    when,
)


def decided(text: str) -> DecisionEdition:
    found = edition(text)
    assert isinstance(found, DecisionEdition)
    return found


def test_a_page_is_read_with_its_places() -> None:
    found = page(PRIORITY)
    assert (found.path, found.kind, found.decides, found.grain) == (
        "page",
        "decision",
        "priority",
        "account",
    )
    assert found.type == Type("one of", (1, 2, 3))
    rules = decided(PRIORITY).rules
    assert [rule.name for rule in rules] == ["in triage", "none of these"]
    assert rules[0].place.line == 10
    assert isinstance(rules[1].when, Always)


def test_a_rule_cites_its_edition_unless_it_says_otherwise() -> None:
    text = PRIORITY.replace("then = 1", 'then = 1\ncites = "line 9"')
    assert [rule.cites for rule in decided(text).rules] == ["line 9", "Handbook, line 1"]


def test_the_edition_in_force_is_the_latest_that_has_begun() -> None:
    later = HEAD.split("[[edition]]")[1].replace("2022-02-01", "2024-02-01")
    found = page(PRIORITY + "[[edition]]" + later + RULES)
    assert found.on(date(2022, 1, 31)) is None
    assert found.on(date(2024, 1, 31)) is found.editions[0]
    assert found.on(date(2024, 2, 1)) is found.editions[1]


def test_an_edition_that_ends_the_page_needs_no_rules() -> None:
    ends = '[[edition]]\nfrom = 2024-02-01\ncites = "Handbook, line 2"\nends = true\n'
    found = page(PRIORITY + ends)
    assert found.on(date(2024, 2, 1)) is None
    assert found.on(date(2024, 1, 31)) is not None


def test_as_before_changes_parameters_only() -> None:
    text = when("onboarding_day < $days", above="[edition.parameters]\ndays = 60\n")
    text += '[[edition]]\nfrom = 2023-02-01\ncites = "line 5"\nrules = "as before"\n'
    text += "[edition.parameters]\ndays = 30\n"
    first, second = page(text).editions
    assert isinstance(first, DecisionEdition)
    assert isinstance(second, DecisionEdition)
    condition = second.rules[0].when
    assert isinstance(condition, Compare)
    assert condition.right == Constant("$days", 30, Type("days"), "days")
    assert second.rules[0].place == first.rules[0].place
    assert second.rules[0].cites == "line 5"


def test_as_before_takes_nothing_else() -> None:
    text = PRIORITY + '[[edition]]\nfrom = 2023-02-01\ncites = "x"\nrules = "as before"\n'
    assert "only parameters change" in only(problems(page=text + RULES)).says


def test_as_before_needs_an_edition_before() -> None:
    text = HEAD + 'rules = "as before"\n'
    assert any("no edition before" in p.says for p in problems(page=text))


def test_terms_may_use_each_other_in_any_order() -> None:
    above = '[edition.terms]\nfew = "stages_in_use < 2 and not small"\nsmall = "arr < 1000"\n'
    found = decided(when("few", above=above))
    condition = found.rules[0].when
    assert isinstance(condition, Term)
    assert isinstance(condition.condition, All)
    inner = condition.condition.parts[1]
    assert isinstance(inner, Not)
    assert isinstance(inner.part, Term)
    assert list(found.terms) == ["few", "small"]


def test_terms_in_a_circle_are_refused() -> None:
    above = '[edition.terms]\na1 = "not b1"\nb1 = "not a1"\n'
    assert "use each other in a circle" in only(problems(page=when("a1", above=above))).says


def test_a_wrong_term_is_told_once_where_it_stands() -> None:
    above = '[edition.terms]\nsmall = "arrr < 1000"\n'
    text = when("small or not small", above=above)
    assert only(problems(page=text)).place.line == 10


def test_a_table_becomes_rules_with_names() -> None:
    table = """
[edition.table]
asks  = ["segment", "tier", "in_triage", "stages_in_use"]
gives = ["priority", "cites"]
rows  = [
  ["growth",               1,     true,  "<= 3",  1,      "line 7"],
  [["growth", "strategic"], "any", false, "any",   "none", "line 8"],
]
"""
    first, second = decided(HEAD + table).rules
    assert first.name == "row 1: growth, 1, yes, <= 3"
    assert isinstance(first.when, All)
    assert first.gives == (Constant("1", 1, Type("one of", (1, 2, 3))),)
    assert first.cites == "line 7"
    assert first.place.line == 14
    assert isinstance(second.when, All)
    assert isinstance(second.when.parts[0], OneOf)
    assert isinstance(second.when.parts[1], Not)
    assert second.gives == (None,)


def test_a_cross_is_read_row_by_row() -> None:
    cross = """
[edition.terms]
small = "arr < 1000"
[edition.cross]
across = ["small", "in_triage"]
rows = [
  ["stages_in_use < 2", 1, 2],
  ["stages_in_use >= 2", "none", 3],
]
"""
    rules = decided(HEAD + cross).rules
    assert [rule.when.text for rule in rules] == [
        "stages_in_use < 2 and small",
        "stages_in_use < 2 and in_triage",
        "stages_in_use >= 2 and small",
        "stages_in_use >= 2 and in_triage",
    ]
    assert [
        given.value if isinstance(given, Constant) else given
        for given in (rule.gives[0] for rule in rules)
    ] == [1, 2, None, 3]


def test_a_decision_hands_on_another() -> None:
    top = PRIORITY.replace('"priority"', '"suggested"')
    top = top.replace("then = 2", 'then_is = "priority"')
    book = handbook(model=PRIORITY, top=top)
    found = book.pages["top"].editions[0]
    assert isinstance(found, DecisionEdition)
    assert found.rules[1].gives[0] == book.pages["top"].editions[0].rules[1].gives[0]  # type: ignore[union-attr]
    assert getattr(found.rules[1].gives[0], "name", "") == "priority"


def test_what_is_handed_on_must_be_of_the_type() -> None:
    text = PRIORITY.replace("then = 2", 'then_is = "segment"')
    assert "`segment` is one of strategic" in only(problems(page=text)).says


def test_a_decision_may_hand_on_a_person() -> None:
    text = PRIORITY.replace("values  = [1, 2, 3]", 'values = "person"')
    text = text.replace("then = 1", 'then_is = "csm_id"').replace("then = 2", 'then = "none"')
    assert page(text).type == Type("person")


def test_a_parameter_that_is_not_set_drops_the_rule_and_warns() -> None:
    text = when("arr < $limit_arr", above='[edition.parameters]\nlimit_arr = "not set"\n')
    book = handbook(page=text)
    found = book.pages["page"].editions[0]
    assert isinstance(found, DecisionEdition)
    assert found.rules == ()
    assert [rule.name for rule in found.dropped] == ["asked"]
    assert "`limit_arr` is not set" in book.warnings[0].says


def test_unused_parameters_and_terms_are_warned_of() -> None:
    above = '[edition.parameters]\ndays = 3\n[edition.terms]\nsmall = "arr < 10"\n'
    warnings = handbook(page=when("in_triage", above=above)).warnings
    assert [(w.code, w.place.line) for w in warnings] == [
        ("unused-parameter", 10),
        ("unused-term", 12),
    ]


def test_a_decision_of_yes_and_no() -> None:
    text = PRIORITY.replace("[1, 2, 3]", "[true, false]").replace("then = 1", "then = true")
    text = text.replace("then = 2", "then = false")
    other = when("priority").replace('decides = "priority"', 'decides = "other"')
    book = handbook(page=text, other=other)
    found = book.pages["other"].editions[0]
    assert isinstance(found, DecisionEdition)
    assert isinstance(found.rules[0].when, Flag)


def test_shared_decisions_stand_in_their_order() -> None:
    order = '\n[order.priority]\nvalues = [1, 2, 3]\nunknown = "passes"\npages = ["b", "a"]\n'
    shared = PRIORITY.replace("values  = [1, 2, 3]", "")
    from tests.handbook.small import SETTINGS

    book = handbook({"handbook.toml": SETTINGS + order}, a=shared, b=shared)
    assert [found.path for found in book.deciding("priority")] == ["b", "a"]
    assert book.pages["a"].unknown == "passes"


def test_text_rules_need_no_table_and_a_table_no_rules() -> None:
    assert "write [[edition.rule]] or a table or a cross" in only(problems(page=HEAD)).says
    both = deciding('[edition.table]\nasks = []\ngives = ["priority"]\nrows = []\n' + RULES)
    assert any("only one of them" in p.says for p in problems(page=both))
