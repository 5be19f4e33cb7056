"""Facts files: the comment behind a column is its documentation, and it is held to its form."""

from __future__ import annotations

import pytest

from greenbook.handbook.facts import Fact, Link
from greenbook.handbook.types import Type
from tests.handbook.small import ACCOUNT, BASE, handbook, only, problems


def facts_with(line: str) -> dict[str, str]:
    """The account facts with one more column."""
    text = ACCOUNT.replace("  a.summary", f"  {line}\n  a.summary")
    return {"facts/account/all.sql": text}


def fact(line: str, name: str) -> Fact:
    return handbook(facts_with(line)).facts.of("account")[name]


def test_a_comment_gives_type_label_and_flags() -> None:
    found = fact("a.lam,  -- usd or none: LAM (fixed)", "lam")
    assert (found.type, found.or_none, found.label) == (Type("usd"), True, "LAM")
    assert found.flags == {"fixed"}


def test_a_yes_no_fact_has_both_phrases() -> None:
    found = fact("a.churned,  -- yes/no: has churned / has not churned (only up)", "churned")
    assert found.phrases == ("has churned", "has not churned")
    assert found.flags == {"only up"}


def test_a_vocabulary_of_numbers_holds_numbers() -> None:
    assert handbook().facts.of("account")["tier"].type == Type("one of", (1, 2, 3))


def test_brackets_that_hold_no_flag_stay_in_the_label() -> None:
    assert fact("a.nps,  -- count: NPS (last quarter)", "nps").label == "NPS (last quarter)"


def test_a_column_that_tells_none_from_unknown_is_found() -> None:
    found = handbook().facts.of("account")["last_call_on"]
    assert found.known == "last_call_on__known"


def test_a_column_with_an_alias_and_brackets_is_read_by_its_alias() -> None:
    line = "max(a.x, 3) filter (where a.y in (1, 2)) as calls_4w,  -- count: calls in four weeks"
    assert fact(line, "calls_4w").label == "calls in four weeks"


def test_a_line_number_is_kept() -> None:
    assert handbook().facts.of("account")["arr"].place.line == 5


def test_headers_link_the_grains() -> None:
    assert set(handbook().facts.links) == {
        Link("account", "csm_id", "person"),
        Link("opportunity", "account_id", "account"),
    }


def test_parameters_are_those_used_outside_comments() -> None:
    line = "a.x > $days_a as late_one,  -- yes/no: is late / is not late  -- not $this"
    files = {
        **facts_with(line),
        "facts/parameters.toml": '[[edition]]\nfrom = 2000-01-01\ncites = "x"\n'
        "[edition.parameters]\ndays_a = 3\n",
    }
    facts = handbook(files).facts
    assert facts.subjects["account"][0].parameters == {"days_a"}
    assert facts.parameters[0].values == {"days_a": 3}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("a.x,", "`x` has no comment"),
        ("a.x,  -- usd", "is not `TYPE [or none]: LABEL`"),
        ("a.x,  -- dollars: ARR", "`dollars` is not a type"),
        ("a.x,  -- coun: ARR", "did you mean `count`?"),
        ("a.x,  -- count:", "a label is missing"),
        ("a.x,  -- yes/no: is so", "needs both phrases"),
        ("a.x,  -- one of a, b: x", "is not a vocabulary"),
        ("a.x,  -- one of a | a: x", "is not a vocabulary"),
        ("a.x,  -- one of a | none: x", "`none` is a reserved word"),
        ("a.x as comment,  -- count: x", "can not be the name of a fact"),
        ("a.x as ARR2,  -- count: x", "can not be the name of a fact"),
        ("a.arr as arr,  -- usd: again", "stands here already"),
        ("a.x__known,", "stands beside no column `x`"),
        ("a.x / 0 + as b,  -- count: x", "the SQL can not be read"),
        ("date_diff('month', a.x, a.y) as b,  -- count: x", "use days_between"),
        ("current_date as b,  -- date: x", "the day is $today"),
        ("list(a.x) as b,  -- count: x", "lists differ"),
        ("avg(a.x) as b,  -- number: x", "divide last"),
        ("quantile_cont(a.x, 0.5) as b,  -- number: x", "is not among the functions of facts"),
        ("add_month(a.x, 1) as b,  -- date: x", "did you mean `add_months`?"),
        ("a.x > $dayz as b,  -- yes/no: is b / is not b", "has no `dayz`"),
    ],
)
def test_what_is_wrong_with_a_column_is_told_with_its_line(line: str, says: str) -> None:
    found = problems(facts_with(line))
    assert any(says in problem.says for problem in found), found
    assert found[0].place.file == "facts/account/all.sql"


def test_a_repeated_fact_of_another_file_is_refused() -> None:
    text = "-- grain: account\nselect a.id, a.arr  -- usd: again\nfrom account a"
    problem = only(problems({"facts/account/money.sql": text}))
    assert problem.place.file == "facts/account/money.sql"
    assert "already told by facts/account/all.sql" in problem.says


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("", "does not say its grain"),
        ("-- grain: acount", "did you mean `account`?"),
        ("-- grain: person", "lies in account/"),
        ("-- grain: account of person", "select `person_id`"),
    ],
)
def test_the_header_says_the_grain(header: str, says: str) -> None:
    text = ACCOUNT.replace("-- grain: account", header)
    assert any(says in problem.says for problem in problems({"facts/account/all.sql": text}))


def test_a_link_to_a_fact_that_is_not_there_is_refused() -> None:
    text = BASE["facts/person/all.sql"].replace("account.csm_id", "account.csn_id")
    problem = only(problems({"facts/person/all.sql": text}))
    assert "did you mean `csm_id`?" in problem.says


def test_the_key_comes_first() -> None:
    text = "-- grain: company\nselect c.name  -- text: name\nfrom account c"
    problem = only(problems({"facts/company/all.sql": text}))
    assert "the first column must be `id`" in problem.says


def test_a_star_hides_which_facts_there_are() -> None:
    text = "-- grain: company\nselect c.id, c.*  -- text: name\nfrom account c"
    assert any("name every column" in p.says for p in problems({"facts/company/all.sql": text}))


def test_two_statements_are_refused() -> None:
    text = ACCOUNT + "; drop table account"
    assert any("holds one SELECT" in p.says for p in problems({"facts/account/all.sql": text}))
