"""How values are said on a page: money, days, distances, words of lists; and small parts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from greenbook.web import said

register = template.Library()

register.filter("money", said.money)
register.filter("label", said.label)
register.filter("day", said.day)
register.filter("markdown", said.markdown)
register.filter("value", said.value)


@register.filter
def distance(when: date | None, today: date | None = None) -> str:
    """`5 days late`, `in 3 days`, `today`."""
    return said.distance(when, today or timezone.localdate())


@register.filter
def age(at: datetime | None) -> str:
    """How long ago: `4 minutes ago`."""
    return said.age(at, timezone.now())


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """A value of a mapping by a name that is itself a value."""
    return mapping.get(key) if mapping else None


@register.inclusion_tag("parts/colour.html")
def colour(word: str | None, text: str | None = None) -> dict[str, Any]:
    """A health colour with its shape and word: never by colour alone."""
    return {"word": word or "unknown", "text": text or said.label(word) or "unknown"}


@register.inclusion_tag("parts/empty.html")
def empty(why: str, do: str = "", address: str = "") -> dict[str, Any]:
    """Why there is nothing, and what to do."""
    return {"why": why, "do": do, "address": address}


@register.inclusion_tag("parts/field.html")
def field(bound: Any) -> dict[str, Any]:
    """A form's field with label, hint and errors."""
    return {"field": bound}


@register.simple_tag(takes_context=True)
def with_query(context: Any, **changes: Any) -> SafeString:
    """The address of this page with some of its words changed; None takes one away."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return SafeString("?" + query.urlencode())


@register.simple_tag
def form_key() -> str:
    """A key that makes a form do its work once, however often it is sent."""
    return str(uuid4())
