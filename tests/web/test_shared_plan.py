"""The customer's private link: it shows the shared plan and nothing else, to whoever has it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from greenbook.decisions import handbooks
from greenbook.engagement import plans as does
from greenbook.records.models import (
    Account,
    Contact,
    Cta,
    PlanShare,
    PlanValidation,
    SuccessPlan,
    TimelineEntry,
    User,
)
from greenbook.web.asked import now
from greenbook.web.pages.shared_plan import KNOCKS
from tests.few_pages import few_pages
from tests.web.conftest import SignedIn
from tests.web.reading import words

TODAY = date.today()
NOT_THERE = "This link does not open a plan"


@pytest.fixture(autouse=True)
def nobody_knocked_yet(db: None) -> None:
    cache.clear()


@pytest.fixture
def petra(acme: Account) -> Contact:
    return Contact.objects.create(
        account=acme, name="Petra", email="petra@acme.example", known_from=TODAY
    )


@pytest.fixture
def plan(acme: Account, nora: User) -> SuccessPlan:
    nora.amend(by=None, on=TODAY, email="nora@vendor.example")
    begun = SuccessPlan.begin(
        acme, by=nora, on=TODAY, owner=nora, name="Acme plan", strategy="**One** platform",
        highlights="Twice as many releases",
    )  # fmt: skip
    begun.add_objective(
        name="CI for all teams",
        by=nora,
        on=TODAY,
        owner=nora,
        success_criteria="80 % of projects",
        motion="expansion",
        playbook="secret_playbook",
    )
    return begun


@pytest.fixture
def shared(plan: SuccessPlan, petra: Contact, nora: User) -> tuple[PlanShare, str]:
    return does.share(plan, contact=petra, days=30, by=nora, on=TODAY)


@pytest.fixture
def link(shared: tuple[PlanShare, str]) -> str:
    return f"/shared/{shared[1]}"


@pytest.fixture
def share(shared: tuple[PlanShare, str]) -> PlanShare:
    return shared[0]


@pytest.fixture
def customer() -> Client:
    """A browser in which nobody is signed in, as strict as a real one."""
    return Client(enforce_csrf_checks=True)


def answer(customer: Client, link: str, word: str, comment: str = "", version: int = 1) -> Any:
    return customer.post(link, {"answer": word, "comment": comment, "version": version})


# Opening the link


def test_the_link_is_told_once_and_only_its_hash_is_kept(
    plan: SuccessPlan, petra: Contact, nora: User, signed_in: SignedIn, customer: Client
) -> None:
    browser = signed_in(nora)
    form = {"key": str(uuid4()), "contact": petra.pk, "days": 14}
    first = browser.post(f"/plans/{plan.pk}/share", form)
    found = re.search(r"http://testserver(/shared/([\w-]+))", first.content.decode())
    assert found
    link, secret = found.groups()
    share = PlanShare.objects.get()
    assert share.expires_on == TODAY + timedelta(days=14)
    assert secret not in share.secret_hash
    assert "no-store" in first.headers["Cache-Control"]
    assert customer.get(link).status_code == 200
    again = browser.post(f"/plans/{plan.pk}/share", form)
    assert again.status_code == 302
    assert PlanShare.objects.count() == 1
    assert secret not in browser.get(f"/plans/{plan.pk}").content.decode()


@pytest.mark.parametrize(("days", "status"), [("0", 422), ("366", 422), ("x", 422), ("365", 200)])
def test_a_link_works_for_a_day_up_to_a_year(
    days: str, status: int, plan: SuccessPlan, petra: Contact, nora: User, signed_in: SignedIn
) -> None:
    handbooks.keep(few_pages(), at=now())
    form = {"key": str(uuid4()), "contact": petra.pk, "days": days}
    assert signed_in(nora).post(f"/plans/{plan.pk}/share", form).status_code == status


def test_it_is_shared_with_somebody_of_that_customer_alone(
    plan: SuccessPlan, globex: Account, nora: User, signed_in: SignedIn
) -> None:
    gus = Contact.objects.create(account=globex, name="Gus", known_from=TODAY)
    form = {"key": str(uuid4()), "contact": gus.pk, "days": 14}
    assert signed_in(nora).post(f"/plans/{plan.pk}/share", form).status_code == 422
    assert not PlanShare.objects.exists()


# What it shows


def test_the_customer_reads_the_plan_without_signing_in(link: str, customer: Client) -> None:
    page = customer.get(link).content.decode()
    for word in ("Acme plan", "CI for all teams", "80 % of projects", "<strong>One</strong>"):
        assert word in page


def test_nothing_else_of_us_is_in_it(
    acme: Account, link: str, plan: SuccessPlan, nora: User, customer: Client
) -> None:
    TimelineEntry.log(
        acme, type="update", subject="Churn feared", author=nora, on=TODAY, success_plan=plan
    )
    plan.submit(by=nora, on=TODAY, comment="Between us")
    page = customer.get(link).content.decode()
    inside = (
        "nora@vendor.example", "petra@acme.example", "412", "expansion", "secret_playbook",
        "Churn feared", "Between us", "strategic", "Strategic", "csrf", "/accounts", "/plans",
    )  # fmt: skip
    assert [word for word in inside if word in page] == []
    assert not customer.cookies


def test_what_is_written_later_stays_inside_until_it_is_shown(
    link: str, share: PlanShare, plan: SuccessPlan, nora: User, signed_in: SignedIn,
    customer: Client,
) -> None:  # fmt: skip
    plan.edit(by=nora, on=TODAY, strategy="Half an idea")
    assert "Half an idea" not in customer.get(link).content.decode()
    signed_in(nora).post(f"/plans/shares/{share.pk}/show", {"key": str(uuid4())})
    assert "Half an idea" in customer.get(link).content.decode()


def test_a_given_up_objective_is_ours_to_remember(
    link: str, share: PlanShare, plan: SuccessPlan, nora: User, customer: Client
) -> None:
    objective = plan.objectives.get()
    objective.close(
        by=nora, on=TODAY, outcome_summary="They lost interest", status="closed_lost_no_value"
    )
    does.show_as_it_stands(share, by=nora, on=TODAY)
    page = customer.get(link).content.decode()
    assert "CI for all teams" not in page
    assert "They lost interest" not in page


def test_html_in_the_plan_is_not_obeyed(
    link: str, share: PlanShare, plan: SuccessPlan, nora: User, customer: Client
) -> None:
    plan.edit(
        by=nora, on=TODAY, strategy="<script>alert(1)</script> [x](javascript:alert(1))",
        highlights="<b onclick=alert(1)>", name="<i>plan</i>",
    )  # fmt: skip
    does.show_as_it_stands(share, by=nora, on=TODAY)
    page = customer.get(link).content.decode()
    assert "<script" not in page
    assert "<b onclick" not in page
    assert "<i>plan" not in page
    assert 'href="javascript' not in page


def test_it_is_neither_kept_nor_indexed_nor_passed_on(link: str, customer: Client) -> None:
    for address in (link, "/shared/nothing"):
        headers = customer.get(address).headers
        assert "no-store" in headers["Cache-Control"]
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in headers["X-Robots-Tag"]
        assert "script-src 'self'" in headers["Content-Security-Policy"]


# Links that do not hold


def expire(share: PlanShare) -> None:
    PlanShare.objects.filter(pk=share.pk).update(
        shared_on=TODAY - timedelta(days=2), expires_on=TODAY
    )


def end(share: PlanShare) -> None:
    share.end(on=TODAY, reason="sent to the wrong person")


def close(share: PlanShare) -> None:
    does.close_plan(share.plan, outcome="Done", by=share.shared_by, on=TODAY)


def leave(share: PlanShare) -> None:
    share.contact.amend(by=None, on=TODAY, inactive=True)


@pytest.mark.parametrize("undo", [expire, end, close, leave])
def test_whatever_is_wrong_with_a_link_the_answer_is_the_same(
    undo: Any, link: str, share: PlanShare, customer: Client, django_assert_num_queries: Any
) -> None:
    unknown = customer.get("/shared/" + "x" * 43)
    undo(share)
    gone = customer.get(link)
    assert (gone.status_code, gone.content) == (404, unknown.content)
    assert NOT_THERE in gone.content.decode()
    assert answer(customer, link, "confirm").status_code == 404
    assert not PlanValidation.objects.exists()


def test_a_link_works_on_its_last_day(link: str, share: PlanShare, customer: Client) -> None:
    PlanShare.objects.filter(pk=share.pk).update(expires_on=TODAY + timedelta(days=1))
    assert customer.get(link).status_code == 200


def test_whoever_shares_ends_it_and_others_may_not(
    link: str, share: PlanShare, nora: User, omar: User, eve: User, signed_in: SignedIn,
    customer: Client,
) -> None:  # fmt: skip
    here, form = f"/plans/shares/{share.pk}/end", {"key": str(uuid4()), "reason": "wrong person"}
    assert signed_in(omar).post(here, form).status_code == 403
    assert signed_in(eve).post(here, form).status_code == 404
    assert customer.get(link).status_code == 200
    signed_in(nora).post(here, form)
    assert customer.get(link).status_code == 404


def test_knocking_too_often_is_refused_before_anything_is_looked_up(
    link: str, customer: Client
) -> None:
    assert {customer.get("/shared/guess").status_code for _ in range(KNOCKS)} == {404}
    assert customer.get("/shared/guess").status_code == 429
    assert customer.get(link).status_code == 429


# What the customer answers


def test_the_customer_confirms_once(
    link: str, plan: SuccessPlan, petra: Contact, nora: User, customer: Client, signed_in: SignedIn
) -> None:
    for _ in range(2):
        assert answer(customer, link, "confirm", "Good").status_code == 302
    confirmed = SuccessPlan.objects.get()
    assert (confirmed.customer_validated_on, confirmed.customer_validated_by) == (TODAY, petra)
    assert PlanValidation.objects.get().comment == "Good"
    assert TimelineEntry.objects.get().subject == "Petra confirmed the success plan"
    assert "You confirmed a plan" in words(customer.get(link).content.decode())
    history = words(signed_in(nora).get(f"/plans/{plan.pk}").content.decode())
    assert "Petra, by their link: customer validated on" in history
    assert "customer validated by Petra" in history


def test_a_wish_is_work_for_the_owner_and_leaves_the_approval(
    link: str, plan: SuccessPlan, nora: User, omar: User, customer: Client
) -> None:
    plan.submit(by=nora, on=TODAY)
    plan.approve(by=omar, on=TODAY)
    answer(customer, link, "changes", "Security first, please")
    asked = Cta.objects.get()
    assert (asked.owner, asked.comments) == (nora, "Security first, please")
    stored = SuccessPlan.objects.get()
    assert (stored.approval_status, stored.customer_validated_on) == ("approved", None)


def test_a_wish_without_words_is_asked_back(link: str, customer: Client) -> None:
    told = answer(customer, link, "changes", "  ")
    assert told.status_code == 422
    assert "Say what should be changed." in told.content.decode()
    assert not PlanValidation.objects.exists()


def test_only_what_was_read_is_confirmed(
    link: str, share: PlanShare, plan: SuccessPlan, nora: User, customer: Client
) -> None:
    plan.edit(by=nora, on=TODAY, strategy="Something else")
    does.show_as_it_stands(share, by=nora, on=TODAY)
    told = answer(customer, link, "confirm", "Good", version=1)
    page = told.content.decode()
    assert told.status_code == 409
    assert "changed while you were reading" in page
    assert "Something else" in page
    assert SuccessPlan.objects.get().customer_validated_on is None
    assert answer(customer, link, "confirm", "Good", version=2).status_code == 302


@pytest.mark.parametrize(
    "typed",
    [{}, {"answer": "confirm"}, {"answer": "approve", "version": 1},
     {"answer": "confirm", "version": "x"},
     {"answer": "confirm", "version": 1, "comment": "x" * 5001}],
)  # fmt: skip
def test_nonsense_changes_nothing(typed: dict[str, Any], link: str, customer: Client) -> None:
    assert customer.post(link, typed).status_code == 422
    assert not PlanValidation.objects.exists()
