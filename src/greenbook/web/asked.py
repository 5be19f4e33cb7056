"""Who asks for a page, what they may, and the day they look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django_htmx.middleware import HtmxDetails

from greenbook.decisions import handbooks
from greenbook.engagement.queries.news import CaredFor, cared_for
from greenbook.handbook.book import Handbook
from greenbook.records.access import (
    OfAccount,
    Refused,
    Verdict,
    may,
    may_somewhere,
    refuse_unless,
    where_held,
)
from greenbook.records.models import Account, User
from greenbook.records.refusals import NotAllowed
from greenbook.web import said
from greenbook.web.meanwhile import ChangedMeanwhile, told_second
from greenbook.web.refused import refused

View = Callable[..., HttpResponseBase]
READING = ("GET", "HEAD")


@dataclass(frozen=True)
class Asked:
    """`today` is the clock's day; `day` the one looked at, which may be past; `no_day` what an
    address asked for instead that is no day to look at."""

    person: User
    now: datetime
    day: date
    no_day: str = ""

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def past(self) -> bool:
        return self.day < self.today

    @property
    def then(self) -> str:
        """What the addresses of a past day carry on."""
        return f"?day={self.day.isoformat()}" if self.past else ""

    @cached_property
    def handbook(self) -> Handbook | None:
        """The one in use; before the first run there is none."""
        return handbooks.current_or_none()

    @cached_property
    def cared_for(self) -> CaredFor:
        """The accounts that they care for."""
        return cared_for(self.person, self.today)

    @property
    def may_log(self) -> bool:
        """Whether touchpoints are theirs to log, and on this day."""
        return not self.past and self.may("create timeline")

    def may(self, action: str, record: Any = None) -> bool:
        return may(self.person, action, record, on=self.today).allowed

    def where_held(self, action: str, *, to_account: str = "") -> Q | None:
        """The rows of a list of which they may do it: None for none, an empty Q for all."""
        return where_held(self.person, action, on=self.today, to_account=to_account)

    def refuse_everywhere_unless(self, action: str) -> None:
        """Refuse who may do it with no record at all; of which ones they may, the view asks."""
        if not (verdict := may_somewhere(self.person, action)).allowed:
            raise Refused(verdict)

    def refuse_unless(self, action: str, record: Any = None) -> None:
        refuse_unless(self.person, action, record, on=self.today)


class AskedRequest(HttpRequest):
    """A request of somebody who is signed in."""

    asked: Asked
    user: User
    htmx: HtmxDetails


class AskedMiddleware:
    """Put `asked` on the request of whoever is signed in; answer refusals in words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        _refuse_nul(request)
        request.asked = None
        if request.user.is_authenticated:
            request.asked = _asked(request)
        return self.get_response(request)

    def process_exception(self, request: Any, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return refused(request, str(exception), status=403)
        if isinstance(exception, NotAllowed):
            return refused(request, str(exception), status=409)
        if isinstance(exception, ChangedMeanwhile):
            return told_second(request, exception)
        return None


def page(
    action: str, *, changing: str | None = None, as_of: bool = False
) -> Callable[[View], View]:
    """A view for whoever may do `action`; sent forms ask for `changing` as well, with some record:
    whether with this one, the view asks.

    With `as_of` it can be looked at as of a past day. Nothing can be changed in the past.
    """

    def put(view: View) -> View:
        @login_required
        @wraps(view)
        def answered(request: AskedRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            reading = request.method in READING
            request.asked.refuse_unless(action)
            if changing and not reading:
                request.asked.refuse_everywhere_unless(changing)
            if request.asked.past and not (reading and as_of):
                return redirect(request.path)
            return view(request, *args, **kwargs)

        answered.action, answered.changing = action, changing or action  # type: ignore[attr-defined]
        answered.as_of = as_of  # type: ignore[attr-defined]
        return answered

    return put


def account_seen(request: AskedRequest, account: int) -> Account:
    """One of the accounts they may see; one they may not see is not there."""
    return of_account_seen(request, account).account


def of_account_seen(request: AskedRequest, account: int, *related: str) -> OfAccount:
    """The same, with what is `related` to it, and what they may do with it."""
    found = OfAccount.seen(request.asked.person, account, *related, on=request.asked.today)
    if found is None:
        raise Http404("There is no such account among those you may see.")
    return found


def verdict(request: AskedRequest, action: str, record: Any = None) -> Verdict:
    """Whether they may do something, and why."""
    return may(request.asked.person, action, record, on=request.asked.today)


def now() -> datetime:
    """The clock, in the tenant's time zone."""
    return datetime.now(ZoneInfo(settings.TIME_ZONE))


def _refuse_nul(request: HttpRequest) -> None:
    """PostgreSQL keeps no NUL in a text, and nobody types one."""
    sent = [request.path, *(each for data in (request.GET, request.POST) for each in _texts(data))]
    if any("\x00" in each for each in sent):
        raise BadRequest("A NUL was sent.")


def _texts(data: QueryDict) -> Iterator[str]:
    return (each for name, values in data.lists() for each in (name, *values))


def _asked(request: Any) -> Asked:
    """The day is today unless the address names one that has been."""
    at, word = now(), request.GET.get("day", "")
    try:
        day = date.fromisoformat(word) if word else at.date()
    except ValueError:
        return Asked(request.user, at, at.date(), f"“{word}” is no date")
    if day > at.date():
        return Asked(request.user, at, at.date(), f"{said.day(day)} has not been yet")
    return Asked(request.user, at, day)
