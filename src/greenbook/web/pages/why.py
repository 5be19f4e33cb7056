"""The trace panel: why a status is what it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from greenbook.automations.tasks import engine, lake
from greenbook.decisions.explain import (
    Explanation,
    OfAnotherGrain,
    explain,
    handbook_of,
)
from greenbook.decisions.facts_of_day import Subject
from greenbook.decisions.overrides import overrides_in_force
from greenbook.decisions.reasons import reason_called
from greenbook.decisions.shown_to import Shown, shown_to
from greenbook.decisions.would_be import would_be
from greenbook.engagement.queries.behind import records_behind
from greenbook.engine.explain import NothingToExplain
from greenbook.handbook.book import Handbook
from greenbook.records.access import OfAccount
from greenbook.records.models import (
    Account,
    DecisionChange,
    Opportunity,
    Subscription,
)
from greenbook.reports.team import people_of
from greenbook.web.asked import AskedRequest, of_account_seen, page
from greenbook.web.traces import (
    address,
    address_of,
    because_alone,
    called,
    conditions_of,
    numbers_of,
    rules_of,
)

#: Earlier values that the panel tells.
HISTORY = 8
_PARTS: dict[str, Any] = {"subscription": Subscription, "opportunity": Opportunity}


@dataclass(frozen=True, slots=True)
class About:
    """Whom or what a decision is about, and where that is shown."""

    subject: Subject
    name: str
    address: str = ""
    seen: OfAccount | None = None

    @property
    def account(self) -> Account | None:
        return self.seen.account if self.seen else None


@page("view account", as_of=True)
def why(request: AskedRequest, grain: str, subject: str, decision: str) -> HttpResponse:
    """Beside the page where htmx asks, else a page of its own."""
    about, handbook = _about(request, grain, subject), handbook_of(request.asked.day, decision)
    shown = _shown(request, about, decision, handbook)
    found = _explained(about, decision, handbook, day=request.asked.day)
    context: dict[str, Any] = {
        "about": about,
        "account": about.account,
        "shown": shown,
        "found": found,
        "help": handbook.help.get(decision) if handbook else None,
    }
    context |= _in_words(found, about, handbook, request.asked.day) if shown == "whole" else {}
    context |= {"may_ask": _may_ask(about, found, request)}
    history = _history(about, decision, request.asked.day)
    context |= {"history": history, "since": _since(about, decision, history, request)}
    context["because_then"] = {each.pk: _because(each, handbook) for each in history}
    part = request.htmx and not request.htmx.boosted
    return render(request, "parts/trace.html" if part else "pages/why.html", context)


def _about(request: AskedRequest, grain: str, subject: str) -> About:
    """The subject, if they may see it; else it is not there."""
    if grain in ("account", *_PARTS) and subject.isdecimal():
        return _of_account(request, grain, int(subject))
    request.asked.refuse_unless("view dashboards")
    if grain == "person" and subject.isdecimal():
        person = people_of(request.asked.person).filter(pk=subject).first()
        if person is not None:
            return About(Subject("person", person.pk, None), str(person))
    if grain == "company":
        return About(Subject("company", 1, None), "the company")
    if grain == "industry":
        return About(Subject("industry", subject, None), subject)
    raise Http404("There is nothing of that kind.")


def _of_account(request: AskedRequest, grain: str, pk: int) -> About:
    if grain == "account":
        seen = of_account_seen(request, pk, "status")
        where = reverse("account", args=[pk])
        return About(Subject("account", pk, pk), seen.account.name, where, seen)
    record = _PARTS[grain].objects.filter(pk=pk).first()
    if record is None:
        raise Http404("There is nothing of that kind.")
    seen = of_account_seen(request, record.account_id)
    where = f"{reverse('account', args=[seen.account.pk])}?section={grain}s"
    return About(Subject(grain, pk, seen.account.pk), str(record), where, seen)  # type: ignore[arg-type]


def _shown(request: AskedRequest, about: About, decision: str, handbook: Handbook) -> Shown:
    """How much of it they may read. What they may not know of is not there."""
    pages = handbook.deciding(decision)
    may = about.seen.may if about.seen else request.asked.may
    shown = shown_to(may, pages[0].path if pages else None)
    if shown == "nothing":
        raise Http404("There is nothing of that kind.")
    return shown


def _explained(about: About, decision: str, handbook: Handbook, *, day: date) -> Explanation:
    how: dict[str, Any] = {"lake": lake(), "engine": engine(), "handbook": handbook}
    try:
        return explain(about.subject, decision, name=about.name, day=day, **how)
    except (NothingToExplain, OfAnotherGrain) as nothing:
        raise Http404(str(nothing)) from nothing


def _in_words(found: Explanation, about: About, handbook: Handbook, day: date) -> dict[str, Any]:
    trace = found.trace
    ruled = partial(reason_called, handbook, trace.decision, day=day)
    account = about.account.pk if about.account else None
    behind = records_behind(trace.evidence)
    return {
        "because": because_alone(trace),
        "would_be": would_be(trace, handbook)[:2],
        "rules": rules_of(trace, ruled),
        "conditions": conditions_of(trace),
        "numbers": numbers_of(trace),
        "behind": [(each, called(each), address_of(each, account)) for each in behind],
        "handbook_page": address("handbook_page", trace.page) if trace.page else "",
    }


def _since(
    about: About, decision: str, history: list[DecisionChange], request: AskedRequest
) -> Any:
    """Since when it stands: since the last change, or since it is kept of the account."""
    if history:
        return history[0].on_day
    of_account = about.subject.grain == "account" and not request.asked.past
    status = getattr(about.account, "status", None) if of_account else None
    return status.decided.get(f"since__{decision}") if status else None


def _may_ask(about: About, found: Explanation, request: AskedRequest) -> list[dict[str, str]]:
    """What this person may say against it."""
    asked = request.asked
    if about.seen is None or about.subject.grain != "account" or asked.past:
        return []
    account, may = about.seen.account, about.seen.may
    ways = []
    of_priority = (found.trace.page or "").startswith("priority/")
    if of_priority and may("edit priority"):
        ways.append(("Decide the priority", reverse("account_priority", args=[account.pk])))
    if of_priority and may("create priority_exception"):
        ways.append(("Ask for an exception", reverse("account_exception", args=[account.pk])))
    if may("create override"):
        by_hand = reverse("account_override", args=[account.pk, found.trace.decision])
        ways.append(("Set it by hand", by_hand))
    if found.trace.overrides and may("edit override"):
        ways += _ends(account, found.trace.decision, asked.today)
    return [{"text": text, "address": where} for text, where in ways]


def _ends(account: Account, decision: str, today: date) -> list[tuple[str, str]]:
    """Where what was set by hand can be ended; from there back to here."""
    standing = overrides_in_force(today).filter(account=account, decision=decision).first()
    if standing is None:
        return []
    back = urlencode({"back": reverse("why", args=["account", account.pk, decision])})
    end = reverse("account_override_end", args=[account.pk, standing.pk])
    return [("Let the handbook decide again", f"{end}?{back}")]


def _history(about: About, decision: str, day: date) -> list[DecisionChange]:
    """What it was before, the latest first, as known on the day."""
    changes = DecisionChange.objects.filter(
        grain=about.subject.grain,
        subject_id=str(about.subject.id),
        decision=decision,
        on_day__lte=day,
    )
    return list(changes.order_by("-on_day")[:HISTORY])


def _because(change: DecisionChange, handbook: Handbook) -> str:
    """The rule that spoke that day, in words."""
    return reason_called(handbook, change.decision, change.because, day=change.on_day)


addresses = [
    path("why/<slug:grain>/<str:subject>/<slug:decision>", why, name="why"),
]
