"""The commands, put together."""

from __future__ import annotations

import typer

from greenbook.cli import books, ctas, demo, exceptions, explain, handbook, people, run, server

app = typer.Typer(
    name="greenbook",
    help="Greenbook runs a customer-success handbook and says why.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(demo.demo)
app.command()(run.run)
app.command()(explain.explain)
app.add_typer(handbook.app, name="handbook")
app.command("import")(books.import_)
app.command()(books.export)
app.command()(people.log)
app.command()(people.assign)
app.add_typer(people.priority, name="priority")
app.add_typer(exceptions.app, name="exception")
app.add_typer(exceptions.override, name="override")
app.add_typer(ctas.app, name="cta")
app.command()(server.serve)
app.command()(server.worker)
app.command()(server.stop)
