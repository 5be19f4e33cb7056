"""One account's guided onboarding, from the internal sync to its end, section by section."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core import signing
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from greenbook.automations.tasks import lake
from greenbook.decisions.concluded import concluded
from greenbook.engagement.queries.onboarding import guide, history_of, journey_of, to_ask
from greenbook.records.access import OfAccount
from greenbook.records.acting import acting
from greenbook.records.models import Onboarding, Task
from greenbook.records.models.onboarding import TOOL_SLOTS
from greenbook.records.refusals import NotAllowed
from greenbook.reports.clocks import clocks_of, reading
from greenbook.reports.onboarding import DELAY, as_it_stands, held_up_because
from greenbook.web.asked import AskedRequest, account_seen, page
from greenbook.web.forms import onboarding as asked_for
from greenbook.web.lists import versions_of
from greenbook.web.pages.onboarding_sections import SECTIONS, form_of, refuse
from greenbook.web.sent import once, refuse_stale, take_up, tell, version_of

#: A day is long enough to notice that one was wrong.
UNDO_SECONDS = 86_400
#: To schedule the kickoff before the internal sync.
OVERRIDE = "approve transition_override"
#: Its steps that are due by a day.
RHYTHMS = ("kickoff_call", "first_success_plan", "first_cadence_call")
#: What the guide reads of the handbook's pages about onboarding.
DECISIONS = (
    "onboarding_state", "onboarding_next_item", "onboarding_completion", "onboarding_delay",
    "onboarding_delay_documented", "onboarding_at_risk", "called_before_transition",
    "single_threaded", "admin_contact", "journey_sheet", *RHYTHMS,
)  # fmt: skip


@page("view onboarding")
def onboarding_of(request: AskedRequest, onboarding: int) -> HttpResponse:
    """The whole of it on one page."""
    return _shown(request, _onboarding(request, onboarding), {})


@page("view onboarding", changing="view onboarding")
def change(request: AskedRequest, onboarding: int, what: str) -> HttpResponse:
    """One section, done once, on what was seen; what is refused stands at its field."""
    record = _onboarding(request, onboarding)
    if request.method != "POST":
        return redirect("onboarding_of", onboarding=record.pk)
    section = SECTIONS.get(what)
    if section is None:
        raise Http404("There is no such section.")
    request.asked.refuse_unless(section.asks, record)
    form = form_of(request, record, what, request.POST)

    def do() -> str:
        refuse_stale(record, request.POST.get("seen"))
        was = {name: _plain(getattr(record, name)) for name in section.kept}
        with acting(reason=form.cleaned_data.get("reason") or None):
            how = {"by": request.asked.person, "on": request.asked.today}
            said = section.do(record, form.cleaned_data, how)
        take_up([record.account_id])
        tell(request, said, undo=_undo(request, record, what, was) if was else "")
        return f"{reverse('onboarding_of', args=[record.pk])}?kept={what}#{what}"

    if form.is_valid():
        try:
            return once(request, do)
        except NotAllowed as refusal:
            refuse(form, refusal)
            record.refresh_from_db()
    return _shown(request, record, {what: form}, status=422)


@page("view onboarding")
@require_POST
def undo(request: AskedRequest, token: str) -> HttpResponse:
    """Put a section back as it was, where nobody changed anything since."""
    try:
        pk, person, what, seen, was = signing.loads(token, salt="onboarding", max_age=UNDO_SECONDS)
    except signing.BadSignature:
        raise Http404("There is nothing to take back.") from None
    if person != request.asked.person.pk:
        raise Http404("There is nothing to take back.")
    record = _onboarding(request, pk)
    request.asked.refuse_unless(SECTIONS[what].asks, record)
    here = reverse("onboarding_of", args=[pk])
    if version_of(record) != seen:
        messages.warning(request, "It was changed since, and stays as it is.")
        return redirect(here)

    def do() -> str:
        record.amend(by=request.user, on=request.asked.today, reason="undone", **was)
        take_up([record.account_id])
        tell(request, "It is as it was before.")
        return here

    return once(request, do)


def _undo(request: AskedRequest, record: Onboarding, what: str, was: dict[str, Any]) -> str:
    kept = (record.pk, request.asked.person.pk, what, version_of(record), was)
    return reverse("onboarding_undo", args=[signing.dumps(kept, salt="onboarding", compress=True)])


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _onboarding(request: AskedRequest, pk: int) -> Onboarding:
    related = ("account__status", "cta__owner", "opportunity")
    record = get_object_or_404(Onboarding.objects.select_related(*related), pk=pk)
    account_seen(request, record.account_id)
    request.asked.refuse_unless("view onboarding", record)
    return record


def _shown(
    request: AskedRequest, record: Onboarding, wrong: dict[str, Form], *, status: int = 200
) -> HttpResponse:
    asked, found = request.asked, guide(record, on=request.asked.today)
    theirs = OfAccount(asked.person, record.account, on=asked.today)
    running = record.outcome == "open"
    may = {what for what, each in SECTIONS.items() if running and theirs.may(each.asks, record)}
    context = {
        "onboarding": record,
        "account": record.account,
        "guide": found,
        "forms": {w: wrong.get(w) or form_of(request, record, w) for w in SECTIONS if w in may},
        "may": may,
        "may_call": theirs.may("create timeline"),
        "may_tasks": running and record.cta is not None and theirs.may("edit cta", record.cta),
        "blocked": record.transition_done_on is None and not theirs.may(OVERRIDE, record),
        "versions": versions_of(Task, [task.pk for task in found.tasks]),
        "seen": request.POST.get("seen") or version_of(record),
        "unanswered": to_ask(record),
        "tools": _tools(record),
        "journey": journey_of(record),
        "history": history_of(record, person=asked.person, on=asked.today),
        "done_draft": f"{what}-{record.pk}"
        if (what := request.GET.get("kept", "")) in SECTIONS
        else "",
        "here": reverse("onboarding_of", args=[record.pk]),
        **_decided(request, record),
    }
    return render(request, "onboarding/guide.html", context, status=status)


def _decided(request: AskedRequest, record: Onboarding) -> dict[str, Any]:
    """What the handbook says of it, and its clocks."""
    asked, handbook, account = request.asked, request.asked.handbook, record.account
    if handbook is None:
        return {"says": {}, "readings": []}
    status = getattr(account, "status", None)
    there = [name for name in DECISIONS if handbook.deciding(name)]
    wanted = [*there, *(f"{name}__due" for name in RHYTHMS if name in there)]
    stands = concluded(account.pk, day=asked.today, lake=lake(), columns=wanted, status=status)
    clocks = clocks_of(handbook, asked.today)
    columns = [name for each in clocks for name in each.columns]
    kept = as_it_stands(
        lake(),
        on=asked.today,
        accounts=[account.pk],
        facts=[each.start for each in clocks],
        decided=[*columns, f"{DELAY}__rule"],
    ).get(account.pk, {})
    readings = [found for each in clocks if (found := reading(each, kept, on=asked.today))]
    return {
        "says": {name: stands.get(name) for name in there} if stands else {},
        "due": {name: stands.on(f"{name}__due") for name in RHYTHMS} if stands else {},
        "held_up": held_up_because(handbook, kept, asked.today),
        "readings": readings,
    }


def _tools(record: Onboarding) -> list[tuple[str, str | None]]:
    """The seven slots, and what was told besides."""
    kept = record.tools or {}
    more = [(name, kept[name]) for name in kept if name not in TOOL_SLOTS]
    return [(asked_for.TOOLS[slot], kept.get(slot)) for slot in TOOL_SLOTS] + more


addresses = [
    path("onboarding/<int:onboarding>", onboarding_of, name="onboarding_of"),
    path("onboarding/<int:onboarding>/<slug:what>", change, name="onboarding_change"),
    path("onboarding/undo/<str:token>", undo, name="onboarding_undo"),
]
