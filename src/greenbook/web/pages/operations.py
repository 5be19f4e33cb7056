"""Operations: what runs by itself, what it changed, and who changed what."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from greenbook.automations import changes
from greenbook.records.models import DecisionChange, ImportRun, RecordHistory, Run, User
from greenbook.web.asked import AskedRequest, page
from greenbook.web.lists import Column, List, codes, show
from greenbook.web.pages import imports, people

SHOWN = 200
#: What a job can be, as the queue calls it.
STATES = {word: word for word in ("todo", "doing", "succeeded", "failed", "cancelled")}

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
JOBS = List(
    name="jobs",
    one="job",
    many="jobs",
    columns=(
        Column("pk", "Job", "number", of="pk", filterable=False),
        Column("task_name", "Task"),
        Column("queue_name", "Queue"),
        Column("status", "State", "code", options=STATES, groupable=True),
        Column("attempts", "Attempts", "number"),
        Column("scheduled_at", "Planned for", "day"),
    ),
    shown=("pk", "task_name", "queue_name", "status", "attempts"),
    sort="-pk",
    empty="No job is waiting or was done lately.",
)  # fmt: skip
HISTORY = List(
    name="history",
    one="change",
    many="changes",
    columns=(
        Column("pk", "No.", "number", of="pk", filterable=False),
        Column("changed_at", "When", "day"),
        Column("table_name", "Record"),
        Column("record_id", "Id", "number"),
        Column("account_id", "Account", "number", link=("account", "account_id")),
        Column("changed_by_id", "By (id)", "number"),
        Column("reason", "Why"),
        Column("source", "From"),
    ),
    shown=("pk", "changed_at", "table_name", "record_id", "account_id", "changed_by_id", "reason"),
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
    """Everything that runs by itself, and when: minute, hour, day, month, weekday."""
    return [
        {"what": (task.task.func.__doc__ or "").strip().splitlines()[0], "when": task.cron}
        for task in app.periodic_registry.periodic_tasks.values()
    ]


@page("view operations")
def runs(request: AskedRequest) -> HttpResponse:
    """Every run, the latest first."""
    return _list(request, RUNS, Run.objects.all(), "Runs")


@page("view operations")
def one_run(request: AskedRequest, run: int) -> HttpResponse:
    """What one run did, step by step, and what it changed."""
    found = get_object_or_404(Run.objects.select_related("handbook"), pk=run)
    changed = DecisionChange.objects.filter(run=found).select_related("account")
    said: dict[str, Any] = {
        "run": found,
        "steps": found.counts.get("seconds", {}).items(),
        "counts": found.counts.get("counts", {}).items(),
        "changes": changed.order_by("decision", "pk")[:SHOWN],
        "many": changed.count(),
    }
    return render(request, "operations/run.html", said)


@page("view operations")
def jobs(request: AskedRequest) -> HttpResponse:
    """What the workers do, did and could not do."""
    return _list(request, JOBS, ProcrastinateJob.objects.all(), "Jobs")


@page("view operations")
def history(request: AskedRequest) -> HttpResponse:
    """Every change of every record: when, by whom, why."""
    return _list(request, HISTORY, RecordHistory.objects.all(), "History")


def _list(request: AskedRequest, of: List, rows: QuerySet[Any], title: str) -> HttpResponse:
    return show(request, of.look(request), rows, "operations/list.html", {"title": title})


addresses = [
    path("operations", overview, name="operations"),
    path("operations/runs", runs, name="operations_runs"),
    path("operations/runs/<int:run>", one_run, name="operations_run"),
    path("operations/jobs", jobs, name="operations_jobs"),
    path("operations/history", history, name="operations_history"),
    *imports.addresses,
    *people.addresses,
]
