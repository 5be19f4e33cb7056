"""A success plan as the customer reads it, under a private link: no sign-in, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from greenbook.engagement import plans as does
from greenbook.engagement.queries.plans import for_the_customer, shared_version
from greenbook.records.models import PlanShare, PlanVersion
from greenbook.records.refusals import NotAllowed
from greenbook.web.asked import now
from greenbook.web.forms.plans import CustomerForm
from greenbook.web.sent import take_up

#: So many requests may come from one address in that time. No policy of the handbook's: it protects
#: the server, and has to hold before anything is read from the database.
KNOCKS, A_WHILE = 60, timedelta(minutes=1)
ANSWERS = {"confirm": does.confirm, "changes": does.ask_for_changes}


# Nothing but the secret in the address lets anybody in. No cookie is read, so there is none that
# another site could borrow; and a page that sends no referrer cannot prove where it was sent from.
@csrf_exempt
@never_cache
def shared_plan(request: HttpRequest, secret: str) -> HttpResponse:
    """The plan that was shared. Whatever is wrong with a link, the answer is the same."""
    answer = _answered(request, secret)
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _answered(request: HttpRequest, secret: str) -> HttpResponse:
    if _too_often(request, now()):
        return render(request, "shared/too_often.html", status=429)
    share = PlanShare.by_secret(secret, on=now().date())
    version = shared_version(share.pk, share.plan_id) if share else None
    if share is None or version is None:
        return render(request, "shared/not_there.html", status=404)
    if request.method == "POST":
        return _said(request, share, version, secret)
    return _shown(request, share, version)


def _too_often(request: HttpRequest, at: datetime) -> bool:
    """Counted before anything is looked up, for links that open a plan and for those that do not:
    allauth's own limits leave out pages that are only read."""
    key = f"shared_plan:{get_adapter().get_client_ip(request)}"
    began, many = cache.get(key) or (at, 0)
    if at - began >= A_WHILE:
        began, many = at, 0
    cache.set(key, (began, many + 1), A_WHILE.total_seconds())
    return many >= KNOCKS


def _said(
    request: HttpRequest, share: PlanShare, version: PlanVersion, secret: str
) -> HttpResponse:
    word = request.POST.get("answer", "")
    form = CustomerForm(request.POST, wishes=word == "changes")
    if word not in ANSWERS or not form.is_valid():
        return _shown(request, share, version, form=form, status=422)
    try:
        ANSWERS[word](share, on=now().date(), **form.cleaned_data)
    except does.ChangedSince:
        return _shown(request, share, version, form=form, changed=True, status=409)
    except NotAllowed as refusal:
        form.add_error(None, refusal.why)
        return _shown(request, share, version, form=form, status=409)
    take_up([share.plan.account_id])
    return redirect("shared_plan", secret=secret)


def _shown(
    request: HttpRequest,
    share: PlanShare,
    version: PlanVersion,
    *,
    form: CustomerForm | None = None,
    changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    said = share.plan.validations.filter(contact=share.contact).order_by("-pk").first()
    context = {
        **for_the_customer(version.content),
        "vendor": share.shared_by.name,
        "customer": share.plan.account.name,
        "reader": share.contact.name,
        "expires_on": share.expires_on,
        "shown_since": version.happened_on,
        "version": version.number,
        "said": said and {"kind": said.kind, "on": said.happened_on, "comment": said.comment},
        "form": form or CustomerForm(),
        "changed": changed,
    }
    return render(request, "shared/plan.html", context, status=status)


addresses: list[Any] = [path("shared/<str:secret>", shared_plan, name="shared_plan")]
