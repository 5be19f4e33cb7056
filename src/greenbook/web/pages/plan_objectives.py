"""The objectives of a plan: written, worked on in steps, validated with the customer, closed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from greenbook.engagement.queries.plans import goals
from greenbook.engagement.queries.record_history import edits_of
from greenbook.records.access import OfAccount
from greenbook.records.models import Objective, Task
from greenbook.web.asked import AskedRequest, page
from greenbook.web.forms.plans import ObjectiveForm, objective_initial
from greenbook.web.lists import versions_of
from greenbook.web.pages.ctas import nearest
from greenbook.web.plan_acts import OBJECTIVE_ACTS, acted, form_shown, forms_of, saved
from greenbook.web.plans_seen import objective_seen, plan_seen
from greenbook.web.sent import refuse_stale, take_up, tell, version_of


@page("view success_plan", changing="edit success_plan")
def new(request: AskedRequest, plan: int) -> HttpResponse:
    """One outcome more, written by hand, with questions to ask the customer beside."""
    record, asked = plan_seen(request, plan), request.asked
    asked.refuse_unless("edit success_plan", record)
    initial = {"owner": str(record.owner or asked.person), "due_on": record.due_on}
    form = ObjectiveForm(request.POST or None, initial=initial)
    draft = f"plan-{plan}-objective"

    def do() -> str:
        record.add_objective(by=asked.person, on=asked.today, **form.values)
        tell(request, "The objective is in the plan.")
        take_up([record.account_id])
        return f"{reverse('plan', args=[plan])}?kept={draft}"

    answer = saved(request, form, do)
    said = {"title": "An objective", "draft": draft, "back": reverse("plan", args=[plan])}
    return answer or form_shown(request, record, form, None, said | {"questions": True})


@page("view success_plan", changing="edit success_plan")
def edit(request: AskedRequest, objective: int) -> HttpResponse:
    """What an objective says; that ends the plan's approval."""
    record, asked = objective_seen(request, objective), request.asked
    asked.refuse_unless("edit success_plan", record)
    form = ObjectiveForm(request.POST or None, initial=objective_initial(record))
    here, draft = reverse("plan_objective", args=[objective]), f"objective-{objective}"

    def do() -> str:
        refuse_stale(record, request.POST.get("seen"))
        record.edit(by=asked.person, on=asked.today, **form.values)
        tell(request, "The objective is saved.")
        take_up([record.account_id])
        return f"{here}?kept={draft}"

    answer = saved(request, form, do)
    said = {"title": f"Edit “{record}”", "draft": draft, "back": here, "questions": True}
    return answer or form_shown(request, record.plan, form, record, said)


@page("view success_plan")
def objective(request: AskedRequest, objective: int) -> HttpResponse:
    """One objective: how it is measured, its steps, what was done."""
    return objective_shown(request, objective_seen(request, objective), {})


@page("view success_plan")
def act(request: AskedRequest, objective: int, what: str) -> HttpResponse:
    """One thing done with an objective."""
    record = objective_seen(request, objective)
    here = reverse("plan_objective", args=[objective])
    return acted(request, record, OBJECTIVE_ACTS, what, here, objective_shown)


def objective_shown(
    request: AskedRequest, objective: Objective, forms: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    asked, account = request.asked, objective.account
    may = OfAccount(asked.person, account, on=asked.today).may
    goal = next(each for each in goals(objective.plan) if each.objective.pk == objective.pk)
    open_plan = objective.plan.status != "closed"
    context = {
        "objective": objective,
        "plan": objective.plan,
        "account": account,
        "goal": goal,
        "versions": versions_of(Task, [step.pk for step in goal.steps]),
        "edits": open_plan and may("edit success_plan", objective),
        "edits_steps": open_plan and may("edit cta"),
        "forms": (forms_of(OBJECTIVE_ACTS, objective, may) if open_plan else {}) | forms,
        "wrong": next(iter(forms), ""),
        "people": nearest(asked.person),
        "seen": version_of(objective),
        "here": reverse("plan_objective", args=[objective.pk]),
        "history": edits_of(account.pk, may=may, limit=12, only={Objective: [objective.pk]}),
    }
    return render(request, "plans/objective.html", context, status=status)


addresses: list[Any] = [
    path("plans/<int:plan>/objectives/new", new, name="plan_objective_new"),
    path("plans/objectives/<int:objective>", objective, name="plan_objective"),
    path("plans/objectives/<int:objective>/edit", edit, name="plan_objective_edit"),
    path("plans/objectives/<int:objective>/<slug:what>", act, name="plan_objective_act"),
]
