"""`greenbook cta …`: see, open, close and snooze calls to action."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from greenbook.cli.acted import acting_person, day_acted, fitting, worked_out_again
from greenbook.cli.days import day_written
from greenbook.cli.django import records
from greenbook.cli.options import AccountName, By, On

app = typer.Typer(help="See, open, close and snooze calls to action.", no_args_is_help=True)

Id = Annotated[int, typer.Argument(metavar="CTA", help="Its id, as `cta list` shows it.")]


@app.command("list")
def list_ctas(account: AccountName) -> None:
    """The open CTAs of an account, with their tasks."""
    records()
    from greenbook.records.find import account_called

    customer = account_called(account)
    table = Table("id", "name", "type", "status", "owner", "due", "tasks", title=str(customer))
    for cta in customer.ctas.filter(closed_on=None).order_by("due_on", "pk"):
        tasks = cta.tasks.exclude(status="open").count(), cta.tasks.count()
        table.add_row(
            str(cta.pk),
            cta.name,
            cta.type,
            cta.status,
            str(cta.owner or cta.owner_role or ""),
            str(cta.due_on or ""),
            f"{tasks[0]} of {tasks[1]}" if tasks[1] else "",
        )
    Console().print(table if table.row_count else f"{customer} has no open CTA.")


@app.command("open")
def open_cta(
    account: AccountName,
    name: Annotated[str, typer.Argument(help="What is to be done, in 80 characters.")],
    by: By,
    type: Annotated[str, typer.Option(help="risk, lifecycle, expansion, …")] = "activity",
    reason: Annotated[str | None, typer.Option(help="Why, as the handbook calls it.")] = None,
    due: Annotated[str | None, typer.Option(metavar="DATE")] = None,
    on: On = None,
) -> None:
    """Open a CTA by hand, owned by who opens it."""
    records()
    from greenbook.records.access import refuse_unless
    from greenbook.records.find import account_called
    from greenbook.records.models import Cta

    person, customer, day = acting_person(by), account_called(account), day_acted(on)
    refuse_unless(person, "create cta", customer, on=day)
    fitting(Cta, type=type, name=name, reason=reason)
    cta = Cta.open(
        customer,
        type=type,
        name=name,
        by=person,
        on=day,
        reason=reason,
        due_on=day_written(due) if due else None,
        owner=person,
    )
    print(f"CTA {cta.pk} is open.")
    print(worked_out_again(customer, on=day))


@app.command("close")
def close_cta(
    cta: Id,
    by: By,
    status: Annotated[str, typer.Option(help="closed_success, closed_not_relevant, …")] = (
        "closed_success"
    ),
    reason: Annotated[
        str | None,
        typer.Option(help="Why. Of a renewal known without a call: status_already_known."),
    ] = None,
    on: On = None,
) -> None:
    """Close a CTA, unless the handbook asks for something first."""
    records()
    from greenbook.cli.workshop import lake, loaded_handbook
    from greenbook.engagement.ctas import close_cta as close
    from greenbook.records.access import refuse_unless
    from greenbook.records.find import cta_numbered

    person, found, day = acting_person(by), cta_numbered(cta), day_acted(on)
    refuse_unless(person, "edit cta", found, on=day)
    also = close(
        found,
        by=person,
        on=day,
        status=status,
        reason=reason,
        handbook=loaded_handbook(),
        lake=lake(),
    )
    for did in ("closed", *also):
        print(f"{found}: {did}")
    print(worked_out_again(found.account, on=day))


@app.command()
def snooze(cta: Id, until: str, reason: str, by: By, on: On = None) -> None:
    """Put a CTA out of sight until a day; it stays open."""
    records()
    from greenbook.cli.workshop import loaded_handbook
    from greenbook.engagement.ctas import snooze_cta
    from greenbook.records.access import refuse_unless
    from greenbook.records.find import cta_numbered

    person, found, day = acting_person(by), cta_numbered(cta), day_acted(on)
    refuse_unless(person, "edit cta", found, on=day)
    snooze_cta(
        found,
        until=day_written(until),
        reason=reason,
        by=person,
        on=day,
        handbook=loaded_handbook(),
    )
    print(f"{found}: snoozed until {until}")


@app.command()
def done(
    task: Annotated[int, typer.Argument(metavar="TASK", help="The id of one of its tasks.")],
    by: By,
    skip: Annotated[str | None, typer.Option(help="Not applicable, and why.")] = None,
    on: On = None,
) -> None:
    """Complete a task, or skip it with a reason."""
    records()
    from greenbook.records.access import refuse_unless
    from greenbook.records.find import task_numbered

    person, found, day = acting_person(by), task_numbered(task), day_acted(on)
    refuse_unless(person, "edit cta", found.cta, on=day)
    if skip:
        found.skip(by=person, on=day, reason=skip)
    else:
        found.complete(by=person, on=day)
    print(f"{found}: {found.status}")
    print(worked_out_again(found.account, on=day))
