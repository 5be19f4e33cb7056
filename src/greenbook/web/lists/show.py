"""Answer with a list: its page, the list alone when only that is asked for, or CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Max, Model, QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from greenbook.records.models import RecordHistory
from greenbook.web import said
from greenbook.web.asked import AskedRequest
from greenbook.web.lists import held, queried
from greenbook.web.lists.asked import Look
from greenbook.web.lists.export import as_csv
from greenbook.web.lists.panel import Panel
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
    offers: Mapping[str, Any] | None = None,
    edits: bool = True,
    many: int | None = None,
    fill: held.Fill = lambda rows: None,
) -> HttpResponse | StreamingHttpResponse:
    """`context` is for the whole page only; `offers` is what the template of actions offers, and
    `edits` whether they change the rows, so that the form says what was seen of each; `many` are
    the rows before any filter, where they were counted; `fill` puts the costly columns into
    rows that are no queryset."""
    if request.GET.get("format") == "csv":
        return as_csv(look, every_row(rows, look, fill))
    shown = list_page(request, look, rows, acts=acts, edits=edits, many=many, fill=fill)
    parts = {"list": shown, "actions": actions, "offers": offers or {}}
    if request.htmx and request.htmx.target == "list":
        answer = render(request, "lists/list.html", parts)
        answer["HX-Push-Url"] = request.path + shown.here
        return answer
    return render(request, template, {**parts, **(context or {})})


def list_page(
    request: AskedRequest,
    look: Look,
    rows: Rows,
    *,
    acts: str = "",
    edits: bool = True,
    many: int | None = None,
    fill: held.Fill = lambda rows: None,
) -> ListPage:
    """What a template needs of the list."""
    if isinstance(rows, QuerySet):
        found = queried.found_in(rows, look, many=many)
        model = rows.model if acts and not request.asked.past else None
    else:
        found, model = held.found_in(rows, look, many=many, fill=fill), None
    return ListPage(
        look,
        found,
        views_of(request.asked.person, look.list.name),
        request.path,
        Panel.asked_for(request.GET),
        acts=acts if model else "",
        versions=versions_of(model, [row["pk"] for row in found.rows]) if model and edits else {},
    )


def every_row(rows: Rows, look: Look, fill: held.Fill) -> Iterator[dict[str, Any]]:
    """All of them, page after page."""
    if isinstance(rows, QuerySet):
        return queried.every_row(rows, look)
    return held.every_row(rows, look, fill)


def chosen_of(request: AskedRequest) -> dict[int, str]:
    """The rows that were ticked, by id, each with the version that was seen of it."""
    pairs = [each.partition(".") for each in request.POST.getlist("chosen")[:MOST_CHOSEN]]
    return {int(pk): version for pk, _, version in pairs if pk.isdecimal()}


def versions_of(model: type[Model], ids: list[int]) -> dict[int, str]:
    """What `sent.version_of` says of each of these records, in one question."""
    rows = RecordHistory.objects.filter(table_name=model._meta.db_table, record_id__in=ids)
    latest = dict(rows.order_by().values_list("record_id").annotate(latest=Max("pk")))
    return {pk: str(latest.get(pk, 0)) for pk in ids}


def codes(model: type[Model], field: str) -> dict[str, str]:
    """The words of a record's column as options, in their order."""
    return {word: said.label(word) for word in model._meta.get_field(field).codes}  # type: ignore[union-attr]
