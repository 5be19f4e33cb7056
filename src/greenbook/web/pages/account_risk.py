"""A customer comes into triage, is escalated, and is out of it again: each with why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse

from greenbook.engagement.risk import escalate
from greenbook.records.models import Account, Escalation, Triage
from greenbook.web.asked import AskedRequest, account_seen, page
from greenbook.web.forms.risk import EscalateForm, ReasonForm, SeverityForm, TriageForm
from greenbook.web.sent import once, refuse_stale, take_up, tell, version_of

Do = Callable[..., object]


@page("view triage", changing="create triage")
def triage(request: AskedRequest, account: int) -> HttpResponse:
    """Everybody looks at this customer from now on."""
    record = _for(request, account, "create triage")

    def do(**said: Any) -> None:
        Triage.open(record, **said | {"issue_url": said["issue_url"] or None})

    title = f"Take {record} into triage"
    return _said(request, record, TriageForm, do, title=title, done=f"{record} is in triage.")


@page("view triage", changing="edit triage")
def end_triage(request: AskedRequest, account: int, triage: int) -> HttpResponse:
    """The risk is gone, or the customer."""
    record = _for(request, account, "edit triage")
    found = get_object_or_404(Triage, pk=triage, account=record)
    title, done = f"End the triage of {record}", "The triage is ended."
    return _said(request, record, ReasonForm, found.close, about=found, title=title, done=done)


@page("view escalation", changing="create escalation")
def escalation(request: AskedRequest, account: int) -> HttpResponse:
    """Trouble is taken up the ladder."""
    record = _for(request, account, "create escalation")

    def do(**said: Any) -> None:
        escalate(record, **said)

    title = f"Escalate {record}"
    return _said(request, record, EscalateForm, do, title=title, done=f"{record} is escalated.")


@page("view escalation", changing="edit escalation")
def grade(request: AskedRequest, account: int, escalation: int) -> HttpResponse:
    """It is worse than thought, or not so bad."""
    record = _for(request, account, "edit escalation")
    found = get_object_or_404(Escalation, pk=escalation, account=record)
    title, done = f"Grade the escalation of {record} anew", "It is graded anew."
    return _said(request, record, SeverityForm, found.grade, about=found, title=title, done=done)


@page("view escalation", changing="edit escalation")
def end_escalation(request: AskedRequest, account: int, escalation: int) -> HttpResponse:
    """It is over, and how."""
    record = _for(request, account, "edit escalation")
    found = get_object_or_404(Escalation, pk=escalation, account=record)
    title, done = f"End the escalation of {record}", "The escalation is ended."
    return _said(request, record, ReasonForm, found.close, about=found, title=title, done=done)


def _for(request: AskedRequest, account: int, action: str) -> Account:
    record = account_seen(request, account)
    request.asked.refuse_unless(action, record)
    return record


def _said(
    request: AskedRequest,
    account: Account,
    asks: type[Form],
    do: Do,
    *,
    title: str,
    done: str,
    about: Triage | Escalation | None = None,
) -> HttpResponse:
    """The form; once it is sent well, done with who, when and why. Back to the section."""
    sent = request.POST if request.method == "POST" else None
    initial = {"severity": about.severity} if isinstance(about, Escalation) else {}
    form = asks(sent, initial=initial)
    back = f"{reverse('account', args=[account.pk])}?section=risk"
    if sent is None or not form.is_valid():
        seen = request.POST.get("seen") or (version_of(about) if about else "")
        context = {"account": account, "form": form, "title": title, "back": back, "seen": seen}
        status = 422 if form.errors else 200
        return render(request, "pages/account_form.html", context, status=status)

    def once_done() -> str:
        if about is not None:
            refuse_stale(about, request.POST.get("seen"))
        do(by=request.user, on=request.asked.today, **form.cleaned_data)
        take_up([account.pk])
        tell(request, f"{done} It is being worked out.")
        return back

    return once(request, once_done)


addresses = [
    path("accounts/<int:account>/triage", triage, name="account_triage"),
    path("accounts/<int:account>/triage/<int:triage>/end", end_triage, name="account_triage_end"),
    path("accounts/<int:account>/escalations", escalation, name="account_escalation"),
    path("accounts/<int:account>/escalations/<int:escalation>", grade,
         name="account_escalation_grade"),
    path("accounts/<int:account>/escalations/<int:escalation>/end", end_escalation,
         name="account_escalation_end"),
]  # fmt: skip
