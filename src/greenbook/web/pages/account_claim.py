"""A CSM asks to be the CSM of an account; the manager or operations answer."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from greenbook.records.models import CsmClaim
from greenbook.web.asked import AskedRequest, account_seen, page
from greenbook.web.forms.risk import ReasonForm
from greenbook.web.sent import once, take_up, tell

LEAD = "The CSM's manager or operations say whether it is given to you; until then nothing changes."


@page("claim csm")
def claim(request: AskedRequest, account: int) -> HttpResponse:
    """The form with why; sent well, it waits among the approvals."""
    record, asked = account_seen(request, account), request.asked
    asked.refuse_unless("claim csm", record)
    sent = request.POST if request.method == "POST" else None
    form, back = ReasonForm(sent), reverse("account", args=[account])
    if sent is None or not form.is_valid():
        said = {"title": f"Ask to be the CSM of {record}", "lead": LEAD, "do": "Ask"}
        context = said | {"account": record, "form": form, "back": back}
        status = 422 if form.errors else 200
        return render(request, "pages/account_form.html", context, status=status)

    def do() -> str:
        reason = form.cleaned_data["reason"]
        CsmClaim.request(record, user=asked.person, on=asked.today, reason=reason)
        take_up([account])
        tell(request, f"Asked to be the CSM of {record}. Managers find it among the approvals.")
        return back

    return once(request, do)


addresses = [
    path("accounts/<int:account>/claim", claim, name="account_claim"),
]
