"""What begins with an onboarding CTA: the record of it, the lifecycle stage, the first plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date

from greenbook.records.many_ids import among
from greenbook.records.models import (
    Account,
    CommandPlan,
    CommandPlanObjective,
    Cta,
    Objective,
    Onboarding,
    SuccessPlan,
)

#: How an onboarding CTA is told from the others (operations A2.2).
TYPE, REASON = "lifecycle", "onboarding"
CHURNING = ("will_churn", "churned")


def begin(*, accounts: Collection[int], day: date) -> Counter[str]:
    """For each open onboarding CTA of `accounts` that has none yet: begin the onboarding."""
    waiting = Cta.objects.filter(
        among(accounts), type=TYPE, reason=REASON, closed_on=None, onboardings=None
    ).order_by("id")
    begun = [_begin(cta, day=day) for cta in waiting]
    if not begun:
        return Counter()
    onboarding = Account.objects.filter(pk__in={each.account_id for each in begun})
    onboarding.exclude(lifecycle_stage__in=("onboarding", *CHURNING)).update(
        lifecycle_stage="onboarding"
    )
    objectives = sum(copy_command_plan(each, day=day) for each in begun)
    return Counter(onboardings_begun=len(begun), objectives_from_command_plans=objectives)


def _begin(cta: Cta, *, day: date) -> Onboarding:
    return Onboarding.objects.create(
        account_id=cta.account_id,
        cta=cta,
        opportunity_id=cta.subject_id if cta.grain == "opportunity" else None,
        playbook="existing_customer" if "existing" in (cta.playbook or "") else "new_customer",
        started_on=cta.start_on,
        happened_on=cta.start_on,
        known_from=day,
    )


def copy_command_plan(onboarding: Onboarding, *, day: date) -> int:
    """One objective of the success plan per objective of the command plan (CMD-01), once.

    Where the command plan has none, a single one is derived from value driver and capability and
    marked as needing validation. Returns how many were made.
    """
    source = CommandPlan.objects.filter(account_id=onboarding.account_id).order_by("-id").first()
    if source is None or Objective.objects.filter(command_plan=source).exists():
        return 0
    wanted = list(CommandPlanObjective.objects.filter(command_plan=source).order_by("id"))
    if not wanted and not (source.primary_value_driver and source.primary_capability):
        return 0
    plan = _plan(onboarding, day=day)
    made = [_copied(plan, source, each, day=day) for each in wanted] or [
        _derived(plan, source, day=day)
    ]
    Objective.objects.bulk_create(made)
    SuccessPlan.objects.filter(pk=plan.pk, status="draft").update(status="active")
    return len(made)


def _plan(onboarding: Onboarding, *, day: date) -> SuccessPlan:
    plans = SuccessPlan.objects.filter(account_id=onboarding.account_id, type="roi")
    return plans.exclude(status="closed").order_by("-id").first() or SuccessPlan.objects.create(
        account_id=onboarding.account_id,
        type="roi",
        name=f"{onboarding.account.name} ROI Success Plan",
        status="draft",
        happened_on=day,
        known_from=day,
    )


def _copied(
    plan: SuccessPlan, source: CommandPlan, wanted: CommandPlanObjective, *, day: date
) -> Objective:
    return Objective(
        plan=plan,
        account_id=plan.account_id,
        name=wanted.name,
        origin="command_plan",
        command_plan=source,
        command_plan_objective=wanted,
        category="roi",
        use_case=wanted.use_case,
        success_criteria=wanted.metric,
        expected_outcome=wanted.target,
        opened_on=day,
        happened_on=day,
        known_from=day,
    )


def _derived(plan: SuccessPlan, source: CommandPlan, *, day: date) -> Objective:
    return Objective(
        plan=plan,
        account_id=plan.account_id,
        name=f"{source.primary_value_driver} by adopting {source.primary_capability}",
        origin="command_plan",
        command_plan=source,
        category="stage_adoption",
        use_case=source.primary_capability,
        success_criteria=source.metrics,
        baseline=source.identify_pain,
        needs_validation=True,
        opened_on=day,
        happened_on=day,
        known_from=day,
    )
