"""What is done with a success plan that touches more than the plan itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from greenbook.engagement.queries.plans import (
    command_plan_of,
    content_of,
    cta_of,
    not_taken_over,
    shared_version,
)
from greenbook.records.acting import acting
from greenbook.records.models import (
    AccountTeam,
    CommandPlan,
    Contact,
    Cta,
    Objective,
    PlanShare,
    PlanVersion,
    SuccessPlan,
    Task,
    TimelineEntry,
    User,
)
from greenbook.records.models.ctas import OPEN_STATUSES
from greenbook.records.refusals import NotAllowed

#: Where CTAs about a plan come from: the manager is to review it, its owner to change it.
REVIEW, RETURN = "success_plan", "success_plan_returned"


class NoCommandPlan(NotAllowed):
    """Sales wrote down nothing that could be taken over."""


class OnlyInAnActivePlan(NotAllowed):
    """Steps are planned once the plan is active."""


class NotWithThisCustomer(NotAllowed):
    """That contact is not at this customer any more."""


class ChangedSince(NotAllowed):
    """The plan was changed while you were reading."""


def owner_for(account: int, *, by: User, on: date) -> User:
    """Who owns a new plan: the account's CSM, else whoever begins it."""
    team = AccountTeam.objects.filter(account=account, role="csm", starts_on__lte=on)
    serving = team.exclude(ends_on__lt=on).order_by("-is_primary", "-starts_on")
    csm = serving.select_related("user").first()
    return csm.user if csm else by


def take_over(plan: SuccessPlan, *, by: User, on: date) -> list[Objective]:
    """Make the command plan's objectives those of the plan. Done again, it does nothing
    (operations A6)."""
    command_plan = command_plan_of(plan.account_id)
    if command_plan is None:
        raise NoCommandPlan(plan)
    common = {
        "origin": "command_plan",
        "command_plan": command_plan,
        "category": "roi",
        "owner": plan.owner,
        "needs_validation": True,
    }
    with acting(by=by, on=on, reason="from the command plan"):
        return [
            plan.add_objective(by=by, on=on, **common, **values)
            for values in _to_take_over(plan, command_plan)
        ]


def _to_take_over(plan: SuccessPlan, command_plan: CommandPlan) -> list[dict[str, Any]]:
    """One objective for each of theirs; where none is recorded, the one that follows from why they
    bought."""
    if command_plan.objectives.exists():
        return [
            {
                "name": each.name,
                "use_case": each.use_case,
                "success_criteria": ": ".join(filter(None, (each.metric, each.target))),
                "expected_outcome": each.target,
                "command_plan_objective": each,
            }
            for each in not_taken_over(plan, command_plan)
        ]
    driver, capability = command_plan.primary_value_driver, command_plan.primary_capability
    if not driver or not capability or plan.objectives.filter(command_plan=command_plan).exists():
        return []
    return [
        {
            "name": f"{driver} by adopting {capability}",
            "use_case": capability,
            "success_criteria": command_plan.metrics,
            "baseline": command_plan.identify_pain,
            "motion": "enablement",
        }
    ]


def add_step(
    objective: Objective, *, name: str, due_on: date | None, owner: User | None, by: User, on: date
) -> Task:
    """A step towards an objective: a task of the CTA that stands for it in the cockpit."""
    if objective.plan.status != "active":
        raise OnlyInAnActivePlan(objective)
    if not objective.is_open:
        raise objective.AlreadyClosed(objective)
    with acting(by=by, on=on):
        cta = cta_of(objective) or _open_cta(objective, by=by, on=on)
        step = Task.objects.create(
            cta=cta,
            account_id=objective.account_id,
            name=name,
            due_on=due_on,
            owner=owner or objective.owner or by,
            position=cta.tasks.count() + 1,
            happened_on=on,
            known_from=on,
        )
        objective.amend(by=by, on=on, last_activity_on=on)
    return step


def _open_cta(objective: Objective, *, by: User, on: date) -> Cta:
    return Cta.open(
        objective.account,
        type="objective",
        name=objective.name[:80],
        by=by,
        on=on,
        grain="objective",
        subject_id=objective.pk,
        owner=objective.owner or by,
        owner_role="csm",
        due_on=objective.due_on,
        created_source=f"objective:{objective.pk}",
    )


def close_objective(
    objective: Objective, *, status: str, outcome_summary: str, by: User, on: date
) -> None:
    """Close it with what came of it, and the CTA that stands for it."""
    with acting(by=by, on=on, reason=outcome_summary):
        objective.close(by=by, on=on, status=status, outcome_summary=outcome_summary)
        cta = cta_of(objective)
        if cta is not None:
            cta.close(by=by, on=on, status=status, reason=outcome_summary)


def submit(plan: SuccessPlan, *, comment: str | None, by: User, on: date) -> PlanVersion:
    """Ask for approval: a version is kept, and the manager finds it among their CTAs."""
    with acting(by=by, on=on):
        plan.submit(by=by, on=on, comment=comment)
        version = _keep(plan, by=by, on=on, occasion="submitted")
        _answered(plan, RETURN, by=by, on=on)
        manager = (plan.owner or by).manager
        if manager not in (None, by) and not _asked(plan, REVIEW).exists():
            _ask(
                plan,
                f"Review success plan: {plan.account}",
                by=by,
                on=on,
                owner=manager,
                owner_role="csm_manager",
                comments=comment,
                created_source=f"{REVIEW}:{plan.pk}",
            )
    return version


def approve(plan: SuccessPlan, *, comment: str | None, by: User, on: date) -> None:
    """The manager found every check answered with yes."""
    with acting(by=by, on=on):
        plan.approve(by=by, on=on, comment=comment)
        _answered(plan, REVIEW, by=by, on=on)


def send_back(plan: SuccessPlan, *, comment: str, by: User, on: date) -> None:
    """The manager says what is to be changed first; its owner finds it among their CTAs."""
    with acting(by=by, on=on):
        plan.request_changes(by=by, on=on, comment=comment)
        _answered(plan, REVIEW, by=by, on=on)
        if plan.owner not in (None, by):
            _ask(
                plan,
                f"Change the success plan: {by} returned it",
                by=by,
                on=on,
                due_on=on,
                owner=plan.owner,
                owner_role="csm",
                comments=comment,
                created_source=f"{RETURN}:{plan.pk}",
            )


def close_plan(plan: SuccessPlan, *, outcome: str, by: User, on: date) -> None:
    """It is over, with what came of it; its links open nothing any more."""
    with acting(by=by, on=on, reason=outcome):
        plan.close(by=by, on=on, reason=outcome)
        for asked in (REVIEW, RETURN):
            _answered(plan, asked, by=by, on=on, status="closed_not_relevant")
        for share in plan.shares.filter(ended_on=None):
            share.end(on=on, reason="the plan is closed")


def _ask(plan: SuccessPlan, name: str, **values: Any) -> Cta:
    return Cta.open(plan.account, type="activity", name=name[:80], **values)


def _asked(plan: SuccessPlan, what: str) -> QuerySet[Cta]:
    """What somebody was asked about it and has not answered."""
    asked = Cta.objects.filter(created_source=f"{what}:{plan.pk}", type="activity")
    return asked.filter(status__in=OPEN_STATUSES)


def _answered(
    plan: SuccessPlan, what: str, *, by: User, on: date, status: str = "closed_success"
) -> None:
    for cta in _asked(plan, what):
        cta.close(by=by, on=on, status=status)


def share(
    plan: SuccessPlan, *, contact: Contact, days: int, by: User, on: date
) -> tuple[PlanShare, str]:
    """A private link for a contact to the plan as it stands. The secret is told once."""
    if contact.account_id != plan.account_id or contact.inactive:
        raise NotWithThisCustomer(contact)
    if plan.status == "closed":
        raise plan.AlreadyClosed(plan)
    with acting(by=by, on=on):
        opened, secret = PlanShare.open(plan, contact=contact, by=by, on=on, days=days)
        _keep(plan, by=by, on=on, occasion="shared", share=opened.pk)
    return opened, secret


def show_as_it_stands(share: PlanShare, *, by: User, on: date) -> PlanVersion:
    """The same link shows the plan as it is now."""
    return _keep(share.plan, by=by, on=on, occasion="shared", share=share.pk)


def _keep(plan: SuccessPlan, *, by: User, on: date, **about: Any) -> PlanVersion:
    return PlanVersion.keep(plan, content_of(plan, **about), by=by, on=on)


def confirm(share: PlanShare, *, version: int, comment: str, on: date) -> None:
    """The customer confirmed what they read. Sent twice, it is confirmed once."""
    with acting(on=on, source=f"{share.contact}, by their link"):
        plan = _as_read(share, version)
        if _said_already(share, "customer_validated", comment, on):
            return
        plan.record_customer_validation(contact=share.contact, by=None, on=on, comment=comment)
        _note(share, f"{share.contact} confirmed the success plan", comment, on)


def ask_for_changes(share: PlanShare, *, version: int, comment: str, on: date) -> None:
    """The customer wants something changed: that is on the timeline, and work for the owner."""
    with acting(on=on, source=f"{share.contact}, by their link"):
        plan = _as_read(share, version)
        if _said_already(share, "changes_requested", comment, on):
            return
        plan.record_customer_wish(contact=share.contact, on=on, comment=comment)
        _note(share, f"{share.contact} asks for changes of the success plan", comment, on)
        _ask(
            plan,
            f"Change the success plan: {share.contact} asks",
            by=None,
            on=on,
            due_on=on,
            owner=plan.owner or share.shared_by,
            owner_role="csm",
            comments=comment,
            created_source=f"plan_share:{share.pk}",
        )


def _as_read(share: PlanShare, version: int) -> SuccessPlan:
    """The plan, locked; refused where the customer read something else than the link shows now."""
    plan = SuccessPlan.objects.select_for_update().get(pk=share.plan_id)
    shown = shared_version(share.pk, plan.pk)
    if shown is None or shown.number != version:
        raise ChangedSince(plan)
    return plan


def _said_already(share: PlanShare, kind: str, comment: str, on: date) -> bool:
    said = share.plan.validations.filter(kind=kind, contact=share.contact, happened_on=on)
    return any((each.comment or "") == comment for each in said)


def _note(share: PlanShare, subject: str, comment: str, on: date) -> None:
    TimelineEntry.log(
        share.plan.account,
        type="update",
        subject=subject,
        notes=comment,
        author=None,
        on=on,
        contacts=[share.contact],
        success_plan=share.plan,
    )
