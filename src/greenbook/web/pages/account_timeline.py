"""An entry of the timeline put right or taken back, by who wrote it; and either of it undone."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from greenbook.engagement.touchpoints import withdraw_touchpoint
from greenbook.records.models import Account, PlannedCall, RecordHistory, TimelineEntry
from greenbook.web.asked import AskedRequest, account_seen, page
from greenbook.web.forms.entries import RISK, TEXT, EntryForm, WithdrawForm
from greenbook.web.forms.log import SAID_AT, say_refused
from greenbook.web.sent import once, refuse_stale, take_up, tell, version_of

#: Said in history where what was just logged is taken back.
UNDONE = "undone"
#: How long the button works, in seconds.
A_DAY = 86_400
SALT = "timeline"
WITHDRAWN = (
    "It goes from the timeline, and what it fulfilled is owed again. The history of the account"
    " keeps it, with your name and why."
)


@page("view account", changing="create timeline")
def correct(request: AskedRequest, account: int, entry: int) -> HttpResponse:
    """Its text, its links and what was felt, as they should have been written down."""
    record, found = _own(request, account, entry)
    sent = request.POST if request.method == "POST" else None
    form = EntryForm(
        found,
        sent,
        today=request.asked.today,
        sentiment=request.asked.may("edit health_update", record),
        handbook=request.asked.handbook,
    )
    title, also = f"Change {_called(found)}", _also(request, found)
    if sent is None or not form.is_valid():
        return _shown(request, found, form, title, also=also)

    def do() -> str:
        refuse_stale(found, request.POST.get("seen"))
        reason = form.cleaned_data["reason"] or None
        found.correct(by=request.user, on=request.asked.today, reason=reason, **form.values)
        take_up([account])
        undo = _undo(entry, int(version_of(found)), request)
        text = f"{_called(found)} is changed. The history keeps how it read before."
        tell(request, text, undo=reverse("account_entry_undo", args=[undo]))
        return _timeline(account)

    try:
        return once(request, do)
    except tuple(SAID_AT) as refusal:
        say_refused(form, refusal)
        return _shown(request, found, form, title, also=also)


@page("view account", changing="create timeline")
def withdraw(request: AskedRequest, account: int, entry: int) -> HttpResponse:
    """It should not have been logged: it goes, with what it did, and history keeps it."""
    _, found = _own(request, account, entry)
    sent = request.POST if request.method == "POST" else None
    form = WithdrawForm(sent)
    title = f"Take back {_called(found)}"
    if sent is None or not form.is_valid():
        return _shown(request, found, form, title, lead=WITHDRAWN, do="Take it back")

    def do() -> str:
        refuse_stale(found, request.POST.get("seen"))
        return _withdrawn(request, found, reason=form.cleaned_data["reason"])

    return once(request, do)


@page("create timeline")
@require_POST
def undo_log(request: AskedRequest, token: str) -> HttpResponse:
    """Take back what was just logged, with the next call that was agreed."""

    def do() -> str:
        found, call = _told(request, token)
        agreed = PlannedCall.objects.filter(pk=call).first()
        return _withdrawn(request, found, reason=UNDONE, next_call=agreed)

    return once(request, do)


@page("create timeline")
@require_POST
def undo_change(request: AskedRequest, token: str) -> HttpResponse:
    """The entry reads as it did before, where nobody changed it since."""

    def do() -> str:
        found, kept = _told(request, token)
        refuse_stale(found, str(kept))
        before = RecordHistory.objects.get(pk=kept).version
        values = {name: before[name] for name in (*TEXT, *RISK, "meeting_type")}
        found.correct(by=request.user, on=request.asked.today, reason=UNDONE, **values)
        take_up([found.account_id])
        tell(request, f"{_called(found)} reads as it did before.")
        return _timeline(found.account_id)

    return once(request, do)


def undo_address(request: AskedRequest, entry: TimelineEntry, next_call: PlannedCall | None) -> str:
    """The address behind the button that takes back what was just logged."""
    return reverse("log_undo", args=[_undo(entry.pk, next_call.pk if next_call else 0, request)])


def _undo(entry: int, what: int, request: AskedRequest) -> str:
    """Whose button it is, and of what."""
    return signing.dumps((entry, what, request.asked.person.pk), salt=SALT)


def _told(request: AskedRequest, token: str) -> tuple[TimelineEntry, int]:
    """What the button of theirs is of; it works for a day, and for nobody else."""
    try:
        entry, what, person = signing.loads(token, salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        raise Http404("There is nothing to take back.") from None
    if person != request.asked.person.pk:
        raise Http404("There is nothing to take back.")
    found = get_object_or_404(TimelineEntry.objects.select_related("account"), pk=entry)
    account_seen(request, found.account_id)
    request.asked.refuse_unless("edit timeline", found)
    return found, what


def _withdrawn(
    request: AskedRequest,
    entry: TimelineEntry,
    *,
    reason: str,
    next_call: PlannedCall | None = None,
) -> str:
    account, called = entry.account_id, _called(entry)
    on, by = request.asked.today, request.user
    did = withdraw_touchpoint(entry, by=by, on=on, reason=reason, next_call=next_call)
    take_up([account])
    tell(request, f"{called} is taken back{''.join(f'; {each}' for each in did)}.")
    return _timeline(account)


def _own(request: AskedRequest, account: int, entry: int) -> tuple[Account, TimelineEntry]:
    """One that they wrote, of an account they may see."""
    record = account_seen(request, account)
    found = get_object_or_404(TimelineEntry, pk=entry, account=record)
    request.asked.refuse_unless("edit timeline", found)
    return record, found


def _called(entry: TimelineEntry) -> str:
    return f"“{entry.subject or entry.type}”"


def _also(request: AskedRequest, entry: TimelineEntry) -> list[tuple[str, str]]:
    """What else can be done about it: each with its address."""
    of = [entry.account_id, entry.pk]
    ways = [(reverse("account_entry_withdraw", args=of), "take it back")]
    if request.asked.may("edit timeline_day", entry):
        ways.insert(0, (reverse("account_entry_day", args=of), "correct the day"))
    return ways


def _timeline(account: int) -> str:
    """From its top, where it is said what happened and how to undo it."""
    return f"{reverse('account', args=[account])}?section=timeline"


def _shown(
    request: AskedRequest, entry: TimelineEntry, form: Form, title: str, **said: Any
) -> HttpResponse:
    context = {
        "account": entry.account,
        "form": form,
        "title": title,
        "back": f"{_timeline(entry.account_id)}#timeline_entry-{entry.pk}",
        "seen": request.POST.get("seen") or version_of(entry),
        **said,
    }
    status = 422 if form.errors else 200
    page = "entry_form" if isinstance(form, EntryForm) else "account_form"
    return render(request, f"pages/{page}.html", context, status=status)


addresses = [
    path("accounts/<int:account>/timeline/<int:entry>/text", correct, name="account_entry"),
    path(
        "accounts/<int:account>/timeline/<int:entry>/withdraw",
        withdraw,
        name="account_entry_withdraw",
    ),
    path("log/undo/<str:token>", undo_log, name="log_undo"),
    path("timeline/undo/<str:token>", undo_change, name="account_entry_undo"),
]
