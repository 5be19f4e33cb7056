"""`greenbook run`: work out the handbook for a day, for everybody or for some accounts."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console

from greenbook.cli.django import day_of, now, records
from greenbook.cli.options import AsJson, AsOf

err = Console(stderr=True)


def run(
    as_of: AsOf = None,
    account: Annotated[
        list[str] | None, typer.Option(help="An account by id, external id or name; repeatable.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Work out the handbook: facts, decisions, and the work that follows from them."""
    records()
    from django.conf import settings

    from greenbook.automations.run import RunReport, run_everybody, run_some
    from greenbook.cli.workshop import engine, lake, loaded_handbook
    from greenbook.records.find import accounts_called

    day, handbook = day_of(as_of), loaded_handbook()
    report: RunReport
    if account:
        chosen = [each.pk for each in accounts_called(account)]
        report = run_some(chosen, day=day, handbook=handbook, lake=lake(), engine=engine())
    else:
        with err.status("") as status:
            report = run_everybody(
                day=day,
                now=now,
                handbook=handbook,
                lake=lake(),
                engine=engine(),
                keep_days=settings.GREENBOOK_KEEP_DAYS,
                tell=lambda step: status.update(f"{step} …"),
            )
    print(json.dumps(report.as_json(), indent=2) if as_json else report.as_text())
