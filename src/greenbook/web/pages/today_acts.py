"""What is done with something owed, in place: done, put off, moved, handed over, taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse

from greenbook.automations.tasks import lake
from greenbook.decisions import handbooks
from greenbook.engagement.ctas import close_cta, snooze_cta
from greenbook.engagement.worked_on import CTA_ACTS, TASK_ACTS
from greenbook.records.models import Cta, Task, User
from greenbook.records.refusals import NotAllowed
from greenbook.web.asked import AskedRequest, account_seen, page
from greenbook.web.forms.ctas import closing_reasons, outcomes_to_tell
from greenbook.web.forms.today import DoneForm, ReassignForm, RescheduleForm, SnoozeForm, due
from greenbook.web.pages.cta import undo_address
from greenbook.web.sent import once, refuse_stale, take_up, tell, version_of

KINDS: dict[str, type[Cta] | type[Task]] = {"cta": Cta, "task": Task}
Owed = Any  # a CTA or a task: both know complete or close, reschedule and assign


@page("view cta")
def change(request: AskedRequest, kind: str, id: int) -> HttpResponse:
    """What can be done with it, beside the page or as a page of its own."""
    record = _owed(request, kind, id)
    return _changing(request, kind, record, {})


@page("view cta")
def act(request: AskedRequest, kind: str, id: int, what: str) -> HttpResponseBase:
    """Do it, once; what does not fit is said at its field."""
    if request.method != "POST":
        return change(request, kind, id)
    record = _owed(request, kind, id)
    request.asked.refuse_unless("edit cta", record)
    if (kind, what) not in ACTS:
        raise Http404
    form = _form(request, record, what, request.POST)
    if not form.is_valid():
        return _changing(request, kind, record, {what: form}, status=422)

    def do() -> str:
        with transaction.atomic():
            refuse_stale(record, request.POST.get("seen"))
            ACTS[kind, what](request, record, form.cleaned_data)
        take_up([record.account_id])
        return reverse("today")

    try:
        return once(request, do)
    except NotAllowed as refusal:
        form.add_error(None, refusal.why)
        return _changing(request, kind, record, {what: form}, status=422)


def _owed(request: AskedRequest, kind: str, id: int) -> Owed:
    if kind not in KINDS:
        raise Http404
    record: Owed = get_object_or_404(KINDS[kind].objects.select_related("account"), pk=id)
    account_seen(request, record.account_id)
    return record


def _changing(
    request: AskedRequest, kind: str, record: Owed, forms: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    whats = [what for of, what in ACTS if of == kind and what in TITLES]
    shown = [
        (what, TITLES[what], forms.get(what) or _form(request, record, what)) for what in whats
    ]
    context = {
        "record": record,
        "kind": kind,
        "cta": record.cta if kind == "task" else record,
        "forms": shown,
        "seen": version_of(record),
        "may": request.asked.may("edit cta", record),
        "part": bool(request.htmx),
    }
    template = "parts/today_change.html" if request.htmx else "pages/today_change.html"
    return render(request, template, context, status=status)


def _form(request: AskedRequest, record: Owed, what: str, typed: Any = None) -> Any:
    today = request.asked.today
    match what:
        case "reassign":
            people = _people(record, request.asked.person)
            return ReassignForm(typed, people=people, initial={"to": record.owner_id})
        case "reschedule":
            return RescheduleForm(typed, initial=due(record, today))
        case "snooze":
            return SnoozeForm(typed, initial={"until": today + timedelta(days=7)})
        case "done" if isinstance(record, Cta):
            kind = record.type
            return DoneForm(typed, outcomes=outcomes_to_tell(kind), reasons=closing_reasons(kind))
        case "done" | "reopen" | "wake":
            return DoneForm(typed)
    raise Http404


def _people(record: Owed, by: User) -> QuerySet[User]:
    """Who works on the account, oneself, and one's own people."""
    serving = record.account.team.filter(ends_on=None).values("user")
    found = Q(pk__in=serving) | Q(pk=by.pk) | Q(manager=by) | Q(pk=record.owner_id)
    return User.objects.filter(found, is_active=True).order_by("name")


def _how(request: AskedRequest) -> dict[str, Any]:
    return {"by": request.asked.person, "on": request.asked.today}


def _undo(kind: str, record: Owed, what: str) -> str:
    return reverse("today_act", args=[kind, record.pk, what])


def _undo_to(request: AskedRequest, record: Owed, word: str) -> str:
    """The address that puts it back as it is now."""
    act = (CTA_ACTS if isinstance(record, Cta) else TASK_ACTS)[word]
    assert act.was
    was = {record.pk: act.was(record)}
    return undo_address(request, type(record), word, was, back=reverse("today"))


def _finish_task(request: AskedRequest, task: Task, said: dict[str, Any]) -> None:
    task.complete(**_how(request))
    tell(request, f"Done: {task}.", undo=_undo("task", task, "reopen"))


def _reopen(request: AskedRequest, record: Owed, said: dict[str, Any]) -> None:
    record.reopen(reason="closed by mistake", **_how(request))
    tell(request, f"Open again: {record}.")


def _close(request: AskedRequest, cta: Cta, said: dict[str, Any]) -> None:
    how = {"reason": said.get("reason") or None, "status": said.get("status", "closed_success")}
    book = request.asked.handbook
    more = close_cta(cta, handbook=book, lake=lake(), **how, **_how(request))
    words = "".join(f"; {each}" for each in more)
    tell(request, f"Closed: {cta}{words}.", undo="" if more else _undo("cta", cta, "reopen"))


def _snooze(request: AskedRequest, cta: Cta, said: dict[str, Any]) -> None:
    snooze_cta(cta, handbook=handbooks.current(), **said, **_how(request))
    undo = _undo("cta", cta, "wake")
    tell(request, f"Out of sight until {said['until']:%-d %b}: {cta}.", undo=undo)


def _wake(request: AskedRequest, cta: Cta, said: dict[str, Any]) -> None:
    cta.wake(**_how(request))
    tell(request, f"Back in sight: {cta}.")


def _reschedule(request: AskedRequest, record: Owed, said: dict[str, Any]) -> None:
    undo = _undo_to(request, record, "reschedule")
    record.reschedule(due_on=said["due_on"], **_how(request))
    tell(request, f"Due {said['due_on']:%-d %b}: {record}.", undo=undo)


def _reassign(request: AskedRequest, record: Owed, said: dict[str, Any]) -> None:
    undo = _undo_to(request, record, "assign")
    record.assign(to=said["to"], **_how(request))
    tell(request, f"{said['to']} has it now: {record}.", undo=undo)


#: What each kind of thing allows; those with a title are offered, the others take something back.
ACTS: dict[tuple[str, str], Callable[[AskedRequest, Any, dict[str, Any]], None]] = {
    ("task", "done"): _finish_task,
    ("task", "reschedule"): _reschedule,
    ("task", "reassign"): _reassign,
    ("task", "reopen"): _reopen,
    ("cta", "done"): _close,
    ("cta", "snooze"): _snooze,
    ("cta", "reschedule"): _reschedule,
    ("cta", "reassign"): _reassign,
    ("cta", "reopen"): _reopen,
    ("cta", "wake"): _wake,
}
TITLES = {
    "done": "Done",
    "snooze": "Snooze",
    "reschedule": "Reschedule",
    "reassign": "Reassign",
}

addresses = [
    path("today/<slug:kind>/<int:id>", change, name="today_change"),
    path("today/<slug:kind>/<int:id>/<slug:what>", act, name="today_act"),
]
