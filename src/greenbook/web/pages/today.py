"""Today: whom do I owe something, why, and what do I say to them?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from greenbook.web.asked import AskedRequest, page


@page("view account")
def today(request: AskedRequest) -> HttpResponse:
    return render(request, "pages/today.html", {})


addresses = [path("", today, name="today")]
