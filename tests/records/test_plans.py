"""Success plans: submitted, approved by somebody else, and again after every change."""

from __future__ import annotations

from datetime import date

import pytest

from greenbook.records.models import Account, Contact, Objective, SuccessPlan, User

from .conftest import SIGNED

DAY = date(2023, 5, 2)
LATER = date(2023, 6, 2)


@pytest.fixture
def plan(acme: Account, nora: User) -> SuccessPlan:
    return SuccessPlan.objects.create(
        account=acme, owner=nora, strategy="Ship weekly", known_from=SIGNED
    )


@pytest.fixture
def approved(plan: SuccessPlan, nora: User, omar: User) -> SuccessPlan:
    plan.submit(by=nora, on=DAY)
    plan.approve(by=omar, on=DAY)
    return plan


def test_approved_by_the_manager_after_it_was_submitted(
    plan: SuccessPlan, nora: User, omar: User
) -> None:
    with pytest.raises(SuccessPlan.NotSubmitted):
        plan.approve(by=omar, on=DAY)
    plan.submit(by=nora, on=DAY)
    with pytest.raises(SuccessPlan.NotTheirOwn):
        plan.approve(by=nora, on=DAY)
    plan.approve(by=omar, on=LATER)
    stored = SuccessPlan.objects.get()
    assert (stored.approval_status, stored.approved_by, stored.approved_on) == (
        "approved",
        omar,
        LATER,
    )
    kinds = list(stored.validations.order_by("id").values_list("kind", flat=True))
    assert kinds == ["submitted", "approved"]


def test_changes_are_asked_for_with_words(plan: SuccessPlan, nora: User, omar: User) -> None:
    plan.submit(by=nora, on=DAY)
    with pytest.raises(SuccessPlan.NeedsReason):
        plan.request_changes(by=omar, on=DAY, comment="")
    plan.request_changes(by=omar, on=DAY, comment="Outcomes are not measurable")
    assert SuccessPlan.objects.get().approval_status == "changes_requested"


def test_a_new_strategy_ends_the_approval(approved: SuccessPlan, nora: User) -> None:
    approved.edit(by=nora, on=LATER, strategy="Ship daily")
    stored = SuccessPlan.objects.get()
    assert (stored.approval_status, stored.content_changed_on) == ("not_submitted", LATER)


def test_highlights_or_the_same_strategy_leave_it(approved: SuccessPlan, nora: User) -> None:
    approved.edit(by=nora, on=LATER, strategy="Ship weekly", highlights="New CTO")
    stored = SuccessPlan.objects.get()
    assert (stored.approval_status, stored.content_changed_on) == ("approved", None)


def test_a_new_or_edited_objective_ends_the_approval(
    approved: SuccessPlan, nora: User, omar: User
) -> None:
    objective = approved.add_objective(name="CI for all teams", by=nora, on=LATER)
    assert SuccessPlan.objects.get().approval_status == "not_submitted"
    approved.submit(by=nora, on=LATER)
    approved.approve(by=omar, on=LATER)
    objective.edit(by=nora, on=LATER, success_criteria="80 % of projects")
    assert SuccessPlan.objects.get().approval_status == "not_submitted"


def test_progress_on_an_objective_leaves_it(plan: SuccessPlan, nora: User, omar: User) -> None:
    objective = plan.add_objective(name="CI for all teams", by=nora, on=DAY)
    plan.submit(by=nora, on=DAY)
    plan.approve(by=omar, on=DAY)
    objective.start(by=nora, on=LATER)
    assert SuccessPlan.objects.get().approval_status == "approved"


def test_an_objective_closes_once_with_its_outcome(plan: SuccessPlan, nora: User) -> None:
    objective = plan.add_objective(name="CI for all teams", by=nora, on=DAY)
    with pytest.raises(Objective.NeedsOutcome):
        objective.close(by=nora, on=LATER, outcome_summary=" ")
    with pytest.raises(Objective.NotAClosingStatus):
        objective.close(by=nora, on=LATER, outcome_summary="?", status="closed_lost_churned")
    objective.close(by=nora, on=LATER, outcome_summary="80 % of projects build daily")
    with pytest.raises(Objective.AlreadyClosed):
        objective.close(by=nora, on=LATER, outcome_summary="90 %")
    objective.reopen(by=nora, on=LATER, reason="One team fell back")
    assert Objective.objects.get().is_open


def test_the_customer_confirms_a_plan_and_an_objective(
    plan: SuccessPlan, acme: Account, nora: User
) -> None:
    cleo = Contact.objects.create(account=acme, name="Cleo", known_from=SIGNED)
    objective = plan.add_objective(name="CI", by=nora, on=DAY, needs_validation=True)
    objective.validate_with(cleo, by=nora, on=LATER)
    plan.record_customer_validation(contact=cleo, by=nora, on=LATER)
    stored = SuccessPlan.objects.get()
    assert (stored.customer_validated_on, stored.customer_validated_by) == (LATER, cleo)
    assert Objective.objects.get().needs_validation is False


def test_from_draft_to_active_to_closed(plan: SuccessPlan, nora: User) -> None:
    plan.activate(by=nora, on=DAY)
    with pytest.raises(SuccessPlan.NotDraft):
        plan.activate(by=nora, on=DAY)
    plan.close(by=nora, on=LATER, reason="Reached")
    with pytest.raises(SuccessPlan.AlreadyClosed):
        plan.edit(by=nora, on=LATER, strategy="More")
    with pytest.raises(SuccessPlan.AlreadyClosed):
        plan.add_objective(name="More", by=nora, on=LATER)
