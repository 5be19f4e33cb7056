"""Success plans with their objectives and validations, and the internal growth plan."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from greenbook.records.fields import Code, Day, Text, YesNo, of_account, part_of, ref
from greenbook.records.models.base import Record
from greenbook.records.models.ctas import OBJECTIVE_STATUSES, PRIORITIES, closed_on_its_day

PLAN_STATUSES = "draft active closed"


class SuccessPlan(Record):
    """What the customer wants to reach with us, and how."""

    account = of_account("success_plans")
    type = Code("roi internal", null=False, default="roi", db_default="roi")
    name = Text()
    status = Code(PLAN_STATUSES, null=False, default="draft", db_default="draft")
    strategy = Text()
    highlights = Text()
    due_on = Day()
    owner = ref("User", known_as="success_plans")
    approval_status = Code(
        "not_submitted submitted approved changes_requested",
        null=False,
        default="not_submitted",
        db_default="not_submitted",
    )
    approved_by = ref("User")
    approved_on = Day()
    content_changed_on = Day()
    customer_validated_on = Day()
    customer_validated_by = ref("Contact")
    last_reviewed_on = Day()
    deck_url = Text()

    class Meta(Record.Meta):
        db_table = "records_success_plan"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="successplan_approved_on_a_day",
                condition=~Q(approval_status="approved") | Q(approved_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.type} plan of {self.account}"


class Objective(Record):
    """One outcome of a success plan, with how it is measured."""

    plan = part_of("SuccessPlan", known_as="objectives")
    account = of_account("objectives")
    name = Text(null=False)
    origin = Code("command_plan kickoff ebr manual", null=False, default="manual")
    command_plan_objective = ref("CommandPlanObjective", known_as="objectives")
    command_plan = ref("CommandPlan", known_as="plan_objectives")
    category = Code("roi stage_adoption")
    motion = Code("enablement expansion")
    use_case = Text()
    stage_name = Text()
    is_primary = YesNo()
    owner = ref("User", known_as="objectives")
    opened_on = Day()
    due_on = Day()
    baseline = Text()
    success_criteria = Text()
    expected_outcome = Text()
    status = Code(OBJECTIVE_STATUSES, null=False, default="new", db_default="new")
    priority = Code(PRIORITIES)
    playbook = Text()
    last_validated_on = Day()
    last_activity_on = Day()
    closed_on = Day()
    outcome_summary = Text()
    needs_validation = models.BooleanField(default=False, db_default=False)

    class Meta(Record.Meta):
        db_table = "records_objective"
        constraints = [
            *Record.Meta.constraints,
            closed_on_its_day("objective_closed_on_its_day"),
        ]

    def __str__(self) -> str:
        return self.name


class PlanValidation(Record):
    """A plan was submitted, approved, sent back, or confirmed by the customer."""

    plan = part_of("SuccessPlan", known_as="validations")
    account = of_account("plan_validations")
    kind = Code("submitted approved changes_requested customer_validated", null=False)
    by = ref("User")
    contact = ref("Contact")
    comment = Text()

    class Meta(Record.Meta):
        db_table = "records_plan_validation"

    def __str__(self) -> str:
        return f"{self.plan}: {self.kind}"


class GrowthPlan(Record):
    """Internal: how the account could grow."""

    account = of_account("growth_plans")
    status = Code(PLAN_STATUSES, null=False, default="draft", db_default="draft")
    strategic_goals = Text()
    last_review_on = Day()
    next_steps = Text()

    class Meta(Record.Meta):
        db_table = "records_growth_plan"

    def __str__(self) -> str:
        return f"Growth plan of {self.account}"
