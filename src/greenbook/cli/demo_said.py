"""What the demo shows after its run: the book, what is owed, what changed, and why."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table

from greenbook.decisions.explain import explain, subject_called
from greenbook.engine.duck import DuckEngine
from greenbook.engine.lake import Lake
from greenbook.records.models import AccountStatus, Cta, DecisionChange, Run
from greenbook.web.said import label
from greenbook.web.sign_in import demo_people

SEGMENTS = ("strategic", "growth", "commercial", "scale", "digital", None)
PRIORITIES = (1, 2, 3, 4, None)
LATE = ("overdue", "breach")
OWED = {
    "cadence_call": "Cadence call",
    "ebr": "Executive business review",
    "health_update": "Health update",
    "renewal_question": "Renewal question",
}
#: Three accounts that every demo book has, and what is asked about them.
EXPLAINED = (
    ("Initech", "health"),
    ("Month Apart Media", "cadence_call"),
    ("Blank Page Books", "priority_suggested"),
)
SHOWN = 3


def summary(day: date, *, lake: Lake, engine: DuckEngine) -> RenderableType:
    """The whole page, as of a day that was run."""
    return Group(
        "",
        _by_segment(),
        "",
        _overdue(_decided(lake, day)),
        "",
        *_turned_red(day),
        "",
        _opened(day),
        "",
        "[bold]Three accounts, and why[/]",
        *_explained(day, lake=lake, engine=engine),
        "",
        *_next(),
    )


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", pad_edge=False)
    table.add_column(columns[0])
    for column in columns[1:]:
        table.add_column(column, justify="right")
    return table


def _by_segment() -> Table:
    rows = AccountStatus.objects.values_list("account__cs_segment", "priority_decided", "health")
    priorities: Counter[tuple[Any, Any]] = Counter((of, number) for of, number, _ in rows)
    colours: Counter[tuple[Any, Any]] = Counter((of, colour) for of, _, colour in rows)
    table = _table("The book by segment, priority and health", "Segment", "P1", "P2", "P3", "P4",
                   "none", "green", "yellow", "red", "unknown")  # fmt: skip
    for segment in SEGMENTS:
        counts = [priorities[segment, each] for each in PRIORITIES]
        counts += [colours[segment, each] for each in ("green", "yellow", "red", None)]
        table.add_row(segment or "not entered", *(str(count or "·") for count in counts))
    return table


def _decided(lake: Lake, day: date) -> list[dict[str, Any]]:
    names = [name for each in OWED for name in (each, f"{each}__due")]
    rows = lake.read_day("decided_account", day, columns=["id", *names])
    return rows.to_pylist() if rows is not None else []


def _overdue(decided: list[dict[str, Any]]) -> Table:
    names = dict(AccountStatus.objects.values_list("account_id", "account__name"))
    table = _table("What is overdue", "Owed", "overdue", "past the limit")
    table.add_column("longest")
    for owed, title in OWED.items():
        late = [row for row in decided if row.get(owed) in LATE]
        late.sort(key=lambda row: (row[f"{owed}__due"] or date.max, row["id"]))
        breach = sum(row[owed] == "breach" for row in late)
        longest = ", ".join(names[row["id"]] for row in late[:SHOWN])
        table.add_row(title, str(len(late) - breach), str(breach), escape(longest))
    return table


def _turned_red(day: date) -> Iterator[RenderableType]:
    changes = DecisionChange.objects.filter(on_day=day).select_related("account")
    yield f"[bold]Since yesterday[/]: {changes.count()} key decisions changed."
    for change in changes.filter(decision="health", is_now="red").order_by("account__name"):
        yield f"  [red]red[/] {escape(str(change.account))}: {escape(change.because or '')}"
    for change in changes.filter(decision="priority_decided").order_by("account__name"):
        was = "none" if change.was is None else f"P{change.was}"
        name, because = escape(str(change.account)), escape(change.because or "")
        yield f"  {was} → P{change.is_now} {name}: {because}"


def _opened(day: date) -> Table:
    since = day - timedelta(days=1)
    rules = Cta.objects.filter(rule__isnull=False, known_from__gte=since).values_list(
        "rule", "name"
    )
    table = _table("CTAs that rules opened", "Rule", "CTAs")
    table.add_column("such as")
    examples = dict(rules.order_by("-id"))
    for rule, count in Counter(rule for rule, _ in rules).most_common():
        table.add_row(rule, str(count), escape(examples[rule]))
    return table


def _explained(day: date, *, lake: Lake, engine: DuckEngine) -> Iterator[RenderableType]:
    for name, decision in EXPLAINED:
        subject, called = subject_called(name)
        trace = explain(subject, decision, name=called, day=day, lake=lake, engine=engine).trace
        yield f"  [bold]{escape(called)}[/] {escape(trace.because)}"
        yield f"    [dim]{escape(trace.page or '')}, edition {trace.edition}[/]"


def _next() -> Iterator[str]:
    home = os.environ["GREENBOOK_HOME"]
    runs = Run.objects.count()
    yield f"[bold]What to try next[/] [dim]({runs} runs so far)[/]"
    yield f"  export GREENBOOK_HOME={home}"
    for line in (
        'greenbook explain "Slow Harvest Farms" in_triage',
        'greenbook log "Quiet Harbour Logistics" "Back in touch" --by nora --meeting cadence_call',
        'greenbook explain "Exceptional Pumps"',
        "greenbook handbook show priority/strategic",
        "greenbook handbook check",
        "greenbook run --json",
    ):
        yield f"  {escape(line)}"


def people(address: str) -> RenderableType:
    """Where the pages are, and whom one may be."""
    lines = [f"\n[bold]Open {address}[/] and be one of these, with one click:"]
    for each in demo_people():
        lines.append(f"  {each['person']}, {label(each['role'])}: {each['what']}")
    return Group(*lines, "Ctrl-C ends it; `make demo` goes on with the same book.")
