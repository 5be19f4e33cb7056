"""The condition language: what it reads, and what it refuses with which way out."""

from __future__ import annotations

from datetime import date

import pytest

from greenbook.handbook.conditions.parse import read_condition, read_value
from greenbook.handbook.conditions.scope import NotSet, Scope, Unreadable
from greenbook.handbook.conditions.tree import (
    All,
    AtLeast,
    Call,
    Column,
    Compare,
    Constant,
    Either,
    Flag,
    IsNone,
    Not,
    OneOf,
    Term,
)
from greenbook.handbook.types import Type

SEGMENT = Type("one of", ("strategic", "growth", "commercial"))


def fact(name: str, type_: Type, *, or_none: bool = False) -> Column:
    return Column(name, name, "fact", type_, or_none)


FACTS = {
    column.name: column
    for column in [
        fact("arr", Type("usd")),
        fact("lam", Type("usd")),
        fact("segment", SEGMENT),
        fact("tier", Type("one of", (1, 2, 3))),
        fact("in_triage", Type("yes/no")),
        fact("is_new", Type("yes/no")),
        fact("stages", Type("count")),
        fact("onboarding_day", Type("days"), or_none=True),
        fact("uptier_months", Type("months"), or_none=True),
        fact("use", Type("percent")),
        fact("last_call_on", Type("date"), or_none=True),
        fact("assigned_on", Type("date")),
        fact("version_in_use", Type("version")),
        fact("csm_id", Type("person"), or_none=True),
        fact("owner_id", Type("person"), or_none=True),
        fact("summary", Type("text"), or_none=True),
    ]
}


@pytest.fixture
def scope() -> Scope:
    return Scope(
        columns=FACTS,
        parameters={
            "p1_arr": 200_000,
            "days": 60,
            "day_one": date(2022, 2, 1),
            "strict": True,
            "limits": "not set",
            "needed": 1,
            "word": "growth",
        },
        before={"health": Column("before.health", "before__health", "before", SEGMENT, True)},
        since={"health": Column("since.health", "since__health", "since", Type("date"), True)},
    )


def refusal(text: str, scope: Scope) -> str:
    with pytest.raises(Unreadable) as refused:
        read_condition(text, scope)
    return "; ".join(says for _, says in refused.value.problems)


def test_a_yes_no_fact_stands_alone(scope: Scope) -> None:
    assert read_condition("in_triage", scope) == Flag("in_triage", FACTS["in_triage"])


def test_a_comparison_keeps_the_words_as_written(scope: Scope) -> None:
    condition = read_condition("stages  >=  3", scope)
    assert isinstance(condition, Compare)
    assert condition.text == "stages >= 3"


def test_dollars_become_cents_beside_money(scope: Scope) -> None:
    condition = read_condition("arr < 200_000", scope)
    assert isinstance(condition, Compare)
    assert isinstance(condition.right, Constant)
    assert condition.right.value == 20_000_000


def test_a_parameter_keeps_its_name_and_becomes_cents_beside_money(scope: Scope) -> None:
    condition = read_condition("$p1_arr <= arr", scope)
    assert isinstance(condition, Compare)
    assert condition.left == Constant("$p1_arr", 20_000_000, Type("usd"), "p1_arr")


def test_money_added_to_a_number_adds_cents(scope: Scope) -> None:
    condition = read_condition("arr > lam + 10.50", scope)
    assert isinstance(condition, Compare)
    assert getattr(condition.right, "right").value == 1050  # noqa: B009


def test_a_version_compares_as_a_number(scope: Scope) -> None:
    condition = read_condition("version_in_use >= '15.10'", scope)
    assert isinstance(condition, Compare)
    assert condition.right == Constant("'15.10'", 15_010, Type("version"))


def test_and_and_or_are_flat(scope: Scope) -> None:
    condition = read_condition("in_triage and (is_new and stages = 1)", scope)
    assert isinstance(condition, All)
    assert len(condition.parts) == 3


def test_or_inside_and_keeps_its_brackets(scope: Scope) -> None:
    text = "in_triage and (is_new or stages = 1)"
    condition = read_condition(text, scope)
    assert isinstance(condition, All)
    assert isinstance(condition.parts[1], Either)
    assert condition.text == text


def test_not_in_and_is_not_null_are_negated_leaves(scope: Scope) -> None:
    assert read_condition("segment not in ('growth')", scope) == OneOf(
        "segment not in ('growth')",
        FACTS["segment"],
        (Constant("'growth'", "growth", SEGMENT),),
        negated=True,
    )
    assert read_condition("last_call_on is not null", scope) == IsNone(
        "last_call_on is not null", FACTS["last_call_on"], negated=True
    )


def test_before_and_since_are_columns_of_their_own(scope: Scope) -> None:
    condition = read_condition("before.health = 'growth'", scope)
    assert isinstance(condition, Compare)
    assert isinstance(condition.left, Column)
    assert condition.left.name == "before__health"
    value = read_value("latest_of(since.health, assigned_on)", scope)
    assert isinstance(value, Call)
    assert value.type == Type("date")


def test_add_months_reads_like_the_other_functions(scope: Scope) -> None:
    value = read_value("add_months(assigned_on, -4)", scope)
    assert isinstance(value, Call)
    assert value.function == "add_months"
    assert value.text == "add_months(assigned_on, -4)"


def test_at_least_takes_conditions_and_a_parameter(scope: Scope) -> None:
    condition = read_condition("at_least($needed, in_triage, stages = 1, not is_new)", scope)
    assert isinstance(condition, AtLeast)
    assert condition.needed.value == 1
    assert isinstance(condition.parts[2], Not)


def test_a_term_keeps_its_name_as_heading(scope: Scope) -> None:
    scope.terms = {"small": read_condition("arr < $p1_arr", scope)}
    condition = read_condition("not small", scope)
    assert isinstance(condition, Not)
    assert isinstance(condition.part, Term)
    assert condition.part.name == "small"


def test_a_yes_no_parameter_stands_alone(scope: Scope) -> None:
    condition = read_condition("$strict and in_triage", scope)
    assert condition.text == "$strict and in_triage"


def test_a_parameter_that_is_not_set_is_told_apart(scope: Scope) -> None:
    with pytest.raises(NotSet) as gap:
        read_condition("in_triage and arr < $limits", scope)
    assert gap.value.parameter == "limits"


def test_what_is_unreadable_goes_before_what_is_not_set(scope: Scope) -> None:
    assert "did you mean `in_triage`?" in refusal("in_triagee and arr < $limits", scope)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("arr / 2 > 1", "use ratio(a, b) or percent_of(a, b)"),
        ("coalesce(stages, 0) = 0", "use known(x)"),
        ("case when in_triage then true end", "write several rules"),
        ("summary like 'a%'", "like is not part of the language"),
        ("stages in (select 1)", "a list of values"),
        ("(select 1) = stages", "make it a fact"),
        ("sum(stages) > 1", "aggregates belong into facts"),
        ("stages::int = 1", "casts are not part of the language"),
        ("cast(stages as bigint) = 1", "casts are not part of the language"),
        ("stages % 2 = 1", "`%` is not part of the language"),
        ("lower(summary) = 'a'", "there is no function `lower`"),
        ("days_betwen(assigned_on, last_call_on) > 1", "did you mean `days_between`?"),
        ("add_months(assigned_on) > last_call_on", "write add_months(date, months)"),
        ("current_date > assigned_on", "the day is the fact `today`"),
        ("null = stages", "write `x is null`"),
        ("in_triage is true", "only `null` or `not null`"),
        ("in_triage; is_new", "is not one condition"),
        ("in_triage -- always", "has no comments"),
        ("in_triage is_new", "`and` or `or` is missing"),
        ("stages >=", "can not be read"),
        ("", "is not one condition"),
        ('"stages" = 1', "names stand without quotes"),
        ("stages = ?", "name the parameter"),
        ("x.y.stages = 1", "is not a name"),
    ],
)
def test_what_is_not_the_language_is_refused_with_the_way_out(
    text: str, says: str, scope: Scope
) -> None:
    assert says in refusal(text, scope)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("segment = 'stratgic'", "did you mean `strategic`?"),
        ("segment in ('growth', 'scale')", "'scale' is not one of strategic | growth"),
        ("segment < 'growth'", "has no order"),
        ("tier = 7", "7 is not one of 1 | 2 | 3"),
        ("tier = '1'", "is not one of 1 | 2 | 3"),
        ("in_triage = true", "write `in_triage` or `not in_triage`"),
        ("stages", "is a count: compare it with something"),
        ("stages = 'two'", "'two' is not a count"),
        ("stages = '2'", "write 2 without quotes"),
        ("last_call_on > '2022-02-01'", "write date '2022-02-01'"),
        ("last_call_on > date '2022-02-31'", "is not a day"),
        ("assigned_on > 5", "5 is not a date"),
        ("arr > stages", "can not stand together"),
        ("onboarding_day < uptier_months", "can not stand together"),
        ("version_in_use >= 15.2", "write it as text"),
        ("version_in_use >= 'new'", "is not a version"),
        ("csm_id = 'nora'", "'nora' is not a person"),
        ("csm_id = summary", "can not stand together"),
        ("summary = 5", "5 is not a text"),
        ("assigned_on + 3 > last_call_on", "use add_days or days_between"),
        ("add_months(stages, 1) > assigned_on", "`stages` is a count"),
        ("percent_of(arr, stages) > 1", "`stages` is a count"),
        ("arr * lam > 1", "both have a unit"),
        ("arr > 10.001", "not whole cents"),
        ("stages is null", "write `not known(stages)`"),
        ("stages is not null", "write `known(stages)`"),
        ("1 = 1", "are both fixed"),
        ("at_least(3, in_triage, is_new)", "it can never be true"),
        ("at_least(in_triage, is_new)", "needs a whole number"),
        ("at_least(0, in_triage)", "needs a whole number"),
        ("known(stages + 1)", "is not a fact or a decision"),
        ("stages in (tier)", "is not a value"),
        ("stages between 'a' and 2", "'a' is not a count"),
        ("$p1_ar < arr", "did you mean `p1_arr`?"),
        ("befor.health = 'growth'", "did you mean `before`?"),
        ("before.helth = 'growth'", "did you mean `health`?"),
        ("$days", "is not yes/no"),
    ],
)
def test_types_that_do_not_fit_are_refused(text: str, says: str, scope: Scope) -> None:
    assert says in refusal(text, scope)


def test_every_problem_of_a_condition_is_told(scope: Scope) -> None:
    with pytest.raises(Unreadable) as refused:
        read_condition("stagess = 1 or segment = 'x' or not (in_triag or arr / 2 > 1)", scope)
    assert [code for code, _ in refused.value.problems] == [
        "unknown-name",
        "vocabulary",
        "unknown-name",
        "not-allowed",
    ]


def test_a_term_has_no_value(scope: Scope) -> None:
    scope.terms = {"small": read_condition("arr < 1", scope)}
    assert "is a term" in refusal("small = 1", scope)


def test_a_condition_nested_beyond_reason_is_refused_not_crashed(scope: Scope) -> None:
    assert refusal("(" * 5000 + "in_triage" + ")" * 5000, scope)
