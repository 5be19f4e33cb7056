"""An account: one header line, what is owed, what changed, and its sections."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_POST

from greenbook.records.models import Account, Follow, Visit
from greenbook.web.asked import AskedRequest, account_seen, page
from greenbook.web.glance import Glance, glance_at
from greenbook.web.pages import (
    account_charts,
    account_claim,
    account_edits,
    account_exceptions,
    account_priority,
    account_risk,
    account_timeline,
)
from greenbook.web.sections import Section, sections_of, shown_section
from greenbook.web.sent import once, tell


@page("view account", as_of=True)
def account(request: AskedRequest, account: int) -> HttpResponse:
    """The whole page; for htmx the one section that it asks for."""
    glance = glance_at(request, account)
    sections = sections_of(glance.may)
    name = request.GET.get("section", "")
    chosen = next((each for each in sections if each.name == name), None)
    if request.htmx and chosen:
        return shown_section(request, glance, chosen)
    _visited(request, glance.now)
    context = glance.as_context() | _open(request, glance, sections, chosen)
    context["may_open"] = glance.may("create cta")
    theirs = {each.user_id for each in context["team"] if each.role == "csm"}
    context["may_claim"] = glance.may("claim csm") and request.user.pk not in theirs
    cared_for = request.asked.cared_for
    context["follows"] = account in cared_for.followed
    context["may_follow"] = account not in cared_for.accounts
    return render(request, "pages/account.html", context)


@page("view account", as_of=True)
def standing(request: AskedRequest, account: int) -> HttpResponse:
    """The header, what is owed and what changed, again where something changed; else nothing."""
    glance = glance_at(request, account)
    if glance.fresh and request.GET.get("version") == glance.fresh.version:
        return HttpResponse(status=204)
    return render(request, "parts/account_standing.html", glance.as_context())


@require_POST
@page("view account")
def follow(request: AskedRequest, account: int) -> HttpResponse:
    """Hear what the account's CSM hears, or no longer."""
    followed = account_seen(request, account)

    def do() -> str:
        mine = Follow.objects.filter(account=followed, user=request.user)
        if request.POST.get("follow") == "yes":
            Follow.objects.get_or_create(account=followed, user=request.user)
            tell(request, f"You follow {followed}: you hear what its CSM hears.")
        else:
            mine.delete()
            tell(request, f"You do not follow {followed} any more.")
        return f"/accounts/{account}"

    return once(request, do)


def _open(
    request: AskedRequest, glance: Glance, sections: list[Section], chosen: Section | None
) -> dict[str, Any]:
    """The sections as tabs, with the one that is open."""
    opened = chosen or sections[0]
    context = {"sections": sections, "section": opened, "help": glance.help(opened.name)}
    return {**context, **opened.look(request, glance)}


def _visited(request: AskedRequest, seen: Account) -> None:
    """For the recent accounts; a look at the past is a look as well."""
    looks, at = Visit.objects.filter(user=request.user, account=seen), request.asked.now
    if not looks.update(at=at):
        Visit.objects.get_or_create(user=request.user, account=seen, defaults={"at": at})


addresses = [
    path("accounts/<int:account>", account, name="account"),
    path("accounts/<int:account>/standing", standing, name="account_standing"),
    path("accounts/<int:account>/follow", follow, name="account_follow"),
    *account_edits.addresses,
    *account_timeline.addresses,
    *account_exceptions.addresses,
    *account_priority.addresses,
    *account_risk.addresses,
    *account_charts.addresses,
    *account_claim.addresses,
]
