"""The cockpit: CTAs and tasks of mine, of my team, or all that I may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from django.db.models import (
    Case,
    DateField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.http import HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from greenbook.engagement.worked_on import CTA_ACTS, TASK_ACTS
from greenbook.handbook.book import Handbook
from greenbook.records.models import Account, Cta, Task, User
from greenbook.records.models.ctas import OPEN_STATUSES
from greenbook.reports.books import usual_work, work_of
from greenbook.reports.portfolio import rules_of
from greenbook.web import said
from greenbook.web.asked import AskedRequest, page
from greenbook.web.forms.ctas import SNOOZE_REASONS, closing_reasons, closing_statuses
from greenbook.web.lists import Column, List, asks_for_all, codes, matching, show
from greenbook.web.lists.columns import NONE
from greenbook.web.lists.decided import decided_columns
from greenbook.web.pages import cta as one_cta

STATES = {"open": "open", "snoozed": "snoozed", "closed": "closed"}
#: The people whom one gives work to most: offered while typing.
NEAREST = 60


@page("view cta")
def ctas(request: AskedRequest) -> HttpResponseBase:
    """What is to be done for customers, by due date."""
    asked, look = request.asked, cta_list(request).look(request)
    rows = work_of(Cta, asked.person, look.scope, on=asked.today)
    return show(
        request,
        look,
        rows,
        "pages/ctas.html",
        {"tab": "ctas", "may_open": asked.may("create cta")},
        acts=reverse("ctas_act"),
        actions="ctas/actions.html",
        offers={
            "people": nearest(request.asked.person),
            "closings": closing_statuses(),
            "closing_reasons": closing_reasons(),
            "snooze_reasons": SNOOZE_REASONS,
        },
    )


@page("view cta")
def tasks(request: AskedRequest) -> HttpResponseBase:
    """The single steps."""
    asked, look = request.asked, task_list(request).look(request)
    rows = work_of(Task, asked.person, look.scope, on=asked.today)
    return show(
        request,
        look,
        rows,
        "pages/ctas.html",
        {"tab": "tasks"},
        acts=reverse("ctas_tasks_act"),
        actions="ctas/task_actions.html",
        offers={"people": nearest(request.asked.person)},
    )


@page("view cta", changing="edit cta")
@require_POST
def act_on_ctas(request: AskedRequest) -> HttpResponse:
    """One thing done with every CTA that was chosen."""
    every = _every(request, cta_list(request), Cta)
    return one_cta.acted(request, Cta, CTA_ACTS, reverse("ctas"), every=every)


@page("view cta", changing="edit cta")
@require_POST
def act_on_tasks(request: AskedRequest) -> HttpResponse:
    """One thing done with every task that was chosen."""
    every = _every(request, task_list(request), Task)
    return one_cta.acted(request, Task, TASK_ACTS, reverse("ctas_tasks"), every=every)


def _every(request: AskedRequest, of: List, model: type[Any]) -> Callable[[], QuerySet[Any]] | None:
    """All that match the filters, looked up again when it is done; None where some were ticked."""
    rows = partial(work_of, model, request.asked.person, on=request.asked.today)
    return partial(matching, request, of, rows) if asks_for_all(request) else None


def cta_list(request: AskedRequest) -> List:
    handbook = request.asked.handbook
    return List(
        name="ctas",
        one="CTA",
        many="CTAs",
        columns=(*_cta_columns(handbook, request.asked.today), *_of_account(request, handbook)),
        shown=("account", "type", "due_on", "status", "owner", "priority_decided"),
        sort="due_on",
        group="due_on",
        scopes={"mine": "my CTAs", "team": "my team's CTAs", "all": "all CTAs I may see"},
        mostly=usual_work(request.asked.person),
        usual={"state": "open"},
        empty="Nothing is to be done.",
        do="Look at the portfolio instead",
        do_address=reverse("portfolio"),
    )


def _cta_columns(handbook: Handbook | None, today: date) -> tuple[Column, ...]:
    return (
        Column("name", "CTA", link=("cta", "pk"), hover="comments"),
        Column(
            "account", "Account", of="account__name", link=("account", "account_id"), groupable=True
        ),
        Column("type", "Type", "code", options=codes(Cta, "type"), groupable=True, bare=True),
        _rule(rules_of(handbook)),
        Column("reason", "Reason", says=said.label, groupable=True),
        Column(
            "state",
            "State",
            "code",
            bare=True,
            of=_state(today),
            options=STATES,
            where=partial(_in_state, today),
        ),
        Column("status", "Status", "code", options=codes(Cta, "status"), groupable=True),
        Column("priority", "Urgency", "code", options=_most_urgent_first(), groupable=True),
        Column("owner", "Owner", "person", of="owner__name", groupable=True),
        Column("start_on", "Start", "day"),
        Column("due_on", "Due", "day", groupable=True, late=True),
        Column("next_task", "Next task due", "day", of=_next_task(), late=True),
        Column("snoozed_until", "Snoozed until", "day"),
        Column("snooze_reason", "Why snoozed"),
        Column("closed_on", "Closed", "day"),
        Column("playbook", "Playbook"),
    )


TASKS = List(
    name="tasks",
    one="task",
    many="tasks",
    columns=(
        Column("name", "Task", link=("cta", "cta_id")),
        Column("cta", "CTA", of="cta__name", link=("cta", "cta_id"), groupable=True),
        Column("account", "Account", of="account__name", link=("account", "account_id"),
               groupable=True),
        Column("due_on", "Due", "day", groupable=True, late=True),
        Column("status", "Status", "code", options=codes(Task, "status"), bare=True),
        Column("owner", "Owner", "person", of="owner__name", groupable=True),
        Column("required", "Required", "yesno"),
        Column("type", "Type of CTA", "code", of="cta__type", options=codes(Cta, "type"),
               groupable=True),
        Column("playbook", "Playbook", of="cta__playbook"),
    ),
    shown=("account", "cta", "due_on", "owner", "required"),
    sort="due_on",
    group="due_on",
    scopes={"mine": "my tasks", "team": "my team's tasks", "all": "all tasks I may see"},
    usual={"status": "open"},
    empty="No task is open.",
)  # fmt: skip


def task_list(request: AskedRequest) -> List:
    return replace(TASKS, mostly=usual_work(request.asked.person))


def nearest(person: User) -> list[str]:
    """Themselves, their manager, who reports to them and to the same manager."""
    near = Q(pk=person.pk) | Q(manager=person) | Q(pk=person.manager_id)
    if person.manager_id:
        near |= Q(manager=person.manager_id)
    people = User.objects.filter(near, is_active=True).order_by("name")[:NEAREST]
    return [each.name or each.username for each in people]


def _of_account(request: AskedRequest, handbook: Handbook | None) -> tuple[Column, ...]:
    """What is known of the account, to group and filter by."""
    own = (
        Column("renewal_on", "Renewal", "day", of="account__renewal_on", groupable=True),
        Column("cs_segment", "Segment", "code", of="account__cs_segment",
               options=codes(Account, "cs_segment"), groupable=True, bare=True),
        Column("arr", "ARR", "money", of="account__arr_cents"),
    )  # fmt: skip
    if handbook is None:
        return own
    decided = decided_columns(
        handbook,
        request.asked.today,
        held=request.asked.where_held,
        to_account="account__",
        alone=True,
    )
    return (*own, *decided)


def _state(today: date) -> Case:
    of = {state: When(_in_state(today, (state,)), then=Value(state)) for state in STATES}
    return Case(*of.values(), output_field=TextField())


def _in_state(today: date, words: tuple[str, ...]) -> Q:
    snoozed = Q(snoozed_until__gt=today)
    is_open = Q(status__in=OPEN_STATUSES)
    states = {
        "open": is_open & (Q(snoozed_until=None) | ~snoozed),
        "snoozed": is_open & snoozed,
        "closed": ~is_open,
    }
    found = Q(pk__in=[])
    for word in words:
        found |= states.get(word, Q(pk__in=[]))
    return found


def _rule(rules: dict[str, str]) -> Column:
    return Column(
        "rule",
        "Rule of the handbook",
        "code",
        options=rules,
        absent={NONE: NONE},
        where=partial(_of_rule, rules),
        groupable=True,
    )


def _of_rule(rules: dict[str, str], words: tuple[str, ...]) -> Q:
    """CTAs of these rules; of none are also those whose rule the handbook has no longer."""
    of_none = ~Q(rule__in=list(rules)) if NONE in words else Q(pk__in=[])
    return Q(rule__in=[word for word in words if word != NONE]) | of_none


def _next_task() -> Subquery:
    waiting = Task.objects.filter(cta=OuterRef("pk"), status="open").order_by()
    first = waiting.values("cta").annotate(first=Min("due_on")).values("first")
    return Subquery(first, output_field=DateField())


def _most_urgent_first() -> dict[str, str]:
    return dict(reversed(codes(Cta, "priority").items()))


addresses: list[Any] = [
    path("ctas", ctas, name="ctas"),
    path("ctas/act", act_on_ctas, name="ctas_act"),
    path("ctas/tasks", tasks, name="ctas_tasks"),
    path("ctas/tasks/act", act_on_tasks, name="ctas_tasks_act"),
    *one_cta.addresses,
]
