"""People and their roles, as operations keeps them."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse

from greenbook.records.acting import acting
from greenbook.records.models import User
from greenbook.web.asked import AskedRequest, page
from greenbook.web.forms.people import PersonForm
from greenbook.web.lists import Column, List, codes, show
from greenbook.web.sent import once, refuse_stale, tell, version_of

FIELDS = ("name", "username", "email", "roles", "region", "cs_segment", "manager", "is_active")
PEOPLE = List(
    name="people",
    one="person",
    many="people",
    columns=(
        Column("name", "Name", link=("operations_person", "pk")),
        Column("username", "Signs in as"),
        Column("works_as", "Works as", "code", options=codes(User, "works_as"), groupable=True),
        Column("region", "Region", "code", options=codes(User, "region"), groupable=True),
        Column("manager", "Manager", "person", of="manager__name"),
        Column("is_active", "May sign in", "yesno"),
    ),
    shown=("name", "username", "works_as", "region", "manager", "is_active"),
    sort="name",
    empty="Nobody is here yet.",
)  # fmt: skip


@page("view operations")
def people(request: AskedRequest) -> HttpResponseBase:
    """Everybody who works with customers."""
    return show(request, PEOPLE.look(request), User.objects.all(), "operations/people.html")


@page("edit operations")
def person(request: AskedRequest, user: int) -> HttpResponse:
    """One person; a change of roles says why."""
    found = get_object_or_404(User, pk=user)
    kept = {name: getattr(found, name) for name in FIELDS}
    form = PersonForm(request.POST or None, person=found, initial=kept)
    if request.method == "POST" and _explained(form, found):
        return once(request, lambda: _amend(request, found, form))
    return render(
        request,
        "operations/person.html",
        {"form": form, "person": found, "seen": version_of(found)},
    )


def _explained(form: PersonForm, person: User) -> bool:
    """Valid, and with a reason where the roles change."""
    if not form.is_valid():
        return False
    if form.cleaned_data["roles"] != list(person.roles) and not form.cleaned_data["reason"]:
        form.add_error("reason", "Say why the roles change.")
    return not form.errors


def _amend(request: AskedRequest, person: User, form: PersonForm) -> str:
    refuse_stale(person, request.POST.get("seen"))
    reason = form.cleaned_data["reason"] or None
    person.amend(by=request.asked.person, on=request.asked.today, reason=reason, **form.values())
    tell(request, f"{person} is saved.")
    return reverse("operations_people")


@page("edit operations")
def new(request: AskedRequest) -> HttpResponse:
    """Somebody new; they choose a password through “Forgot the password?”."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return once(request, lambda: _create(request, form))
    return render(request, "operations/person.html", {"form": form})


def _create(request: AskedRequest, form: PersonForm) -> str:
    day = request.asked.today
    with transaction.atomic(), acting(by=request.asked.person, on=day):
        made = User.objects.create(known_from=day, happened_on=day, **form.values())
    tell(request, f"{made} may sign in once they chose a password through “Forgot your password?”.")
    return reverse("operations_people")


addresses = [
    path("operations/people", people, name="operations_people"),
    path("operations/people/new", new, name="operations_person_new"),
    path("operations/people/<int:user>", person, name="operations_person"),
]
