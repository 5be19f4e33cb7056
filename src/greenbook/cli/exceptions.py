"""`greenbook exception …`: a priority other than the model's, step by step; and overrides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from greenbook.cli.acted import acting_person, day_acted, fitting, worked_out_again
from greenbook.cli.days import day_written
from greenbook.cli.django import records
from greenbook.cli.options import AccountName, By, On

if TYPE_CHECKING:
    from greenbook.records.models import Account, PriorityException

app = typer.Typer(help="Priority exceptions: request, take a step, withdraw.", no_args_is_help=True)
override = typer.Typer(help="Set a decision by hand, or let the handbook decide again.")

#: The steps of an exception, and what somebody must be allowed to take one.
STEPS = {
    "discuss_with_team": "edit priority_exception",
    "discuss_with_managers": "edit priority_exception",
    "send": "edit priority_exception",
    "document": "edit priority_exception",
    "approve": "approve priority_exception",
    "reject": "approve priority_exception",
}


class NoSuchStep(LookupError):
    """An exception has no step of that name."""


class NoException(LookupError):
    """The account has no exception under way."""


@app.command()
def request(
    account: AccountName,
    direction: Annotated[str, typer.Argument(help="to_p1 or to_p2.")],
    justification: Annotated[str, typer.Argument(help="Why.")],
    by: By,
    category: Annotated[str, typer.Option(help="strategic_no_lam, large_lam_no_path, …")] = "other",
    ends: Annotated[str | None, typer.Option(metavar="DATE", help="Its last day.")] = None,
    on: On = None,
) -> None:
    """Ask for an exception; it takes effect when every step is taken."""
    records()
    from greenbook.records.access import refuse_unless
    from greenbook.records.find import account_called
    from greenbook.records.models import PriorityException

    person, customer, day = acting_person(by), account_called(account), day_acted(on)
    refuse_unless(person, "create priority_exception", customer, on=day)
    fitting(PriorityException, direction=direction, category=category, justification=justification)
    asked = PriorityException.request(
        customer,
        direction=direction,
        category=category,
        justification=justification,
        by=person,
        on=day,
        ends_on=day_written(ends) if ends else None,
    )
    print(f"{asked}. Still missing: {', '.join(asked.missing())}.")


@app.command()
def step(
    account: AccountName,
    step: Annotated[str, typer.Argument(help=", ".join(STEPS))],
    by: By,
    on: On = None,
) -> None:
    """Record the next step of the exception under way."""
    records()
    from greenbook.records.access import refuse_unless
    from greenbook.records.find import account_called

    if step not in STEPS:
        raise NoSuchStep(f"No step is called “{step}”; there are {', '.join(STEPS)}.")
    person, customer, day = acting_person(by), account_called(account), day_acted(on)
    refuse_unless(person, STEPS[step], customer, on=day)
    exception = _under_way(customer)
    if step in ("approve", "reject"):
        exception.decide(approved=step == "approve", by=person, on=day)
    else:
        getattr(exception, step)(by=person, on=day)
    missing = exception.missing()
    print(f"Still missing: {', '.join(missing)}." if missing else "Every step is taken.")
    print(worked_out_again(customer, on=day))


@app.command()
def withdraw(account: AccountName, reason: str, by: By, on: On = None) -> None:
    """Withdraw the exception under way or in force."""
    records()
    from greenbook.records.access import refuse_unless
    from greenbook.records.find import account_called

    person, customer, day = acting_person(by), account_called(account), day_acted(on)
    refuse_unless(person, "edit priority_exception", customer, on=day)
    _under_way(customer).withdraw(by=person, on=day, reason=reason)
    print(worked_out_again(customer, on=day))


def _under_way(account: Account) -> PriorityException:
    found = account.priority_exceptions.filter(withdrawn_on=None).order_by("-pk").first()
    if found is None:
        raise NoException(f"{account} has no priority exception under way.")
    return found


@override.command()
def put(
    account: AccountName,
    decision: Annotated[str, typer.Argument(help="What is set, as the handbook calls it.")],
    value: Annotated[str, typer.Argument(help="What it is from now on.")],
    reason: Annotated[str, typer.Argument(help="Why.")],
    by: By,
    ends: Annotated[str | None, typer.Option(metavar="DATE", help="Its last day.")] = None,
    on: On = None,
) -> None:
    """Set a decision of an account by hand; it stands in the trace as rule 0."""
    records()
    from greenbook.cli.workshop import loaded_handbook
    from greenbook.decisions.overrides import refuse_unfit
    from greenbook.records.access import refuse_unless
    from greenbook.records.find import account_called
    from greenbook.records.models import Override

    person, customer, day = acting_person(by), account_called(account), day_acted(on)
    refuse_unless(person, "create override", customer, on=day)
    refuse_unfit(loaded_handbook(), decision, value)
    Override.put(
        customer,
        decision=decision,
        value=value,
        reason=reason,
        by=person,
        on=day,
        ends_on=day_written(ends) if ends else None,
    )
    print(worked_out_again(customer, on=day))


@override.command("withdraw")
def withdraw_override(
    account: AccountName, decision: str, reason: str, by: By, on: On = None
) -> None:
    """Let the handbook decide again."""
    records()
    from greenbook.decisions.overrides import overrides_in_force
    from greenbook.records.access import refuse_unless
    from greenbook.records.find import account_called

    person, customer, day = acting_person(by), account_called(account), day_acted(on)
    refuse_unless(person, "edit override", customer, on=day)
    for each in overrides_in_force(day).filter(account=customer, decision=decision):
        each.withdraw(by=person, on=day, reason=reason)
    print(worked_out_again(customer, on=day))
