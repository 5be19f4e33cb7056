"""The private link under which a customer reads and confirms a plan: opened, renewed, ended."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.cache import never_cache

from greenbook.engagement import plans as does
from greenbook.records.acting import acting
from greenbook.records.models import PlanShare
from greenbook.records.refusals import NotAllowed
from greenbook.web.asked import AskedRequest, page
from greenbook.web.forms.plans import EndForm, ShareForm
from greenbook.web.plans_seen import plan_seen
from greenbook.web.sent import once, tell


@page("view success_plan", changing="edit success_plan")
@never_cache
def share(request: AskedRequest, plan: int) -> HttpResponse:
    """Open a link for a contact. It is shown once, in the answer to this form and nowhere else."""
    record, asked = plan_seen(request, plan), request.asked
    asked.refuse_unless("edit success_plan", record)
    form = ShareForm(record.account, request.POST or None)
    opened: list[tuple[PlanShare, str]] = []

    def do() -> str:
        opened.append(does.share(record, by=asked.person, on=asked.today, **form.cleaned_data))
        return reverse("plan", args=[plan])

    if request.method == "POST" and form.is_valid():
        try:
            answer = once(request, do)
        except NotAllowed as refusal:
            form.add_error(None, refusal.why)
        else:
            return _link(request, *opened[0]) if opened else answer
    context = {"plan": record, "account": record.account, "form": form, "back": _back(record.pk)}
    return render(request, "plans/share.html", context, status=422 if form.errors else 200)


def _link(request: AskedRequest, share: PlanShare, secret: str) -> HttpResponse:
    address = request.build_absolute_uri(reverse("shared_plan", args=[secret]))
    context = {"share": share, "plan": share.plan, "account": share.plan.account}
    return render(request, "plans/share_link.html", {**context, "address": address})


@page("view success_plan", changing="edit success_plan")
def act(request: AskedRequest, share: int, what: str) -> HttpResponse:
    """End a link, or have it show the plan as it stands."""
    found = get_object_or_404(PlanShare.objects.select_related("plan", "contact"), pk=share)
    plan = plan_seen(request, found.plan_id)
    request.asked.refuse_unless("edit success_plan", plan)
    if request.method != "POST":
        return redirect("plan", plan=plan.pk)
    if what not in ("end", "show"):
        raise Http404("There is nothing of that kind to do.")
    form = EndForm(request.POST)

    def do() -> str:
        _end(request, found, form) if what == "end" else _show(request, found)
        return f"{_back(plan.pk)}"

    return once(request, do)


def _end(request: AskedRequest, share: PlanShare, form: EndForm) -> None:
    reason = form.cleaned_data["reason"] if form.is_valid() else f"ended by {request.user}"
    if share.ended_on is None:
        with acting(by=request.user, on=request.asked.today):
            share.end(on=request.asked.today, reason=reason)
    tell(request, f"The link of {share.contact} opens nothing any more.")


def _show(request: AskedRequest, share: PlanShare) -> None:
    does.show_as_it_stands(share, by=request.asked.person, on=request.asked.today)
    tell(request, f"{share.contact} reads the plan as it stands now, under the same link.")


def _back(plan: int) -> str:
    return f"{reverse('plan', args=[plan])}#shared"


addresses: list[Any] = [
    path("plans/<int:plan>/share", share, name="plan_share"),
    path("plans/shares/<int:share>/<slug:what>", act, name="plan_share_act"),
]
