"""Today: what is owed, why, and what can be done about it in place."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from greenbook.decisions import handbooks
from greenbook.records.models import (
    Account,
    Changed,
    Cta,
    DecisionChange,
    PlannedCall,
    SubjectStatus,
    Task,
    User,
)
from tests.records.conftest import assigned, customer, opened, stands
from tests.shipped import shipped
from tests.web.conftest import SignedIn

TODAY = date.today()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def at_nora(nora: User, signed_in: SignedIn) -> Client:
    return signed_in(nora)


@pytest.fixture
def handbook(db: None) -> None:
    handbooks.keep(shipped(), at=datetime(2026, 1, 1, tzinfo=UTC))


def owes(account: Account, rhythm: str, state: str, due: date, **more: Any) -> None:
    """What stands for the account asks for something."""
    stands(account, on=TODAY, **{rhythm: state, f"{rhythm}__due": due.isoformat(), **more})


def task(account: Account, owner: User, name: str, due: date | None = TODAY) -> Task:
    cta = opened(account, f"CTA of {name}", owner=owner)
    values = {"name": name, "owner": owner, "due_on": due, "known_from": TODAY}
    return Task.objects.create(cta=cta, account=account, **values)


def words(browser: Client, address: str = "/") -> str:
    return " ".join(browser.get(address).content.decode().split())


def done(browser: Client, kind: str, id: int, what: str, **typed: Any) -> Any:
    return browser.post(f"/today/{kind}/{id}/{what}", {"key": str(uuid4()), **typed})


@pytest.mark.usefixtures("handbook")
@pytest.mark.parametrize("rhythm", ["cadence_call", "ebr", "plan_update", "renewal_question"])
def test_every_rhythm_of_the_handbook_that_is_late_is_owed(
    rhythm: str, acme: Account, at_nora: Client
) -> None:
    owes(acme, rhythm, "overdue", YESTERDAY)
    page = words(at_nora)
    assert "1 thing overdue" in page
    assert shipped().deciding(rhythm)[0].title in page
    assert "1 day late" in page


@pytest.mark.usefixtures("handbook")
def test_what_is_on_track_and_far_off_is_not_owed(acme: Account, at_nora: Client) -> None:
    owes(acme, "cadence_call", "on_track", TODAY + timedelta(days=30))
    assert "Cadence calls" not in words(at_nora)


@pytest.mark.usefixtures("handbook")
def test_whatever_is_due_within_a_week_is_shown_though_it_is_on_track(
    acme: Account, globex: Account, nora: User, at_nora: Client
) -> None:
    assigned(globex, nora)
    owes(acme, "health_update", "on_track", TODAY + timedelta(days=4))
    owes(globex, "ebr", "on_track", TODAY + timedelta(days=8))
    opened(acme, "Begins late", owner=nora, start_on=TOMORROW, due_on=TODAY + timedelta(days=3))
    opened(acme, "Far off", owner=nora, start_on=TOMORROW, due_on=TODAY + timedelta(days=30))
    page = words(at_nora)
    week = page.partition("This week")[2]
    assert "Health updates" in week and "in 4 days" in week
    assert "Begins late" in week
    assert "Executive Business Reviews" not in page
    assert "Far off" not in page


def test_a_risk_without_a_day_comes_right_after_what_is_overdue(
    acme: Account, nora: User, at_nora: Client
) -> None:
    opened(acme, "Late", owner=nora, due_on=YESTERDAY)
    opened(acme, "Due now", owner=nora, due_on=TODAY)
    opened(acme, "Acme is at risk", owner=nora, type="risk")
    page = words(at_nora)
    assert page.index(">Late<") < page.index(">Acme is at risk<") < page.index(">Due now<")


@pytest.mark.usefixtures("handbook")
def test_what_a_colleague_owes_is_not_on_my_page(globex: Account, at_nora: Client) -> None:
    owes(globex, "cadence_call", "overdue", YESTERDAY)
    assert "Globex" not in words(at_nora)


@pytest.mark.usefixtures("handbook")
def test_a_call_that_is_planned_stands_beside_what_it_fulfils(
    acme: Account, nora: User, at_nora: Client
) -> None:
    owes(acme, "cadence_call", "due_soon", TOMORROW)
    PlannedCall.plan(acme, host=nora, planned_for=TOMORROW, by=nora, on=TODAY)
    page = words(at_nora)
    assert "planned for" in page
    assert "Schedule" not in page


def test_calls_of_today_are_counted_and_prepared(
    acme: Account, nora: User, at_nora: Client
) -> None:
    call = PlannedCall.plan(acme, host=nora, planned_for=TODAY, by=nora, on=TODAY)
    page = words(at_nora)
    assert "1 call today" in page
    assert f"/calls/{call.pk}/prepare" in page


def test_things_are_grouped_as_one_likes(acme: Account, nora: User, at_nora: Client) -> None:
    task(acme, nora, "Send the deck", TOMORROW)
    assert "This week" in words(at_nora)
    assert "<h2>Acme" in words(at_nora, "/?group=account")
    assert "<h2>Tasks" in words(at_nora, "/?group=type")
    assert "Renewal day unknown" in words(at_nora, "/?group=renewal")


def test_of_a_playbook_the_next_step_is_shown(acme: Account, nora: User, at_nora: Client) -> None:
    cta = opened(acme, "Executive Business Review", owner=nora)
    for position, name in enumerate(("Agree on a day", "Build the deck", "Hold it")):
        Task.objects.create(
            cta=cta, account=acme, name=name, owner=nora, position=position, known_from=TODAY
        )
    page = words(at_nora)
    assert "Agree on a day" in page
    assert f'href="/ctas/{cta.pk}">Agree on a day' in page
    assert "2 more" in page
    assert "Build the deck" not in page


def test_a_snoozed_cta_is_out_of_sight(acme: Account, nora: User, at_nora: Client) -> None:
    cta = opened(acme, "Plan the review", owner=nora)
    assert "Plan the review" in words(at_nora)
    done(at_nora, "cta", cta.pk, "snooze", until=TOMORROW.isoformat(), reason="")
    assert "Plan the review" in words(at_nora)
    cta.snooze(until=TOMORROW, reason="away", by=nora, on=TODAY)
    assert "Plan the review" not in words(at_nora)


@pytest.mark.usefixtures("handbook")
def test_a_snooze_says_why_and_can_be_taken_back(
    acme: Account, nora: User, at_nora: Client
) -> None:
    cta = opened(acme, "Plan the review", owner=nora)
    refused = done(at_nora, "cta", cta.pk, "snooze", until=TOMORROW.isoformat())
    assert refused.status_code == 422
    assert "This field is required" in refused.content.decode()
    done(at_nora, "cta", cta.pk, "snooze", until=TOMORROW.isoformat(), reason="Waiting on customer")
    cta.refresh_from_db()
    assert (cta.snoozed_until, cta.snooze_reason) == (TOMORROW, "Waiting on customer")
    assert f"/today/cta/{cta.pk}/wake" in words(at_nora)
    done(at_nora, "cta", cta.pk, "wake")
    cta.refresh_from_db()
    assert cta.snoozed_until is None


@pytest.mark.usefixtures("handbook")
def test_a_snooze_that_ends_today_is_refused_in_words(
    acme: Account, nora: User, at_nora: Client
) -> None:
    cta = opened(acme, owner=nora)
    answer = done(at_nora, "cta", cta.pk, "snooze", until=TODAY.isoformat(), reason="Other")
    assert "A snooze ends on a later day" in answer.content.decode()


def test_a_task_is_done_once_and_can_be_taken_back(
    acme: Account, nora: User, at_nora: Client
) -> None:
    deck = task(acme, nora, "Send the deck")
    form = {"key": str(uuid4())}
    for _ in range(2):
        assert at_nora.post(f"/today/task/{deck.pk}/done", form).status_code == 302
    deck.refresh_from_db()
    assert (deck.status, deck.done_on) == ("done", TODAY)
    done(at_nora, "task", deck.pk, "reopen")
    deck.refresh_from_db()
    assert deck.status == "open"


def test_a_task_gets_another_day_and_another_owner(
    acme: Account, nora: User, omar: User, at_nora: Client
) -> None:
    assigned(acme, omar, role="csm_manager")
    deck = task(acme, nora, "Send the deck")
    done(at_nora, "task", deck.pk, "reschedule", due_on=TOMORROW.isoformat())
    done(at_nora, "task", deck.pk, "reassign", to=omar.pk)
    deck.refresh_from_db()
    assert (deck.due_on, deck.owner) == (TOMORROW, omar)


def test_nothing_is_handed_to_somebody_who_does_not_work_there(
    acme: Account, nora: User, eve: User, at_nora: Client
) -> None:
    deck = task(acme, nora, "Send the deck")
    assert done(at_nora, "task", deck.pk, "reassign", to=eve.pk).status_code == 422
    deck.refresh_from_db()
    assert deck.owner == nora


def test_of_two_at_once_the_second_is_told(
    acme: Account, nora: User, omar: User, at_nora: Client, signed_in: SignedIn
) -> None:
    cta = opened(acme, "Plan the review", owner=nora)
    seen = at_nora.get(f"/today/cta/{cta.pk}").context["seen"]
    moved = {"due_on": TOMORROW.isoformat(), "seen": seen}
    assert done(signed_in(omar), "cta", cta.pk, "reschedule", **moved).status_code == 302
    later = {"due_on": (TODAY + timedelta(days=9)).isoformat(), "seen": seen}
    second = done(at_nora, "cta", cta.pk, "reschedule", **later)
    assert second.status_code == 409
    assert "Somebody else changed it" in second.content.decode()
    cta.refresh_from_db()
    assert cta.due_on == TOMORROW


def test_others_change_nothing_of_it(
    acme: Account, nora: User, vera: User, pia: User, eve: User, ingrid: User, signed_in: SignedIn
) -> None:
    assigned(acme, vera, role="account_owner")
    cta = opened(acme, owner=nora)
    answers = {
        str(who): done(signed_in(who), "cta", cta.pk, "done").status_code
        for who in (vera, pia, eve, ingrid)
    }
    assert answers == {"Vera": 403, "Pia": 403, "Eve": 404, "Ingrid": 403}
    cta.refresh_from_db()
    assert cta.is_open


def test_an_account_owner_does_what_is_theirs(
    acme: Account, vera: User, signed_in: SignedIn
) -> None:
    assigned(acme, vera, role="account_owner")
    cta = opened(acme, "Introduce the buyer", owner=vera)
    browser = signed_in(vera)
    assert "Introduce the buyer" in words(browser)
    done(browser, "cta", cta.pk, "done")
    assert Cta.objects.get().status == "closed_success"


def test_a_risk_is_not_won_with_one_click(acme: Account, nora: User, at_nora: Client) -> None:
    cta = opened(acme, "Acme is at risk", owner=nora, type="risk")
    asked = done(at_nora, "cta", cta.pk, "done")
    assert asked.status_code == 422 and b"Say how it ended." in asked.content
    assert b"Closed lost churned" in asked.content
    assert Cta.objects.get().is_open
    done(at_nora, "cta", cta.pk, "done", status="closed_lost_churned", reason="Merged")
    assert Cta.objects.get().status == "closed_lost_churned"


def test_a_risk_is_not_won_where_the_customer_pays_less(
    acme: Account, nora: User, at_nora: Client
) -> None:
    cta = opened(acme, "Acme is at risk", owner=nora, type="risk", start_on=YESTERDAY)
    acme.amend(by=None, on=TODAY, arr_cents=acme.arr_cents - 1)
    refused = done(at_nora, "cta", cta.pk, "done", status="closed_success")
    assert refused.status_code == 422 and b"pays less" in refused.content
    acme.amend(by=None, on=TODAY, arr_cents=acme.arr_cents + 1)
    assert done(at_nora, "cta", cta.pk, "done", status="closed_success").status_code == 302


def test_another_day_and_another_owner_can_be_taken_back(
    acme: Account, nora: User, omar: User, at_nora: Client
) -> None:
    assigned(acme, omar, role="csm_manager")
    cta = opened(acme, "Plan the review", owner=nora, due_on=TOMORROW)
    for what, typed in (
        ("reschedule", {"due_on": YESTERDAY.isoformat()}),
        ("reassign", {"to": omar.pk}),
    ):
        page = at_nora.get(done(at_nora, "cta", cta.pk, what, **typed).headers["Location"])
        undo = re.findall(r'action="(/ctas/undo/[^"]+)"', page.content.decode())[-1]
        assert at_nora.post(undo, {"key": str(uuid4())}).status_code == 302
    cta.refresh_from_db()
    assert (cta.due_on, cta.owner) == (TOMORROW, nora)


@pytest.mark.usefixtures("handbook")
def test_a_manager_sees_what_the_team_is_late_with(
    acme: Account, omar: User, signed_in: SignedIn
) -> None:
    owes(acme, "health_update", "overdue", YESTERDAY)
    page = words(signed_in(omar))
    assert "The team is late with 1" in page
    assert "<strong>Nora</strong>" in page


@pytest.mark.usefixtures("handbook")
def test_a_manager_counts_what_each_of_the_team_reads_as_overdue(
    acme: Account, nora: User, omar: User, at_nora: Client, signed_in: SignedIn
) -> None:
    owes(acme, "health_update", "overdue", YESTERDAY)
    opened(acme, "Alone", owner=nora, due_on=YESTERDAY)
    late = task(acme, nora, "The first step", YESTERDAY)
    late.cta.amend(by=None, on=TODAY, due_on=YESTERDAY, owner=nora)
    for name, day in (("The second", YESTERDAY), ("The third", TOMORROW)):
        values = {"name": name, "owner": nora, "due_on": day, "known_from": TODAY}
        Task.objects.create(cta=late.cta, account=acme, **values)
    PlannedCall.objects.create(account=acme, host=nora, planned_for=YESTERDAY, known_from=YESTERDAY)
    assert "4 things overdue" in words(at_nora)
    assert "The team is late with 4" in words(signed_in(omar))


@pytest.mark.usefixtures("handbook")
def test_of_each_of_the_team_a_manager_sees_a_few_and_one_step_away_all(
    nora: User, omar: User, signed_in: SignedIn
) -> None:
    for n in range(7):
        late = customer(f"Customer {n}")
        assigned(late, nora)
        owes(late, "health_update", "overdue", TODAY - timedelta(days=n + 1))
    browser = signed_in(omar)
    page = words(browser)
    assert "7 days late" in page
    assert "Customer 0" not in page
    (more,) = re.findall(r'<a href="([^"]+)">all 7</a>', page)
    assert "Customer 0" in words(browser, f"/{unescape(more)}")


@pytest.mark.usefixtures("handbook")
def test_an_account_that_turned_red_is_in_the_first_line(
    acme: Account, at_nora: Client, pia: User, signed_in: SignedIn
) -> None:
    DecisionChange.objects.create(
        account=acme, subject_id=str(acme.pk), decision="health", was="green", is_now="red",
        on_day=TODAY,
    )  # fmt: skip
    first = words(at_nora).partition("</h1>")[0]
    assert "turned red" in first
    assert "turned red" not in words(signed_in(pia))


@pytest.mark.usefixtures("handbook")
def test_every_measure_of_a_person_is_shown_with_what_is_needed(
    nora: User, at_nora: Client
) -> None:
    assert "worked out tonight" in words(at_nora)
    SubjectStatus.objects.create(
        grain="person",
        subject_id=str(nora.pk),
        as_of=TODAY,
        decided={"calls_per_week": 4, "calls_per_week__needed": 5, "calls_per_week__met": False},
    )
    page = words(at_nora)
    assert "Cadence calls per week" in page
    assert "of 5" in page
    assert "not met" in page


def test_the_page_looks_again_soon_while_something_is_worked_out(
    acme: Account, at_nora: Client
) -> None:
    Changed.objects.filter(account=acme).delete()
    changed = Changed.objects.create(account_id=acme.pk, number=2, taken=1)
    page = at_nora.get("/")
    assert "every 2s" in page.content.decode()
    version = page.context["fresh"].version
    assert at_nora.get("/today/fresh", {"version": version}).status_code == 204
    changed.taken = 2
    changed.save()
    again = at_nora.get("/today/fresh", {"version": version})
    assert "every 60s" in again.content.decode()


@pytest.mark.parametrize("who", ["nora", "omar", "ada", "vera", "ingrid", "pia", "eve"])
def test_everybody_has_a_today(
    who: str, request: pytest.FixtureRequest, signed_in: SignedIn
) -> None:
    assert who.title() in words(signed_in(request.getfixturevalue(who)))


@pytest.mark.usefixtures("handbook")
def test_more_customers_cost_no_more_queries(
    acme: Account,
    nora: User,
    at_nora: Client,
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(12):
        account = customer(f"Customer {number}")
        assigned(account, nora)
        owes(account, "cadence_call", "overdue", YESTERDAY)
        task(account, nora, f"Task {number}")
    at_nora.get("/")
    with django_assert_max_num_queries(20):
        at_nora.get("/")


# Priorities that the handbook suggests


def test_offered_priorities_wait_for_the_csm_and_lead_to_the_form(
    acme: Account, globex: Account, omar: User, at_nora: Client, signed_in: SignedIn
) -> None:
    for account in (acme, globex):
        owes(account, "cadence_call", "on_track", TOMORROW,
             priority_decided=1, priority_offered=2)  # fmt: skip
    text = words(at_nora)
    assert f'<a href="/accounts/{acme.pk}/priority">Acme</a>: P1 now, P2 suggested' in text
    assert "Globex" not in text  # somebody else's
    assert "Offered priorities" not in words(signed_in(omar))


def test_a_priority_that_stands_as_suggested_is_not_offered(acme: Account, at_nora: Client) -> None:
    owes(acme, "cadence_call", "on_track", TOMORROW, priority_decided=1, priority_offered=None)
    assert "Offered priorities" not in words(at_nora)
