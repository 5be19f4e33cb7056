"""A priority decided between reviews: once, by who may, said why where nobody suggested it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from greenbook.records.models import Account, Onboarding, PriorityAssessment, TimelineEntry, User
from tests.web.conftest import SignedIn, WorkedOut

TODAY = date.today()


@pytest.fixture
def at_nora(nora: User, signed_in: SignedIn) -> Client:
    return signed_in(nora)


@pytest.fixture
def offered(acme: Account, nora: User, omar: User, worked_out: WorkedOut) -> Account:
    """Decided to be 1 long ago, onboarded since, nothing wrong; the handbook suggests 2."""
    began = date(2024, 3, 1)
    Onboarding.objects.create(
        account=acme, started_on=began, completed_on=began, outcome="complete", known_from=began
    )
    TimelineEntry.log(
        acme, type="customer_call", meeting_type="cadence_call", subject="All is well",
        csm_sentiment="green", author=nora, on=TODAY,
    )  # fmt: skip
    acme.set_priority(1, by=omar, on=began)
    worked_out(acme)
    acme.refresh_from_db()
    assert (acme.status.priority_suggested, acme.status.priority_decided) == (2, 1)
    return acme


def read(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def typed(account: Account, priority: int, **more: Any) -> dict[str, Any]:
    last = account.priority_assessments.order_by("-pk").first()
    return {"key": str(uuid4()), "seen": str(last.pk if last else 0), "priority": priority, **more}


def sent(browser: Client, account: Account, priority: int, **more: Any) -> Any:
    return browser.post(f"/accounts/{account.pk}/priority", typed(account, priority, **more))


def decided(account: Account) -> list[tuple[int | None, str | None]]:
    return list(account.priority_assessments.order_by("pk").values_list("decided", "note"))


def test_an_offered_priority_is_said_on_the_account_and_leads_to_the_form(
    offered: Account, at_nora: Client
) -> None:
    text = read(at_nora, f"/accounts/{offered.pk}")
    assert "The handbook suggests" in text
    assert f'href="/accounts/{offered.pk}/priority"' in text
    form = read(at_nora, f"/accounts/{offered.pk}/priority")
    assert "Take P2" in form
    assert "Keep P1" in form


def test_nothing_is_said_where_the_suggested_one_stands(
    acme: Account, at_nora: Client, worked_out: WorkedOut
) -> None:
    worked_out(acme)
    assert "The handbook suggests" not in read(at_nora, f"/accounts/{acme.pk}")


def test_it_is_taken_without_a_word_and_stands_after_the_next_run(
    offered: Account, nora: User, at_nora: Client, worked_out: WorkedOut
) -> None:
    answer = sent(at_nora, offered, 2)
    assert answer.headers["Location"] == f"/accounts/{offered.pk}"
    last = offered.priority_assessments.latest("pk")
    assert (last.decided, last.suggested, last.decided_by) == (2, 2, nora)
    worked_out(offered)
    assert "The handbook suggests" not in read(at_nora, f"/accounts/{offered.pk}")


def test_to_keep_another_than_the_suggested_one_is_said_why(
    offered: Account, at_nora: Client
) -> None:
    answer = sent(at_nora, offered, 1)
    assert answer.status_code == 422
    assert "Say why" in answer.content.decode()
    sent(at_nora, offered, 1, note="They merge in spring")
    assert decided(offered) == [(1, None), (1, "They merge in spring")]
    assert "They merge in spring" in read(at_nora, f"/accounts/{offered.pk}/priority")


def test_who_kept_it_has_answered_and_is_not_offered_it_again(
    offered: Account, at_nora: Client, worked_out: WorkedOut
) -> None:
    sent(at_nora, offered, 1, note="They merge in spring")
    worked_out(offered)
    assert "The handbook suggests" not in read(at_nora, f"/accounts/{offered.pk}")
    assert "Offered priorities" not in read(at_nora, "/")
    offered.priority_assessments.order_by("-pk")[0].take_back(by=None, on=TODAY)
    worked_out(offered)
    assert "Offered priorities" in read(at_nora, "/")


def test_a_csm_sets_1_or_2_and_her_manager_what_the_model_allows(
    offered: Account, at_nora: Client, omar: User, signed_in: SignedIn
) -> None:
    assert "Set P3" not in read(at_nora, f"/accounts/{offered.pk}/priority")
    assert sent(at_nora, offered, 3, note="So").status_code == 422
    offered.put_under(Account.objects.create(name="Hooli", known_from=TODAY), by=omar, on=TODAY)
    assert "Set P3" in read(signed_in(omar), f"/accounts/{offered.pk}/priority")
    sent(signed_in(omar), offered, 3, note="A child of Hooli")
    assert decided(offered)[-1] == (3, "A child of Hooli")


def test_sent_twice_it_is_decided_once(offered: Account, at_nora: Client) -> None:
    form = typed(offered, 2)
    for _ in range(2):
        at_nora.post(f"/accounts/{offered.pk}/priority", form)
    assert len(decided(offered)) == 2


def test_whoever_decides_on_what_was_decided_meanwhile_is_told(
    offered: Account, at_nora: Client, omar: User, signed_in: SignedIn
) -> None:
    hers = typed(offered, 2)
    sent(signed_in(omar), offered, 1, note="Not yet")
    answer = at_nora.post(f"/accounts/{offered.pk}/priority", hers)
    assert answer.status_code == 409
    assert "Somebody else changed it" in answer.content.decode()
    assert decided(offered)[-1] == (1, "Not yet")


def test_it_is_taken_back_by_whoever_decided_it(
    offered: Account, at_nora: Client, omar: User, signed_in: SignedIn
) -> None:
    sent(at_nora, offered, 2)
    made = offered.priority_assessments.latest("pk")
    undo = f"/accounts/{offered.pk}/priority/{made.pk}/undo"
    assert undo in at_nora.get(f"/accounts/{offered.pk}").content.decode()
    assert signed_in(omar).post(undo, {"key": str(uuid4())}).status_code == 404
    at_nora.post(undo, {"key": str(uuid4())})
    assert decided(offered) == [(1, None)]


def test_what_was_decided_again_since_is_not_taken_back(
    offered: Account, nora: User, at_nora: Client
) -> None:
    sent(at_nora, offered, 2)
    made = offered.priority_assessments.latest("pk")
    sent(at_nora, offered, 1, note="No")
    undo = f"/accounts/{offered.pk}/priority/{made.pk}/undo"
    assert at_nora.post(undo, {"key": str(uuid4())}).status_code == 409
    assert PriorityAssessment.objects.filter(pk=made.pk).exists()


def test_the_trace_of_the_priority_leads_there(offered: Account, at_nora: Client) -> None:
    text = read(at_nora, f"/why/account/{offered.pk}/priority_decided")
    assert f'href="/accounts/{offered.pk}/priority"' in text


def test_who_may_not_decide_sees_no_form(
    offered: Account, pia: User, eve: User, ingrid: User, signed_in: SignedIn
) -> None:
    address = f"/accounts/{offered.pk}/priority"
    for person, status in ((pia, 403), (eve, 404), (ingrid, 403)):
        assert signed_in(person).get(address).status_code == status, person
        assert sent(signed_in(person), offered, 2).status_code == status, person
    for person in (pia, ingrid):
        assert address not in read(signed_in(person), f"/accounts/{offered.pk}")
    assert "The handbook suggests" not in read(signed_in(pia), f"/accounts/{offered.pk}")
