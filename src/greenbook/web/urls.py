"""Every address of the pages; each module lists its own."""

from __future__ import annotations

from django.urls import path

from greenbook.web import sign_in
from greenbook.web.lists import views
from greenbook.web.pages import (
    accounts,
    calls,
    changes,
    cta_new,
    ctas,
    handbook,
    log,
    numbers,
    onboarding,
    operations,
    parts,
    plans,
    portfolio,
    team,
    today,
    why,
)

PAGES = (
    today, portfolio, cta_new, ctas, accounts, why, log, calls, changes,
    onboarding, plans, team, numbers, handbook, operations, views, parts,
)  # fmt: skip
urlpatterns = [
    path("welcome", sign_in.welcome, name="welcome"),
    path("welcome/<int:user>", sign_in.sign_in_as, name="sign_in_as"),
    *(address for page in PAGES for address in page.addresses),
]
