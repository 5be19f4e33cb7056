"""Calls to come: planned, prepared, moved, cancelled, and followed up."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from greenbook.engagement.touchpoints import NextStep, log_touchpoint
from greenbook.records.models import Account, Objective, PlannedCall, SuccessPlan, User
from tests.records.conftest import assigned, opened, person
from tests.web.conftest import SignedIn
from tests.web.reading import words

TODAY = date.today()
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def at_nora(nora: User, signed_in: SignedIn) -> Client:
    return signed_in(nora)


@pytest.fixture
def call(acme: Account, nora: User) -> PlannedCall:
    return PlannedCall.plan(acme, host=nora, planned_for=TOMORROW, by=nora, on=TODAY)


def sent(browser: Client, call: PlannedCall, what: str, **typed: Any) -> Any:
    return browser.post(f"/calls/{call.pk}/{what}", {"key": str(uuid4()), **typed})


def prepared(browser: Client, call: PlannedCall) -> str:
    return browser.get(f"/calls/{call.pk}/prepare").content.decode()


def planned(browser: Client, account: Account, **typed: Any) -> Any:
    form = {"key": str(uuid4()), "meeting_type": "ebr", **typed}
    return browser.post(f"/accounts/{account.pk}/calls/plan", form)


def test_a_call_is_planned_once(acme: Account, nora: User, at_nora: Client) -> None:
    form = {"key": str(uuid4()), "meeting_type": "ebr", "planned_for": TOMORROW.isoformat()}
    for _ in range(2):
        at_nora.post(f"/accounts/{acme.pk}/calls/plan", form)
    call = PlannedCall.objects.get()
    assert (call.host, call.meeting_type, call.planned_for) == (nora, "ebr", TOMORROW)


def test_calls_of_a_day_stand_in_the_order_of_their_hours(
    acme: Account, nora: User, at_nora: Client
) -> None:
    for hour, day in ((15, TODAY), (9, TODAY), (15, TOMORROW), (11, TOMORROW)):
        PlannedCall.plan(acme, host=nora, planned_for=day, at=time(hour), by=nora, on=TODAY)
    text = " ".join(at_nora.get("/").content.decode().split())
    said = (">09:00<", ">15:00<", "Cadence call at 11:00", "Cadence call at 15:00")
    places = [text.index(words) for words in said]
    assert places == sorted(places)


def test_a_call_is_not_planned_for_yesterday(acme: Account, at_nora: Client) -> None:
    answer = planned(at_nora, acme, planned_for=(TODAY - timedelta(days=1)).isoformat())
    assert answer.status_code == 422
    assert "A call is planned for today or later" in answer.content.decode()


def test_the_agenda_begins_with_what_was_left_open(
    acme: Account, nora: User, call: PlannedCall, at_nora: Client
) -> None:
    steps = [NextStep("Send the deck", TODAY), NextStep("Ask for the roadmap")]
    log_touchpoint(acme, by=nora, on=TODAY, type="customer_call", subject="Hello", next_steps=steps)
    page = prepared(at_nora, call)
    assert "2 open next steps" in page
    assert "**Still open**" in page
    assert "Ask for the roadmap" in page
    assert "no day" in words(page)


def test_the_agenda_knows_plan_renewal_and_ctas(
    acme: Account, nora: User, call: PlannedCall, at_nora: Client
) -> None:
    acme.amend(by=nora, on=TODAY, renewal_on=TODAY + timedelta(days=94))
    plan = SuccessPlan.objects.create(account=acme, status="active", known_from=TODAY)
    Objective.objects.create(plan=plan, account=acme, name="Faster builds", known_from=TODAY)
    opened(acme, "Win the sponsor", owner=nora)
    page = prepared(at_nora, call)
    for said in ("in 94 days", "0 of 1 objective", "Faster builds", "Win the sponsor"):
        assert said in page


def test_an_agenda_is_kept_and_shared(call: PlannedCall, at_nora: Client) -> None:
    assert "The customer has no agenda yet" in prepared(at_nora, call)
    sent(at_nora, call, "agenda", agenda="1. Builds")
    call.refresh_from_db()
    assert (call.agenda, call.agenda_shared_on) == ("1. Builds", None)
    sent(at_nora, call, "share", agenda="1. Builds, 2. Renewal")
    call.refresh_from_db()
    assert (call.agenda, call.agenda_shared_on) == ("1. Builds, 2. Renewal", TODAY)


def test_what_was_not_discussed_comes_again(acme: Account, nora: User, at_nora: Client) -> None:
    call = PlannedCall.plan(acme, host=nora, planned_for=TODAY, by=nora, on=TODAY)
    known, added = "**Success plan**\n\n- Builds", "- [x] Prices\n- The merger\n- Runners\n-"
    agenda = f"{known}\n\n**Next steps, each with a day**\n\n{added}"
    sent(at_nora, call, "agenda", agenda=agenda)
    logged = at_nora.post(
        f"/log?account={acme.pk}",
        {"key": str(uuid4()), "type": "customer_call", "meeting_type": "cadence_call",
         "happened_on": TODAY.isoformat(), "planned": call.pk},
    )  # fmt: skip
    call.refresh_from_db()
    assert call.status == "held"
    told = at_nora.get(logged.headers["Location"]).content.decode()
    assert "Not ticked on the agenda: The merger, Runners." in told
    sent(at_nora, call, "discussed", points=["Runners"])
    call.refresh_from_db()
    assert "- [x] Runners\n-" in call.agenda
    after = PlannedCall.plan(acme, host=nora, planned_for=TODAY, by=nora, on=TODAY)
    assert "**Not discussed last time**\n\n- [ ] The merger\n\n**" in prepared(at_nora, after)


def test_moving_needs_a_reason_and_a_day_ahead(call: PlannedCall, at_nora: Client) -> None:
    later = (TODAY + timedelta(days=5)).isoformat()
    assert sent(at_nora, call, "move", planned_for=later).status_code == 422
    past = sent(at_nora, call, "move", planned_for="2020-01-01", reason="They asked")
    assert "A call is planned for today or later" in past.content.decode()
    sent(at_nora, call, "move", planned_for=later, reason="They asked")
    call.refresh_from_db()
    assert call.planned_for.isoformat() == later


@pytest.mark.parametrize(("box", "status"), [({}, "cancelled"), ({"no_show": "on"}, "no_show")])
def test_a_call_that_does_not_take_place(
    box: dict[str, str], status: str, call: PlannedCall, at_nora: Client
) -> None:
    sent(at_nora, call, "cancel", reason="Sick", **box)
    call.refresh_from_db()
    assert call.status == status
    assert sent(at_nora, call, "agenda", agenda="Late").status_code in (403, 409, 422)


def test_the_second_of_two_editors_is_told_and_keeps_what_she_typed(
    call: PlannedCall, at_nora: Client
) -> None:
    seen = at_nora.get(f"/calls/{call.pk}/prepare").context["seen"]
    sent(at_nora, call, "agenda", agenda="The first", seen=seen)
    second = sent(at_nora, call, "agenda", agenda="The second", seen=seen)
    assert second.status_code == 409
    assert "Somebody else changed it" in second.content.decode()
    assert "The second" in second.content.decode()
    call.refresh_from_db()
    assert call.agenda == "The first"


def test_whoever_does_not_host_it_only_reads(
    acme: Account, call: PlannedCall, pia: User, eve: User, signed_in: SignedIn
) -> None:
    sam = person("Sam", "sa")
    assigned(acme, sam, role="sa")
    assert "Keep the agenda" not in prepared(signed_in(sam), call)
    answers = [
        sent(signed_in(who), call, "agenda", agenda="Mine").status_code for who in (sam, pia, eve)
    ]
    assert answers == [403, 403, 404]


def test_markdown_of_an_agenda_is_not_obeyed(
    acme: Account, call: PlannedCall, nora: User, signed_in: SignedIn
) -> None:
    call.prepare(agenda="<script>alert(1)</script> **bold**", by=nora, on=TODAY)
    sam = person("Sam", "sa")
    assigned(acme, sam, role="sa")
    page = prepared(signed_in(sam), call)
    assert "<script>alert" not in page
    assert "<strong>bold</strong>" in page
