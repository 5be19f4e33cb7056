"""How values are said on a page: money, days, distances, words of lists; and small parts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import uuid4

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from greenbook.web import said

register = template.Library()

register.filter("money", said.money)
register.filter("label", said.label)
register.filter("day", said.day)
register.filter("markdown", said.markdown)
register.filter("value", said.value)
register.filter("policy", said.policy)


@register.filter
def count(many: int, words: str) -> str:
    """`{{ 3|count:"account" }}` is `3 accounts`; `{{ 2|count:"person,people" }}` is `2 people`."""
    return said.count(many, *words.split(","))


@register.filter
def changed(change: Any) -> str:
    """One column of a record that was changed, as a part of a sentence."""
    return said.changed(change.column, change.was, change.is_now)


@register.filter
def distance(when: date | None, today: date | None = None) -> str:
    """`5 days late`, `in 3 days`, `today`."""
    return said.distance(when, today or timezone.localdate())


@register.filter
def age(at: datetime | None) -> str:
    """How long ago: `4 minutes ago`."""
    return said.age(at, timezone.now())


@register.filter
def may(action: str, asked: Any) -> bool:
    """`{% if "view team"|may:asked %}`: what they may not open is not offered."""
    return asked.may(action)


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
def to(name: str, *arguments: Any) -> SafeString:
    """`{% url %}` for lines of which a page has hundreds: an address is put together once."""
    return _address(name, arguments)


@lru_cache(maxsize=16_384)
def _address(name: str, arguments: tuple[Any, ...]) -> SafeString:
    return SafeString(reverse(name, args=arguments))


@register.simple_tag
def known_fact(account: Any, field: str, text: str, since: date | None) -> SafeString:
    """A field of an account that nobody decides: where it is kept, and since when it says so."""
    where = "kept here" if account.source == "greenbook" else f"from {account.source}"
    title = f"{where}, so since {said.day(since)}" if since else where
    address = f"{_address('account', (account.pk,))}?section=summary#field-{field}"
    return format_html('<a class="why" href="{}" title="{}">{}</a>', address, title, text)


@register.simple_tag
def form_key() -> str:
    """A key that makes a form do its work once, however often it is sent."""
    return str(uuid4())


#: The states of rhythms, by how much they hurry.
BADGES = {"overdue": "late", "breach": "late", "due_soon": "soon", "on_track": "good"}
COLOURS = ("red", "yellow", "green")


@register.inclusion_tag("parts/decided.html")
def decided(decision: str, found: Any, text: str | None = None) -> dict[str, Any]:
    """What the handbook concluded, in its words and colour; with a `text`, that text alone."""
    return {
        "value": found,
        "text": text or said.decided(decision, found),
        "is_colour": found in COLOURS and text is None,
        "badge": BADGES.get(found) if isinstance(found, str) and text is None else None,
    }


def _absent(decided: Mapping[str, Any], decision: str) -> str | None:
    """What is said where there is no value: it was not looked at, there is none, or who knows."""
    if decision not in decided:
        return "not worked out yet"
    return said.absent("", known=True) if decided.get(f"{decision}__known") else None


@register.inclusion_tag("parts/why.html", takes_context=True)
def why(
    context: Any, subject: Any, decision: str, text: str | None = None, value: Any = None
) -> dict[str, Any]:
    """A status with its because: the value in words and colour, which opens its trace.

    `subject` is an account, or a person, subscription or opportunity with the `value` given. No
    query is made where the account came with its `status`. A page of one account may tell the
    `because_of` by decision: whoever points at a status reads why.
    """
    asked = context.get("asked")
    grain = {"user": "person"}.get(subject._meta.model_name, subject._meta.model_name)
    looked_up = grain == "account" and text is None and value is None
    today = looked_up and not (asked is not None and asked.past)
    status = getattr(subject, "status", None) if today else None
    found = value if value is not None or status is None else status.decided.get(decision)
    if found is None and today:
        text = _absent(status.decided if status else {}, decision)
    address = str(_address("why", (grain, subject.pk, decision)))
    if asked is not None and asked.past:
        address += f"?day={asked.day.isoformat()}"
    reason = (context.get("because_of") or {}).get(decision) if grain == "account" else ""
    title = f"because {reason}" if reason else ""
    return {**decided(decision, found, text), "address": address, "title": title}
