"""Accounts that wait for a CSM: who could take each, and one click to give it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from greenbook.engagement.assignments import assign_csm, take_back
from greenbook.records.models import Account, User
from greenbook.reports.assignment import awaiting, candidates
from greenbook.reports.team import away, loads, people_of
from greenbook.web.asked import AskedRequest, account_seen, page
from greenbook.web.forms.ctas import errors_in_words
from greenbook.web.forms.team import AssignCsmForm
from greenbook.web.lists import versions_of
from greenbook.web.sent import once, refuse_stale, take_up, tell

#: Accounts on a page, and the candidates that each shows at first.
PAGE = 15
FIRST = 4
#: A day in seconds: as long can an assignment be taken back by its button.
DAY = 86_400


@page("view priority_review")
def queue(request: AskedRequest) -> HttpResponse:
    """What waits, what asked for it, and the candidates with their work."""
    asked = request.asked
    rows = awaiting(asked.person, on=asked.today).select_related("status", "parent")
    found = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    people = list(people_of(asked.person).filter(roles__contains=["csm"]))
    ids = [each.pk for each in people]
    carried = loads(ids, on=asked.today, handbook=asked.handbook)
    absent = away(ids, on=asked.today)
    context = {
        "found": found,
        "waiting": [(each, candidates(each, people, carried, absent)) for each in found],
        "first": FIRST,
        "versions": versions_of(Account, [each.pk for each in found]),
        "assigns": asked.may("edit csm"),
        "says_why": asked.person.is_a("cs_ops"),
    }
    return render(request, "team/assignment.html", context)


@page("edit csm")
@require_POST
def assign(request: AskedRequest, account: int) -> HttpResponse:
    """The account goes into somebody's book from today on."""
    record = account_seen(request, account)
    request.asked.refuse_unless("edit csm", record)
    people = people_of(request.asked.person).filter(roles__contains=["csm"])
    form = AssignCsmForm(request.POST, people=people, says_why=request.asked.person.is_a("cs_ops"))
    back = reverse("team_assignment")
    if not form.is_valid():
        messages.error(request, errors_in_words(form))
        return redirect(back)

    def do() -> str:
        refuse_stale(record, request.POST.get("seen"))
        record.refresh_from_db()
        csm, before = form.cleaned_data["csm"], record.alignment
        also = assign_csm(
            record,
            csm,
            by=request.user,
            on=request.asked.today,
            reason=form.cleaned_data["reason"] or None,
        )
        take_up([record.pk])
        more = f" {'; '.join(also).capitalize()}." if also else ""
        kept = signing.dumps((record.pk, csm.pk, before, request.user.pk), salt="assigned")
        tell(request, f"{record} is {csm}’s.{more}", undo=reverse("team_take_back", args=[kept]))
        return back

    return once(request, do)


@page("edit csm")
@require_POST
def undo(request: AskedRequest, token: str) -> HttpResponse:
    """The account is nobody's again."""
    try:
        account, csm, before, person = signing.loads(token, salt="assigned", max_age=DAY)
    except signing.BadSignature:
        raise Http404("There is nothing to take back.") from None
    if person != request.user.pk:
        raise Http404("There is nothing to take back.")
    record = account_seen(request, account)
    request.asked.refuse_unless("edit csm", record)

    def do() -> str:
        theirs = get_object_or_404(User, pk=csm)
        take_back(record, theirs, alignment=before, by=request.user, on=request.asked.today)
        take_up([record.pk])
        tell(request, f"{record} waits for a CSM again.")
        return reverse("team_assignment")

    return once(request, do)


addresses: list[Any] = [
    path("team/assign", queue, name="team_assignment"),
    path("team/assign/<int:account>", assign, name="team_assign"),
    path("team/assign/undo/<str:token>", undo, name="team_take_back"),
]
