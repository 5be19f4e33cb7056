"""`greenbook demo`: a living book of an invented vendor, run and served."""

from __future__ import annotations

import os
import sys
from datetime import date, timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

console = Console()


def demo(
    accounts: Annotated[int, typer.Option(help="How many customers; people to match.")] = 250,
    seed: Annotated[int, typer.Option(help="Another number gives another book.")] = 1,
    serve: Annotated[bool, typer.Option(help="Serve the pages, and go on working.")] = True,
    port: Annotated[int, typer.Option(help="Where to serve them.")] = 8000,
) -> None:
    """Load the demo book into a home of its own, run the handbook, and serve it to a browser."""
    os.environ.setdefault("GREENBOOK_HOME", ".greenbook/demo")
    os.environ["GREENBOOK_DEMO"] = "1"
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console
    ) as progress:
        day = _prepared(progress, accounts=accounts, seed=seed)
    from greenbook.cli.demo_said import summary
    from greenbook.cli.workshop import engine, lake

    console.print(summary(day, lake=lake(), engine=engine()))
    if serve:
        _serve(port)


def _serve(port: int) -> None:
    """Say where to go and as whom, then become `greenbook serve`.

    A fresh program: the lake's threads, which have read here, would not live on in processes that
    are forked from this one, and pages that read the lake would wait for ever.
    """
    from greenbook.cli.demo_said import people

    console.print(people(f"http://localhost:{port}/welcome"))
    command = [sys.executable, "-m", "greenbook.cli", "serve", f"--port={port}"]
    os.execv(sys.executable, command)


def _prepared(progress: Progress, *, accounts: int, seed: int) -> date:
    """Database, book, runs; return the day that was run last."""
    step = progress.add_task("Starting the database")
    from greenbook.cli.django import now, records

    records()
    today = now().date()
    from greenbook.records.models import Account

    if Account.objects.exists():
        progress.console.print(
            f"The book is there already, in {os.environ['GREENBOOK_HOME']}; it is run for today."
        )
        days = [today]
    else:
        _load(progress, today, accounts=accounts, seed=seed)
        days = [today - timedelta(days=1), today]
    for day in days:
        _run(progress, day)
    progress.remove_task(step)
    return today


def _load(progress: Progress, today: date, *, accounts: int, seed: int) -> None:
    from greenbook.cli.workshop import lake
    from greenbook.inputs.demo.book import build_book

    step = progress.add_task("The demo book")
    counts = build_book(
        today=today,
        accounts=accounts,
        seed=seed,
        lake=lake(),
        tell=lambda what: progress.update(step, description=f"The demo book: {what}"),
    )
    progress.update(
        step,
        description=f"The demo book: {counts['account']:,} accounts, "
        f"{counts['timeline_entry']:,} timeline entries, {counts['user']:,} people",
    )
    progress.stop_task(step)


def _run(progress: Progress, day: date) -> None:
    from greenbook.automations.run import run_everybody
    from greenbook.cli.django import now
    from greenbook.cli.workshop import engine, lake, loaded_handbook

    step = progress.add_task(f"The handbook for {day}")
    report = run_everybody(
        day=day,
        now=now,
        handbook=loaded_handbook(),
        lake=lake(),
        engine=engine(),
        tell=lambda what: progress.update(step, description=f"The handbook for {day}: {what}"),
    )
    opened = report.counts["ctas_opened"]
    progress.update(step, description=f"The handbook for {day}: {opened} CTAs opened")
    progress.stop_task(step)
