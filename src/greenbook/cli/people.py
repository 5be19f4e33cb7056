"""What people do at the terminal: log a touchpoint, decide a priority, assign a CSM."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from greenbook.cli.acted import acting_person, day_acted, fitting, worked_out_again
from greenbook.cli.days import day_written
from greenbook.cli.django import records
from greenbook.cli.options import AccountName, By, On


def log(
    account: AccountName,
    subject: Annotated[str, typer.Argument(help="What it was about, in a line.")],
    by: By,
    type: Annotated[str, typer.Option(help="customer_call, in_person_meeting, …")] = (
        "customer_call"
    ),
    meeting: Annotated[
        str | None, typer.Option(help="cadence_call, kickoff, renewal_call, …")
    ] = None,
    happened: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day it took place; else --on.")
    ] = None,
    notes: Annotated[str | None, typer.Option(help="What was said.")] = None,
    sentiment: Annotated[str | None, typer.Option(help="red, yellow or green.")] = None,
    risk_reason: Annotated[str | None, typer.Option(help="Needed on red and yellow.")] = None,
    risk_impact: Annotated[list[str] | None, typer.Option(help="Needed on red, yellow.")] = None,
    triage: Annotated[bool, typer.Option(help="A yellow that needs help from outside.")] = False,
    outcome: Annotated[str | None, typer.Option(help="Of a renewal call.")] = None,
    next_step: Annotated[
        list[str] | None, typer.Option(help="What was promised: TEXT or TEXT@DATE; repeatable.")
    ] = None,
    on: On = None,
) -> None:
    """Log a touchpoint, and say what it fulfilled."""
    said = {
        "type": type,
        "subject": subject,
        "meeting_type": meeting,
        "notes": notes,
        "csm_sentiment": sentiment,
        "risk_reason": risk_reason,
        "risk_impact": risk_impact or [],
        "renewal_outcome": outcome,
    }
    day = day_written(happened) if happened else None
    _log(account, said, by=by, on=on, happened_on=day, promised=next_step or [], triage=triage)


def _log(
    account: str,
    said: dict[str, Any],
    *,
    by: str,
    on: str | None,
    happened_on: date | None,
    promised: list[str],
    triage: bool,
) -> None:
    records()
    from greenbook.cli.workshop import loaded_handbook
    from greenbook.engagement.renewals import refuse_unless_red
    from greenbook.engagement.touchpoints import NextStep, log_touchpoint
    from greenbook.records.access import may, refuse_unless
    from greenbook.records.find import account_called
    from greenbook.records.models import TimelineEntry

    person, customer, day = acting_person(by), account_called(account), day_acted(on)
    refuse_unless(person, "create timeline", customer, on=day)
    fitting(TimelineEntry, **said)
    speaks_of_it = may(person, "edit health_update", customer, on=day).allowed
    if said["meeting_type"] == "renewal_call" and speaks_of_it:
        told = {"outcome": said["renewal_outcome"], "sentiment": said["csm_sentiment"]}
        refuse_unless_red(customer, **told, on=day, handbook=loaded_handbook())
    logged = log_touchpoint(
        customer,
        by=person,
        on=day,
        happened_on=happened_on,
        next_steps=[NextStep(*_step(text)) for text in promised],
        requires_triage=triage,
        **said,
    )
    for did in ("logged", *logged.did):
        print(f"{customer}: {did}")
    print(worked_out_again(customer, on=day))


def _step(text: str) -> tuple[str, date | None]:
    """`Send the guide@2026-06-19` as what and by when."""
    name, _, due = text.rpartition("@")
    return (name, day_written(due)) if name else (text, None)


def assign(
    account: AccountName,
    csm: Annotated[str, typer.Argument(help="The CSM: username, email or name.")],
    by: By,
    on: On = None,
) -> None:
    """Assign the CSM from a day on."""
    records()
    from greenbook.engagement.assignments import assign_csm
    from greenbook.records.access import refuse_unless
    from greenbook.records.find import account_called, user_called

    person, customer, day = acting_person(by), account_called(account), day_acted(on)
    refuse_unless(person, "edit csm", customer, on=day)
    user = user_called(csm)
    for did in (f"{user} is its CSM", *assign_csm(customer, user, by=person, on=day)):
        print(f"{customer}: {did}")
    print(worked_out_again(customer, on=day))


priority = typer.Typer(help="Decide priorities.", no_args_is_help=True)


@priority.command("set")
def set_priority(
    account: AccountName,
    value: Annotated[int, typer.Argument(help="1 or 2; 3 and 4 are for managers.")],
    by: By,
    note: Annotated[str | None, typer.Option(help="Why.")] = None,
    on: On = None,
) -> None:
    """Decide the priority of an account."""
    records()
    from greenbook.records.access import refuse_unless
    from greenbook.records.find import account_called
    from greenbook.records.models import AccountStatus

    person, customer, day = acting_person(by), account_called(account), day_acted(on)
    refuse_unless(person, "edit priority", customer, on=day)
    stands = AccountStatus.objects.filter(account=customer).first()
    suggested = stands.priority_suggested if stands else None
    customer.set_priority(value, by=person, on=day, note=note, suggested=suggested)
    print(worked_out_again(customer, on=day))
