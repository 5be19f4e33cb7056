"""Calls to come: planned, prepared, moved, cancelled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse

from greenbook.automations.tasks import lake
from greenbook.decisions import handbooks
from greenbook.engagement.queries.agenda import points_left, with_ticked
from greenbook.engagement.queries.preparation import Preparation, preparation, proposed_agenda
from greenbook.records.models import PlannedCall
from greenbook.records.refusals import NotAllowed
from greenbook.web.asked import AskedRequest, account_seen, page
from greenbook.web.forms.calls import FORMS, PlanForm, changing
from greenbook.web.glance import fulfilled_by
from greenbook.web.said import count
from greenbook.web.sent import once, refuse_stale, take_up, tell, version_of

#: A customer should have the agenda so many days before (CAD-02).
AHEAD = timedelta(days=2)
#: It did not take place.
OVER = ("cancelled", "no_show")
#: At which field a refusal is said.
SAID_AT = {PlannedCall.InThePast: "planned_for", PlannedCall.NeedsReason: "reason"}


@page("create timeline")
def plan(request: AskedRequest, account: int) -> HttpResponse:
    """Agree on a call with an account."""
    record, asked = account_seen(request, account), request.asked
    asked.refuse_unless("create timeline", record)
    meeting = fulfilled_by(request.GET.get("meeting", "")) or "cadence_call"
    initial = {"meeting_type": meeting, "planned_for": asked.today}
    form = PlanForm(request.POST or None, initial=initial)

    def do() -> str:
        call = PlannedCall.plan(
            record, host=asked.person, by=asked.person, on=asked.today, **form.cleaned_data
        )
        take_up([record.pk])
        tell(request, f"Planned with {record} for {call.planned_for.day} {call.planned_for:%b}.")
        return f"{reverse('prepare', args=[call.pk])}?kept=plan-{record.pk}"

    if request.method == "POST" and form.is_valid():
        try:
            return once(request, do)
        except NotAllowed as refusal:
            form.add_error(SAID_AT.get(type(refusal)), refusal.why)
    status = 422 if form.errors else 200
    return render(request, "pages/call_plan.html", {"account": record, "form": form}, status=status)


@page("view timeline")
def prepare(request: AskedRequest, call: int) -> HttpResponse:
    """All that one wants to know before the call, and the agenda."""
    return _prepared(request, _call(request, call), {})


@page("create timeline")
def change(request: AskedRequest, call: int, what: str) -> HttpResponse:
    """Write the agenda, share it, move the call or cancel it; done once, on what was seen."""
    record = _call(request, call)
    if request.method != "POST":
        return redirect("prepare", call=record.pk)
    if what not in FORMS:
        raise Http404
    request.asked.refuse_unless("edit timeline", record)
    form = changing(what, request.POST, **_points(what, record))

    def do() -> str:
        refuse_stale(record, request.POST.get("seen"))
        CHANGES[what](request, record, form.cleaned_data)
        take_up([record.account_id])
        return reverse("today") if record.status in OVER else reverse("prepare", args=[record.pk])

    if form.is_valid():
        try:
            return once(request, do)
        except NotAllowed as refusal:
            at = SAID_AT.get(type(refusal))
            form.add_error(at if at in form.fields else None, refusal.why)
    return _prepared(request, record, {what: form}, status=422)


def _points(what: str, call: PlannedCall) -> dict[str, Any]:
    return {"points": points_left(call.agenda)} if what == "discussed" else {}


def _call(request: AskedRequest, call: int) -> PlannedCall:
    record = get_object_or_404(
        PlannedCall.objects.select_related("account__status", "host", "entry"), pk=call
    )
    account_seen(request, record.account_id)
    request.asked.refuse_unless("view timeline", record)
    return record


def _prepared(
    request: AskedRequest, call: PlannedCall, forms: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    asked, account = request.asked, call.account
    edits = asked.may("edit timeline", call)
    found = preparation(account, on=asked.today, handbook=_handbook(), lake=lake())
    context = {
        "call": call,
        "account": account,
        "found": found,
        "seen": version_of(call),
        "may": edits and call.status == "planned",
        "may_tick": edits and call.status not in OVER and points_left(call.agenda),
        "shows_health": asked.may("view health_update", account),
        "late_agenda": call.agenda_shared_on is None and call.planned_for - asked.today <= AHEAD,
        **{f"{what}_form": forms.get(what) or _form(what, call, found, request) for what in FORMS},
    }
    if "share" in forms:
        context["agenda_form"] = forms["share"]
    return render(request, "pages/prepare.html", context, status=status)


def _form(what: str, call: PlannedCall, found: Preparation, request: AskedRequest) -> Any:
    if what == "discussed":
        return changing(what, **_points(what, call))
    if what in ("move", "cancel"):
        return changing(what, initial={"planned_for": call.planned_for, "at": call.at})
    renewal = call.account.renewal_on
    proposed = proposed_agenda(found, renewal_on=renewal, on=request.asked.today)
    return changing(what, initial={"agenda": call.agenda or proposed})


def _handbook() -> Any:
    try:
        return handbooks.current()
    except handbooks.NoHandbook:
        return None


def _how(request: AskedRequest) -> dict[str, Any]:
    return {"by": request.asked.person, "on": request.asked.today}


def _write(request: AskedRequest, call: PlannedCall, said: dict[str, Any]) -> None:
    call.prepare(agenda=said["agenda"], **_how(request))
    tell(request, "The agenda is kept.")


def _share(request: AskedRequest, call: PlannedCall, said: dict[str, Any]) -> None:
    call.prepare(agenda=said["agenda"], **_how(request))
    call.share_agenda(**_how(request))
    tell(request, "The agenda is kept and noted as shared today.")


def _discussed(request: AskedRequest, call: PlannedCall, said: dict[str, Any]) -> None:
    agenda = with_ticked(call.agenda or "", said["points"])
    call.note_discussed(agenda=agenda, **_how(request))
    left = len(points_left(agenda))
    come = "comes" if left == 1 else "come"
    tell(request, "Ticked." + (f" {count(left, 'point')} {come} again next time." if left else ""))


def _move(request: AskedRequest, call: PlannedCall, said: dict[str, Any]) -> None:
    call.move(**said, **_how(request))
    tell(request, f"The call is on {said['planned_for'].day} {said['planned_for']:%b} now.")


def _cancel(request: AskedRequest, call: PlannedCall, said: dict[str, Any]) -> None:
    call.cancel(**said, **_how(request))
    said_so = "nobody came" if said["no_show"] else "the call is cancelled"
    tell(request, f"{call.account}: {said_so}.")


CHANGES: dict[str, Callable[[AskedRequest, PlannedCall, dict[str, Any]], None]] = {
    "agenda": _write,
    "share": _share,
    "move": _move,
    "cancel": _cancel,
    "discussed": _discussed,
}

addresses = [
    path("accounts/<int:account>/calls/plan", plan, name="calls_plan"),
    path("calls/<int:call>/prepare", prepare, name="prepare"),
    path("calls/<int:call>/<slug:what>", change, name="calls_change"),
]
