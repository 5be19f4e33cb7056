"""What changed, search, and the theme: what the line at the top offers everywhere."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from greenbook.engagement.queries import search as queries
from greenbook.engagement.queries.desk import recent_accounts
from greenbook.engagement.queries.news import DAYS, INSIDE, look, looked_on, news
from greenbook.records.access import visible_accounts
from greenbook.web.asked import AskedRequest, page
from greenbook.web.said_news import said_news

KINDS = {"account": "Accounts", "contact": "Contacts", "cta": "CTAs", "plan": "Success plans"}


@page("view account")
def search(request: AskedRequest) -> HttpResponse:
    """Accounts, contacts, CTAs and plans they may see, by a few letters."""
    asked, letters = request.asked, request.GET.get("q", "").strip()[:100]
    found = queries.search(letters, asked.person, on=asked.today, may=asked.may)
    context: dict[str, Any] = {
        "letters": letters,
        "kinds": [
            (KINDS[kind], list(rows)) for kind, rows in groupby(found, key=lambda each: each.kind)
        ],
    }
    part = request.htmx and request.htmx.target == "found"
    if part and not letters:
        context["recent"] = recent_accounts(asked.person, asked.today)
    return render(request, "parts/found.html" if part else "pages/search.html", context)


@page("view account")
def changes(request: AskedRequest) -> HttpResponse:
    """What changed for their accounts and those they follow; seen from now on."""
    asked, person = request.asked, request.asked.person
    looked = looked_on(person)
    found = _changes(request)
    context = {
        "days": [(day, list(rows)) for day, rows in groupby(found, key=lambda each: each.on)],
        "looked": looked,
        "first_day": asked.today - timedelta(days=DAYS),
        "followed": visible_accounts(person, asked.today).filter(followers__user=person),
        "recent": recent_accounts(person, asked.today),
    }
    if request.method == "GET":
        look(person, asked.now)
    return render(request, "pages/changes.html", context)


def _changes(request: AskedRequest) -> list[Any]:
    asked = request.asked
    if asked.handbook is None or not asked.may(INSIDE):
        return []
    since = asked.today - timedelta(days=DAYS)
    return said_news(news(asked.person, theirs=asked.cared_for, since=since), asked.handbook)


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
