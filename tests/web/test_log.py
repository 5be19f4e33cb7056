"""Logging a touchpoint: what is said becomes records, once; what does not fit is said in words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from greenbook.records.models import (
    Account,
    AccountStatus,
    Contact,
    Cta,
    PlannedCall,
    Task,
    TimelineEntry,
    User,
)
from tests.records.conftest import assigned, person
from tests.web.conftest import SignedIn, WorkedOut
from tests.web.reading import words

TODAY = date.today()
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def at_nora(nora: User, signed_in: SignedIn) -> Client:
    return signed_in(nora)


def typed(**more: Any) -> dict[str, Any]:
    """A form as the browser sends it: a cadence call of today."""
    return {
        "key": str(uuid4()),
        "type": "customer_call",
        "meeting_type": "cadence_call",
        "happened_on": TODAY.isoformat(),
        **more,
    }


def sent(browser: Client, account: Account, **more: Any) -> Any:
    return browser.post(f"/log?account={account.pk}", typed(**more))


def test_a_call_is_logged_with_who_was_there(acme: Account, nora: User, at_nora: Client) -> None:
    petra = Contact.objects.create(account=acme, name="Petra", known_from=TODAY)
    sent(at_nora, acme, notes="All well", contacts=[petra.pk], internal=[nora.pk])
    entry = TimelineEntry.objects.get()
    assert (entry.subject, entry.meeting_type, entry.author) == (
        "Cadence call",
        "cadence_call",
        nora,
    )
    assert entry.with_csm
    assert {str(each) for each in entry.attendees.all()} == {"Petra", "Nora"}


def test_the_page_offers_only_contacts_of_that_account(
    acme: Account, globex: Account, at_nora: Client
) -> None:
    stranger = Contact.objects.create(account=globex, name="Gus", known_from=TODAY)
    answer = sent(at_nora, acme, contacts=[stranger.pk])
    assert answer.status_code == 422
    assert not TimelineEntry.objects.exists()


def test_sent_twice_it_is_logged_once(acme: Account, at_nora: Client) -> None:
    form = typed(step_1="Send the deck", due_1=TOMORROW.isoformat())
    first = at_nora.post(f"/log?account={acme.pk}", form)
    second = at_nora.post(f"/log?account={acme.pk}", form)
    assert first.headers["Location"] == second.headers["Location"]
    assert TimelineEntry.objects.count() == Task.objects.count() == 1
    assert (
        "sent before and is done once" in at_nora.get(second.headers["Location"]).content.decode()
    )


def test_after_back_the_same_call_is_logged_again_only_as_another(
    acme: Account, at_nora: Client
) -> None:
    first = sent(at_nora, acme, notes="All well")
    again = sent(at_nora, acme, notes="All well")
    assert again.status_code == 422
    assert f'<a href="{first.headers["Location"]}">Cadence call' in again.content.decode()
    assert TimelineEntry.objects.count() == 1
    alike = TimelineEntry.objects.get()
    assert sent(at_nora, acme, another=alike.pk).status_code == 302
    assert TimelineEntry.objects.count() == 2


def test_two_notes_of_a_day_are_logged_and_the_same_one_not_twice(
    acme: Account, at_nora: Client
) -> None:
    update = {"type": "update", "meeting_type": ""}
    answers = [sent(at_nora, acme, notes=said, **update) for said in ("One", "Two", "Two")]
    assert [each.status_code for each in answers] == [302, 302, 422]


def test_next_steps_become_tasks_with_their_days(acme: Account, at_nora: Client) -> None:
    answer = sent(
        at_nora, acme, step_1="Send the deck", due_1=TOMORROW.isoformat(), step_2="Ask Bo"
    )
    assert list(Task.objects.values_list("name", "due_on").order_by("position")) == [
        ("Send the deck", TOMORROW),
        ("Ask Bo", None),
    ]
    page = at_nora.get(answer.headers["Location"]).content.decode()
    assert "2 next steps became tasks" in page
    assert "Without a day that the customer can expect: Ask Bo" in words(page)


def test_a_call_without_next_steps_is_asked_about(acme: Account, at_nora: Client) -> None:
    answer = sent(at_nora, acme)
    assert b"No next step was agreed" in at_nora.get(answer.headers["Location"]).content


def test_the_next_call_is_planned(acme: Account, nora: User, at_nora: Client) -> None:
    sent(at_nora, acme, next_call_on=TOMORROW.isoformat(), next_call_at="09:30")
    call = PlannedCall.objects.get()
    assert (call.host, call.planned_for, str(call.at)) == (nora, TOMORROW, "09:30:00")


def test_the_call_that_was_planned_is_held(acme: Account, nora: User, at_nora: Client) -> None:
    call = PlannedCall.plan(acme, host=nora, planned_for=TODAY, by=nora, on=TODAY)
    assert b"selected" in at_nora.get(f"/log?account={acme.pk}&planned={call.pk}").content
    sent(at_nora, acme, planned=call.pk)
    call.refresh_from_db()
    assert call.status == "held"
    assert call.entry == TimelineEntry.objects.get()


def test_of_two_who_log_the_same_planned_call_the_second_is_told(
    acme: Account, nora: User, at_nora: Client, signed_in: SignedIn
) -> None:
    sam = person("Sam", "sa")
    assigned(acme, sam, role="sa")
    call = PlannedCall.plan(acme, host=nora, planned_for=TODAY, by=nora, on=TODAY)
    sent(at_nora, acme, planned=call.pk)
    second = sent(signed_in(sam), acme, planned=call.pk, notes="What Sam heard")
    assert second.status_code == 422
    assert "What Sam heard" in second.content.decode()
    assert TimelineEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"happened_on": TOMORROW.isoformat()}, "An entry is about what has happened"),
        ({"type": "health_update"}, "A health update says whether the CSM sees"),
        ({"due_1": TOMORROW.isoformat()}, "Say what is to be done by then"),
        ({"next_call_at": "09:30"}, "On which day?"),
        ({"next_call_on": "2020-01-01"}, "A call is planned for today or later"),
        ({"notes_url": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"happened_on": "soon"}, "Enter a valid date"),
    ],
)
def test_what_does_not_fit_is_said_in_words_and_nothing_is_lost(
    wrong: dict[str, str], why: str, acme: Account, at_nora: Client
) -> None:
    answer = sent(at_nora, acme, notes="Half an hour of notes", **wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert why in page
    assert "Half an hour of notes" in page
    assert not TimelineEntry.objects.exists()
    assert not PlannedCall.objects.exists()


def test_a_meeting_type_is_only_kept_of_a_call(acme: Account, at_nora: Client) -> None:
    sent(at_nora, acme, type="email", subject="Thanks")
    assert TimelineEntry.objects.get().meeting_type is None


def test_without_an_account_it_asks_with_whom(
    acme: Account, globex: Account, at_nora: Client
) -> None:
    assert b"Acme" in at_nora.get("/log").content
    found = at_nora.get("/log", {"q": "ac"}).content.decode()
    assert f"/log?account={acme.pk}" in found
    assert f"/log?account={globex.pk}" not in at_nora.get("/log", {"q": "glo"}).content.decode()


def test_nobody_logs_for_an_account_they_do_not_work_on(
    globex: Account, at_nora: Client, acme: Account, pia: User, ingrid: User, signed_in: SignedIn
) -> None:
    assert sent(at_nora, globex).status_code == 404
    assert sent(signed_in(pia), acme).status_code == 403
    assert sent(signed_in(ingrid), acme).status_code == 403
    assert not TimelineEntry.objects.exists()


def test_what_was_logged_for_others_is_not_there(
    acme: Account, eve: User, at_nora: Client, signed_in: SignedIn
) -> None:
    address = sent(at_nora, acme).headers["Location"]
    assert signed_in(eve).get(address).status_code == 404


def test_an_account_executive_says_no_sentiment(
    acme: Account, vera: User, signed_in: SignedIn
) -> None:
    assigned(acme, vera, role="account_owner")
    browser = signed_in(vera)
    assert b"csm_sentiment" not in browser.get(f"/log?account={acme.pk}").content
    sent(browser, acme, csm_sentiment="red")
    assert TimelineEntry.objects.get().csm_sentiment is None


def test_what_is_typed_is_shown_and_not_obeyed(acme: Account, at_nora: Client) -> None:
    answer = sent(at_nora, acme, subject="<script>alert(1)</script>", step_1="<img src=x>")
    page = at_nora.get(answer.headers["Location"]).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_no_cta_is_opened_where_no_step_was_agreed(acme: Account, at_nora: Client) -> None:
    sent(at_nora, acme)
    assert not Cta.objects.exists()


RED = {"csm_sentiment": "red", "risk_reason": "loss_of_budget", "risk_impact": ["customer_churn"]}


def test_a_renewal_call_says_what_came_of_the_question(acme: Account, at_nora: Client) -> None:
    answer = sent(at_nora, acme, meeting_type="renewal_call")
    assert answer.status_code == 422
    assert b"Say what came of the renewal question." in answer.content
    sent(at_nora, acme, meeting_type="renewal_call", renewal_outcome="no_risk")
    entry = TimelineEntry.objects.get()
    assert (entry.renewal_outcome, entry.csm_sentiment) == ("no_risk", None)
    page = at_nora.get(f"/accounts/{acme.pk}?section=timeline").content.decode()
    assert "Of the renewal: no risk" in page.replace("No risk", "no risk")


@pytest.mark.parametrize("said", [{}, {**RED, "csm_sentiment": "yellow"}])
def test_a_hint_of_churn_is_said_as_red_before_it_is_saved(
    said: dict[str, Any], acme: Account, at_nora: Client, worked_out: WorkedOut
) -> None:
    hint = {"meeting_type": "renewal_call", "renewal_outcome": "possible_churn"}
    answer = sent(at_nora, acme, **hint, **said)
    assert answer.status_code == 422
    assert b"that is red, with its reason" in answer.content
    sent(at_nora, acme, **hint, **RED, seen_effects="red")
    entry = TimelineEntry.objects.get()
    assert (entry.csm_sentiment, entry.risk_reason) == ("red", "loss_of_budget")


def test_who_may_not_speak_of_sentiment_is_not_asked_for_red_and_the_handbook_says_it(
    acme: Account, vera: User, signed_in: SignedIn, worked_out: WorkedOut
) -> None:
    assigned(acme, vera, role="account_owner")
    hint = {"meeting_type": "renewal_call", "renewal_outcome": "possible_contraction"}
    sent(signed_in(vera), acme, **hint)
    assert TimelineEntry.objects.get().renewal_outcome == "possible_contraction"
    worked_out(acme)
    assert AccountStatus.objects.get(account=acme).decided["health"] == "red"


def test_only_a_renewal_call_keeps_an_outcome(acme: Account, at_nora: Client) -> None:
    sent(at_nora, acme, renewal_outcome="possible_churn")
    assert TimelineEntry.objects.get().renewal_outcome is None
