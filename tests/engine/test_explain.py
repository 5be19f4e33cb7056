"""Why: one sentence a decision, and a trace down to the records, for accounts one can picture."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from greenbook.engine.again import agrees
from greenbook.engine.duck import DuckEngine
from greenbook.engine.explain import NothingToExplain, explain
from greenbook.engine.interface import Engine
from greenbook.engine.trace import Trace
from greenbook.handbook.read import read_files
from tests.engine.green_handbook import FILES, SHARE, SHARE_CASES, green
from tests.engine.random_accounts import COLUMNS, TODAY, with_facts

Why = Callable[..., Trace]
ACME: dict[str, Any] = {
    "id": 1,
    "today": TODAY,
    "arr": 39_624_00,
    "cs_segment": "strategic",
    "uptier_discussed": False,
    "onboarding_open": False,
    "growth_intent": False,
    "escalated": False,
    "silent": False,
    "last_call_on": date(2024, 5, 28),
    "last_call_on__known": True,
    "assigned_on": date(2023, 1, 1),
    "licensed": 100,
    "billable": 80,
    "deployers": 20,
    "sentiment": "green",
    "csm_id": 1,
}


@pytest.fixture
def why(duck: DuckEngine) -> Iterator[Why]:
    """Explain a decision about Acme as it is but for what is said differently."""

    def ask(decision: str, **different: Any) -> Trace:
        with_facts(duck, pa.Table.from_pylist([ACME | different], schema=COLUMNS))
        trace = explain(duck, green(), grain="account", id=1, decision=decision, on=TODAY)
        assert agrees(trace)
        return trace

    return ask


def test_a_rule_that_holds_is_said_by_its_values(why: Why) -> None:
    trace = why("priority_by_model", arr=1_000_000_00)
    assert trace.because == "1 because the ARR is USD 1,000,000 (at least USD 1,000,000)"


def test_a_term_is_said_by_what_is_behind_it(why: Why) -> None:
    trace = why("priority_by_model", uptier_months=3, uptier_discussed=True)
    assert trace.because == (
        "1 because the open uptier is 3 months (at most 3 months)"
        " and the uptier was discussed lately"
    )


def test_the_last_rule_says_why_those_before_it_failed(why: Why) -> None:
    assert why("priority_by_model").because == (
        "2 because there is no open uptier, it has no open onboarding"
        " and the ARR is USD 39,624 (under USD 1,000,000)"
    )


def test_criteria_are_counted(why: Why) -> None:
    trace = why("priority_by_model", cs_segment="commercial", growth_intent=True, escalated=True)
    assert trace.because == (
        "1 because it meets 2 of 4 criteria: it has stated growth intent and in triage"
    )
    fewer = why("priority_by_model", cs_segment="commercial", escalated=True)
    assert fewer.because == ("2 because it meets 1 of 4 criteria, 2 are needed: in triage")


def test_days_are_said_with_how_long_ago_they_were(why: Why) -> None:
    trace = why(
        "priority_by_model",
        cs_segment="commercial",
        escalated=True,
        assigned_on=date(2024, 5, 1),
    )
    assert trace.because.endswith(
        "the assignment was on 1 May 2024 (less than 3 months ago) and in triage"
    )


def test_what_is_handed_on_is_explained_by_the_page_below(why: Why) -> None:
    trace = why("priority_suggested", arr=1_000_000_00)
    assert trace.because == "1 because the ARR is USD 1,000,000 (at least USD 1,000,000)"
    assert trace.page == "priority/suggested"
    assert "priority_by_model" in [below.decision for below in trace.below]


def test_an_authors_own_words_are_filled_in(why: Why) -> None:
    trace = why("priority_suggested", sentiment="red")
    assert trace.because == "1 because its health is red at an ARR of USD 39,624"


def test_doubt_is_said_with_what_is_missing(why: Why) -> None:
    trace = why("priority_by_model", arr=None)
    assert trace.because.endswith("— as far as we know: the ARR is not known")
    assert (trace.value, trace.known, trace.sure) == (2, True, False)
    assert trace.missing == ({"fact": "arr", "label": "ARR"},)


def test_what_is_not_known_says_what_it_needs(why: Why) -> None:
    trace = why("in_triage", escalated=None)
    assert trace.because == ("unknown because whether it has an open escalation is not known")
    assert (trace.value, trace.known) == (None, False)


def test_what_a_value_needs_is_named_by_its_own_facts(why: Why) -> None:
    trace = why("license_utilization", billable=None)
    assert trace.because == "unknown because the number of billable users is not known"


def test_a_measure_says_its_value_and_the_limit(why: Why) -> None:
    assert why("license_utilization", billable=40).because == (
        "red because the license utilization is 40% (under 50%)"
    )
    assert why("license_utilization").because == (
        "green because the license utilization is 80% (over 75%)"
    )


def test_other_true_rules_are_told(why: Why) -> None:
    trace = why("priority_by_model", uptier_months=1, uptier_discussed=True, arr=1_000_000_00)
    assert trace.also_true == ("large ARR",)  # the last one holds only where no other does


def test_a_page_that_does_not_apply_says_why(why: Why) -> None:
    assert why("cadence_call", csm_id=None).because == (
        "none because it does not apply: there is no CSM"
    )


def test_a_rhythm_says_when_it_last_was_and_by_when_it_is_owed(why: Why) -> None:
    assert why("cadence_call", last_call_on=date(2024, 4, 18)).because == (
        "breach because the last call was on 18 Apr 2024, owed every 14 days:"
        " it was due on 2 May 2024, at the latest on 18 May 2024"
    )


def test_a_score_shows_its_parts_and_who_took_whose_weight(why: Why) -> None:
    trace = why("health", sentiment="yellow", licensed=None)
    assert trace.because == "green because its score is 75: product 87.5 and risk 62.5"
    product = trace.parts["groups"][0]
    used = {each["measure"]: each["weight_used"] for each in product["measures"]}
    assert used == {"license_utilization": 0.0, "adoption": 100.0}
    assert product["weight_used"] == 50.0


def test_a_score_of_nothing_known_names_the_facts_of_its_measures(why: Why) -> None:
    trace = why("health", sentiment=None, licensed=None, billable=None, deployers=None)
    assert trace.because == (
        "unknown because the CSM sentiment, the number of billable users,"
        " the number of licensed users and the number of users who deployed are not known"
    )


def test_an_override_of_a_score_is_said(why: Why) -> None:
    trace = why("health", sentiment="red")
    assert trace.because == "red because the CSM says red: the CSM sentiment is red"
    assert trace.parts["effective"] == 49.0


def test_evidence_names_the_records(why: Why) -> None:
    evidence = why("cadence_call").evidence
    assert {"fact": "last_call_on", "record": "timeline_entry:1"} in evidence


def test_json_has_the_promised_keys_and_dollars(why: Why) -> None:
    found = json.loads(json.dumps(why("priority_by_model").as_json()))
    promised = {
        "decision", "value", "because", "page", "edition", "handbook", "cites", "rules",
        "conditions", "evidence", "missing", "overrides", "parts",
    }  # fmt: skip
    assert promised <= set(found)
    assert found["edition"] == "2022-02-01"
    assert found["handbook"] == green().hash
    [large] = [leaf for leaf in found["conditions"] if leaf["text"].startswith("arr")]
    assert large["truth"] is False
    assert (large["values"], large["limit"]) == ({"arr": 39_624}, 1_000_000)
    assert [rule["truth"] for rule in found["rules"]][:4] == [False, False, False, True]


def test_an_override_is_shown_with_who_and_why(duck: DuckEngine) -> None:
    with_facts(duck, pa.Table.from_pylist([ACME], schema=COLUMNS))
    duck.load("override_account", pa.table({"id": [1], "override__priority_suggested": [3]}))
    override = {"decision": "priority_suggested", "value": "3", "by": "Omar"}
    override |= {"reason": "moves to Digital", "ends_on": date(2024, 7, 1)}
    trace = explain(
        duck,
        green(),
        grain="account",
        id=1,
        decision="priority_suggested",
        on=TODAY,
        overridden=["priority_suggested"],
        overrides=[override],
    )
    assert trace.because == (
        "3 because it was set by hand by Omar, until 1 Jul 2024: moves to Digital"
    )
    assert trace.rule == 0
    assert agrees(trace)


def test_a_person_is_explained_by_the_accounts_counted(duck: DuckEngine) -> None:
    rows = [ACME | {"id": n, "sentiment": "red" if n == 1 else "green"} for n in range(1, 5)]
    with_facts(duck, pa.Table.from_pylist(rows, schema=COLUMNS))
    trace = explain(duck, green(), grain="person", id=1, decision="p1_share", on=TODAY)
    assert trace.because == (
        "25% because 1 p1 of 4 all accounts: the target is not met (at most 20%)"
    )
    assert trace.parts["counts"]["p1"] == {"count": 1, "not_known": 0}
    assert agrees(trace)


def test_a_target_between_two_limits_is_said_in_one_breath(duck: DuckEngine) -> None:
    rows = [ACME | {"id": n, "sentiment": "red" if n == 1 else "green"} for n in range(1, 5)]
    with_facts(duck, pa.Table.from_pylist(rows, schema=COLUMNS))
    share = SHARE.replace("value <= 20", "value between 10 and 30")
    cases = SHARE_CASES.replace("p1_share__met = false", "p1_share__met = true")
    changed = {"priority/p1_share.toml": share, "priority/p1_share.cases.toml": cases}
    trace = explain(
        duck, read_files(FILES | changed), grain="person", id=1, decision="p1_share", on=TODAY
    )
    assert trace.because.endswith("the target is met (between 10% and 30%)")


def test_both_engines_explain_alike(engine: Engine) -> None:
    with_facts(engine, pa.Table.from_pylist([ACME], schema=COLUMNS))
    trace = explain(engine, green(), grain="account", id=1, decision="priority_suggested", on=TODAY)
    assert trace.because.startswith("2 because there is no open uptier")


def test_nobody_there_or_nothing_decided_is_said(duck: DuckEngine) -> None:
    with_facts(duck, pa.Table.from_pylist([ACME], schema=COLUMNS))
    with pytest.raises(NothingToExplain, match="no account 9"):
        explain(duck, green(), grain="account", id=9, decision="health", on=TODAY)
    with pytest.raises(NothingToExplain, match="nothing in the handbook decides helth"):
        explain(duck, green(), grain="account", id=1, decision="helth", on=TODAY)
