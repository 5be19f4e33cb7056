"""The commands, put together."""

from __future__ import annotations

import typer

from greenbook.cli import handbook, run

app = typer.Typer(
    name="greenbook",
    help="Greenbook runs a customer-success handbook and says why.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(run.run)
app.add_typer(handbook.app, name="handbook")
