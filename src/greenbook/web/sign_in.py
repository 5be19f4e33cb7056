"""Signing in: by invitation only, and in the demo with one click."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenbook.records.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"
#: Whom the demo offers first: one for each way of working.
OFFERED = (
    ("csm", "her customers, her day"),
    ("csm_manager", "a team, approvals, assignments"),
    ("cs_ops", "the handbook, imports, runs"),
    ("account_owner", "accounts as sales sees them"),
    ("partner", "the accounts that are shared"),
    ("leadership", "the numbers, reading only"),
)


class ByInvitation(DefaultAccountAdapter):
    """Nobody signs up; people are made by operations or imported."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def welcome(request: HttpRequest) -> HttpResponse:
    """The people of the demo to sign in as; elsewhere there is no such page."""
    _only_in_a_demo()
    return render(request, "pages/welcome.html", {"people": demo_people()})


@require_POST
def sign_in_as(request: HttpRequest, user: int) -> HttpResponse:
    """Sign in as one of the demo's people, with one click."""
    _only_in_a_demo()
    person = get_object_or_404(User, pk=user, is_active=True)
    login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("today")


def demo_people() -> list[dict[str, Any]]:
    """One person for each role that the demo offers, Nora before others."""
    people = []
    for role, what in OFFERED:
        found = User.objects.filter(works_as=role, is_active=True)
        person = found.filter(username__in=("nora", "omar", "ada", "pia")).first() or found.first()
        if person:
            people.append({"person": person, "role": role, "what": what})
    return people


def _only_in_a_demo() -> None:
    if not settings.GREENBOOK_DEMO:
        raise Http404
