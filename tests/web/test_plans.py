"""Success plans at the screen: written, submitted, approved by somebody else, kept in versions."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from greenbook.decisions import handbooks
from greenbook.records.models import (
    Account,
    CommandPlan,
    CommandPlanObjective,
    Contact,
    Cta,
    GrowthPlan,
    Objective,
    SuccessPlan,
    Task,
    User,
)
from greenbook.web.asked import now
from greenbook.web.sent import version_of
from tests.few_pages import few_pages
from tests.web.conftest import SignedIn, WorkedOut
from tests.web.reading import words

TODAY = date.today()
#: What the handbook asks before a plan is approved.
CHECKS = list(few_pages().checks)
SOON = TODAY + timedelta(days=60)


@pytest.fixture(autouse=True)
def handbook(db: None) -> None:
    handbooks.keep(few_pages(), at=now())


@pytest.fixture
def at_nora(nora: User, signed_in: SignedIn) -> Client:
    return signed_in(nora)


@pytest.fixture
def at_omar(omar: User, signed_in: SignedIn) -> Client:
    return signed_in(omar)


@pytest.fixture
def plan(acme: Account, nora: User) -> SuccessPlan:
    begun = SuccessPlan.begin(
        acme, by=nora, on=TODAY, owner=nora, name="Acme plan", strategy="One platform"
    )
    begun.add_objective(name="CI for all teams", by=nora, on=TODAY, due_on=SOON)
    return begun


@pytest.fixture
def goal(plan: SuccessPlan) -> Objective:
    return plan.objectives.get()


def send(browser: Client, address: str, record: Any = None, **typed: Any) -> Any:
    """A form as the page made it: with its key, and the version that it showed."""
    seen = {"seen": version_of(record)} if record is not None else {}
    return browser.post(address, {"key": str(uuid4()), **seen, **typed})


def do(browser: Client, plan: SuccessPlan, what: str, **typed: Any) -> Any:
    return send(browser, f"/plans/{plan.pk}/{what}", plan, **typed)


def read(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def submitted(browser: Client, plan: SuccessPlan) -> SuccessPlan:
    do(browser, plan, "submit")
    return SuccessPlan.objects.get(pk=plan.pk)


# Who may


def test_everybody_of_the_account_reads_it_and_a_partner_does_not(
    plan: SuccessPlan, at_nora: Client, at_omar: Client, pia: User, eve: User, signed_in: SignedIn
) -> None:
    for browser in (at_nora, at_omar):
        assert "CI for all teams" in read(browser, f"/plans/{plan.pk}")
    assert signed_in(pia).get(f"/plans/{plan.pk}").status_code == 403
    assert signed_in(pia).get("/plans").status_code == 403
    assert signed_in(eve).get(f"/plans/{plan.pk}").status_code == 404
    assert "Acme" not in read(signed_in(eve), "/plans?of=all")


@pytest.mark.parametrize(
    "address",
    ["/plans/{plan}/edit", "/plans/{plan}/objectives/new", "/plans/{plan}/share",
     "/plans/{plan}/activate", "/plans/{plan}/submit", "/plans/objectives/{goal}/edit",
     "/plans/objectives/{goal}/start"],
)  # fmt: skip
def test_a_manager_approves_and_does_not_write(
    address: str, plan: SuccessPlan, goal: Objective, at_omar: Client
) -> None:
    answer = send(at_omar, address.format(plan=plan.pk, goal=goal.pk))
    assert answer.status_code == 403
    assert SuccessPlan.objects.get().status == "draft"


def test_a_reader_is_offered_nothing_to_do(
    plan: SuccessPlan, ingrid: User, signed_in: SignedIn
) -> None:
    page = read(signed_in(ingrid), f"/plans/{plan.pk}")
    assert "Share with the customer" not in page
    assert "Submit" not in page


# The list


def test_the_list_has_the_plans_of_my_accounts(
    plan: SuccessPlan, globex: Account, at_nora: Client
) -> None:
    SuccessPlan.objects.create(account=globex, name="Globex plan", known_from=TODAY)
    page = read(at_nora, "/plans")
    assert "Acme plan" in page
    assert "Globex plan" not in page


def test_a_closed_plan_is_listed_only_when_asked_for(plan: SuccessPlan, at_nora: Client) -> None:
    do(at_nora, plan, "close", outcome="All teams moved")
    assert "Acme plan" not in read(at_nora, "/plans")
    assert "Acme plan" in read(at_nora, "/plans?state=closed")


def test_the_list_takes_as_many_questions_for_one_plan_as_for_many(
    acme: Account, at_nora: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        SuccessPlan.objects.create(account=acme, name=f"Plan {number}", known_from=TODAY)
    with django_assert_max_num_queries(20):
        read(at_nora, "/plans")


def test_the_colour_comes_with_its_because(
    plan: SuccessPlan, acme: Account, at_nora: Client, worked_out: WorkedOut
) -> None:
    worked_out(acme)
    why = f"/why/account/{acme.pk}/plan_colour"
    assert why in read(at_nora, "/plans")
    page = read(at_nora, f"/plans/{plan.pk}")
    assert why in page
    assert "Yellow" in page, "a draft is yellow"


# Writing


def test_a_plan_is_begun_for_the_accounts_csm(acme: Account, nora: User, at_nora: Client) -> None:
    answer = send(at_nora, f"/accounts/{acme.pk}/plans/new", type="roi", name="Acme plan")
    begun = SuccessPlan.objects.get()
    assert answer.headers["Location"] == f"/plans/{begun.pk}"
    assert (begun.owner, begun.status, begun.happened_on) == (nora, "draft", TODAY)


def test_a_plan_begun_twice_by_a_double_click_is_one(acme: Account, at_nora: Client) -> None:
    form = {"key": str(uuid4()), "type": "roi", "name": "Acme plan"}
    for _ in range(2):
        at_nora.post(f"/accounts/{acme.pk}/plans/new", form)
    assert SuccessPlan.objects.count() == 1


def test_a_returned_plan_is_work_for_its_owner_until_it_is_submitted_again(
    plan: SuccessPlan, nora: User, at_nora: Client, at_omar: Client
) -> None:
    do(at_omar, submitted(at_nora, plan), "return", comment="Name a sponsor first")
    asked = Cta.objects.get(name="Change the success plan: Omar returned it")
    assert (asked.owner, asked.due_on, asked.comments) == (nora, TODAY, "Name a sponsor first")
    assert str(asked) in read(at_nora, "/")
    submitted(at_nora, plan)
    asked.refresh_from_db()
    assert asked.status == "closed_success"


def test_a_new_strategy_ends_the_approval_and_says_so(
    plan: SuccessPlan, at_nora: Client, at_omar: Client
) -> None:
    do(at_omar, submitted(at_nora, plan), "approve", checks=CHECKS)
    answer = send(at_nora, f"/plans/{plan.pk}/edit", plan, name="Acme plan", strategy="Another")
    assert "Submit it again for approval." in read(at_nora, answer.headers["Location"])
    assert SuccessPlan.objects.get().approval_status == "not_submitted"


def test_whoever_writes_second_is_told(
    plan: SuccessPlan, ada: User, at_nora: Client, signed_in: SignedIn
) -> None:
    seen = version_of(plan)
    send(signed_in(ada), f"/plans/{plan.pk}/edit", plan, name="Acme plan", strategy="From Ada")
    answer = send(
        at_nora, f"/plans/{plan.pk}/edit", seen=seen, name="Acme plan", strategy="From Nora"
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody else changed it" in page
    assert "From Nora" in page, "what was typed is not lost"
    assert SuccessPlan.objects.get().strategy == "From Ada"


def test_markdown_is_shown_and_html_in_it_is_not_obeyed(
    plan: SuccessPlan, nora: User, at_nora: Client
) -> None:
    bad = "**bold** <script>alert(1)</script> [x](javascript:alert(1))"
    plan.edit(by=nora, on=TODAY, strategy=bad, highlights="<img src=x onerror=alert(1)>")
    page = read(at_nora, f"/plans/{plan.pk}")
    assert "<strong>bold</strong>" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page


def test_mass_assignment_changes_nothing_else(plan: SuccessPlan, at_nora: Client) -> None:
    send(
        at_nora,
        f"/plans/{plan.pk}/edit",
        plan,
        name="Acme plan",
        approval_status="approved",
        customer_validated_on=TODAY.isoformat(),
    )
    changed = SuccessPlan.objects.get()
    assert (changed.approval_status, changed.customer_validated_on) == ("not_submitted", None)


# Objectives


def test_an_objective_says_when_and_for_which_stage(plan: SuccessPlan, at_nora: Client) -> None:
    answer = send(
        at_nora,
        f"/plans/{plan.pk}/objectives/new",
        name="Scan every change",
        category="stage_adoption",
        origin="manual",
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say which stage they adopt." in page
    assert "This field is required." in page
    assert "Questions to ask" in page
    assert plan.objectives.count() == 1


@pytest.fixture
def command_plan(acme: Account) -> CommandPlan:
    return CommandPlan.objects.create(
        account=acme,
        primary_value_driver="Deliver better products faster",
        primary_capability="CI",
        metrics="Lead time",
        known_from=TODAY,
    )


def test_the_command_plan_is_taken_over_once(
    plan: SuccessPlan, command_plan: CommandPlan, acme: Account, at_nora: Client
) -> None:
    CommandPlanObjective.objects.create(
        command_plan=command_plan, account=acme, name="Halve the lead time", metric="lead time",
        target="2 days", known_from=TODAY,
    )  # fmt: skip
    assert "Halve the lead time" in read(at_nora, f"/plans/{plan.pk}")
    for _ in range(2):
        do(at_nora, plan, "take_over")
    taken = plan.objectives.get(origin="command_plan")
    assert (taken.name, taken.success_criteria, taken.needs_validation) == (
        "Halve the lead time", "lead time: 2 days", True,
    )  # fmt: skip
    assert "to be validated" in read(at_nora, f"/plans/{plan.pk}")


def test_without_objectives_the_command_plan_gives_one_from_why_they_bought(
    plan: SuccessPlan, command_plan: CommandPlan, at_nora: Client
) -> None:
    for _ in range(2):
        do(at_nora, plan, "take_over")
    taken = plan.objectives.get(origin="command_plan")
    assert taken.name == "Deliver better products faster by adopting CI"


def test_steps_are_tasks_and_make_the_progress(
    plan: SuccessPlan, goal: Objective, nora: User, at_nora: Client
) -> None:
    here = f"/plans/objectives/{goal.pk}"
    refused = send(at_nora, f"{here}/step", goal, name="Workshop")
    assert "once the plan is active" in refused.content.decode()
    do(at_nora, plan, "activate")
    for name in ("Workshop", "First metric check"):
        send(at_nora, f"{here}/step", goal, name=name, due_on=SOON.isoformat())
        goal.refresh_from_db()
    cta = Cta.objects.get()
    assert (cta.type, cta.subject_id, cta.owner) == ("objective", goal.pk, nora)
    Task.objects.get(name="Workshop").complete(by=nora, on=TODAY)
    assert "1 of 2 steps" in read(at_nora, here)
    assert "50% done" in words(read(at_nora, f"/plans/{plan.pk}"))


def test_an_objective_is_closed_with_what_came_of_it_and_its_cta_too(
    plan: SuccessPlan, goal: Objective, at_nora: Client
) -> None:
    do(at_nora, plan, "activate")
    here = f"/plans/objectives/{goal.pk}"
    send(at_nora, f"{here}/step", goal, name="Workshop")
    goal.refresh_from_db()
    assert send(at_nora, f"{here}/close", goal, status="closed_success").status_code == 422
    send(
        at_nora, f"{here}/close", goal, status="closed_success", outcome_summary="All teams use it"
    )
    assert Objective.objects.get().outcome_summary == "All teams use it"
    assert Cta.objects.get().status == "closed_success"


def test_a_contact_says_that_an_objective_still_matters(
    acme: Account, globex: Account, goal: Objective, at_nora: Client
) -> None:
    petra = Contact.objects.create(account=acme, name="Petra", known_from=TODAY)
    gus = Contact.objects.create(account=globex, name="Gus", known_from=TODAY)
    here = f"/plans/objectives/{goal.pk}"
    assert send(at_nora, f"{here}/validate", goal, contact=gus.pk).status_code == 422
    send(at_nora, f"{here}/validate", goal, contact=petra.pk)
    assert Objective.objects.get().last_validated_on == TODAY
    assert "said by Petra" in read(at_nora, here)


# Approval


def test_submitting_keeps_a_version_and_is_work_for_the_manager(
    plan: SuccessPlan, omar: User, at_nora: Client
) -> None:
    do(at_nora, plan, "submit", comment="Please look at the dates")
    asked = Cta.objects.get()
    assert (asked.owner, asked.comments) == (omar, "Please look at the dates")
    assert plan.versions.get().content["objectives"][0]["name"] == "CI for all teams"


def test_approval_asks_for_all_six_checks(
    plan: SuccessPlan, omar: User, at_nora: Client, at_omar: Client
) -> None:
    plan = submitted(at_nora, plan)
    answer = do(at_omar, plan, "approve", checks=CHECKS[:5])
    assert answer.status_code == 422
    assert "the next steps that show value are clear" in answer.content.decode()
    do(at_omar, plan, "approve", checks=CHECKS)
    approved = SuccessPlan.objects.get()
    assert (approved.approval_status, approved.approved_by) == ("approved", omar)
    history = words(at_nora.get(f"/plans/{plan.pk}").content.decode())
    assert "Omar: approval status from Submitted to Approved, approved by Omar" in history
    assert not Cta.objects.get().is_open


def test_what_comes_back_comes_with_a_comment(
    plan: SuccessPlan, at_nora: Client, at_omar: Client
) -> None:
    plan = submitted(at_nora, plan)
    assert do(at_omar, plan, "return").status_code == 422
    do(at_omar, plan, "return", comment="Outcomes are not measurable")
    page = read(at_nora, f"/plans/{plan.pk}")
    assert "Outcomes are not measurable" in page
    assert "The manager asked for changes." in words(page)


def test_nobody_approves_their_own_or_what_they_submitted(
    plan: SuccessPlan, nora: User, omar: User, at_nora: Client, at_omar: Client
) -> None:
    plan = submitted(at_nora, plan)
    assert do(at_nora, plan, "approve", checks=CHECKS).status_code == 403
    plan.amend(by=None, on=TODAY, owner=omar)
    answer = do(at_omar, plan, "approve", checks=CHECKS)
    assert answer.status_code == 422
    assert "Nobody approves their own plan." in answer.content.decode()
    plan.amend(by=None, on=TODAY, owner=None)
    nora.amend(by=None, on=TODAY, roles=["csm", "csm_manager"])
    answer = do(at_nora, plan, "approve", checks=CHECKS)
    assert "Nobody approves their own plan." in answer.content.decode()
    assert SuccessPlan.objects.get().approval_status == "submitted"


def test_what_changed_after_it_was_submitted_is_not_approved(
    plan: SuccessPlan, goal: Objective, nora: User, at_nora: Client, at_omar: Client
) -> None:
    plan = submitted(at_nora, plan)
    seen = version_of(plan)
    goal.edit(by=nora, on=TODAY, success_criteria="Nothing at all")
    answer = send(at_omar, f"/plans/{plan.pk}/approve", seen=seen, checks=CHECKS)
    assert answer.status_code == 409
    assert SuccessPlan.objects.get().approval_status == "not_submitted"
    submitted(at_nora, plan)
    assert Cta.objects.count() == 1, "the manager is asked once"
    assert plan.versions.count() == 2


def test_a_version_is_compared_with_how_the_plan_stands(
    plan: SuccessPlan, goal: Objective, nora: User, at_nora: Client
) -> None:
    submitted(at_nora, plan)
    here = f"/plans/{plan.pk}/versions/1"
    assert "still says the same" in read(at_nora, here)
    goal.edit(by=nora, on=TODAY, success_criteria="80 % of projects")
    SuccessPlan.objects.get().add_objective(name="Scan every change", by=nora, on=TODAY)
    page = read(at_nora, here)
    assert "2 things changed" in words(page)
    assert "80 % of projects" in page
    assert at_nora.get(f"/plans/{plan.pk}/versions/2").status_code == 404


def test_going_through_it_is_noted(plan: SuccessPlan, at_nora: Client) -> None:
    do(at_nora, plan, "review")
    assert SuccessPlan.objects.get().last_reviewed_on == TODAY


def test_one_plan_takes_few_questions(
    plan: SuccessPlan, nora: User, at_nora: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(10):
        plan.add_objective(name=f"Objective {number}", by=nora, on=TODAY, owner=nora)
    with django_assert_max_num_queries(32):
        read(at_nora, f"/plans/{plan.pk}")


# The growth plan


def test_the_growth_plan_is_written_inside_and_begun_once(
    acme: Account, at_nora: Client, at_omar: Client, pia: User, signed_in: SignedIn
) -> None:
    for _ in range(2):
        answer = send(at_nora, f"/accounts/{acme.pk}/growth-plan")
    growth = GrowthPlan.objects.get()
    here = answer.headers["Location"]
    send(at_nora, here, growth, strategic_goals="Reach the divisions abroad")
    send(at_nora, f"{here}/activate", GrowthPlan.objects.get())
    send(at_nora, f"{here}/review", GrowthPlan.objects.get())
    growth = GrowthPlan.objects.get()
    assert (growth.status, growth.last_review_on) == ("active", TODAY)
    assert "Reach the divisions abroad" in read(at_omar, here)
    assert send(at_omar, here, growth, strategic_goals="x").status_code == 403
    assert signed_in(pia).get(here).status_code == 403


@pytest.mark.parametrize(
    ("step", "lacks"),
    [
        ("- Ask the board, Nora, by 14 Mar", ""),
        ("* CSM: show the pilot, 2027-03-14", ""),
        ("- Ask the board by Mar 14", "no owner"),
        ("1. Nora asks the board", "no day"),
        ("- [ ] Ask the board", "no owner and no day"),
        ("Somebody may ask the board", "no owner and no day"),
        ("## Steps", ""),
        ("", ""),
    ],
)
def test_a_next_step_of_the_growth_plan_names_who_and_by_when(
    step: str, lacks: str, acme: Account, at_nora: Client
) -> None:
    growth = GrowthPlan.objects.create(account=acme, next_steps=step, known_from=TODAY)
    text = read(at_nora, f"/plans/growth/{growth.pk}")
    found = re.findall(r'<span class="badge soon">([^<]+)</span>', text)
    assert found == ([lacks] if lacks else [])


def test_of_a_list_only_its_items_are_next_steps(acme: Account, at_nora: Client) -> None:
    steps = "What we agreed with Sam:\n\n- Nora asks the board, 14 Mar\n- Show the pilot"
    growth = GrowthPlan.objects.create(account=acme, next_steps=steps, known_from=TODAY)
    text = read(at_nora, f"/plans/growth/{growth.pk}")
    assert "1 next step without an owner or a day" in text
    assert "<li>Show the pilot" in text
