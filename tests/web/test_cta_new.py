"""A CTA opened by hand: once, by who may, with the tasks that were shown before."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from greenbook.decisions import handbooks
from greenbook.records.models import Account, Cta, PlaybookRun, Task, User
from greenbook.web.asked import now
from tests.few_pages import few_pages
from tests.records.conftest import opened
from tests.web.conftest import SignedIn, WorkedOut

TODAY = date.today()
TOMORROW = TODAY + timedelta(days=1)
PLAYBOOK = "playbooks/non_engaged_customer"


@pytest.fixture
def at_nora(nora: User, signed_in: SignedIn) -> Client:
    handbooks.keep(few_pages(), at=now())
    return signed_in(nora)


def typed(**more: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()), "name": "Ask about the merger", "type": "risk", "priority": "high",
        "owner": "Nora", **more,
    }  # fmt: skip


def sent(browser: Client, account: Account, **more: Any) -> Any:
    return browser.post(f"/ctas/new?account={account.pk}", typed(**more))


def test_it_is_opened_with_what_was_said(acme: Account, nora: User, at_nora: Client) -> None:
    answer = sent(
        at_nora, acme, reason="Loss of budget", due_on=TOMORROW.isoformat(), comments="They merge"
    )
    cta = Cta.objects.get()
    assert answer.headers["Location"] == f"/ctas/{cta.pk}?kept=cta-{acme.pk}"
    assert (cta.account, cta.type, cta.priority, cta.owner, cta.due_on) == (
        acme, "risk", "high", nora, TOMORROW,
    )  # fmt: skip
    assert (cta.reason, cta.comments, cta.created_source) == (
        "Loss of budget", "They merge", "manual",
    )  # fmt: skip


def test_a_reason_that_the_handbook_knows_is_kept_as_its_code(
    acme: Account, at_nora: Client
) -> None:
    sent(at_nora, acme, reason="At risk")
    assert Cta.objects.get().reason == "at_risk"


def test_sent_twice_it_is_opened_once(acme: Account, at_nora: Client) -> None:
    form = typed()
    answers = [at_nora.post(f"/ctas/new?account={acme.pk}", form) for _ in range(2)]
    assert len({each.headers["Location"] for each in answers}) == 1
    assert Cta.objects.count() == 1


def test_the_tasks_of_a_playbook_are_shown_before_it_is_opened_with_them(
    acme: Account, nora: User, at_nora: Client
) -> None:
    shown = sent(at_nora, acme, playbook=PLAYBOOK)
    assert shown.status_code == 200
    assert not Cta.objects.exists()
    text = unescape(shown.content.decode())
    assert "Ask about the merger" in text  # nothing typed is lost
    assert "Open it with these tasks" in text
    sent(at_nora, acme, playbook=PLAYBOOK, seen_tasks=PLAYBOOK)
    cta = Cta.objects.get()
    tasks = list(cta.tasks.order_by("position"))
    assert tasks
    assert all(each.name in text for each in tasks)
    assert {each.owner for each in tasks if each.owner_role == "csm"} == {nora}
    assert cta.due_on == max(each.due_on for each in tasks if each.due_on)
    assert PlaybookRun.objects.get().cta == cta


def test_the_tasks_follow_what_stands_for_the_account(
    acme: Account, at_nora: Client, worked_out: WorkedOut
) -> None:
    worked_out(acme)
    part = at_nora.get(
        f"/ctas/new?account={acme.pk}&playbook={PLAYBOOK}",
        headers={"HX-Request": "true", "HX-Target": "ahead"},
    ).content.decode()
    assert "<html" not in part
    assert f'value="{PLAYBOOK}"' in part
    assert "Nora" in part


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"name": ""}, "This field is required"),
        ({"name": "x" * 81}, "at most 80 characters"),
        ({"type": "objective"}, "is not one of the available choices"),
        ({"owner": "Nobody Known"}, "Nobody"),
        ({"due_on": "soon"}, "Enter a valid date"),
        ({"playbook": "playbooks/none"}, "is not one of the available choices"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(
    wrong: dict[str, str], why: str, acme: Account, at_nora: Client
) -> None:
    answer = sent(at_nora, acme, comments="They merge", **wrong)
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert "They merge" in answer.content.decode()
    assert not Cta.objects.exists()


def test_without_an_account_it_asks_which(acme: Account, globex: Account, at_nora: Client) -> None:
    assert f"/ctas/new?account={acme.pk}" in at_nora.get("/ctas/new?q=ac").content.decode()
    found = at_nora.get("/ctas/new?q=glo").content.decode()
    assert f"/ctas/new?account={globex.pk}" not in found


def test_it_is_reached_from_the_account_and_the_list_also_by_key(
    acme: Account, at_nora: Client
) -> None:
    page = at_nora.get(f"/accounts/{acme.pk}").content.decode()
    assert f'href="/ctas/new?account={acme.pk}" data-key="c"' in page
    assert 'href="/ctas/new" data-key="c"' in at_nora.get("/ctas").content.decode()


def test_who_may_only_look_opens_none(
    acme: Account, globex: Account, at_nora: Client, ingrid: User, pia: User, signed_in: SignedIn
) -> None:
    assert sent(at_nora, globex).status_code == 404
    for reader in (ingrid, pia):
        assert sent(signed_in(reader), acme).status_code == 403
        page = signed_in(reader).get(f"/accounts/{acme.pk}").content.decode()
        assert "/ctas/new" not in page
    assert not Cta.objects.exists()


def test_operations_say_why_they_open_one(
    acme: Account, ada: User, at_nora: Client, signed_in: SignedIn
) -> None:
    assert sent(signed_in(ada), acme, owner="Nora").status_code == 422
    assert sent(signed_in(ada), acme, owner="Nora", comments="Asked by Nora").status_code == 302


def test_a_task_is_added_after_those_there_are(acme: Account, nora: User, at_nora: Client) -> None:
    cta = opened(acme, "Look", owner=nora)
    address = f"/ctas/{cta.pk}/tasks/new"
    assert address in at_nora.get(f"/ctas/{cta.pk}").content.decode()
    for name in ("Call Bo", "Call Cy"):
        at_nora.post(address, {"key": str(uuid4()), "name": name, "owner": "Nora"})
    at_nora.post(address, {"key": str(uuid4()), "name": "Mail", "due_on": TOMORROW.isoformat()})
    assert list(Task.objects.order_by("position").values_list("name", "owner", "due_on")) == [
        ("Call Bo", nora.pk, None), ("Call Cy", nora.pk, None), ("Mail", None, TOMORROW),
    ]  # fmt: skip


def test_a_closed_cta_gets_no_task(acme: Account, nora: User, at_nora: Client) -> None:
    cta = opened(acme, "Look", owner=nora)
    cta.close(by=nora, on=TODAY)
    answer = at_nora.post(f"/ctas/{cta.pk}/tasks/new", {"key": str(uuid4()), "name": "Call Bo"})
    assert answer.status_code == 409
    assert not Task.objects.exists()


def test_a_second_one_for_the_same_is_opened_only_after_the_first_was_shown(
    acme: Account, at_nora: Client
) -> None:
    first = opened(acme, "Onboard Acme", reason="onboarding", playbook="playbooks/existing")
    playbook = {"playbook": "playbooks/new_customer", "seen_tasks": "playbooks/new_customer"}
    for more in (playbook, {"type": "lifecycle", "reason": "Onboarding"}):
        text = unescape(sent(at_nora, acme, **more).content.decode())
        assert f'<a href="/ctas/{first.pk}">Onboard Acme</a>' in text
        assert "to open a second one" in text
    assert Cta.objects.count() == 1
    sent(at_nora, acme, **playbook, seen_like=str(first.pk))
    assert Cta.objects.count() == 2


def test_what_is_closed_or_asks_for_something_else_is_no_reason_to_ask_again(
    acme: Account, nora: User, at_nora: Client
) -> None:
    opened(acme, type="risk", reason="at_risk")
    opened(acme, reason="onboarding").close(by=nora, on=TODAY)
    sent(at_nora, acme, type="lifecycle", reason="Onboarding")
    assert Cta.objects.filter(name="Ask about the merger").exists()
