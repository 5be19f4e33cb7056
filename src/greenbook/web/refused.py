"""Answers to what cannot be done, in words: what happened, and what to do instead."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def refused(request: Any, why: str, *, status: int, title: str | None = None) -> HttpResponse:
    """One sentence and the way back. A part of a page gets the sentence alone."""
    said = {"title": title or TITLES[status], "why": why, "status": status}
    part = getattr(request, "htmx", False) and not getattr(request.htmx, "boosted", False)
    template = "parts/refused.html" if part else "pages/refused.html"
    answer = render(request, template, said, status=status)
    if part:
        answer["HX-Retarget"], answer["HX-Reswap"] = "#said", "innerHTML"
    return answer


TITLES = {
    400: "That could not be understood",
    403: "That is not yours to do",
    404: "There is nothing here",
    409: "That is not possible",
    500: "Something broke on our side",
}


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refused(
        request, "The browser sent something that this page does not expect.", status=400
    )


def not_theirs(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refused(request, str(exception) or "You may not do that.", status=403)


def not_there(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refused(request, "It does not exist, or it is not among what you may see.", status=404)


def broken(request: Any) -> HttpResponse:
    """Without the frame of the page: what it counts may be what broke."""
    request.asked = None
    return refused(
        request, "Nothing was changed. Try again; if it stays, tell operations.", status=500
    )


def sent_too_late(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is not the session's any more: signed in anew, or sent from elsewhere."""
    why = "This form was opened before you signed in again. Go back, reload it and send it again."
    return refused(request, why, status=403, title="The form is out of date")
