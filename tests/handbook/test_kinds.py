"""Measures, scorecards, rhythms, KPIs, CTAs, playbooks and programs, as written and as read."""

from __future__ import annotations

import pytest

from greenbook.handbook.conditions.tree import Always, Call, Column, Compare, Constant, Known
from greenbook.handbook.pages import (
    Count,
    CtaEdition,
    Due,
    Group,
    KpiEdition,
    Length,
    MeasureEdition,
    OccasionEdition,
    PlaybookEdition,
    ProgramEdition,
    RepeatingEdition,
    ScorecardEdition,
)
from greenbook.handbook.types import Type
from tests.handbook.small import edition, handbook, only, problems, when

EDITION = '[[edition]]\nfrom = 2022-02-01\ncites = "line 1"\n'


def head(kind: str, decides: str = "asked", **keys: str) -> str:
    more = "".join(f'{key} = "{value}"\n' for key, value in keys.items())
    named = "" if kind in ("playbook", "program") else f'decides = "{decides}"\n'
    return f'kind = "{kind}"\ntitle = "T"\n{named}{more}{EDITION}'


VALUE = 'value = "percent_of(stages_in_use, 10)"\n'
BANDS = 'bands = { red = "below 5", yellow = "up to 12", green = "otherwise" }\n'


def measure(decides: str = "seats") -> str:
    return head("measure", decides, unit="percent") + VALUE + BANDS


def test_bands_become_rules_over_the_value() -> None:
    found = edition(measure())
    assert isinstance(found, MeasureEdition)
    assert found.value is not None
    assert found.value.type == Type("percent")
    assert [rule.when.text for rule in found.rules] == ["value < 5", "value <= 12", "known(value)"]
    condition = found.rules[0].when
    assert isinstance(condition, Compare)
    assert isinstance(condition.left, Column)
    assert (condition.left.name, condition.left.source) == ("seats__value", "local")
    assert isinstance(found.rules[2].when, Known)


def test_metrics_each_have_a_value_and_bands() -> None:
    metric = f'[[edition.metric]]\nname = "users who deployed"\nvalue = "stages_in_use"\n{BANDS}'
    found = edition(head("measure", "cd", unit="count") + metric)
    assert isinstance(found, MeasureEdition)
    assert found.metrics[0].column == "cd__users_who_deployed__value"
    assert found.metrics[0].rules[0].when.text == "users_who_deployed < 5" or (
        found.metrics[0].rules[0].when.text == "value < 5"
    )


@pytest.mark.parametrize(
    ("was", "is_now", "says"),
    [
        ('"below 5"', '"under 5"', '"below 5", "up to 12" or "otherwise"'),
        ('"below 5"', '"below 20"', "can never be reached"),
        ('yellow = "up to 12"', 'yellow = "up to 12", amber = "up to 15"', "is not one of"),
        ('red = "below 5"', 'red = "otherwise"', "`otherwise` stands last"),
        ('unit = "percent"', "", "`unit` is missing"),
        ('unit = "percent"', 'unit = "usd"', "is a percentage and must be an amount of money"),
        (BANDS, "", "write bands or a cross"),
    ],
)
def test_a_measure_is_held_to_its_form(was: str, is_now: str, says: str) -> None:
    found = problems(page=measure().replace(was, is_now))
    assert any(says in problem.says for problem in found), found


SCORECARD = (
    head("scorecard", "health")
    + """
bands = { red = "below 50", yellow = "below 75", green = "otherwise" }
leave_out = { when = "onboarding_day < 30", all_but = ["sentiment"] }
[edition.groups]
product = { weight = 60, measures = { seats = 70, scm = 30 } }
risk    = { weight = 40, measures = { sentiment = 100 } }
[[edition.override]]
name   = "the CSM says red"
when   = "sentiment = 'red'"
colour = "red"
score  = "at most 49"
"""
)
MEASURES = {f"{name}.toml": measure(name) for name in ("seats", "scm", "sentiment")}


def test_a_scorecard_has_weighted_groups_and_overrides() -> None:
    found = edition(SCORECARD, MEASURES)
    assert isinstance(found, ScorecardEdition)
    assert found.groups[0] == Group("product", 60, {"seats": 70, "scm": 30})
    assert found.bands.steps == (("red", "<", 50), ("yellow", "<", 75), ("green", None, None))
    assert found.leave_out_all_but == ("sentiment",)
    assert (found.overrides[0].colour, found.overrides[0].at_most) == ("red", 49)


@pytest.mark.parametrize(
    ("was", "is_now", "says"),
    [
        ("weight = 60", "weight = 50", "the weights add up to 90"),
        ("seats = 70", "seats = 60", "the weights add up to 90"),
        ("seats = 70", "seats = 69.5", "is a whole number"),
        ("weight = 60", "weight = 60.5", "must be a whole number"),
        ("scm = 30", "smc = 30", "did you mean `scm`?"),
        ('all_but = ["sentiment"]', 'all_but = ["sentimant"]', "did you mean `sentiment`?"),
        ('colour = "red"', 'colour = "rot"', "is not a colour"),
        ("at most 49", "under 49", "is written"),
        ('"below 75"', '"below 40"', "can never be reached"),
        ("'red'", "'rod'", "did you mean `red`?"),
    ],
)
def test_a_scorecard_is_held_to_its_form(was: str, is_now: str, says: str) -> None:
    found = problems({**MEASURES, "page.toml": SCORECARD.replace(was, is_now, 1)})
    assert any(says in problem.says for problem in found), found


RHYTHM = (
    head("rhythm", "cadence")
    + """
last  = "last_call_on"
start = "latest_of(assigned_on, since.cadence)"
[edition.parameters]
often = "7 days"
[edition.table]
asks  = ["segment", "tier"]
gives = ["every", "at_most", "aim"]
rows  = [
  ["growth", 1, "$often", "1 month", "7 days"],
  ["growth", 2, "90 days", "none", "none"],
]
"""
)


def test_a_repeating_rhythm_gives_lengths() -> None:
    found = edition(RHYTHM)
    assert isinstance(found, RepeatingEdition)
    assert found.outputs == ("every", "at_most", "aim")
    assert found.rules[0].gives == (Length(7, "day"), Length(1, "month"), Length(7, "day"))
    assert found.rules[1].gives == (Length(90, "day"), None, None)
    assert found.soon == Length(3, "day")
    assert isinstance(found.start, Call)


def test_a_rhythm_may_begin_anew_for_some() -> None:
    found = edition(RHYTHM.replace("start =", "begins_anew = \"segment = 'growth'\"\nstart ="))
    assert isinstance(found, RepeatingEdition)
    assert isinstance(found.begins_anew, Compare)


@pytest.mark.parametrize(
    ("was", "is_now", "says"),
    [
        ('"90 days"', '"ninety days"', "is not a length of time"),
        ('"90 days"', "90", "is not a length of time"),
        ('"90 days", "none"', '"90 days", "30 days"', "the limit comes before it is due"),
        ('"every", "at_most"', '"evry", "at_most"', "did you mean `every`?"),
        ('["growth", 2,', '["grwth", 2,', "did you mean `growth`?"),
        ('["growth", 2,', '["growth",', "row 2 has 4 cells, the table has 5 columns"),
        ('["growth", 2,', '["growth", "unknown",', "can not be asked for"),
        ('asks  = ["segment", "tier"]', 'asks = ["segmnt", "tier"]', "did you mean `segment`?"),
        ('last  = "last_call_on"', 'last = "tier"', "must be a date"),
    ],
)
def test_a_rhythm_is_held_to_its_form(was: str, is_now: str, says: str) -> None:
    found = problems(page=RHYTHM.replace(was, is_now, 1))
    assert any(says in problem.says for problem in found), found


def test_a_rhythm_once_per_occasion() -> None:
    found = edition(
        head("rhythm")
        + 'once_per = "assigned_on"\nopens = "assigned_on"\nsoon = "30 days"\n'
        + 'due = "add_months(assigned_on, 6)"\nlimit = "add_months(assigned_on, 7)"\n'
        + 'done = "last_call_on >= assigned_on"\n'
    )
    assert isinstance(found, OccasionEdition)
    assert found.soon == Length(30, "day")


SHARE = """
value = "percent_of(first, all_of_them)"
met   = "value <= limit_of"
[edition.counts]
first       = { of = "account", where = "tier = $best" }
all_of_them = { of = "account", where = "tier in (1, 2)", by = "csm_id" }
money       = { of = "account", sum = "arr" }
[edition.parameters]
best = 1
[edition.table]
asks  = ["works_in"]
gives = ["limit_of"]
rows  = [["AMER", 20], ["any", 25]]
"""
KPI = head("kpi", "share", grain="person", unit="percent") + SHARE


def test_a_kpi_counts_rows_of_a_finer_grain() -> None:
    found = edition(KPI.replace("first, all", "first, all"))
    assert isinstance(found, KpiEdition)
    assert found.counts[0].of == "account"
    assert found.counts[0].by == "csm_id"
    assert found.counts[2].sum is not None
    assert isinstance(found.counts[2].where, Always)
    assert found.outputs == ("limit_of",)
    assert isinstance(found.met, Compare)
    assert isinstance(found.met.right, Column)
    assert found.met.right.name == "share__limit_of"


def test_a_kpi_may_have_a_raw_value() -> None:
    text = head("kpi", "engage", unit="days")
    text += 'raw = "days_between(assigned_on, last_call_on)"\nvalue = "at_least_zero(raw)"\n'
    found = edition(text + 'met = "value <= 14"\nlate = "last_call_on is null"\n')
    assert isinstance(found, KpiEdition)
    assert isinstance(found.value, Call)
    assert isinstance(found.value.arguments[0], Column)
    assert found.value.arguments[0].name == "engage__raw"


@pytest.mark.parametrize(
    ("was", "is_now", "says"),
    [
        ('of = "account", where = "tier = $best"', 'of = "acount"', "did you mean `account`?"),
        ('of = "account", where = "tier = $best"', 'of = "opportunity"', "Write by ="),
        ('by = "csm_id"', 'by = "csn_id"', "did you mean `csm_id`?"),
        ('sum = "arr"', 'sum = "segment"', "is no number of account"),
        ("tier = $best", "works_in = 'AMER'", "is a fact of person"),
        ("tier = $best", "tier = $bst", "did you mean `best`?"),
        ("value <= limit_of", "value <= limit_off", "did you mean `limit_of`?"),
        ("value = ", "val = ", "did you mean `value`?"),
        ('unit = "percent"', "", "`unit` is missing"),
    ],
)
def test_a_kpi_is_held_to_its_form(was: str, is_now: str, says: str) -> None:
    found = problems(page=KPI.replace(was, is_now, 1))
    assert any(says in problem.says for problem in found), found


CTA = (
    head("cta", "silent")
    + """
opens_when  = "last_call_on is null and not in_triage"
once_per    = "assigned_on"
starts      = "assigned_on"
due         = "start + 2 weeks"
closes_when = "last_call_on >= assigned_on"
stays_open_when = "in_triage"
owner       = "csm"
priority    = "high"
subject     = "Call {account}"
because     = "{account} was assigned on {assigned_on}"
playbook    = "welcome"
snooze      = "6 months"
"""
)
PLAYBOOK = (
    head("playbook")
    + """
[[edition.task]]
name  = "write"
owner = "csm"
due   = "assigned_on + 14 days"
[[edition.task]]
name     = "call"
owner    = "csm"
due      = "start - 1 month"
required = false
only_if  = "in_triage"
done     = "last_call_on >= assigned_on"
after    = ["write"]
"""
)


def test_a_cta_is_due_from_its_start() -> None:
    found = edition(CTA, {"welcome.toml": PLAYBOOK})
    assert isinstance(found, CtaEdition)
    assert isinstance(found.due, Call)
    assert found.due.text == "add_days(assigned_on, 14)"
    assert (found.playbook, found.snooze) == ("welcome", Length(6, "month"))
    assert found.stays_open_when is not None and found.stays_open_when.text == "in_triage"


def test_a_playbook_has_tasks_with_due_days() -> None:
    found = edition(PLAYBOOK)
    assert isinstance(found, PlaybookEdition)
    first, second = found.tasks
    assert isinstance(first.due.anchor, Column)
    assert first.required
    assert second.due == Due("start - 1 month", "start", Length(1, "month"), before=True)
    assert (second.required, second.after) == (False, ("write",))
    assert second.done is not None


@pytest.mark.parametrize(
    ("was", "is_now", "says"),
    [
        ('"welcome"', '"welcom"', "did you mean `welcome`?"),
        ('"high"', '"hi"', "is not a priority"),
        ("{assigned_on}", "{assigned}", "did you mean `assigned_on`?"),
        ('owner       = "csm"', 'owner = "cms"', "did you mean `csm`?"),
        ('owner       = "csm"', 'owner = "csm"\ntype = "riks"', "did you mean `risk`?"),
        ('owner       = "csm"', 'owner = "csm"\ncloses_as = "closed_lost_churned"', "closes_as"),
        ("Call {account}", "C" * 81, "has 81 characters"),
        ("start + 2 weeks", "start + a while", "two words stand side by side"),
        ("start + 2 weeks", "arr + 2 weeks", "not a date"),
        ('owner       = "csm"', "", "`owner` is missing"),
        ("6 months", "half a year", "is not a length"),
        ('"in_triage"', '"in_triag"', "did you mean `in_triage`?"),
        ("stays_open_when", "stay_open_when", "did you mean `stays_open_when`?"),
    ],
)
def test_a_cta_is_held_to_its_form(was: str, is_now: str, says: str) -> None:
    found = problems({"welcome.toml": PLAYBOOK, "page.toml": CTA.replace(was, is_now, 1)})
    assert any(says in problem.says for problem in found), found


def test_a_playbook_is_not_named_like_a_decision() -> None:
    found = problems({"tasks/priority.toml": PLAYBOOK}, page=when("arr > 1"))
    assert "`priority` is already the name of page" in only(found).says


def test_a_task_comes_after_tasks_above() -> None:
    text = PLAYBOOK.replace('after    = ["write"]', 'after = ["wriet"]')
    assert "did you mean `write`?" in only(problems(page=text)).says


PROGRAM = (
    head("program")
    + """
trigger  = "in_triage"
audience = "arr > 0"
exclude  = "segment = 'strategic'"
sender   = "success"
[[edition.step]]
name  = "hello"
send  = "hello.md"
after = "3 days"
to    = ["champion"]
"""
)


def test_a_program_sends_files_beside_it() -> None:
    book = handbook({"programs/dp1.toml": PROGRAM, "programs/hello.md": "Hello"})
    found = book.pages["programs/dp1"].editions[0]
    assert isinstance(found, ProgramEdition)
    assert found.steps[0].send == "programs/hello.md"
    assert book.pages["programs/dp1"].decides == "dp1"


def test_a_program_writes_to_personas() -> None:
    files = {"programs/dp1.toml": PROGRAM.replace("champion", "chamption"), "programs/hello.md": ""}
    assert "did you mean `champion`?" in only(problems(files)).says


def test_a_file_to_send_must_be_there() -> None:
    found = problems({"programs/dp1.toml": PROGRAM, "programs/helo.md": "Hello"})
    assert "did you mean `programs/helo.md`?" in only(found).says


def test_other_pages_read_what_stands_beside_a_decision() -> None:
    late = when("cadence__due < today and share__x > 1").replace("priority", "late")
    text = problems(cadence=RHYTHM, page=late)
    assert "no fact, decision or term is called `share__x`" in only(text).says


def test_constants_of_a_table_take_the_unit_of_the_kpi() -> None:
    text = (
        head("kpi", "arr_goal", unit="usd")
        + """
value = "arr"
met   = "value >= goal"
[edition.table]
asks  = ["segment"]
gives = ["goal"]
rows  = [["any", 100]]
"""
    )
    found = edition(text)
    assert isinstance(found, KpiEdition)
    assert found.rules[0].gives == (Constant("100", 10_000, Type("usd")),)
    assert isinstance(found.counts, tuple)
    assert not isinstance(found.rules[0].when, Count)
