"""An account: one header line, what is owed, what changed, and its sections."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from greenbook.web.asked import AskedRequest, account_seen, page


@page("view account", as_of=True)
def account(request: AskedRequest, account: int) -> HttpResponse:
    return render(request, "pages/account.html", {"account": account_seen(request, account)})


addresses = [path("accounts/<int:account>", account, name="account")]
