"""Saved views: a list as somebody likes to see it, for themselves or for their team."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from greenbook.records.models import SavedView, User
from greenbook.web.asked import AskedRequest, page
from greenbook.web.sent import tell

LONGEST = 80


def views_of(person: User, list_name: str) -> list[SavedView]:
    """Their own, then those that colleagues keep for the team: same manager, above or below."""
    team = Q(owner=person.manager_id) | Q(owner__manager=person.pk)
    if person.manager_id:
        team |= Q(owner__manager=person.manager_id)
    found = SavedView.objects.filter(Q(owner=person) | Q(for_team=True) & team, list_name=list_name)
    return sorted(found.select_related("owner"), key=lambda v: (v.owner_id != person.pk, v.name))


@page("view account")
@require_POST
def save(request: AskedRequest) -> HttpResponse:
    """Keep the list as it is shown under a name; the same name again replaces it."""
    name = " ".join(request.POST.get("name", "").split())[:LONGEST]
    address, list_name = request.POST.get("address", ""), request.POST.get("list", "")
    back = _back(request)
    if not name or not list_name or len(address) > 4000:
        tell(request, "Give the view a name.")
        return redirect(f"{back}?{address}")
    SavedView.objects.update_or_create(
        owner=request.asked.person,
        list_name=list_name,
        name=name,
        defaults={"address": address, "for_team": request.POST.get("for_team") == "yes"},
    )
    tell(request, f"Saved as “{name}”.")
    return redirect(f"{back}?{address}")


@page("view account")
@require_POST
def forget(request: AskedRequest, view: int) -> HttpResponse:
    """Drop a view of their own."""
    gone = SavedView.objects.filter(pk=view, owner=request.asked.person).first()
    if gone is None:
        raise Http404
    gone.delete()
    tell(request, f"“{gone.name}” is no longer kept.")
    return redirect(_back(request))


def _back(request: AskedRequest) -> str:
    back = request.POST.get("back", "/")
    return back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "/"


addresses: list[Any] = [
    path("views", save, name="views_save"),
    path("views/<int:view>/forget", forget, name="views_forget"),
]
