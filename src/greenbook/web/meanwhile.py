"""Two people at one record: who comes second sees what stands now beside what they typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from greenbook.engagement.queries.record_history import Edit, edits_of
from greenbook.records.models import Account
from greenbook.records.models.base import Record

#: What a form carries for itself; `chosen` is `seen` of each row that was ticked.
CARRIED = frozenset({"key", "seen", "chosen", "do", "back", "next"})


class ChangedMeanwhile(Exception):
    """Somebody else changed the record since the form was opened on its change number `seen`."""

    def __init__(self, record: Record, *, seen: str, now: str) -> None:
        super().__init__(f"{record} is at change {now}, and {seen} was seen")
        self.record, self.seen, self.now = record, seen, now


@dataclass(frozen=True, slots=True)
class Typed:
    """One field as it was sent; a text can be put together with what stands now."""

    name: str
    values: list[str]

    @property
    def is_text(self) -> bool:
        return len(self.values) == 1 and " " in self.values[0].strip()

    @property
    def is_said(self) -> bool:
        return any(self.values)


def told_second(request: Any, found: ChangedMeanwhile) -> HttpResponse:
    """The page that says who was quicker, and the form once more, now on what stands."""
    edits = _since(request, found)
    typed = [
        Typed(name, values)
        for name, values in request.POST.lists()
        if name not in CARRIED and name != "csrfmiddlewaretoken"
    ]
    context = {
        "record": found.record,
        "edits": edits,
        "by": edits[0].by if edits else None,
        "carried": list(_carried(request.POST, found)),
        "typed": typed,
        "said": any(each.is_said for each in typed),
        "back": _came_from(request),
    }
    return render(request, "pages/meanwhile.html", context, status=409)


def _since(request: Any, found: ChangedMeanwhile) -> list[Edit]:
    """What was changed since they looked, the latest first."""
    record: Any = found.record
    account = record if isinstance(record, Account) else getattr(record, "account", None)
    return edits_of(
        account.pk if account else None,
        may=lambda action: bool(request.asked.may(action, account)),
        only={type(record): [record.pk]},
        since=int(found.seen) if found.seen.isdecimal() else 0,
    )


def _carried(sent: QueryDict, found: ChangedMeanwhile) -> Iterator[tuple[str, str]]:
    """What the form carries, with the change that stands now as the one that was seen."""
    ticked = f"{found.record.pk}."
    for name in sorted(CARRIED & sent.keys()):
        for value in sent.getlist(name):
            if name == "seen":
                value = found.now
            elif name == "chosen" and value.startswith(ticked):
                value = ticked + found.now
            yield name, value


def _came_from(request: Any) -> str:
    """The page with the form, as it is now."""
    page = request.META.get("HTTP_REFERER", "")
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()})
    return urlsplit(page)._replace(scheme="", netloc="").geturl() if ours else "/"
