"""Log a touchpoint, from anywhere, in seconds."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse

from greenbook.automations import changes
from greenbook.automations.effects import Effects, Standing, difference, effects_of, standing
from greenbook.automations.tasks import engine, lake
from greenbook.decisions import handbooks
from greenbook.engagement.queries.agenda import points_left
from greenbook.engagement.queries.preparation import follow_up
from greenbook.engagement.queries.told import told
from greenbook.engagement.touchpoints import log_touchpoint
from greenbook.records.models import Account, TimelineEntry
from greenbook.records.models.timeline import CALLS, ENTRY_TYPES, MEETING_TYPES
from greenbook.records.refusals import NotAllowed
from greenbook.web.asked import AskedRequest, account_seen, page
from greenbook.web.came_of import owed_then, saving, sentences
from greenbook.web.forms.log import TouchpointForm
from greenbook.web.glance import fulfilled_by
from greenbook.web.pages.account_timeline import undo_address
from greenbook.web.sent import once, take_up, tell
from greenbook.web.which import which_account


class LoggedBefore(Exception):
    """They logged the same already."""

    def __init__(self, entry: TimelineEntry) -> None:
        super().__init__(str(entry))
        self.entry = entry


@page("create timeline")
def log(request: AskedRequest) -> HttpResponse:
    """The form of an account; without one, the question which."""
    word = request.GET.get("account", "")
    if not word.isdecimal():
        said = ("Log a touchpoint", "With which account?")
        return which_account(request, *said, keep=("meeting", "type"))
    account = account_seen(request, int(word))
    request.asked.refuse_unless("create timeline", account)
    if request.method == "POST":
        return _sent(request, account)
    return _shown(request, account, _form(request, account, initial=_initial(request, account)))


@page("create timeline")
def effects(request: AskedRequest, account: int) -> HttpResponse:
    """What saving the form would do: the part of the page that shows it before."""
    record = account_seen(request, account)
    request.asked.refuse_unless("create timeline", record)
    form = _form(request, record, request.POST)
    if not form.is_valid() or not _turns(record, form.colour):
        return HttpResponse()
    found = _effects(request, record, form)
    return render(request, "parts/log_effects.html", found) if found else HttpResponse()


@page("create timeline")
def logged(request: AskedRequest, entry: int) -> HttpResponse:
    """What was logged, what it did at once, and the follow-up to send."""
    record = _entry(request, entry)
    steps = list(record.account.tasks.filter(cta__created_source=f"timeline:{record.pk}"))
    held = record.planned_calls.first() if record.type in CALLS else None
    return render(
        request,
        "pages/logged.html",
        {
            "entry": record,
            "account": record.account,
            "is_call": record.type in CALLS,
            "steps": steps,
            "follow_up": follow_up(record.subject or "", steps),
            "held": held,
            "points_left": points_left(held.agenda) if held else [],
            "without_date": [step for step in steps if step.due_on is None],
            **_came(request, record),
        },
    )


@page("create timeline")
def came(request: AskedRequest, entry: int) -> HttpResponse:
    """What came of it, as soon as it is worked out; until then, that it is being worked out."""
    record = _entry(request, entry)
    context = {"entry": record, **_came(request, record)}
    return render(request, "parts/log_came.html", context)


def _form(request: AskedRequest, account: Account, *args: Any, **kwargs: Any) -> TouchpointForm:
    asked = request.asked
    return TouchpointForm(
        *args,
        account=account,
        by=asked.person,
        today=asked.today,
        sentiment=asked.may("edit health_update", account),
        handbook=asked.handbook,
        **kwargs,
    )


def _initial(request: AskedRequest, account: Account) -> dict[str, Any]:
    """Today, oneself, and what the address says: a planned call, a kind of meeting."""
    asked, meeting = request.asked, fulfilled_by(request.GET.get("meeting", ""))
    initial: dict[str, Any] = {"happened_on": asked.today, "internal": [asked.person.pk]}
    if meeting in MEETING_TYPES.split():
        initial["meeting_type"] = meeting
    elif meeting in ENTRY_TYPES.split():
        initial["type"] = meeting
    waiting = account.planned_calls.filter(status="planned", planned_for__lte=asked.today)
    word = request.GET.get("planned", "")
    planned = waiting.filter(pk=word).first() if word.isdecimal() else waiting.last()
    if planned is not None:
        initial |= {"planned": planned.pk}
        initial.setdefault("meeting_type", planned.meeting_type)
    return initial


def _shown(
    request: AskedRequest,
    account: Account,
    form: TouchpointForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"account": account, "form": form, **more}
    return render(request, "pages/log.html", context, status=status)


def _sent(request: AskedRequest, account: Account) -> HttpResponse:
    form = _form(request, account, request.POST)
    if not form.is_valid():
        return _shown(request, account, form, status=422)
    if _turns(account, form.colour) and request.POST.get("seen_effects") != form.colour:
        found = _effects(request, account, form)
        return _shown(request, account, form, status=200 if found else 422, **(found or {}))
    try:
        return once(request, lambda: _log(request, account, form))
    except LoggedBefore as found:
        return _shown(request, account, form, status=422, alike=found.entry)
    except NotAllowed as refusal:
        form.refuse(refusal)
        return _shown(request, account, form, status=422)


def _refuse_logged_before(request: AskedRequest, account: Account, form: TouchpointForm) -> None:
    """Raise where they logged the same already, as after the browser's Back, and did not say that
    it is another: a call of the kind on that day, or another entry with the same notes."""
    said = form.touchpoint
    telling = ["type", "meeting_type", "happened_on", "subject"]
    same = {each: said[each] for each in telling + ([] if said["type"] in CALLS else ["notes"])}
    found = account.timeline.filter(author=request.asked.person, **same).order_by("pk").last()
    if found and request.POST.get("another") != str(found.pk):
        raise LoggedBefore(found)


def _log(request: AskedRequest, account: Account, form: TouchpointForm) -> str:
    _refuse_logged_before(request, account, form)
    before = standing(account.pk)
    touchpoint = log_touchpoint(
        account, by=request.asked.person, on=request.asked.today, **form.touchpoint
    )
    take_up([account.pk])
    entry = touchpoint.entry
    request.session["logged"] = {"entry": entry.pk, **before.as_json()}
    did = "".join(f"; {each}" for each in touchpoint.did)
    undo = undo_address(request, entry, touchpoint.next_call)
    tell(request, f"Logged for {account}: {entry.subject}{did}.", undo=undo)
    return reverse("log_logged", args=[entry.pk])


def _turns(account: Account, colour: str | None) -> bool:
    """Whether it says yellow or red of an account of which that was not said before."""
    if colour not in ("red", "yellow"):
        return False
    said = account.timeline.exclude(csm_sentiment=None).order_by("-happened_on", "-pk")
    return said.values_list("csm_sentiment", flat=True).first() != colour


def _effects(
    request: AskedRequest, account: Account, form: TouchpointForm
) -> dict[str, Any] | None:
    """The truth about it: it is logged, worked out, and all of it taken back. None if refused."""
    asked, handbook = request.asked, handbooks.current()
    try:
        found = effects_of(
            lambda: log_touchpoint(account, by=asked.person, on=asked.today, **form.touchpoint),
            account=account.pk,
            day=asked.today,
            handbook=handbook,
            lake=lake(),
            engine=engine(),
        )
    except NotAllowed as refusal:
        form.refuse(refusal)
        return None
    people = told(
        account, colour=form.colour or "", by=asked.person, on=asked.today, handbook=handbook
    )
    says = {"saving": saving(found, people), "owed_then": owed_then(found)}
    return {"colour": form.colour, **says}


def _entry(request: AskedRequest, entry: int) -> TimelineEntry:
    record = get_object_or_404(TimelineEntry.objects.select_related("account"), pk=entry)
    account_seen(request, record.account_id)
    request.asked.refuse_unless("view timeline", record)
    return record


def _came(request: AskedRequest, entry: TimelineEntry) -> dict[str, Any]:
    kept = request.session.get("logged") or {}
    if kept.get("entry") != entry.pk:
        return {"working": False, "came": []}
    if changes.behind([entry.account_id]):
        return {"working": True, "came": []}
    before = Standing(kept["decided"], kept["ctas"])
    found: Effects = difference(before, standing(entry.account_id))
    return {"working": False, "came": sentences(found)}


addresses = [
    path("log", log, name="log"),
    path("log/effects/<int:account>", effects, name="log_effects"),
    path("log/<int:entry>", logged, name="log_logged"),
    path("log/<int:entry>/came", came, name="log_came"),
]
