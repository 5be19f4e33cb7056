"""The cockpit: what is to be done, done in place and in bulk, taken back, and never twice."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from greenbook.decisions import handbooks
from greenbook.records.models import Account, Cta, Task, User
from greenbook.web.asked import now
from greenbook.web.lists import versions_of
from tests.few_pages import few_pages
from tests.records.conftest import opened, person
from tests.web.conftest import SIGNED, SignedIn, WorkedOut
from tests.web.reading import words

TODAY = date.today()
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def first(nora: User, acme: Account) -> Cta:
    return opened(acme, "First", owner=nora, due_on=TODAY - timedelta(days=5))


@pytest.fixture
def second(nora: User, acme: Account) -> Cta:
    return opened(acme, "Second", type="risk", owner=nora, due_on=TOMORROW)


@pytest.fixture
def page(nora: User, signed_in: SignedIn) -> Client:
    return signed_in(nora)


def form(*records: Any, **said: Any) -> dict[str, Any]:
    """As the page sends it: a key, and each record with the version that was shown."""
    seen = {r.pk: versions_of(type(r), [r.pk])[r.pk] for r in records}
    return {"key": uuid4(), "chosen": [f"{pk}.{v}" for pk, v in seen.items()], **said}


def undo_of(page: Client) -> str:
    """The address behind the Undo that the next page offers."""
    text = page.get("/ctas").content.decode()
    [address] = re.findall(r'action="(/ctas/undo/[^"]+)"', text)
    return str(address)


def test_mine_are_shown_by_due_date_the_late_ones_first(
    page: Client, first: Cta, second: Cta, globex: Account
) -> None:
    opened(globex, "Not mine")
    text = page.get("/ctas").content.decode()
    assert text.index("Overdue") < text.index("First") < text.index("Second")
    assert "5 days late" in text
    assert "Not mine" not in text


def test_a_snoozed_cta_is_out_of_sight_until_it_is_asked_for(
    page: Client, first: Cta, nora: User
) -> None:
    first.snooze(until=TOMORROW, reason="Other", by=nora, on=TODAY)
    assert "First" not in page.get("/ctas").content.decode()
    assert "First" in page.get("/ctas?state=snoozed").content.decode()
    assert "First" in page.get("/ctas?state=").content.decode()


def test_a_manager_sees_the_ctas_of_the_team(first: Cta, omar: User, signed_in: SignedIn) -> None:
    assert "First" not in signed_in(omar).get("/ctas").content.decode()
    assert "First" in signed_in(omar).get("/ctas?of=team").content.decode()


def test_several_are_closed_at_once_and_that_is_taken_back(
    page: Client, first: Cta, second: Cta
) -> None:
    page.post("/ctas/act", form(first, second, do="close", status="closed_already_solved"))
    first.refresh_from_db()
    assert first.status == "closed_already_solved"
    assert first.closed_on == TODAY
    page.post(undo_of(page), {"key": uuid4()})
    statuses = Cta.objects.filter(pk__in=[first.pk, second.pk]).values_list("status", flat=True)
    assert set(statuses) == {"work_in_progress"}


def test_what_one_of_them_does_not_allow_is_named_and_the_rest_is_done(
    page: Client, first: Cta, second: Cta
) -> None:
    page.post("/ctas/act", form(first, second, do="close", status="closed_lost_churned"))
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.is_open
    assert second.status == "closed_lost_churned"
    text = page.get("/ctas").content.decode()
    assert "“Second” closed." in text
    assert "Not closed: First: A CTA of this type has no such status: closed lost churned" in text


def test_a_cta_is_snoozed_with_a_reason_and_woken_again(page: Client, first: Cta) -> None:
    page.post(
        f"/ctas/{first.pk}",
        form(first, do="snooze", until=TOMORROW, snooze_reason="Waiting on customer"),
    )
    first.refresh_from_db()
    assert first.snoozed_until == TOMORROW
    assert first.snooze_reason == "Waiting on customer"
    page.post(undo_of(page), {"key": uuid4()})
    first.refresh_from_db()
    assert first.snoozed_until is None


def test_a_snooze_that_is_wrong_is_told_at_its_field(page: Client, first: Cta) -> None:
    answer = page.post(f"/ctas/{first.pk}", form(first, do="snooze", until="soon"))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Snooze until: Enter a valid date." in text
    assert "Why snooze: This field is required." in text


def test_a_snooze_in_the_past_is_refused_in_words(page: Client, first: Cta) -> None:
    page.post("/ctas/act", form(first, do="snooze", until=TODAY, snooze_reason="Other"))
    text = page.get("/ctas").content.decode()
    assert "Not snoozed: First: A snooze ends on a later day." in text


def test_work_is_given_to_a_colleague_by_name_and_given_back(
    page: Client, first: Cta, nora: User, omar: User
) -> None:
    page.post("/ctas/act", form(first, do="assign", to="Omar"))
    first.refresh_from_db()
    assert first.owner == omar
    page.post(undo_of(page), {"key": uuid4()})
    first.refresh_from_db()
    assert first.owner == nora


def test_nobody_outside_is_given_work(page: Client, first: Cta, pia: User, nora: User) -> None:
    page.post("/ctas/act", form(first, do="assign", to="Pia"))
    first.refresh_from_db()
    assert first.owner == nora
    assert "Pia does not own work here." in page.get("/ctas").content.decode()


def test_it_is_moved_to_another_day_and_back(page: Client, first: Cta) -> None:
    due = first.due_on
    page.post("/ctas/act", form(first, do="reschedule", due_on=TOMORROW))
    first.refresh_from_db()
    assert first.due_on == TOMORROW
    page.post(undo_of(page), {"key": uuid4()})
    first.refresh_from_db()
    assert first.due_on == due


def test_a_comment_is_added_with_who_and_when(page: Client, first: Cta) -> None:
    page.post(f"/ctas/{first.pk}", form(first, do="comment", text="Called twice."))
    assert f"{TODAY} Nora: Called twice." in page.get(f"/ctas/{first.pk}").content.decode()


def test_the_second_of_two_people_is_told_and_loses_nothing(
    page: Client, first: Cta, omar: User
) -> None:
    seen = form(first, do="reschedule", due_on=TOMORROW)
    first.start(by=omar, on=TODAY)
    answer = page.post("/ctas/act", seen)
    assert answer.status_code == 409
    assert b"Somebody else changed it" in answer.content
    first.refresh_from_db()
    assert first.due_on != TOMORROW
    page.post("/ctas/act", {**seen, **dict(answer.context["carried"])})
    first.refresh_from_db()
    assert first.due_on == TOMORROW


def test_a_form_sent_twice_does_its_work_once(page: Client, first: Cta) -> None:
    sent = form(first, do="comment", text="Once.")
    page.post(f"/ctas/{first.pk}", sent)
    page.post(f"/ctas/{first.pk}", sent)
    first.refresh_from_db()
    assert (first.comments or "").count("Once.") == 1


def test_who_may_only_look_changes_nothing(
    first: Cta, ingrid: User, pia: User, eve: User, signed_in: SignedIn
) -> None:
    assert signed_in(ingrid).post("/ctas/act", form(first, do="start")).status_code == 403
    assert signed_in(pia).get("/ctas").status_code == 403
    assert signed_in(eve).get(f"/ctas/{first.pk}").status_code == 404
    signed_in(eve).post("/ctas/act", form(first, do="start"))
    first.refresh_from_db()
    assert first.status == "new"


def test_one_that_is_seen_but_not_worked_on_is_not_changed(
    first: Cta, acme: Account, signed_in: SignedIn
) -> None:
    from tests.records.conftest import assigned

    seller = person("Vera", "account_owner")
    assigned(acme, seller, role="account_owner")
    page = signed_in(seller)
    assert page.get(f"/ctas/{first.pk}").status_code == 200
    assert b'value="close"' not in page.get(f"/ctas/{first.pk}").content
    assert page.post(f"/ctas/{first.pk}", form(first, do="start")).status_code == 403


def test_nobody_takes_back_what_another_did(
    page: Client, first: Cta, omar: User, signed_in: SignedIn
) -> None:
    page.post("/ctas/act", form(first, do="close", status="closed_success"))
    address = undo_of(page)
    assert signed_in(omar).post(address, {"key": uuid4()}).status_code == 404
    assert page.post(f"{address}x", {"key": uuid4()}).status_code == 404
    first.refresh_from_db()
    assert not first.is_open


def test_nothing_chosen_is_said(page: Client, first: Cta) -> None:
    page.post("/ctas/act", {"key": uuid4(), "do": "start"})
    assert "Choose at least one first." in page.get("/ctas").content.decode()


def test_tasks_are_done_left_out_and_taken_back(page: Client, first: Cta, nora: User) -> None:
    call, mail = (
        Task.objects.create(cta=first, account_id=first.account_id, name=name, owner=nora,
                            due_on=TODAY, known_from=SIGNED)
        for name in ("Call them", "Write to them")
    )  # fmt: skip
    assert "Call them" in page.get("/ctas/tasks").content.decode()
    page.post("/ctas/tasks/act", form(call, do="complete"))
    address = undo_of(page)
    page.post("/ctas/tasks/act", form(mail, do="skip", reason="They called us."))
    call.refresh_from_db()
    mail.refresh_from_db()
    assert (call.status, mail.status) == ("done", "not_applicable")
    assert mail.skip_reason == "They called us."
    page.post(address, {"key": uuid4()})
    call.refresh_from_db()
    assert call.status == "open"


def test_its_page_tells_the_rule_its_steps_and_its_history(page: Client, acme: Account) -> None:
    handbooks.keep(few_pages(), at=now())
    rule = few_pages().pages["ctas/at_risk"]
    cta = opened(acme, "Acme is at risk", type="risk", rule=rule.path, occasion="2026-01-01",
                 comments="the CSM sentiment of Acme has been red")  # fmt: skip
    page.post(f"/ctas/{cta.pk}", form(cta, do="start"))
    text = page.get(f"/ctas/{cta.pk}").content.decode()
    assert rule.title in text
    assert "/handbook/ctas/at_risk" in text
    assert f"/why/account/{acme.pk}/{rule.decides}" in text
    assert "has been red" in text
    assert "Nora: status from New to Work in progress" in words(text)


def test_its_page_says_what_the_handbook_asks_for_before_it_is_closed(
    page: Client, acme: Account, nora: User, worked_out: WorkedOut
) -> None:
    acme.set_priority(1, by=nora, on=TODAY)
    worked_out(acme)
    cta = acme.ctas.get(rule="ctas/non_engaged")
    assert "It cannot be closed yet: it has to be escalated" in page.get(f"/ctas/{cta.pk}").text
    closing = form(cta, do="close", status="closed_success")
    assert "it has to be escalated first" in page.post(f"/ctas/{cta.pk}", closing, follow=True).text
    page.post(f"/today/cta/{cta.pk}/done", {"key": uuid4()})
    cta.refresh_from_db()
    assert cta.is_open


@pytest.fixture
def renewal(acme: Account, nora: User) -> Cta:
    return opened(acme, "Renewal of Acme", type="renewal", owner=nora, due_on=TODAY)


def test_a_renewal_without_a_call_is_closed_by_a_choice_not_by_a_code(
    page: Client, renewal: Cta
) -> None:
    choice = '<option value="status_already_known">Status already known</option>'
    assert choice in page.get(f"/ctas/{renewal.pk}").text
    done = page.post(f"/today/cta/{renewal.pk}/done", {"key": uuid4()})
    assert "Log the renewal call first, or give the reason “Status already known”." in done.text
    assert choice in done.text
    known = {"key": uuid4(), "reason": "status_already_known"}
    page.post(f"/today/cta/{renewal.pk}/done", known)
    renewal.refresh_from_db()
    assert (renewal.is_open, renewal.closed_reason) == (False, "status_already_known")
    assert "<p>Status already known</p>" in page.get(f"/ctas/{renewal.pk}").text


def test_only_reasons_of_the_list_are_chosen_today(page: Client, renewal: Cta, first: Cta) -> None:
    wrong = page.post(f"/today/cta/{renewal.pk}/done", {"key": uuid4(), "reason": "because"})
    assert wrong.status_code == 422
    renewal.refresh_from_db()
    assert renewal.is_open
    assert '<input name="close_reason"' in page.get(f"/ctas/{first.pk}").text


def test_among_many_the_words_of_the_list_are_enough(page: Client, renewal: Cta) -> None:
    assert '<option value="Status already known">' in page.get("/ctas").text
    said = {"status": "closed_success", "close_reason": "status already known "}
    page.post("/ctas/act", form(renewal, do="close", **said))
    renewal.refresh_from_db()
    assert renewal.closed_reason == "status_already_known"


def test_the_queries_of_the_cockpit_do_not_grow_with_its_rows(
    page: Client, acme: Account, nora: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        opened(acme, f"Nr {number}", owner=nora, due_on=TODAY)
    with django_assert_max_num_queries(18):
        page.get("/ctas")


@pytest.fixture
def many(nora: User, acme: Account) -> list[Cta]:
    """More than stand on one page."""
    return [opened(acme, f"Nr {n}", owner=nora, due_on=TODAY) for n in range(60)]


def every(matching: str = "", **said: Any) -> dict[str, Any]:
    """As the page sends it where all that match are meant."""
    return {"key": uuid4(), "every": "yes", "matching": matching, **said}


def test_all_that_match_are_offered_where_they_stand_on_several_pages(
    page: Client, many: list[Cta]
) -> None:
    assert "All 60 CTAs that match, on every page" in page.get("/ctas").content.decode()
    assert "that match, on every page" not in page.get("/ctas?type=risk").content.decode()
    assert "that match, on every page" not in page.get("/ctas?type=nonsense").content.decode()


def test_all_that_match_are_changed_and_no_other(
    page: Client, many: list[Cta], second: Cta, globex: Account
) -> None:
    not_hers = opened(globex, "Nr 61")
    page.post("/ctas/act", every("type=lifecycle", do="reschedule", due_on=TOMORROW))
    moved = Cta.objects.filter(due_on=TOMORROW).exclude(pk=second.pk)
    assert set(moved) == set(many)
    not_hers.refresh_from_db()
    assert not_hers.due_on != TOMORROW
    assert "60 rescheduled." in page.get("/ctas").content.decode()


def test_the_filter_holds_as_of_now_and_not_as_of_when_the_page_was_shown(
    page: Client, many: list[Cta], nora: User
) -> None:
    many[0].snooze(until=TOMORROW, reason="Other", by=nora, on=TODAY)
    page.post("/ctas/act", every(do="start"))
    many[0].refresh_from_db()
    assert many[0].status == "new"
    assert Cta.objects.filter(status="work_in_progress").count() == 59


def test_of_all_that_match_those_that_refuse_are_named_together(
    page: Client, many: list[Cta], second: Cta
) -> None:
    page.post("/ctas/act", every(do="close", status="closed_lost_churned"))
    text = page.get("/ctas").content.decode()
    assert "“Second” closed." in text
    assert "Not closed: Nr 0, Nr 1, Nr 2," in text
    assert "and 50 more: A CTA of this type has no such status: closed lost churned" in text


def test_of_all_that_are_seen_only_those_that_are_worked_on_are_changed(
    many: list[Cta], acme: Account, signed_in: SignedIn
) -> None:
    from tests.records.conftest import assigned

    seller = person("Vera", "account_owner")
    assigned(acme, seller, role="account_owner")
    hers = opened(acme, "Hers", owner=seller, due_on=TODAY)
    page = signed_in(seller)
    page.post("/ctas/act", every("of=all", do="start"))
    assert list(Cta.objects.exclude(status="new")) == [hers]
    text = page.get("/ctas").content.decode()
    assert "“Hers” started." in text
    assert "and 50 more: " in text


def test_an_address_that_is_not_understood_changes_nothing(page: Client, many: list[Cta]) -> None:
    assert page.post("/ctas/act", every("type=nonsense", do="start")).status_code == 400
    assert not Cta.objects.exclude(status="new").exists()


def test_more_than_a_transaction_should_hold_are_refused_in_words(
    page: Client, many: list[Cta], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("greenbook.web.lists.every.MOST_MATCHING", 50)
    answer = page.post("/ctas/act", every(do="start"))
    assert answer.status_code == 409
    assert "60 CTAs: That is more than is changed at once." in answer.content.decode()


def test_all_tasks_that_match_are_done(page: Client, first: Cta, nora: User) -> None:
    for n in range(60):
        Task.objects.create(cta=first, account_id=first.account_id, name=f"Call {n}", owner=nora,
                            due_on=TODAY, known_from=SIGNED)  # fmt: skip
    page.post("/ctas/tasks/act", every(do="complete"))
    assert not Task.objects.filter(status="open").exists()
