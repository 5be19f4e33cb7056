"""Answer with a list: its page, the list alone when only that is asked for, or CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from greenbook.web import said
from greenbook.web.asked import AskedRequest
from greenbook.web.lists import held, queried
from greenbook.web.lists.asked import Look
from greenbook.web.lists.export import as_csv
from greenbook.web.lists.shown import ListPage
from greenbook.web.lists.views import views_of

Rows = QuerySet[Any] | list[dict[str, Any]]
#: More than this are not acted on at once.
MOST_CHOSEN = 500


def show(
    request: AskedRequest,
    look: Look,
    rows: Rows,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    acts: str = "",
    actions: str = "",
) -> HttpResponse | StreamingHttpResponse:
    """`context` may be left out of an answer to htmx, which asks for the list alone."""
    if request.GET.get("format") == "csv":
        return as_csv(look, every_row(rows, look))
    shown = list_page(request, look, rows, acts=acts)
    said = {"list": shown, "actions": actions}
    if request.htmx and request.htmx.target == "list":  # type: ignore[attr-defined]
        answer = render(request, "lists/list.html", said)
        answer["HX-Push-Url"] = request.path + shown.here
        return answer
    return render(request, template, {**said, **(context or {})})


def list_page(request: AskedRequest, look: Look, rows: Rows, *, acts: str = "") -> ListPage:
    """What a template needs of the list."""
    source = queried if isinstance(rows, QuerySet) else held
    return ListPage(
        look,
        source.found_in(rows, look),  # type: ignore[arg-type]
        views_of(request.asked.person, look.list.name),
        request.path,
        acts="" if request.asked.past else acts,
    )


def every_row(rows: Rows, look: Look) -> Iterator[dict[str, Any]]:
    """All of them, page after page."""
    source = queried if isinstance(rows, QuerySet) else held
    return source.every_row(rows, look)  # type: ignore[arg-type]


def chosen_of(request: AskedRequest) -> list[int]:
    """The rows that were ticked."""
    chosen = [int(each) for each in request.POST.getlist("chosen") if each.isdecimal()]
    return chosen[:MOST_CHOSEN]


def codes(model: type[Model], field: str) -> dict[str, str]:
    """The words of a record's column as options, in their order."""
    return {word: said.label(word) for word in model._meta.get_field(field).codes}  # type: ignore[union-attr]
