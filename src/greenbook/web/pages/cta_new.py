"""A CTA opened by hand, with the tasks of its playbook shown before it is saved; a task added."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from greenbook.automations.tasks import lake
from greenbook.decisions.concluded import concluded
from greenbook.engagement.ctas import TaskAhead, open_cta, with_owners
from greenbook.engagement.playbooks import columns_of, planned_tasks, playbooks_on
from greenbook.handbook.pages import CtaEdition, Page, PlaybookEdition
from greenbook.records.models import Account, Cta, Task
from greenbook.records.models.ctas import OPEN_STATUSES
from greenbook.web.asked import AskedRequest, account_seen, page
from greenbook.web.forms.ctas import CtaForm, TaskForm
from greenbook.web.pages.account_edits import serves
from greenbook.web.pages.cta import cta_seen
from greenbook.web.pages.ctas import nearest
from greenbook.web.said import label
from greenbook.web.sent import once, take_up, tell
from greenbook.web.which import which_account

Playbooks = list[tuple[Page, PlaybookEdition]]


@page("create cta")
def new(request: AskedRequest) -> HttpResponse:
    """The form of an account; without one, the question which."""
    word = request.GET.get("account", "")
    if not word.isdecimal():
        return which_account(request, "Open a CTA", "For which account?")
    account = account_seen(request, int(word))
    request.asked.refuse_unless("create cta", account)
    if request.method == "POST":
        return _sent(request, account)
    chosen = request.GET.get("playbook", "")
    if request.htmx and request.htmx.target == "ahead":
        return render(request, "ctas/ahead.html", _ahead(request, account, chosen))
    form = _form(request, initial={"owner": str(request.asked.person), "playbook": chosen})
    return _shown(request, account, form, chosen)


@page("edit cta")
def add_task(request: AskedRequest, cta: int) -> HttpResponse:
    """One step more, whose and until when."""
    found = cta_seen(request, cta)
    request.asked.refuse_unless("edit cta", found)
    sent = request.POST if request.method == "POST" else None
    form = TaskForm(sent, initial={"owner": str(found.owner or "")})
    form.fields["owner"].widget.attrs["list"] = "people"
    back = reverse("cta", args=[cta])
    if sent is None or not form.is_valid():
        said = {"title": f"Add a task to “{found}”", "do": "Add it", "back": back}
        context = {"account": found.account, "form": form, "people": nearest(request.asked.person)}
        status = 422 if form.errors else 200
        return render(request, "pages/account_form.html", said | context, status=status)

    def do() -> str:
        Task.add(found, by=request.asked.person, on=request.asked.today, **form.cleaned_data)
        take_up([found.account_id])
        tell(request, f"“{form.cleaned_data['name']}” is one of its tasks.")
        return back

    return once(request, do)


def _sent(request: AskedRequest, account: Account) -> HttpResponse:
    """Opened once whoever sends it has seen the tasks that come with it, and those like it."""
    form = _form(request, request.POST)
    if not form.is_valid():
        return _shown(request, account, form, request.POST.get("playbook", ""), status=422)
    typed = dict(form.cleaned_data)
    chosen = typed.pop("playbook")
    if chosen and request.POST.get("seen_tasks") != chosen:
        return _shown(request, account, form, chosen)
    like = _like(request, account, chosen, type=typed["type"], reason=typed["reason"])
    if like and request.POST.get("seen_like") != _marked(like):
        return _shown(request, account, form, chosen, like=like)
    ahead = _ahead(request, account, chosen)

    def do() -> str:
        cta = open_cta(
            account,
            by=request.asked.person,
            on=request.asked.today,
            playbook=ahead["playbook"],
            tasks=ahead["tasks"],
            handbook=request.asked.handbook,
            **typed,
        )
        take_up([account.pk])
        many = len(ahead["tasks"])
        tell(request, f"“{cta}” is open{f', with {many} tasks' if many else ''}.")
        return f"{reverse('cta', args=[cta.pk])}?kept=cta-{account.pk}"

    return once(request, do)


def _form(request: AskedRequest, *args: Any, **kwargs: Any) -> CtaForm:
    choices = [(each.path, each.title) for each, _ in _playbooks(request)]
    form = CtaForm(*args, playbooks=choices, reasons=_reasons(request), **kwargs)
    form.fields["comments"].required = not serves(request.asked.person)
    return form


def _playbooks(request: AskedRequest) -> Playbooks:
    handbook = request.asked.handbook
    return playbooks_on(handbook, request.asked.today) if handbook else []


def _reasons(request: AskedRequest) -> list[str]:
    """Those for which the handbook opens CTAs."""
    return sorted({each.reason for each in _rules(request)})


def _rules(request: AskedRequest) -> list[CtaEdition]:
    """The rules that open CTAs, as they are today."""
    handbook, today = request.asked.handbook, request.asked.today
    editions = (each.on(today) for each in handbook.pages.values()) if handbook else ()
    return [each for each in editions if isinstance(each, CtaEdition)]


def _like(
    request: AskedRequest, account: Account, chosen: str, *, type: str, reason: str | None
) -> list[Cta]:
    """Open ones that ask for the same: by their playbook, or by why the handbook begins it."""
    same = Q(type=type, reason=reason) if reason else Q(pk=None)
    if chosen:
        reasons = [each.reason for each in _rules(request) if each.playbook == chosen]
        same |= Q(playbook=chosen) | Q(reason__in=reasons)
    return list(account.ctas.filter(same, status__in=OPEN_STATUSES).order_by("pk"))


def _marked(like: list[Cta]) -> str:
    """What the form carries once they were shown."""
    return ",".join(str(each.pk) for each in like)


def _ahead(request: AskedRequest, account: Account, chosen: str) -> dict[str, Any]:
    """The tasks that the chosen playbook would give it today, with whose they are."""
    found = next((pair for pair in _playbooks(request) if pair[0].path == chosen), None)
    if found is None:
        return {"playbook": None, "tasks": []}
    today = request.asked.today
    stands = concluded(account.pk, day=today, lake=lake(), columns=columns_of(*found))
    tasks: list[TaskAhead] = with_owners(
        account, planned_tasks(*found, stands, start=today), on=today
    )
    return {"playbook": found[0], "tasks": tasks}


def _shown(
    request: AskedRequest,
    account: Account,
    form: CtaForm,
    chosen: str,
    *,
    like: Sequence[Cta] = (),
    status: int = 200,
) -> HttpResponse:
    context = {
        "account": account,
        "form": form,
        "reasons": [label(each) for each in _reasons(request)],
        "people": nearest(request.asked.person),
        "like": like,
        "seen_like": _marked(list(like)),
        **_ahead(request, account, chosen),
    }
    return render(request, "pages/cta_new.html", context, status=status)


addresses = [
    path("ctas/new", new, name="ctas_new"),
    path("ctas/<int:cta>/tasks/new", add_task, name="ctas_task_new"),
]
