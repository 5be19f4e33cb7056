"""`greenbook explain`: why a decision is as it is, down to the records behind it."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console

from greenbook.cli.django import day_of, records
from greenbook.cli.options import AsJson, AsOf

DECISION = "priority_decided"


def explain(
    subject: Annotated[
        str, typer.Argument(help="An account (or another grain) by id, external id or name.")
    ],
    decision: Annotated[
        str, typer.Argument(help="What was decided, as the handbook calls it.")
    ] = DECISION,
    grain: Annotated[str, typer.Option(help="account, subscription, person, …")] = "account",
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Say why: the sentence, every rule in order, the values and the records behind them."""
    records()
    from greenbook.cli.said import explanation_said
    from greenbook.cli.workshop import engine, lake, loaded_handbook
    from greenbook.decisions.explain import explain as explained
    from greenbook.decisions.explain import subject_called

    loaded_handbook()
    found, name = subject_called(subject, grain)  # type: ignore[arg-type]
    explanation = explained(
        found, decision, name=name, day=day_of(as_of), lake=lake(), engine=engine()
    )
    if as_json:
        print(json.dumps(explanation.as_json(), indent=2, default=str))
    else:
        Console().print(explanation_said(explanation))
