"""What changed, search, and the theme: what the line at the top offers everywhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from greenbook.web.asked import AskedRequest, page


@page("view account")
def search(request: AskedRequest) -> HttpResponse:
    """Accounts, contacts, CTAs and plans they may see, by a few letters."""
    return render(request, "pages/search.html", {})


@page("view account")
def changes(request: AskedRequest) -> HttpResponse:
    """What changed for their accounts since they last looked."""
    return render(request, "pages/changes.html", {})


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the system: kept by the browser."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    answer = redirect(back)
    answer.set_cookie("theme", request.POST.get("theme", ""), max_age=31_536_000, samesite="Lax")
    return answer


addresses = [
    path("search", search, name="search"),
    path("changes", changes, name="changes"),
    path("theme", theme, name="theme"),
]
