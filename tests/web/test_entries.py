"""An entry of the timeline changed or taken back, by who wrote it, with a history of both."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from greenbook.records.models import (
    Account,
    Contact,
    Cta,
    EntryAttendee,
    Onboarding,
    PlannedCall,
    RecordHistory,
    TimelineEntry,
    User,
)
from tests.records.conftest import assigned, person
from tests.web.conftest import SIGNED, SignedIn

TODAY = date.today()
TOMORROW = TODAY + timedelta(days=1)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def at_nora(nora: User, signed_in: SignedIn) -> Client:
    return signed_in(nora)


def logged(browser: Client, account: Account, **more: Any) -> Any:
    form = {
        "key": str(uuid4()), "type": "customer_call", "meeting_type": "cadence_call",
        "happened_on": TODAY.isoformat(), "subject": "Weekly", **more,
    }  # fmt: skip
    return browser.post(f"/log?account={account.pk}", form)


def undo_of(browser: Client, answer: Any) -> str:
    """The address behind the Undo that the next page offers."""
    text = browser.get(answer.headers["Location"]).content.decode()
    [address] = re.findall(r'action="(/log/undo/[^"]+)"', text)
    return str(address)


def sent(browser: Client, address: str, **typed: Any) -> Any:
    return browser.post(address, {"key": str(uuid4()), **typed})


def entry_of(account: Account, by: User, **more: Any) -> TimelineEntry:
    values = {"type": "customer_call", "subject": "Weekly", "notes": "They like it", **more}
    return TimelineEntry.log(account, author=by, on=TODAY, **values)


def test_what_was_just_logged_is_taken_back_with_all_it_did(
    acme: Account, nora: User, at_nora: Client
) -> None:
    petra = Contact.objects.create(account=acme, name="Petra", known_from=SIGNED)
    planned = PlannedCall.plan(acme, host=nora, planned_for=TODAY, by=nora, on=TODAY)
    answer = logged(
        at_nora, acme, planned=planned.pk, contacts=[petra.pk], step_1="Send the deck",
        next_call_on=TOMORROW.isoformat(),
    )  # fmt: skip
    address = undo_of(at_nora, answer)
    gone = sent(at_nora, address)
    assert not TimelineEntry.objects.exists()
    assert not EntryAttendee.objects.exists()
    planned.refresh_from_db()
    assert planned.status == "planned"
    assert PlannedCall.objects.get(planned_for=TOMORROW).status == "cancelled"
    assert Cta.objects.get().status == "closed_not_relevant"
    assert "the planned call is to come again" in (
        at_nora.get(gone.headers["Location"]).content.decode()
    )
    assert sent(at_nora, address).status_code == 404


def test_an_onboarding_waits_again_for_the_call_that_was_not(
    acme: Account, nora: User, at_nora: Client
) -> None:
    onboarding = Onboarding.objects.create(account=acme, started_on=SIGNED, known_from=SIGNED)
    answer = logged(at_nora, acme, meeting_type="kickoff")
    onboarding.refresh_from_db()
    assert onboarding.kickoff_held_on == TODAY
    sent(at_nora, undo_of(at_nora, answer))
    onboarding.refresh_from_db()
    assert onboarding.kickoff_held_on is None


def test_nobody_takes_back_what_another_logged(
    acme: Account, nora: User, omar: User, at_nora: Client, signed_in: SignedIn
) -> None:
    address = undo_of(at_nora, logged(at_nora, acme))
    assert sent(signed_in(omar), address).status_code == 404
    assert sent(at_nora, f"{address}x").status_code == 404
    assert TimelineEntry.objects.exists()


def test_an_entry_is_changed_and_history_keeps_how_it_read(
    acme: Account, nora: User, at_nora: Client
) -> None:
    entry = entry_of(acme, nora, meeting_type="cadence_call")
    address = f"/accounts/{acme.pk}/timeline/{entry.pk}/text"
    assert address in at_nora.get(f"/accounts/{acme.pk}?section=timeline").content.decode()
    form = {"subject": "EBR", "meeting_type": "ebr", "notes": "They love it", "reason": "Typo"}
    assert sent(at_nora, address, **form).status_code == 302
    entry.refresh_from_db()
    assert (entry.subject, entry.meeting_type, entry.notes) == ("EBR", "ebr", "They love it")
    history = RecordHistory.objects.get(table_name="records_timeline_entry", record_id=entry.pk)
    assert history.version["notes"] == "They like it"
    assert (history.changed_by_id, history.reason) == (nora.pk, "Typo")
    page = at_nora.get(f"/accounts/{acme.pk}").content.decode()
    [undo] = re.findall(r'action="(/timeline/undo/[^"]+)"', page)
    sent(at_nora, undo)
    entry.refresh_from_db()
    assert (entry.subject, entry.meeting_type, entry.notes) == (
        "Weekly", "cadence_call", "They like it",
    )  # fmt: skip


def test_what_does_not_fit_is_said_and_nothing_is_lost(
    acme: Account, nora: User, at_nora: Client
) -> None:
    entry = entry_of(acme, nora, type="health_update", csm_sentiment="green")
    address = f"/accounts/{acme.pk}/timeline/{entry.pk}/text"
    answer = sent(at_nora, address, subject="Weekly", notes="A long text", csm_sentiment="red")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Say why the account is at risk" in page
    assert "Say what may come of it" in page
    assert "A long text" in page
    assert sent(at_nora, address, subject="Weekly", csm_sentiment="").status_code == 422


def test_a_call_put_right_as_a_renewal_call_says_what_came_of_it(
    acme: Account, nora: User, at_nora: Client
) -> None:
    entry = entry_of(acme, nora, meeting_type="cadence_call")
    address = f"/accounts/{acme.pk}/timeline/{entry.pk}/text"
    changed = {"subject": "Renewal", "meeting_type": "renewal_call"}
    assert sent(at_nora, address, **changed).status_code == 422
    sent(at_nora, address, **changed, renewal_outcome="expansion_interest")
    entry.refresh_from_db()
    assert entry.renewal_outcome == "expansion_interest"
    sent(at_nora, address, subject="Weekly", meeting_type="cadence_call")
    entry.refresh_from_db()
    assert entry.renewal_outcome is None


def test_who_turns_green_leaves_no_risk_behind(acme: Account, nora: User, at_nora: Client) -> None:
    entry = entry_of(
        acme, nora, csm_sentiment="red", risk_reason="Their budget", risk_impact=["seat_churn"]
    )
    address = f"/accounts/{acme.pk}/timeline/{entry.pk}/text"
    assert "Their budget" in at_nora.get(address).content.decode()
    sent(at_nora, address, subject="Weekly", csm_sentiment="green", risk_reason="Their budget")
    entry.refresh_from_db()
    assert (entry.csm_sentiment, entry.risk_reason, entry.risk_impact) == ("green", None, [])


def test_an_entry_is_withdrawn_with_a_reason_and_yesterday_knows_it_still(
    acme: Account, nora: User, at_nora: Client
) -> None:
    entry = TimelineEntry.log(
        acme, type="update", subject="Of another account", author=nora, on=YESTERDAY
    )
    address = f"/accounts/{acme.pk}/timeline/{entry.pk}/withdraw"
    assert sent(at_nora, address).status_code == 422
    assert sent(at_nora, address, reason="Wrong account").status_code == 302
    timeline = f"/accounts/{acme.pk}?section=timeline"
    text = at_nora.get(timeline, headers={"HX-Request": "true"}).content.decode()
    assert "Of another account" not in text
    then = at_nora.get(f"{timeline}&day={YESTERDAY}").content.decode()
    assert "Of another account" in then
    changes = at_nora.get(f"/accounts/{acme.pk}?section=changes").content.decode()
    assert "Wrong account" in changes and "deleted" in changes


def test_the_second_of_two_is_told(acme: Account, nora: User, at_nora: Client) -> None:
    entry = entry_of(acme, nora)
    entry.correct(by=nora, on=TODAY, notes="Newer")
    address = f"/accounts/{acme.pk}/timeline/{entry.pk}/text"
    assert sent(at_nora, address, subject="Mine", seen="0").status_code == 409
    entry.refresh_from_db()
    assert entry.notes == "Newer"


def test_a_colleague_changes_no_entry_of_mine(
    acme: Account, nora: User, omar: User, pia: User, signed_in: SignedIn
) -> None:
    entry = entry_of(acme, nora)
    sam = person("Sam", "sa")
    assigned(acme, sam, role="sa")
    for other in (sam, omar, pia):
        for what in ("text", "withdraw"):
            address = f"/accounts/{acme.pk}/timeline/{entry.pk}/{what}"
            assert sent(signed_in(other), address, reason="No").status_code == 403, (other, what)
    assert TimelineEntry.objects.get().notes == "They like it"


def test_what_came_from_elsewhere_is_changed_there(
    acme: Account, nora: User, at_nora: Client
) -> None:
    entry = entry_of(acme, nora)
    TimelineEntry.objects.update(source="crm", external_id="1")
    address = f"/accounts/{acme.pk}/timeline/{entry.pk}/withdraw"
    assert address not in at_nora.get(f"/accounts/{acme.pk}?section=timeline").content.decode()
    answer = sent(at_nora, address, reason="Wrong")
    assert answer.status_code == 409
    assert "brought in from another system" in answer.content.decode()


@pytest.mark.parametrize("kind", ["customer_call", "health_update"])
def test_red_asks_why_and_what_may_come_of_it(kind: str, acme: Account, at_nora: Client) -> None:
    answer = logged(at_nora, acme, type=kind, csm_sentiment="red", notes="Bad news")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Say why the account is at risk" in page and "Say what may come of it" in page
    assert "Bad news" in page
    assert not TimelineEntry.objects.exists()
