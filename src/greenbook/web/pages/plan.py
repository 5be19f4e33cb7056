"""One success plan with all that stands in it: read, written, submitted, approved, closed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from greenbook.automations.tasks import lake
from greenbook.decisions.shown_to import INSIDE, shown_to
from greenbook.engagement.queries import plans as queries
from greenbook.engagement.queries.record_history import edits_of
from greenbook.records.access import OfAccount
from greenbook.records.models import Objective, SuccessPlan
from greenbook.web.asked import AskedRequest, page
from greenbook.web.forms.plans import PlanForm
from greenbook.web.plan_acts import PLAN_ACTS, acted, form_shown, forms_of, saved
from greenbook.web.plans_seen import plan_seen
from greenbook.web.sent import refuse_stale, take_up, tell, version_of

#: The decision whose colour stands in a plan's first line.
COLOUR = "plan_colour"


@page("view success_plan")
def plan(request: AskedRequest, plan: int) -> HttpResponse:
    """The whole plan on one page."""
    return plan_shown(request, plan_seen(request, plan), {})


@page("view success_plan")
def act(request: AskedRequest, plan: int, what: str) -> HttpResponse:
    """One thing done with the plan, once, on what was seen."""
    record = plan_seen(request, plan)
    return acted(request, record, PLAN_ACTS, what, reverse("plan", args=[plan]), plan_shown)


@page("view success_plan", changing="edit success_plan")
def edit(request: AskedRequest, plan: int) -> HttpResponse:
    """Name, strategy, highlights, when it is due."""
    record, asked = plan_seen(request, plan), request.asked
    asked.refuse_unless("edit success_plan", record)
    form = PlanForm(record, request.POST or None)
    draft = f"plan-{plan}"

    def do() -> str:
        refuse_stale(record, request.POST.get("seen"))
        before = record.approval_status
        record.edit(by=asked.person, on=asked.today, **form.cleaned_data)
        ended = record.approval_status != before
        tell(request, "The plan is saved." + (" Submit it again for approval." if ended else ""))
        take_up([record.account_id])
        return f"{reverse('plan', args=[plan])}?kept={draft}"

    answer = saved(request, form, do)
    said = {"title": f"Edit {record}", "draft": draft, "back": reverse("plan", args=[plan])}
    return answer or form_shown(request, record, form, record, said)


@page("view success_plan")
def version(request: AskedRequest, plan: int, number: int) -> HttpResponse:
    """The plan as it once was submitted or shared, and what changed since."""
    record = plan_seen(request, plan)
    kept = record.versions.filter(number=number).select_related("by").first()
    if kept is None:
        raise Http404("There is no such version.")
    context = {
        "plan": record,
        "account": record.account,
        "version": kept,
        "content": kept.content,
        "changes": queries.differences(kept.content, queries.content_of(record)),
        "last": record.versions.order_by("-number").values_list("number", flat=True).first(),
        "long": ("strategy", "highlights"),
    }
    return render(request, "plans/version.html", context)


def plan_shown(
    request: AskedRequest, plan: SuccessPlan, forms: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The page; `forms` holds what was typed and cannot be done as typed."""
    asked = request.asked
    may = OfAccount(asked.person, plan.account, on=asked.today).may
    found, command_plan = queries.goals(plan), queries.command_plan_of(plan.account_id)
    said = _said(request, plan, may)
    context = {
        "plan": plan,
        "account": plan.account,
        "goals": found,
        "progress": queries.progress(found),
        "said": said,
        "colour": next((each.value for each in said if each.decision == COLOUR), None),
        "counts": plan.type == "roi" and queries.counts(plan),
        "command_plan": command_plan,
        "to_take_over": queries.not_taken_over(plan, command_plan) if command_plan else [],
        "validations": plan.validations.select_related("by", "contact").order_by("-pk"),
        "versions": plan.versions.select_related("by").order_by("-number"),
        "shares": plan.shares.select_related("contact", "shared_by").order_by("-pk"),
        "history": _history(plan, may),
        "growth_plans": plan.account.growth_plans.all() if may("view growth_plan") else [],
        "may_begin_growth": may("create growth_plan"),
        "edits": may("edit success_plan", plan) and plan.status != "closed",
        "forms": forms_of(PLAN_ACTS, plan, may) | forms,
        "wrong": next(iter(forms), ""),
        "seen": version_of(plan),
        "inside": may(INSIDE),
    }
    return render(request, "plans/plan.html", context, status=status)


def _said(request: AskedRequest, plan: SuccessPlan, may: Any) -> list[queries.Said]:
    return queries.said_of_plans(
        plan.account,
        day=request.asked.today,
        lake=lake(),
        may_read=lambda page: shown_to(may, page) == "whole",
    )


def _history(plan: SuccessPlan, may: Any) -> Any:
    objectives = list(plan.objectives.values_list("pk", flat=True))
    return edits_of(
        plan.account_id, may=may, limit=12, only={SuccessPlan: [plan.pk], Objective: objectives}
    )


addresses: list[Any] = [
    path("plans/<int:plan>", plan, name="plan"),
    path("plans/<int:plan>/edit", edit, name="plan_edit"),
    path("plans/<int:plan>/versions/<int:number>", version, name="plan_version"),
    path("plans/<int:plan>/<slug:what>", act, name="plan_act"),
]
