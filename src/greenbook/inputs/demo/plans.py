"""Success plans with objectives and validations, and the growth plan."""

from __future__ import annotations

from datetime import timedelta

from greenbook.inputs.demo.customer import Customer
from greenbook.inputs.demo.rows import Rows
from greenbook.records.models import Cta, GrowthPlan, Objective, PlanValidation, SuccessPlan

OBJECTIVES = (
    ("Every team on one platform for source code", "scm", "enablement"),
    ("Pipelines for all services", "ci", "enablement"),
    ("Deploy to production every day", "cd", "expansion"),
    ("Scan every merge request", "devsecops", "expansion"),
)
STATUS = dict.fromkeys(("approved", "green", "expired", "empty", "submitted", "returned"), "active")
#: Where its approval stands; other plans were never submitted.
APPROVAL = {
    "approved": "approved", "expired": "approved", "submitted": "submitted",
    "returned": "changes_requested",
}  # fmt: skip
#: Approved this many days ago: lately, or so long ago that no approval reaches here.
APPROVED = {"approved": 20, "expired": 260}


def write_plan(rows: Rows, customer: Customer) -> None:
    """The success plan in the state that is told, with its objectives."""
    if customer.plan == "none" or customer.csm is None or not customer.group.has_csms:
        return
    begun = max(20, min(400, (customer.csm_since or 400) - 14))
    approved = APPROVED.get(customer.plan)
    if approved is not None:
        begun = max(begun, approved + 20)
    complete = customer.plan in STATUS
    number = rows.add(
        SuccessPlan,
        account_id=customer.id,
        type="roi",
        name=f"Success plan of {customer.name}",
        status=STATUS.get(customer.plan, "draft"),
        strategy="One platform, step by step, team by team" if complete else None,
        highlights="First teams moved; releases twice as often" if complete else None,
        due_on=customer.renewal,
        owner_id=customer.csm.id,
        approval_status=APPROVAL.get(customer.plan, "not_submitted"),
        approved_by_id=customer.manager.id if approved is not None and customer.manager else None,
        approved_on=customer.day(approved) if approved is not None else None,
        content_changed_on=customer.day(begun),
        customer_validated_on=customer.day(approved) if approved is not None else None,
        last_reviewed_on=customer.day(min(begun, customer.reviewed)),
        happened_on=customer.day(begun),
    )
    if customer.plan != "empty":
        _objectives(rows, customer, number, begun)
    if approved is not None:
        _validated(rows, customer, number, approved)
    if customer.plan in ("submitted", "returned"):
        _asked(rows, customer, number)
    _growth_plan(rows, customer)


def _objectives(rows: Rows, customer: Customer, plan: int, begun: int) -> None:
    assert customer.csm
    drawn = customer.rng.sample(OBJECTIVES[1:], customer.rng.randrange(1, 3))
    done = customer.rng.random() < 0.4 and begun > 120
    for place, (name, use_case, motion) in enumerate((OBJECTIVES[0], *drawn, OBJECTIVES[0])):
        is_done = place == len(drawn) + 1
        if is_done and not done:
            continue
        rows.add(
            Objective,
            plan_id=plan,
            account_id=customer.id,
            name="Pilot with two teams" if is_done else name,
            origin="kickoff",
            category="roi",
            motion=motion,
            use_case=use_case,
            is_primary=place == 0,
            owner_id=customer.csm.id,
            opened_on=customer.day(begun),
            due_on=customer.today + timedelta(days=60 + 30 * place),
            baseline="Measured at the kickoff",
            success_criteria="80 % of the teams, measured by usage",
            playbook=f"adoption_{use_case}",
            status="closed_success" if is_done else "work_in_progress",
            closed_on=customer.day(60) if is_done else None,
            outcome_summary="Both teams stayed" if is_done else None,
            last_activity_on=customer.day(60 if is_done else min(begun, customer.reviewed)),
            happened_on=customer.day(begun),
        )


def _validated(rows: Rows, customer: Customer, plan: int, approved: int) -> None:
    assert customer.csm and customer.manager
    common = {"plan_id": plan, "account_id": customer.id, "contact_id": None}
    rows.add(PlanValidation, kind="submitted", by_id=customer.csm.id,
             happened_on=customer.day(approved + 3), **common)  # fmt: skip
    rows.add(PlanValidation, kind="approved", by_id=customer.manager.id,
             happened_on=customer.day(approved), **common)  # fmt: skip
    rows.add(PlanValidation, kind="customer_validated", by_id=customer.csm.id,
             happened_on=customer.day(approved),
             **{**common, "contact_id": customer.contacts["champion"]})  # fmt: skip


def _asked(rows: Rows, customer: Customer, plan: int) -> None:
    """The manager was asked two days ago: it waits for a word, or went back with one."""
    assert customer.csm and customer.manager
    asked, common = customer.day(2), {"plan_id": plan, "account_id": customer.id}
    rows.add(PlanValidation, kind="submitted", by_id=customer.csm.id, happened_on=asked,
             comment="Agreed with their CIO last week", **common)  # fmt: skip
    if customer.plan == "returned":
        rows.add(PlanValidation, kind="changes_requested", by_id=customer.manager.id,
                 comment="By which number do we see that the teams moved?",
                 happened_on=customer.day(1), **common)  # fmt: skip
        return
    rows.add(Cta, type="activity", name=f"Review success plan: {customer.name}",
             account_id=customer.id, subject_id=customer.id, owner_id=customer.manager.id,
             owner_role="csm_manager", created_source=f"success_plan:{plan}",
             start_on=asked, happened_on=asked)  # fmt: skip


def _growth_plan(rows: Rows, customer: Customer) -> None:
    if customer.segment == "strategic" and customer.priority == 1:
        rows.add(GrowthPlan, account_id=customer.id, status="active",
                 strategic_goals="Reach the divisions abroad",
                 last_review_on=customer.day(40), next_steps="Meet the platform board",
                 happened_on=customer.day(150))  # fmt: skip
