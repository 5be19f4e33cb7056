"""Why: every documented key, overrides as rule 0, every grain, and clear words where it cannot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from greenbook.decisions.explain import OfAnotherGrain, UnknownSubject, subject_called
from greenbook.decisions.extract import own_reader
from greenbook.decisions.worked import work_out
from greenbook.engagement.touchpoints import log_touchpoint
from greenbook.engine.again import agrees
from greenbook.engine.explain import NothingToExplain, traced_in_bulk
from greenbook.records.find import NobodyCalledThat, SeveralCalledThat
from greenbook.records.models import Account, Override, Subscription, User
from tests.automations.conftest import Work
from tests.decisions.conftest import Asked

Make = Callable[..., Account]

DAY = date(2026, 3, 2)
DOCUMENTED = (
    "subject facts decision value because page edition handbook cites rules conditions evidence "
    "missing overrides parts"
)


def test_every_documented_key_is_there(work: Work, customer: Make, asked: Asked) -> None:
    acme = customer("Acme")
    work.everybody(DAY)
    answer = asked(acme, "priority_decided", DAY).as_json()
    assert set(DOCUMENTED.split()) <= set(answer)
    assert answer["page"] == "priority/decided"
    assert answer["handbook"] == work.handbook.hash
    assert "engagement specification 1.7" in answer["cites"]
    [winner] = [rule for rule in answer["rules"] if rule["winner"]]
    assert (winner["name"], answer["value"]) == ("it was decided before", 2)
    tried = [rule["truth"] for rule in answer["rules"][: winner["number"]]]
    assert tried == [False, True]


def test_the_records_behind_the_values_are_named(
    work: Work, customer: Make, nora: User, asked: Asked
) -> None:
    acme = customer("Acme")
    entry = log_touchpoint(acme, by=nora, on=DAY, type="customer_call", subject="Hello").entry
    work.everybody(DAY)
    evidence = asked(acme, "cadence_call", DAY).trace.evidence
    assert f"timeline_entry:{entry.pk}" in {each["record"] for each in evidence} | {
        value for each in evidence for value in each.values()
    }


def test_an_override_is_rule_nought_until_it_ends(
    work: Work, customer: Make, omar: User, asked: Asked
) -> None:
    acme = customer("Acme")
    Override.put(
        acme,
        decision="cadence_call",
        value="on_track",
        reason="They talk on chat",
        by=omar,
        on=DAY,
        ends_on=DAY + timedelta(days=1),
    )
    for day in (DAY, DAY + timedelta(days=1)):
        work.everybody(day)
        answer = asked(acme, "cadence_call", day).as_json()
        assert (answer["value"], answer["rule"]) == ("on_track", 0)
        assert answer["overrides"][0]["reason"] == "They talk on chat"
        assert "They talk on chat" in answer["because"] or "Omar" in answer["because"]
    after = DAY + timedelta(days=2)
    work.everybody(after)
    ended = asked(acme, "cadence_call", after).as_json()
    assert (ended["value"], ended["overrides"]) == ("overdue", [])
    assert asked(acme, "cadence_call", DAY).trace.value == "on_track"


def test_every_trace_of_a_book_concludes_what_was_decided(
    work: Work, customer: Make, nora: User
) -> None:
    for number, (segment, region) in enumerate(
        (segment, region)
        for segment in ("strategic", "growth", "commercial", "scale", "digital", None)
        for region in ("AMER", "EMEA", "APJ", None)
    ):
        account = customer(
            f"Customer {number}",
            csm=nora if number % 3 else None,
            cs_segment=segment,
            region=region,
            arr_cents=None if number % 5 == 0 else number * 40_000_00,
            stages_in_use=None if number % 4 == 0 else number % 6,
            renewal_on=None if number % 7 == 0 else DAY + timedelta(days=20 * number),
        )
        if number % 2:
            sentiment = ("red", "yellow", "green")[number % 3]
            account.timeline.create(
                type="health_update",
                csm_sentiment=sentiment,
                happened_on=DAY - timedelta(days=9 * number),
                known_from=DAY,
            )
    worked = work_out(
        work.engine.beside(), work.handbook, own_reader, day=DAY, lake=work.lake, accounts=None
    )
    decided = {row["id"]: row for row in worked.rows("select * from decided_account")}
    traces = list(traced_in_bulk(worked.engine, work.handbook, grain="account", on=DAY))
    assert len(traces) > 24 * 100
    for trace in traces:
        assert agrees(trace), (trace.decision, trace.id, trace.because)
        kept = decided[trace.id].get(trace.decision)
        if trace.kind == "decision":
            assert trace.value == kept, (trace.decision, trace.id)


def test_persons_and_subscriptions_are_explained_too(
    work: Work, customer: Make, nora: User, asked: Asked
) -> None:
    acme = customer("Acme")
    paid = Subscription.objects.create(
        account=acme,
        external_id="S-1",
        starts_on=DAY - timedelta(days=90),
        seats=100,
        known_from=DAY,
    )
    work.everybody(DAY)
    subject, name = subject_called("S-1", "subscription")
    assert (subject.id, subject.account) == (paid.pk, acme.pk)
    value = asked.of(subject, "time_to_ci", DAY)
    assert value.origin == "seen" and value.trace.page == "value/time_to_ci"
    person, name = subject_called("nora", "person")
    assert name == "Nora"
    share = asked.of(person, "p1_share_growth", DAY)
    assert share.trace.page == "priority/p1_share_growth"
    assert share.trace.value == 0


def test_what_cannot_be_explained_is_said_clearly(work: Work, customer: Make, asked: Asked) -> None:
    acme = customer("Acme")
    customer("Globex")
    customer("globex")
    work.everybody(DAY)
    with pytest.raises(NothingToExplain, match="Did you mean `cadence_call`"):
        asked(acme, "cadence_cal", DAY)
    with pytest.raises(OfAnotherGrain, match="for each subscription, not for each account"):
        asked(acme, "time_to_ci", DAY)
    with pytest.raises(NobodyCalledThat, match="No account has"):
        subject_called("Initech")
    with pytest.raises(SeveralCalledThat, match="Give the id"):
        subject_called("Globex")
    with pytest.raises(UnknownSubject, match="is no grain"):
        subject_called("Acme", "planet")  # type: ignore[arg-type]
    with pytest.raises(UnknownSubject, match="No subscription"):
        subject_called("S-9", "subscription")


def test_a_customer_that_was_not_known_yet_has_nothing_to_explain(
    work: Work, customer: Make, asked: Asked
) -> None:
    acme = customer("Acme", known_from=DAY)
    work.everybody(DAY)
    with pytest.raises(NothingToExplain):
        asked(acme, "priority_decided", DAY - timedelta(days=1))
