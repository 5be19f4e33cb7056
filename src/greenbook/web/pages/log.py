"""Log a touchpoint, from anywhere, in seconds."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from greenbook.web.asked import AskedRequest, page


@page("create timeline")
def log(request: AskedRequest) -> HttpResponse:
    return render(request, "pages/log.html", {})


addresses = [path("log", log, name="log")]
