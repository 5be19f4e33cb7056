"""A priority decided between reviews: the offered one taken, the present one kept, another set."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from greenbook.records.models import Account, PriorityAssessment
from greenbook.web.asked import AskedRequest, account_seen, page
from greenbook.web.forms.accounts import PriorityForm
from greenbook.web.glance import Glance, glance_at
from greenbook.web.meanwhile import ChangedMeanwhile
from greenbook.web.sent import once, take_up, tell

#: Decisions about the priority that the page tells, the latest first.
HISTORY = 5


@page("edit priority")
def priority(request: AskedRequest, account: int) -> HttpResponse:
    """What the handbook suggests and why, and one button for each that this person may decide."""
    glance = glance_at(request, account)
    record, asked = glance.now, request.asked
    asked.refuse_unless("edit priority", record)
    suggested = glance.stands.get("priority_suggested") if glance.stands else None
    choices = record.priorities_open_to(asked.person, on=asked.today)
    sent = request.POST if request.method == "POST" else None
    form = PriorityForm(sent, choices=choices, suggested=suggested)
    if sent is None or not form.is_valid():
        return _shown(request, glance, form, choices)

    def do() -> str:
        _refuse_decided_meanwhile(record, sent.get("seen"))
        made = record.set_priority(
            by=asked.person,
            on=asked.today,
            suggested=suggested,
            value=form.cleaned_data["priority"],
            note=form.cleaned_data["note"] or None,
        )
        take_up([account])
        undo = reverse("account_priority_undo", args=[account, made.pk])
        tell(request, f"{record} is priority {made.decided}.", undo=undo)
        return reverse("account", args=[account])

    return once(request, do)


@page("edit priority")
@require_POST
def undo(request: AskedRequest, account: int, assessment: int) -> HttpResponse:
    """What was decided before stands again; each takes back their own."""
    record = account_seen(request, account)
    request.asked.refuse_unless("edit priority", record)

    def do() -> str:
        mine = record.priority_assessments.filter(decided_by=request.asked.person)
        get_object_or_404(mine, pk=assessment).take_back(
            by=request.asked.person, on=request.asked.today
        )
        take_up([account])
        tell(request, f"The priority of {record} is as it was before.")
        return reverse("account", args=[account])

    return once(request, do)


def _shown(
    request: AskedRequest, glance: Glance, form: PriorityForm, choices: list[int]
) -> HttpResponse:
    record = glance.now
    decided = list(_decided(record).select_related("decided_by")[:HISTORY])
    context: dict[str, Any] = {
        "account": record,
        "form": form,
        "choices": choices,
        "stands": glance.stands,
        "decided": decided,
        "seen": _version(decided),
        "may_ask": request.asked.may("create priority_exception", record),
    }
    status = 422 if form.errors else 200
    return render(request, "pages/account_priority.html", context, status=status)


def _refuse_decided_meanwhile(account: Account, seen: str | None) -> None:
    """Locks the account, so that of two who decide at once the second reads what the first said."""
    Account.objects.select_for_update().get(pk=account.pk)
    decided = list(_decided(account)[:1])
    if seen != (now := _version(decided)):
        raise ChangedMeanwhile(decided[0] if decided else account, seen=seen or "", now=now)


def _decided(account: Account) -> Any:
    return account.priority_assessments.order_by("-happened_on", "-pk")


def _version(decided: list[PriorityAssessment]) -> str:
    return str(decided[0].pk if decided else 0)


addresses = [
    path("accounts/<int:account>/priority", priority, name="account_priority"),
    path("accounts/<int:account>/priority/<int:assessment>/undo", undo,
         name="account_priority_undo"),
]  # fmt: skip
