"""Who of the team is away now or will be, and who stands in."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from greenbook.automations.people import look_at_soon
from greenbook.engagement.absences import call_off, plan_absence
from greenbook.records.models import Absence
from greenbook.reports.team import absences, people_of
from greenbook.web.asked import AskedRequest, page
from greenbook.web.forms.team import AbsenceForm
from greenbook.web.sent import once, tell


@page("view priority_review", changing="edit team")
def away(request: AskedRequest) -> HttpResponse:
    """The list, and a form for one more."""
    people = people_of(request.asked.person).order_by("name")
    sent = request.POST if request.method == "POST" else None
    form = AbsenceForm(sent, people=people)
    if sent is None or not form.is_valid():
        context = {
            "form": form,
            "absences": absences(people, on=request.asked.today),
            "edits": request.asked.may("edit team"),
        }
        return render(request, "team/absences.html", context, status=422 if form.errors else 200)

    def do() -> str:
        said = form.cleaned_data
        absence = plan_absence(**said, by=request.user, on=request.asked.today)
        _count_again(absence.user_id)
        undo = reverse("team_absence_called_off", args=[absence.pk])
        tell(request, f"{absence.user} is put down as away.", undo=undo)
        return reverse("team_absences")

    return once(request, do)


@page("edit team")
@require_POST
def called_off(request: AskedRequest, absence: int) -> HttpResponse:
    """It does not take place."""
    people = people_of(request.asked.person)

    def do() -> str:
        found = Absence.objects.filter(pk=absence, user__in=people).select_related("user").first()
        if found is None:
            raise Http404("There is no such absence among those of your people.")
        _count_again(found.user_id)
        call_off(found, by=request.user, on=request.asked.today)
        tell(request, f"{found.user} is not away after all.")
        return reverse("team_absences")

    return once(request, do)


def _count_again(user: int) -> None:
    """What somebody owes in a week depends on the days they are there."""
    transaction.on_commit(lambda: look_at_soon(user))


addresses: list[Any] = [
    path("team/away", away, name="team_absences"),
    path("team/away/<int:absence>/off", called_off, name="team_absence_called_off"),
]
