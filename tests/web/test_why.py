"""Why: the panel that opens beside a status, and what it does not tell to whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.template import Context, Template
from django.test import Client

from greenbook.automations import tasks
from greenbook.decisions.concluded import concluded
from greenbook.decisions.explain import explain, handbook_of
from greenbook.decisions.facts_of_day import Subject
from greenbook.decisions.would_be import would_be
from greenbook.engagement.queries.behind import Behind
from greenbook.records.models import (
    Account,
    AccountTeam,
    Cta,
    DecisionChange,
    Ebr,
    Onboarding,
    OnboardingDelay,
    Override,
    PriorityAssessment,
    PriorityException,
    Subscription,
    TimelineEntry,
    Triage,
    User,
)
from greenbook.web.said import day
from greenbook.web.traces import called
from tests.records.conftest import opened
from tests.web.conftest import SIGNED, SignedIn, WorkedOut

TODAY = date.today()
BESIDE = {"HX-Request": "true"}


def turned_red(account: Account, by: User) -> TimelineEntry:
    return TimelineEntry.log(
        account,
        type="health_update",
        subject="Their sponsor left",
        author=by,
        on=TODAY,
        csm_sentiment="red",
        risk_reason="The sponsor left for Hooli",
        risk_impact=["customer_churn"],
    )


@pytest.fixture
def red(acme: Account, nora: User, worked_out: WorkedOut) -> Account:
    turned_red(acme, nora)
    worked_out(acme)
    return acme


def read(browser: Client, address: str, **headers: str) -> str:
    answer = browser.get(address, headers=headers or None)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def test_the_sentence_stands_first_and_the_rule_that_won_is_marked(
    red: Account, nora: User, signed_in: SignedIn
) -> None:
    text = read(signed_in(nora), f"/why/account/{red.pk}/health")
    assert "Because the CSM says red: the CSM sentiment is red." in text
    assert "<strong>the CSM says red</strong>" in text
    assert "Customer health scoring, Scorecard" in text
    assert "edition of 1 Feb 2024" in text


def test_htmx_gets_the_panel_alone_and_everybody_else_a_page(
    red: Account, nora: User, signed_in: SignedIn
) -> None:
    address, browser = f"/why/account/{red.pk}/health", signed_in(nora)
    panel, page = read(browser, address, **BESIDE), read(browser, address)
    assert panel.startswith("<article") and "data-close-side" in panel
    assert "<html" in page and "data-close-side" not in page


def test_a_priority_says_what_priorities_are_for(
    red: Account, nora: User, signed_in: SignedIn
) -> None:
    browser = signed_in(nora)
    text = read(browser, f"/why/account/{red.pk}/priority_decided")
    assert "Priorities put our time where growth or risk is near" in text
    assert "Priorities put our time" not in read(browser, f"/why/account/{red.pk}/health")


def test_a_score_shows_its_measures_and_where_their_weight_went(
    red: Account, nora: User, signed_in: SignedIn
) -> None:
    text = read(signed_in(nora), f"/why/account/{red.pk}/health")
    assert f'href="/why/account/{red.pk}/csm_sentiment_in_use"' in text
    assert "what is not known gives its weight to the others" in text


def test_the_record_behind_a_value_is_linked_and_said_in_words(
    acme: Account, nora: User, signed_in: SignedIn, worked_out: WorkedOut
) -> None:
    call = {"type": "customer_call", "meeting_type": "cadence_call", "with_csm": True}
    entry = TimelineEntry.log(acme, subject="Next steps", author=nora, on=TODAY, **call)
    worked_out(acme)
    text = read(signed_in(nora), f"/why/account/{acme.pk}/cadence_call")
    there = f"/accounts/{acme.pk}?section=timeline#timeline_entry-{entry.pk}"
    assert f'<a href="{there}">Cadence call, {day(TODAY)}: Next steps</a>' in text


@pytest.mark.parametrize(
    ("kind", "record", "said"),
    [
        ("timeline_entry", TimelineEntry(type="health_update", subject="Health update: red",
                                         happened_on=TODAY), f"Health update, {day(TODAY)}"),
        ("priority_assessment", PriorityAssessment(decided=2, happened_on=TODAY),
         f"P2, {day(TODAY)}"),
        ("priority_exception", PriorityException(direction="to_p1", category="risk_not_in_model"),
         "To P1: Risk not in model"),
        ("onboarding", Onboarding(started_on=TODAY), f"Onboarding, {day(TODAY)}"),
        ("onboarding_delay", OnboardingDelay(cause="vendor", reason="A region opens"),
         "Vendor: A region opens"),
        ("triage", Triage(opened_on=TODAY), f"Triage, {day(TODAY)}"),
        ("ebr", Ebr(kind="full"), "Full EBR"),
        ("account_team", AccountTeam(user=User(name="Nora"), role="csm"), "Nora, CSM"),
        ("cta", Cta(name="Call them"), "Call them"),
    ],
)  # fmt: skip
def test_records_are_called_by_words_and_days(kind: str, record: Any, said: str) -> None:
    assert called(Behind(kind, 1, record, ())) == said


def test_an_override_says_who_set_it_and_why(
    acme: Account, nora: User, omar: User, signed_in: SignedIn, worked_out: WorkedOut
) -> None:
    Override.put(acme, decision="health", value="yellow", reason="In talks", by=omar, on=TODAY)
    worked_out(acme)
    text = read(signed_in(nora), f"/why/account/{acme.pk}/health")
    assert "Set by hand by Omar: In talks" in text


def test_what_it_was_before_is_told(red: Account, nora: User, signed_in: SignedIn) -> None:
    DecisionChange.objects.create(
        account=red, subject_id=red.pk, decision="health", was="green", is_now="red", on_day=TODAY
    )
    text = read(signed_in(nora), f"/why/account/{red.pk}/health")
    history = text.partition("<h3>History</h3>")[2]
    assert history.index("Green") < history.index("Red")


def test_it_says_what_would_be_otherwise_only_where_that_is_sure(
    acme: Account, worked_out: WorkedOut
) -> None:
    opened(acme, name="At risk", type="risk", rule="ctas/at_risk", start_on=TODAY)
    worked_out(acme)
    trace = explain(
        Subject("account", acme.pk, acme.pk),
        "priority_by_model",
        name="Acme",
        day=TODAY,
        lake=tasks.lake(),
        engine=tasks.engine(),
    ).trace
    told = {(each.value, each.condition) for each in would_be(trace, handbook_of(TODAY))}
    assert all(value != trace.value for value, _ in told)
    assert not any("today" in condition for _, condition in told)


@pytest.mark.parametrize(
    "address",
    ["account/{globex}/health", "subscription/{theirs}/time_to_onboard", "account/999999/health"],
)
def test_what_somebody_may_not_see_is_not_there(
    address: str, globex: Account, nora: User, signed_in: SignedIn, worked_out: WorkedOut
) -> None:
    theirs = Subscription.objects.create(account=globex, starts_on=SIGNED, known_from=SIGNED)
    asked = address.format(globex=globex.pk, theirs=theirs.pk)
    assert signed_in(nora).get(f"/why/{asked}").status_code == 404


def test_what_is_not_decided_for_an_account_is_not_there(
    red: Account, nora: User, signed_in: SignedIn
) -> None:
    for decision in ("nonsense", "p1_share_growth"):
        answer = signed_in(nora).get(f"/why/account/{red.pk}/{decision}")
        assert answer.status_code == 404, decision


def test_a_partner_reads_the_colour_and_none_of_the_reasons(
    red: Account, pia: User, signed_in: SignedIn
) -> None:
    text = read(signed_in(pia), f"/why/account/{red.pk}/health")
    assert "Red" in text
    for inner in ("sponsor", "CSM says red", "Weight", "records behind"):
        assert inner not in text


def test_a_partner_is_not_told_what_is_decided_inside(
    red: Account, pia: User, signed_in: SignedIn
) -> None:
    for decision in ("priority_decided", "plan_colour", "in_triage"):
        answer = signed_in(pia).get(f"/why/account/{red.pk}/{decision}")
        assert answer.status_code == 404, decision


def test_a_status_links_to_its_because(red: Account) -> None:
    red = Account.objects.select_related("status").get(pk=red.pk)
    text = Template('{% why account "health" %}').render(Context({"account": red}))
    assert f'href="/why/account/{red.pk}/health"' in text
    assert 'hx-target="#side"' in text
    assert "Red" in text


def test_what_does_not_apply_is_not_said_to_be_unknown(red: Account) -> None:
    stands = concluded(
        red.pk, day=TODAY, lake=tasks.lake(), columns=["health", "non_engaged"], status=red.status
    )
    assert stands is not None
    assert stands.get("health") == "red"


def test_a_number_of_a_person_is_for_those_who_see_numbers(
    red: Account, nora: User, pia: User, signed_in: SignedIn
) -> None:
    address = f"/why/person/{nora.pk}/calls_per_week"
    assert signed_in(nora).get(address).status_code == 200
    assert signed_in(pia).get(address).status_code == 403


def test_a_manager_sets_a_decision_by_hand_from_its_because(
    red: Account, nora: User, omar: User, signed_in: SignedIn
) -> None:
    address = f"/accounts/{red.pk}/by-hand/health"
    assert address in read(signed_in(omar), f"/why/account/{red.pk}/health")
    assert address not in read(signed_in(nora), f"/why/account/{red.pk}/health")
    assert signed_in(nora).post(address, {"value": "green"}).status_code == 403
    form = {"key": str(uuid4()), "value": "yellow", "reason": "In talks"}
    manager = signed_in(omar)
    assert manager.post(address, form | {"value": "blue"}).status_code == 422
    assert manager.post(address, form | {"reason": ""}).status_code == 422
    assert [manager.post(address, form).status_code for _ in range(2)] == [302, 302]
    [override] = Override.objects.all()
    assert (override.decision, override.value, override.by) == ("health", "yellow", omar)


def test_a_csm_asks_for_a_priority_exception(
    red: Account, nora: User, ada: User, signed_in: SignedIn
) -> None:
    address = f"/accounts/{red.pk}/exception"
    assert address in read(signed_in(nora), f"/why/account/{red.pk}/priority_decided")
    form = {
        "key": str(uuid4()),
        "direction": "to_p2",
        "category": "other",
        "justification": "They are leaving anyway",
    }
    assert signed_in(ada).post(address, form).status_code == 403
    past = (TODAY - timedelta(days=1)).isoformat()
    assert signed_in(nora).post(address, form | {"ends_on": past}).status_code == 422
    assert signed_in(nora).post(address, form).status_code == 302
    [asked] = PriorityException.objects.all()
    assert (asked.requested_by, asked.direction, asked.account) == (nora, "to_p2", red)
