"""One CTA with its tasks, and what is done with one or many of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from greenbook.automations.tasks import lake
from greenbook.engagement.queries.kept_open import kept_open_because
from greenbook.engagement.queries.record_history import edits_of
from greenbook.engagement.worked_on import (
    CTA_ACTS,
    TASK_ACTS,
    Act,
    Doing,
    Outcome,
    take_back,
    work_on,
)
from greenbook.handbook.pages import Page
from greenbook.records.access import OfAccounts, visible_accounts
from greenbook.records.models import Cta, Task
from greenbook.web.asked import AskedRequest, page
from greenbook.web.forms import ctas as asked_for
from greenbook.web.lists import chosen_of, versions_of
from greenbook.web.sent import once, refuse_stale, take_up, tell

FORMS: Mapping[str, type[forms.Form]] = {
    "close": asked_for.CloseForm,
    "snooze": asked_for.SnoozeForm,
    "assign": asked_for.AssignForm,
    "reschedule": asked_for.RescheduleForm,
    "comment": asked_for.CommentForm,
    "reopen": asked_for.ReasonForm,
    "skip": asked_for.ReasonForm,
}
#: Subjects whose decisions have a page that says why.
TRACED = ("account", "opportunity", "subscription")
#: More than this are not taken back by one button.
UNDO_MOST = 50
#: So many are named of those that were refused for the same reason.
NAMED = 10


@page("view cta", changing="edit cta")
def cta(request: AskedRequest, cta: int) -> HttpResponse:
    """The CTA: what it asks, why it was opened, its steps, and what was done with it."""
    found = cta_seen(request, cta)
    if request.method == "POST":
        request.asked.refuse_unless("edit cta", found)
        return acted(request, Cta, CTA_ACTS, reverse("cta", args=[cta]), on_page=found)
    return _shown(request, found)


@page("view cta", changing="edit cta")
@require_POST
def undo(request: AskedRequest, token: str) -> HttpResponse:
    """Take back what was just done, where it still stands."""
    try:
        kind, word, person, back, was = signing.loads(token, salt="undo", max_age=86_400)
    except signing.BadSignature:
        raise Http404("There is nothing to take back.") from None
    if person != request.asked.person.pk:
        raise Http404("There is nothing to take back.")
    model, acts = (Cta, CTA_ACTS) if kind == "cta" else (Task, TASK_ACTS)
    before = {int(pk): value for pk, value in was.items()}

    def do() -> str:
        outcome = Outcome()
        records = _editable(request, _seen(request, model, list(before)), outcome)
        take_back(records, acts[word], before, _doing(request, {}), outcome)
        say_outcome(request, outcome, "taken back")
        return str(back)

    return once(request, do)


def acted(
    request: AskedRequest,
    model: type[Cta] | type[Task],
    acts: Mapping[str, Act],
    usual: str,
    *,
    every: Callable[[], QuerySet[Any]] | None = None,
    on_page: Cta | None = None,
) -> HttpResponse:
    """One thing done with each that was ticked, or with all of `every`, in one transaction."""
    word = request.POST.get("do", "")
    if word not in acts:
        raise Http404("There is nothing of that kind to do.")
    back = _back(request, usual)
    form = FORMS.get(word, asked_for.NothingToSay)(request.POST)
    if not form.is_valid():
        if on_page:
            return _shown(request, on_page, wrong=(word, form), status=422)
        messages.error(request, asked_for.errors_in_words(form))
        return redirect(back)
    if every is None and not _chosen(request, model):
        messages.error(request, "Choose at least one first.")
        return redirect(back)

    def do() -> str:
        records = _locked(every()) if every else _unchanged(request, model)
        act, doing, outcome = acts[word], _doing(request, form.cleaned_data), Outcome()
        work_on(_editable(request, records, outcome), act, doing, outcome)
        take_up({record.account_id for record in outcome.done})
        say_outcome(request, outcome, act.done, undo=_undo(request, word, act, outcome, back))
        return back

    return once(request, do)


def _doing(request: AskedRequest, said: Mapping[str, Any]) -> Doing:
    asked = request.asked
    return Doing(asked.person, asked.today, asked.handbook, lake(), said)


def say_outcome(request: AskedRequest, outcome: Outcome, done: str, *, undo: str = "") -> None:
    """What was done with how many, and what was not and why, at the top of the next page."""
    if outcome.done:
        many = len(outcome.done)
        names = f"“{outcome.done[0]}”" if many == 1 else f"{many:,}"
        also = f" {'; '.join(dict.fromkeys(outcome.also)).capitalize()}." if outcome.also else ""
        tell(request, f"{names} {done}.{also}", undo=undo)
    for reason, records in outcome.refused.items():
        messages.warning(request, f"Not {done}: {_named(records)}: {reason}")


def _named(records: list[Any]) -> str:
    """The first few by name, the others as a number."""
    names = ", ".join(str(each) for each in records[:NAMED])
    more = len(records) - NAMED
    return f"{names} and {more} more" if more > 0 else names


def _undo(request: AskedRequest, word: str, act: Act, outcome: Outcome, back: str) -> str:
    """The address that takes it back; none where more followed from it."""
    if act.undo is None or outcome.also or not 0 < len(outcome.done) <= UNDO_MOST:
        return ""
    return undo_address(request, type(outcome.done[0]), word, outcome.was, back=back)


def undo_address(
    request: AskedRequest, model: type[Model], word: str, was: Mapping[int, Any], *, back: str
) -> str:
    """The address that takes back what was done with each by id, and then goes `back`."""
    kept = ("cta" if model is Cta else "task", word, request.asked.person.pk, back, was)
    return reverse("ctas_undo", args=[signing.dumps(kept, salt="undo", compress=True)])


def _unchanged(request: AskedRequest, model: type[Model]) -> list[Any]:
    """Those that were ticked; whoever acts on what somebody else changed meanwhile is told so."""
    seen, records = chosen_of(request), _chosen(request, model)
    for record in records:
        refuse_stale(record, seen.get(record.pk))
        record.refresh_from_db()
    return records


def _locked(rows: QuerySet[Any]) -> list[Any]:
    """All of them as they are now: nobody changes them until this is done."""
    return list(rows.select_related(*_with(rows.model)).select_for_update(of=("self",)))


def _editable(request: AskedRequest, records: list[Any], outcome: Outcome) -> Iterator[Any]:
    """Those that they may change; the others are refused by name."""
    asked, accounts = request.asked, {record.account_id for record in records}
    theirs = OfAccounts(asked.person, accounts, on=asked.today)
    for record in records:
        cta = record if isinstance(record, Cta) else record.cta
        verdict = theirs.may("edit cta", cta, record.account)
        if verdict.allowed:
            yield record
        else:
            outcome.refuse(record, verdict.reason)


def _chosen(request: AskedRequest, model: type[Model]) -> list[Any]:
    return _seen(request, model, list(chosen_of(request)))


def _seen(request: AskedRequest, model: type[Model], ids: list[int]) -> list[Any]:
    """Of these, what they may see; in one order, so that two never wait for each other."""
    seen = visible_accounts(request.asked.person, request.asked.today)
    rows = model._default_manager.filter(pk__in=ids, account__in=seen).order_by("pk")
    return list(rows.select_related(*_with(model)))


def _with(model: type[Model]) -> tuple[str, ...]:
    return ("account", "cta") if model is Task else ("account",)


def cta_seen(request: AskedRequest, pk: int) -> Cta:
    seen = visible_accounts(request.asked.person, request.asked.today)
    rows = Cta.objects.select_related("account__status", "owner", "closed_by")
    found = rows.filter(pk=pk, account__in=seen).first()
    if found is None:
        raise Http404("There is no such CTA among those you may see.")
    return found


def _shown(
    request: AskedRequest,
    cta: Cta,
    *,
    wrong: tuple[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    from greenbook.web.pages.ctas import nearest

    rule = _page(request, cta.rule)
    asked, tasks = request.asked, list(cta.tasks.select_related("owner").order_by("position", "pk"))
    edits = asked.may("edit cta", cta)
    book = asked.handbook
    context = {
        "cta": cta,
        "account": cta.account,
        "rule": rule,
        "traced": rule is not None and cta.grain in TRACED,
        "playbook": _page(request, cta.playbook),
        "tasks": tasks,
        "versions": versions_of(Task, [task.pk for task in tasks]),
        "version": versions_of(Cta, [cta.pk])[cta.pk],
        "edits": edits,
        "wrong": wrong[0] if wrong else "",
        "wrong_form": wrong[1] if wrong else None,
        "kept_open": cta.is_open
        and kept_open_because(cta, on=asked.today, handbook=book, lake=lake()),
        "closings": asked_for.closing_statuses(cta.type),
        "closing_reasons": asked_for.closing_reasons(cta.type),
        "snooze_reasons": asked_for.SNOOZE_REASONS,
        "people": nearest(asked.person),
        "snoozes": cta.snoozes.select_related("by").order_by("-pk"),
        "history": _history(request, cta, tasks),
        "here": reverse("cta", args=[cta.pk]),
    }
    return render(request, "pages/cta.html", context, status=status)


def _page(request: AskedRequest, path: str | None) -> Page | None:
    handbook = request.asked.handbook
    return handbook.pages.get(path) if handbook and path else None


def _history(request: AskedRequest, cta: Cta, tasks: list[Task]) -> Any:
    return edits_of(
        cta.account_id,
        may=lambda action: request.asked.may(action, cta.account),
        only={Cta: [cta.pk], Task: [task.pk for task in tasks]},
    )


def _back(request: AskedRequest, usual: str) -> str:
    back = request.POST.get("back", usual)
    return back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else usual


addresses: list[Any] = [
    path("ctas/<int:cta>", cta, name="cta"),
    path("ctas/undo/<str:token>", undo, name="ctas_undo"),
]
