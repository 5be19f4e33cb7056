"""Operations: what runs by itself, what it changed, and who changed what."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, NullIf
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from greenbook.automations import changes
from greenbook.engagement.queries.account import because
from greenbook.records.models import (
    Account,
    DecisionChange,
    ImportRun,
    PriorityReview,
    RecordHistory,
    Run,
    User,
)
from greenbook.records.registry import BUSINESS_RECORDS, record_model, record_name
from greenbook.web.asked import AskedRequest, page
from greenbook.web.lists import Column, List, codes, show
from greenbook.web.pages import imports, people
from greenbook.web.said import label, moment, schedule
from greenbook.web.traces import record_address

SHOWN = 200
#: What a job can be, by the queue's word for it.
STATES = {
    "todo": "waiting", "doing": "at work", "succeeded": "done", "failed": "failed",
    "cancelled": "cancelled",
}  # fmt: skip

RUNS = List(
    name="runs",
    one="run",
    many="runs",
    columns=(
        Column("pk", "Run", "number", of="pk", link=("operations_run", "pk"), filterable=False),
        Column("as_of", "For the day", "day"),
        Column("scope", "Of", "code", options={"all": "everybody", "some": "some accounts"}),
        Column("status", "State", "code", options=codes(Run, "status")),
        Column("started_at", "Started", "day"),
    ),
    shown=("pk", "as_of", "scope", "status", "started_at"),
    sort="-pk",
    empty="The handbook has not been run yet.",
    do="`greenbook run` works it out; the worker does so every night.",
)  # fmt: skip


def task_said(name: str) -> str:
    """What a job does, in the words of its task."""
    task = app.tasks.get(name)
    return _first_line(task) if task else name


def _first_line(task: Any) -> str:
    return (task.func.__doc__ or task.name).strip().splitlines()[0]


JOBS = List(
    name="jobs",
    one="job",
    many="jobs",
    columns=(
        Column("pk", "Job", "number", of="pk", filterable=False),
        Column("task_name", "Task", says=task_said),
        Column("queue_name", "Queue"),
        Column("status", "State", "code", options=STATES, groupable=True),
        Column("attempts", "Attempts", "number"),
        Column("scheduled_at", "Planned for", "day"),
    ),
    shown=("pk", "task_name", "queue_name", "status", "attempts"),
    sort="-pk",
    empty="No job is waiting or was done lately.",
)  # fmt: skip
#: What a record was called before the change; some have no name and go by their account's.
CALLED = Coalesce(
    NullIf(KT("version__name"), Value("")),
    NullIf(KT("version__subject"), Value("")),
    Subquery(Account.objects.filter(pk=OuterRef("account_id")).values("name")),
    Cast("record_id", TextField()),
    output_field=TextField(),
)
HISTORY = List(
    name="history",
    one="change",
    many="changes",
    columns=(
        Column("name", "Record", of=CALLED, link=("operations_record", "pk"), costly=True),
        Column("kind", "What it is", "code", of="table_name", groupable=True, bare=True,
               options={m._meta.db_table: label(record_name(m)) for m in BUSINESS_RECORDS}),
        Column("changed_at", "When", "day", says=moment),
        Column("by", "By", "person", costly=True,
               of=Subquery(User.objects.filter(pk=OuterRef("changed_by_id")).values("name"))),
        Column("reason", "Why"),
        Column("source", "From"),
        Column("pk", "No.", "number", of="pk", filterable=False),
    ),
    shown=("kind", "changed_at", "by", "reason"),
    sort="-pk",
    empty="Nothing was changed yet.",
)  # fmt: skip


@page("view operations")
def overview(request: AskedRequest) -> HttpResponse:
    """Is the handbook doing what we meant, and does everything run?"""
    said = {
        "runs": Run.objects.order_by("-pk")[:5],
        "imports": ImportRun.objects.select_related("by").order_by("-pk")[:5],
        "waiting": len(changes.waiting()),
        "failed": ProcrastinateJob.objects.filter(status="failed").count(),
        "people": User.objects.filter(is_active=True).count(),
        "recurring": recurring(),
    }
    return render(request, "operations/overview.html", said)


def recurring() -> list[dict[str, str]]:
    """Everything that runs by itself, and when."""
    return [
        {"what": _first_line(task.task), "when": schedule(task.cron)}
        for task in app.periodic_registry.periodic_tasks.values()
    ]


@page("view operations")
def runs(request: AskedRequest) -> HttpResponseBase:
    """Every run, the latest first."""
    return _list(request, RUNS, Run.objects.all(), "Runs")


@page("view operations")
def one_run(request: AskedRequest, run: int) -> HttpResponse:
    """What one run did, step by step, and which changes it found."""
    found, handbook = get_object_or_404(Run, pk=run), request.asked.handbook
    that_day = DecisionChange.objects.filter(on_day=found.as_of, grain="account")
    changed = that_day.filter(run=found)
    listed = changed.select_related("account").order_by("decision", "pk")[:SHOWN]
    said: dict[str, Any] = {
        "run": found,
        "steps": found.counts.get("seconds", {}).items(),
        "counts": found.counts.get("counts", {}).items(),
        "changes": [(each, because(handbook, each) if handbook else "") for each in listed],
        "many": changed.count(),
        "besides": that_day.exclude(run=found).count(),
    }
    return render(request, "operations/run.html", said)


@page("view operations")
def jobs(request: AskedRequest) -> HttpResponseBase:
    """What the workers do, did and could not do."""
    return _list(request, JOBS, ProcrastinateJob.objects.all(), "Jobs")


@page("view operations")
def history(request: AskedRequest) -> HttpResponseBase:
    """Every change of every record: when, by whom, why."""
    return _list(request, HISTORY, RecordHistory.objects.all(), "History")


@page("view operations")
def record(request: AskedRequest, change: int) -> HttpResponse:
    """Go to the record that was changed."""
    row = get_object_or_404(RecordHistory, pk=change)
    kind = record_name(record_model(row.table_name))
    if kind == "priority_review_item":
        return redirect(_review_of(row))
    address = record_address(kind, row.record_id, account=row.account_id)
    return redirect(address or "operations_history")


def _review_of(row: RecordHistory) -> str:
    """The review that an item is, or was, a part of."""
    review = get_object_or_404(PriorityReview, pk=row.version["review_id"])
    quarter = urlencode({"quarter": review.quarter_start_on.isoformat()})
    return f"{reverse('team_review', args=[review.user_id])}?{quarter}"


def _list(request: AskedRequest, of: List, rows: QuerySet[Any], title: str) -> HttpResponseBase:
    return show(request, of.look(request), rows, "operations/list.html", {"title": title})


addresses = [
    path("operations", overview, name="operations"),
    path("operations/runs", runs, name="operations_runs"),
    path("operations/runs/<int:run>", one_run, name="operations_run"),
    path("operations/jobs", jobs, name="operations_jobs"),
    path("operations/history", history, name="operations_history"),
    path("operations/history/<int:change>", record, name="operations_record"),
    *imports.addresses,
    *people.addresses,
]
