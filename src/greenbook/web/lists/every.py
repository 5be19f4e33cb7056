"""All rows that match an address: acted on without being leafed through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import QueryDict

from greenbook.records.refusals import NotAllowed
from greenbook.web.asked import AskedRequest
from greenbook.web.lists.asked import List
from greenbook.web.lists.queried import filtered

#: So many are changed in one transaction without keeping others waiting for long.
MOST_MATCHING = 1_000


class TooManyAtOnce(NotAllowed):
    """That is more than is changed at once. Narrow the list first."""


def asks_for_all(request: AskedRequest) -> bool:
    """Whether the form speaks of every row that matches, not of those that were ticked."""
    return request.POST.get("every") == "yes"


def matching(
    request: AskedRequest, of: List, rows: Callable[[str], QuerySet[Any]]
) -> QuerySet[Any]:
    """The rows that match now, in one order, so that two who change them never wait for each other.

    `rows` gives those of a scope that the person may see. Raises TooManyAtOnce.
    """
    look = of.look(request, QueryDict(request.POST.get("matching", "")))
    if look.problems:  # what is not understood would be left out, and more would match
        raise BadRequest("The form carries an address that the list does not understand.")
    found = filtered(rows(look.scope), look, look.filters)
    many = found.count()
    if many > MOST_MATCHING:
        raise TooManyAtOnce(f"{many:,} {of.many}", f"At most {MOST_MATCHING:,} are.")
    return found.order_by("pk")
