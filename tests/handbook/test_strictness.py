"""What is refused on a page, with file, line and the nearest right word."""

from __future__ import annotations

import pytest

from tests.handbook.small import (
    BASE,
    HEAD,
    PRIORITY,
    RULES,
    SETTINGS,
    handbook,
    only,
    problems,
    when,
)


@pytest.mark.parametrize(
    ("was", "is_now", "says", "line"),
    [
        ('kind    = "decision"', 'kind = "decison"', "did you mean `decision`?", 2),
        ('kind    = "decision"', "", "`kind` is missing", 0),
        ('title   = "Priority"', "", "`title` is missing", 0),
        ('title   = "Priority"', 'titel = "P"', "did you mean `title`?", 3),
        ('title   = "Priority"', "title = 5", 'must be text in "quotes"', 3),
        ('decides = "priority"', "", "`decides` is missing", 0),
        ('decides = "priority"', 'decides = "Priority"', "a snake_case word", 4),
        ('decides = "priority"', 'decides = "order"', "a snake_case word", 4),
        ('decides = "priority"', 'decides = "arr"', "is the name of a fact", 4),
        ("values  = [1, 2, 3]", "", "`values` is missing", 0),
        ("values  = [1, 2, 3]", 'values = [1, "a"]', "each once", 5),
        ("values  = [1, 2, 3]", 'values = ["none"]', "reserved word", 5),
        ("values  = [1, 2, 3]", 'values = "persn"', "did you mean `person`?", 5),
        ("from  = 2022-02-01", 'from = "2022-02-01"', "must be a day", 7),
        ("from  = 2022-02-01", "from = 2022-02-01T10:00:00", "must be a day", 7),
        ("from  = 2022-02-01", "", "`from` is missing", 6),
        ('cites = "Handbook, line 1"', "", "`cites` is missing", 6),
        ('name = "in triage"', "", "`name` is missing", 10),
        ('name = "none of these"', 'name = "in triage"', "already called `in triage`", 16),
        ('when = "in_triage"', 'whem = "in_triage"', "did you mean `when`?", 12),
        ('when = "in_triage"', "", "only the last one", 15),
        ("then = 1", "then = 7", "7 is not one of 1 | 2 | 3", 13),
        ("then = 1", 'then = "unknown"', "can not be concluded", 13),
        ("then = 1", 'then = 1\nthen_is = "tier"', "one of `then` or `then_is`", 10),
        ("then = 1", "", "one of `then` or `then_is`", 10),
        ("then = 1", 'then = 1\nbecause = "{arrr} is low"', "did you mean `arr`?", 14),
        ("then = 1", 'then = 1\nnote = "x"', "`note` belongs above line 10", 14),
        ("then = 1", 'then = 1\ntitle = "x"', "`title` belongs above line 10", 14),
        ('when = "in_triage"', 'when = "amount > 1"', "is a fact of opportunity", 12),
        ('when = "in_triage"', 'when = "works_in = 1"', "is a fact of person", 12),
    ],
)
def test_one_wrong_line_is_told_by_its_line(was: str, is_now: str, says: str, line: int) -> None:
    assert was in PRIORITY
    found = problems(page=PRIORITY.replace(was, is_now, 1))
    told = [problem for problem in found if says in problem.says]
    assert told, "\n".join(map(str, found))
    assert (told[0].place.file, told[0].place.line) == ("page.toml", line)


def test_a_key_below_a_table_header_belongs_above_it() -> None:
    text = HEAD + '[edition.table]\nasks = ["tier"]\ngives = ["priority"]\nrows = [[1, 2]]\n'
    found = problems(page=text + 'note = "whole"\n')
    assert only(found).says == "`note` belongs above line 9, where [edition.table] begins"


def test_a_key_among_the_parameters_belongs_above_them() -> None:
    text = HEAD + '[edition.parameters]\ndays = 3\nnote = "changed"\n' + RULES
    assert "`note` belongs above line 9" in only(problems(page=text)).says


def test_every_problem_is_told_not_only_the_first() -> None:
    text = PRIORITY.replace("then = 1", "then = 9").replace("in_triage", "in_triagee")
    other = PRIORITY.replace("title", "titel").replace('"priority"', '"other"')
    assert len(problems(page=text, other=other)) >= 4


def test_a_grain_without_facts_is_refused() -> None:
    text = PRIORITY.replace("title ", 'grain = "escalation"\ntitle ')
    assert "no facts about escalation" in only(problems(page=text)).says
    text = PRIORITY.replace("title ", 'grain = "acount"\ntitle ')
    assert "did you mean `account`?" in only(problems(page=text)).says


def test_two_pages_can_not_decide_the_same_without_an_order() -> None:
    problem = only(problems(a=PRIORITY, b=PRIORITY))
    assert problem.place.file == "b.toml"
    assert "already decided by a" in problem.says
    assert "[order.priority]" in problem.says


ORDER = "\n[order.priority]\nvalues = [1, 2, 3]\npages = [{pages}]\n"


@pytest.mark.parametrize(
    ("pages", "says"),
    [
        ('"a"', "leaves out the page `b`"),
        ('"a", "b", "c"', "no page `c` decides `priority`"),
        ('"a", "b", "a"', "names a page twice"),
    ],
)
def test_an_order_names_every_page_once(pages: str, says: str) -> None:
    shared = PRIORITY.replace("values  = [1, 2, 3]", "")
    settings = {"handbook.toml": SETTINGS + ORDER.format(pages=pages)}
    assert says in only(problems(settings, a=shared, b=shared)).says


def test_the_values_of_a_shared_decision_stand_in_the_handbook() -> None:
    settings = {"handbook.toml": SETTINGS + ORDER.format(pages='"a"')}
    assert "stands in handbook.toml" in only(problems(settings, a=PRIORITY)).says


def test_editions_stand_in_the_order_of_their_days() -> None:
    again = HEAD.split("[[edition]]")[1]
    text = PRIORITY + "[[edition]]" + again + RULES
    assert "in the order of their days" in only(problems(page=text)).says


def chain(*, before: str = "") -> dict[str, str]:
    first = when(f"{before}b_one = 1").replace('"priority"', '"a_one"')
    second = when("c_one = 1").replace('"priority"', '"b_one"')
    third = when("a_one = 1").replace('"priority"', '"c_one"')
    return {"a": first, "b": second, "c": third}


def test_a_circle_is_refused_by_name() -> None:
    problem = only(problems(**chain()))
    assert "a_one -> b_one -> c_one -> a_one" in problem.says
    assert "before.<decision>" in problem.says


def test_before_breaks_a_circle() -> None:
    assert not problems(**chain(before="before."))


def test_a_page_that_needs_itself_is_a_circle() -> None:
    assert "priority -> priority" in only(problems(page=when("priority = 1"))).says


def test_pages_that_never_hold_together_make_no_circle() -> None:
    pages = chain()
    pages["a"] += '[[edition]]\nfrom = 2023-02-01\ncites = "x"\nends = true\n'
    for name in ("b", "c"):
        pages[name] = pages[name].replace("2022-02-01", "2023-02-01")
    assert not problems(**pages)


def test_an_account_page_can_not_read_a_decision_about_a_person() -> None:
    busy = when("works_in = 'AMER'").replace("title ", 'grain = "person"\ntitle ')
    busy = busy.replace('"priority"', '"busy"')
    problem = only(problems(busy=busy, page=when("busy = 1")))
    assert "read before.busy" in problem.says
    assert not problems(busy=busy, page=when("before.busy = 1"))


def test_a_finer_decision_is_counted_not_read() -> None:
    uptier = when("stage > 3").replace("title ", 'grain = "opportunity"\ntitle ')
    uptier = uptier.replace('"priority"', '"uptier"')
    assert "count it with" in only(problems(uptier=uptier, page=when("uptier = 1"))).says


def test_a_term_can_not_hide_a_fact() -> None:
    above = '[edition.terms]\narr = "in_triage"\n'
    assert any("hides the fact" in p.says for p in problems(page=when("in_triage", above=above)))


@pytest.mark.parametrize(
    ("counted", "says"),
    [
        ('prioritty = "1"', "did you mean `priority`?"),
        ('priority = "4"', "`priority` is never `4`"),
    ],
)
def test_a_portfolio_counts_words_that_are_decided_of_accounts(counted: str, says: str) -> None:
    settings = f"{SETTINGS}\n[counted]\n{counted}\n"
    assert says in only(problems({"handbook.toml": settings}, page=PRIORITY)).says


@pytest.mark.parametrize("limit", ['"30"', "0", "1.5", "true"])
def test_a_limit_is_a_whole_number(limit: str) -> None:
    settings = f"{SETTINGS}\n[limits]\nplan_link_days = {limit}\n"
    assert "a whole number above 0" in only(problems({"handbook.toml": settings})).says


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ('rad = ["csm"]', "`rad` is not a colour; did you mean `red`?"),
        ('red = ["cms"]', "`cms` is not somebody who can be told; did you mean `csm`?"),
        ("red = [1]", "holds text only"),
    ],
)
def test_people_are_told_of_colours(told: str, says: str) -> None:
    settings = f"{SETTINGS}\n[told]\n{told}\n"
    found = only(problems({"handbook.toml": settings}))
    assert says in found.says
    assert found.place.line == settings.splitlines().index(told) + 1


def test_a_limit_is_one_that_there_is() -> None:
    settings = f"{SETTINGS}\n[limits]\nplan_link_day = 30\n"
    says = only(problems({"handbook.toml": settings})).says
    assert says == "there is no limit `plan_link_day`; did you mean `plan_link_days`?"


@pytest.mark.parametrize(("name", "nearest"), [("prioritty", "priority"), ("projekt", "project")])
def test_help_stands_beside_a_decision_or_a_section(name: str, nearest: str) -> None:
    help = f'[help]\npriority = "Why"\nproject = "How"\n{name} = "For nothing"\n'
    settings = f"{SETTINGS}\n{help}"
    found = only(problems({"handbook.toml": settings}, page=PRIORITY))
    assert f"did you mean `{nearest}`?" in found.says
    assert str(found.place) == f"handbook.toml:{len(settings.splitlines())}"


def test_key_decisions_are_decided_somewhere() -> None:
    settings = SETTINGS + '\n[key]\ndecisions = ["prioritty"]\n'
    found = only(problems({"handbook.toml": settings}, page=PRIORITY))
    assert "did you mean `priority`?" in found.says
    assert found.place.line == len(settings.splitlines())


@pytest.mark.parametrize(
    ("was", "is_now", "says"),
    [
        ("red = 25", 'red = "low"', "a number from 0 to 100"),
        ("starts_in_month = 2", "starts_in_month = 13", "from 1 to 12"),
        ('name = "Small handbook"', "", "`name` is missing"),
        ("[colours]", "[colors]", "did you mean `colours`?"),
        ("red = 25\nyellow = 62.5\ngreen = 87.5\n", "", "at least one colour"),
    ],
)
def test_the_settings_are_strict_too(was: str, is_now: str, says: str) -> None:
    found = problems({"handbook.toml": SETTINGS.replace(was, is_now)})
    assert any(says in problem.says for problem in found), found


def test_a_handbook_without_settings_is_refused() -> None:
    from greenbook.handbook.problems import HandbookRefused
    from greenbook.handbook.read import read_files

    files = {name: text for name, text in BASE.items() if name != "handbook.toml"}
    with pytest.raises(HandbookRefused, match=r"has no handbook\.toml"):
        read_files(files)


def test_the_hash_changes_with_any_text() -> None:
    one, other = handbook(page=PRIORITY), handbook(page=PRIORITY + "\n")
    assert one.hash != other.hash
    assert one.hash == handbook(page=PRIORITY).hash
