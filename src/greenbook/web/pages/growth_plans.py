"""The account growth plan: internal, for the account team and sales leadership."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from greenbook.engagement.queries.growth_steps import loose_steps
from greenbook.engagement.queries.record_history import edits_of
from greenbook.records.access import OfAccount
from greenbook.records.models import GrowthPlan
from greenbook.web.asked import AskedRequest, account_seen, page
from greenbook.web.forms.plans import GrowthForm
from greenbook.web.sent import once, refuse_stale, take_up, tell, version_of


@page("view growth_plan", changing="edit growth_plan")
def growth(request: AskedRequest, growth: int) -> HttpResponse:
    """What we want to reach with the customer, and the next steps."""
    record, asked = _seen(request, growth), request.asked
    form = _form(record, request)

    def do() -> str:
        refuse_stale(record, request.POST.get("seen"))
        record.amend(by=asked.person, on=asked.today, **form.cleaned_data)
        tell(request, "The growth plan is saved.")
        take_up([record.account_id])
        return f"{reverse('plan_growth', args=[growth])}?kept=growth-{growth}"

    if request.method == "POST":
        asked.refuse_unless("edit growth_plan", record)
        if form.is_valid():
            return once(request, do)
    may = OfAccount(asked.person, record.account, on=asked.today).may
    context = {
        "growth": record,
        "account": record.account,
        "form": form,
        "seen": request.POST.get("seen") or version_of(record),
        "edits": may("edit growth_plan", record),
        "loose": loose_steps(record, on=asked.today),
        "history": edits_of(record.account_id, may=may, only={GrowthPlan: [growth]}),
    }
    return render(request, "plans/growth.html", context, status=422 if form.errors else 200)


@page("create growth_plan")
@require_POST
def begin(request: AskedRequest, account: int) -> HttpResponse:
    """A draft, where there is none yet; where there is one, that one."""
    record, asked = account_seen(request, account), request.asked
    asked.refuse_unless("create growth_plan", record)

    def do() -> str:
        standing = record.growth_plans.exclude(status="closed").first()
        growth = standing or GrowthPlan.begin(record, by=asked.person, on=asked.today)
        take_up([account])
        return reverse("plan_growth", args=[growth.pk])

    return once(request, do)


@page("view growth_plan", changing="edit growth_plan")
def act(request: AskedRequest, growth: int, what: str) -> HttpResponse:
    """Activate it, or say that it was gone through."""
    record, asked = _seen(request, growth), request.asked
    if request.method != "POST" or what not in ("activate", "review"):
        return redirect("plan_growth", growth=growth)
    asked.refuse_unless("edit growth_plan", record)

    def do() -> str:
        refuse_stale(record, request.POST.get("seen"))
        if what == "activate":
            record.activate(by=asked.person, on=asked.today)
            tell(request, "The growth plan is active.")
        else:
            record.review(next_steps=None, by=asked.person, on=asked.today)
            tell(request, "Reviewed today.")
        take_up([record.account_id])
        return reverse("plan_growth", args=[growth])

    return once(request, do)


def _form(record: GrowthPlan, request: AskedRequest) -> GrowthForm:
    initial = {"strategic_goals": record.strategic_goals, "next_steps": record.next_steps}
    return GrowthForm(request.POST or None, initial=initial)


def _seen(request: AskedRequest, pk: int) -> GrowthPlan:
    record = get_object_or_404(GrowthPlan.objects.select_related("account__status"), pk=pk)
    account_seen(request, record.account_id)
    request.asked.refuse_unless("view growth_plan", record)
    return record


addresses: list[Any] = [
    path("plans/growth/<int:growth>", growth, name="plan_growth"),
    path("plans/growth/<int:growth>/<slug:what>", act, name="plan_growth_act"),
    path("accounts/<int:account>/growth-plan", begin, name="plan_growth_new"),
]
