"""Every address: the pages, and the doors of sign-in."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("greenbook.web.urls")),
]
handler400 = "greenbook.web.refused.not_understood"
handler403 = "greenbook.web.refused.not_theirs"
handler404 = "greenbook.web.refused.not_there"
handler500 = "greenbook.web.refused.broken"
