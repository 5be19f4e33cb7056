"""One success plan: what it says, what was said of it before, and what the handbook says of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from greenbook.decisions.concluded import concluded
from greenbook.decisions.explain import handbook_of
from greenbook.decisions.handbooks import NoHandbook
from greenbook.engine.lake import Lake
from greenbook.records.models import (
    Account,
    CommandPlan,
    CommandPlanObjective,
    Cta,
    Objective,
    PlanVersion,
    SuccessPlan,
    Task,
)
from greenbook.records.models.ctas import OPEN_STATUSES

#: The pages of the handbook that speak of plans stand in this folder.
FOLDER = "plans/"
#: What a version holds of the plan and of each objective.
OF_PLAN = ("name", "status", "due_on", "strategy", "highlights")
OF_OBJECTIVE = (
    "name", "status", "due_on", "success_criteria", "baseline", "expected_outcome", "category",
    "motion", "use_case", "stage_name", "outcome_summary",
)  # fmt: skip
#: Of these a customer reads what the plan promises, and nothing else.
SHARED_OF_PLAN = ("name", "due_on", "strategy", "highlights")
SHARED_OF_OBJECTIVE = (
    "name", "due_on", "success_criteria", "baseline", "expected_outcome", "reached",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What one page of the handbook concludes; `due` where it is a rhythm."""

    decision: str
    title: str
    value: Any
    due: date | None


@dataclass(frozen=True, slots=True)
class Goal:
    """An objective with its steps, and how far they have come (0 to 1; None without steps)."""

    objective: Objective
    steps: tuple[Task, ...]

    @property
    def done(self) -> int:
        return sum(step.status != "open" for step in self.steps)

    @property
    def progress(self) -> float | None:
        if not self.objective.is_open:
            return 1.0 if self.objective.status == "closed_success" else None
        return self.done / len(self.steps) if self.steps else None


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that a version says otherwise than the plan does now. Long texts are Markdown."""

    of: str
    field: str
    was: Any
    is_now: Any


def said_of_plans(
    account: Account, *, day: date, lake: Lake, may_read: Callable[[str], bool]
) -> list[Said]:
    """What every page of the folder concludes about the account's plans; what does not apply is
    left out."""
    try:
        handbook = handbook_of(day)
    except NoHandbook:
        return []
    pages = {
        page.decides: page
        for page in handbook.pages.values()
        if page.path.startswith(FOLDER) and page.grain == "account" and page.on(day)
        if page.kind in ("decision", "rhythm") and may_read(page.path)
    }
    columns = {name + part for name in pages for part in ("", "__due")}
    status = getattr(account, "status", None)
    stands = concluded(account.pk, day=day, lake=lake, columns=columns, status=status)
    if stands is None:
        return []
    found = [
        Said(name, page.title, stands.get(name), stands.on(f"{name}__due"))
        for name, page in pages.items()
    ]
    return [each for each in found if each.value is not None]


def counts(plan: SuccessPlan) -> bool:
    """Whether it is the plan that the account's decisions speak of: the active ROI plan before a
    draft, then the newest."""
    rivals = SuccessPlan.objects.filter(
        account=plan.account_id, type="roi", status__in=("active", "draft")
    )
    best = min(rivals, key=_place, default=None)
    return best is not None and best.pk == plan.pk


def _place(plan: SuccessPlan) -> tuple[bool, int, int]:
    begun = plan.happened_on or plan.known_from
    return plan.status != "active", -begun.toordinal(), -plan.pk


def goals(plan: SuccessPlan) -> list[Goal]:
    """The objectives, the open ones first, each with the steps of its CTA."""
    objectives = list(plan.objectives.select_related("owner").order_by("due_on", "pk"))
    steps: dict[int, list[Task]] = {}
    tasks = Task.objects.filter(_of_objectives([each.pk for each in objectives], to="cta__"))
    for task in tasks.select_related("owner", "cta").order_by("due_on", "position", "pk"):
        steps.setdefault(task.cta.subject_id, []).append(task)
    found = [Goal(each, tuple(steps.get(each.pk, ()))) for each in objectives]
    return sorted(found, key=lambda goal: not goal.objective.is_open)


def cta_of(objective: Objective) -> Cta | None:
    """The open CTA that holds the objective's steps."""
    return Cta.objects.filter(_of_objectives([objective.pk]), status__in=OPEN_STATUSES).first()


def _of_objectives(ids: list[int], *, to: str = "") -> Q:
    named = {"type": "objective", "grain": "objective", "subject_id__in": ids}
    return Q(**{to + name: value for name, value in named.items()})


def progress(found: list[Goal]) -> float | None:
    """How far the plan has come: the mean of its objectives (operations A5.2)."""
    known = [goal.progress for goal in found if goal.progress is not None]
    return sum(known) / len(known) if known else None


def command_plan_of(account: int) -> CommandPlan | None:
    """Why they bought: of the latest new business that was won, else the latest there is."""
    plans = list(CommandPlan.objects.filter(account=account).select_related("opportunity"))
    return max(plans, key=_bought_with, default=None)


def _bought_with(plan: CommandPlan) -> tuple[bool, date, int]:
    deal = plan.opportunity
    bought = deal is not None and deal.kind == "new_business" and bool(deal.is_won)
    return bought, (deal and deal.closed_on) or plan.known_from, plan.pk


def not_taken_over(plan: SuccessPlan, command_plan: CommandPlan) -> list[CommandPlanObjective]:
    """Its objectives that the success plan does not have yet."""
    taken = plan.objectives.exclude(command_plan_objective=None).values("command_plan_objective")
    return list(command_plan.objectives.exclude(pk__in=taken).order_by("pk"))


def content_of(plan: SuccessPlan, **about: Any) -> dict[str, Any]:
    """The plan as a version keeps it; `about` says on what occasion."""
    objectives = plan.objectives.order_by("due_on", "pk")
    return {
        **about,
        "plan": {name: _kept(getattr(plan, name)) for name in OF_PLAN},
        "objectives": [
            {"id": each.pk} | {name: _kept(getattr(each, name)) for name in OF_OBJECTIVE}
            for each in objectives
        ],
    }


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def differences(then: dict[str, Any], now: dict[str, Any]) -> list[Difference]:
    """What changed since a version was kept: of the plan, then objective by objective."""
    found = _of_one("", then["plan"], now["plan"], OF_PLAN)
    before = {each["id"]: each for each in then["objectives"]}
    after = {each["id"]: each for each in now["objectives"]}
    for pk in sorted(before.keys() | after.keys()):
        was, is_now = before.get(pk), after.get(pk)
        if was is None or is_now is None:
            name = "left out" if is_now is None else "new"
            there = (is_now or was or {})["name"]
            found.append(Difference(there, name, was and there, is_now and there))
        else:
            found += _of_one(is_now["name"], was, is_now, OF_OBJECTIVE)
    return found


def _of_one(
    of: str, was: dict[str, Any], is_now: dict[str, Any], names: tuple[str, ...]
) -> list[Difference]:
    return [
        Difference(of, name, was.get(name), is_now.get(name))
        for name in names
        if (was.get(name) or None) != (is_now.get(name) or None)
    ]


def shared_version(share: int, plan: int) -> PlanVersion | None:
    """The version that a private link shows: the last that was kept for it."""
    kept = PlanVersion.objects.filter(plan=plan, content__share=share)
    return kept.order_by("-number").first()


def for_the_customer(content: dict[str, Any]) -> dict[str, Any]:
    """What the customer reads of a version, field by field: what is not named here stays inside.

    Objectives that were given up are ours to remember.
    """
    shown = [
        {**each, "reached": each["status"] == "closed_success"}
        for each in content["objectives"]
        if each["status"] in (*OPEN_STATUSES, "closed_success")
    ]
    return {
        "plan": {name: content["plan"].get(name) for name in SHARED_OF_PLAN},
        "objectives": [{name: each.get(name) for name in SHARED_OF_OBJECTIVE} for each in shown],
    }
