"""A word against the handbook: a priority exception asked for, a decision set by hand."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse

from greenbook.decisions import handbooks
from greenbook.decisions.overrides import refuse_unfit
from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import Page
from greenbook.handbook.say.words import Words
from greenbook.records.models import Account, Override, PriorityException
from greenbook.web.asked import AskedRequest, account_seen, page
from greenbook.web.forms.accounts import EndForm, ExceptionForm, OverrideForm
from greenbook.web.said import decided
from greenbook.web.sent import once, refuse_stale, safe_address, take_up, tell, version_of

EXCEPTION = (
    "It takes effect once the account team and their managers have talked about it, Sales"
    " Management has agreed, and it is written down on the account."
)
OVERRIDE = (
    "It holds from today until its last day, whatever the handbook says, and stands with your name"
    " in every explanation."
)


@page("create priority_exception")
def exception(request: AskedRequest, account: int) -> HttpResponse:
    """Ask for a priority other than the model's."""
    record = account_seen(request, account)
    request.asked.refuse_unless("create priority_exception", record)
    form = ExceptionForm(request.POST or None, today=request.asked.today)
    back = reverse("why", args=["account", account, "priority_decided"])
    if request.method != "POST" or not form.is_valid():
        title = f"Ask for a priority exception for {record}"
        said = {"title": title, "lead": EXCEPTION, "do": "Ask"}
        return _form(request, said | {"account": record, "form": form, "back": back})

    def do() -> str:
        asked = PriorityException.request(
            record, by=request.user, on=request.asked.today, **form.cleaned_data
        )
        take_up([account])
        tell(request, f"Asked for. Still missing: {', '.join(asked.missing())}.")
        return back

    return once(request, do)


@page("create override")
def override(request: AskedRequest, account: int, decision: str) -> HttpResponse:
    """Set a decision by hand, with a reason and perhaps a last day."""
    record, handbook = account_seen(request, account), handbooks.current()
    request.asked.refuse_unless("create override", record)
    pages = handbook.deciding(decision)
    if not pages or pages[0].grain != "account":
        raise Http404("The handbook decides nothing of that name about an account.")
    values = _offered(handbook, pages[0])
    form = OverrideForm(request.POST or None, values=values, today=request.asked.today)
    back = reverse("why", args=["account", account, decision])
    if request.method != "POST" or not form.is_valid():
        title = f"Set by hand: {Words(handbook, 'account').decision(decision)} of {record}"
        said = {"title": title, "lead": OVERRIDE, "do": "Set it"}
        return _form(request, said | {"account": record, "form": form, "back": back})

    def do() -> str:
        typed = form.cleaned_data
        refuse_unfit(handbook, decision, typed["value"])
        Override.put(record, decision=decision, by=request.user, on=request.asked.today, **typed)
        take_up([account])
        tell(request, "Set by hand. It is being worked out.")
        return back

    return once(request, do)


@page("edit override")
def end_override(request: AskedRequest, account: int, override: int) -> HttpResponse:
    """From today on the handbook decides again, and why."""
    record = account_seen(request, account)
    found = get_object_or_404(Override, pk=override, account=record)
    words, was = Words(handbooks.current(), "account"), decided(found.decision, found.value)
    said = {
        "title": f"Let the handbook decide again: {words.decision(found.decision)} of {record}",
        "lead": f"{found.by or 'Somebody'} set it to {was}: {found.reason}",
        "do": "End it",
    }
    request.asked.refuse_unless("edit override", found)
    return _ended(request, record, found, said, "The handbook decides again.")


@page("edit priority_exception")
def end_exception(request: AskedRequest, account: int, exception: int) -> HttpResponse:
    """The priority is the model's again, or is not asked to be otherwise any more."""
    record = account_seen(request, account)
    found = get_object_or_404(PriorityException, pk=exception, account=record)
    said = {
        "title": f"End the priority exception of {record}",
        "lead": f"{found.requested_by or 'Somebody'} asked for it: {found.justification}",
        "do": "End it",
    }
    request.asked.refuse_unless("edit priority_exception", found)
    return _ended(request, record, found, said, "The exception is ended.")


def _ended(
    request: AskedRequest,
    account: Account,
    found: Override | PriorityException,
    said: dict[str, str],
    done: str,
) -> HttpResponse:
    """Ended with a reason, once, on the version that was seen; back to where that was asked."""
    sent = request.POST if request.method == "POST" else None
    form = EndForm(sent, initial={"back": request.GET.get("back", "")})
    usual = f"{reverse('account', args=[account.pk])}?section=by_hand"
    back = safe_address(request, form["back"].value(), usual)
    if sent is None or not form.is_valid():
        seen = request.POST.get("seen") or version_of(found)
        return _form(request, said | {"account": account, "form": form, "back": back, "seen": seen})

    def do() -> str:
        refuse_stale(found, request.POST.get("seen"))
        reason = form.cleaned_data["reason"]
        found.withdraw(by=request.user, on=request.asked.today, reason=reason)
        take_up([account.pk])
        tell(request, f"{done} It is being worked out.")
        return back

    return once(request, do)


def _offered(handbook: Handbook, deciding: Page) -> list[str]:
    """The values that the page may give; none where it gives a number or free text."""
    if deciding.kind in ("measure", "scorecard"):
        return list(handbook.colours)
    if deciding.type is not None and deciding.type.kind == "yes/no":
        return ["true", "false"]
    return [str(each) for each in deciding.type.values] if deciding.type else []


def _form(request: AskedRequest, context: dict[str, Any]) -> HttpResponse:
    status = 422 if context["form"].errors else 200
    return render(request, "pages/account_form.html", context, status=status)


addresses = [
    path("accounts/<int:account>/exception", exception, name="account_exception"),
    path("accounts/<int:account>/by-hand/<slug:decision>", override, name="account_override"),
    path("accounts/<int:account>/overrides/<int:override>/end", end_override,
         name="account_override_end"),
    path("accounts/<int:account>/exceptions/<int:exception>/end", end_exception,
         name="account_exception_end"),
]  # fmt: skip
