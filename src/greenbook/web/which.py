"""Of which account? Asked where an act begins without one, answered by a few letters."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from greenbook.engagement.queries.desk import recent_accounts
from greenbook.engagement.queries.search import accounts_called
from greenbook.web.asked import AskedRequest


def which_account(
    request: AskedRequest, title: str, question: str, *, keep: tuple[str, ...] = ()
) -> HttpResponse:
    """Leads back to this address with `?account=…`, and with the words of it that are kept."""
    asked, letters = request.asked, request.GET.get("q", "").strip()
    found = accounts_called(letters, asked.person, asked.today) if letters else []
    context = {
        "title": title,
        "question": question,
        "here": request.path,
        "letters": letters,
        "found": found,
        "recent": recent_accounts(asked.person, asked.today),
        "more": urlencode({word: said for word, said in request.GET.items() if word in keep}),
    }
    part = request.htmx and request.htmx.target == "which"
    return render(request, "parts/which.html" if part else "pages/which.html", context)
