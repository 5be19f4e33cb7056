"""One account in a warm process: why it has its priority, and the run after it has changed.

Works on the book that was filled and run before it, in the home that is in use.
"""

from __future__ import annotations

from datetime import date, timedelta

from benchmarks import book
from benchmarks.table import Figure, limit
from benchmarks.timing import seconds, share, step

EXPLAINED, CHANGED = 100, 20
EXPLAIN_MS, CHANGED_MS = 100, 300
DECISION = "priority_suggested"


def measure() -> list[Figure]:
    from greenbook.cli.django import records

    records()
    day = book.DAY + timedelta(days=1)
    with step(f"explain {EXPLAINED} times"):
        explained = explaining(day)
    with step(f"run {CHANGED} changed accounts, one at a time"):
        return [explained, one_changed(day)]


def explaining(day: date) -> Figure:
    from greenbook.cli.workshop import engine, lake
    from greenbook.decisions.explain import explain, subject_called

    def why(account: int) -> None:
        subject, name = subject_called(str(account))
        explain(subject, DECISION, name=name, day=day, lake=lake(), engine=engine())

    chosen = spread(EXPLAINED + 1)
    why(chosen.pop())  # warm
    took = [seconds(lambda account=account: why(account)) for account in chosen]
    return figure(f"explain {DECISION}, {EXPLAINED} accounts", took, EXPLAIN_MS)


def one_changed(day: date) -> Figure:
    """Each gets a call logged; then it alone is run."""
    from greenbook.automations.run import run_some
    from greenbook.cli.workshop import engine, lake, loaded_handbook
    from greenbook.records.models import Account, TimelineEntry

    def again(account: int) -> None:
        run_some([account], day=day, handbook=loaded_handbook(), lake=lake(), engine=engine())

    chosen = spread(CHANGED + 1)
    for id in chosen:
        customer = Account.objects.get(pk=id)
        TimelineEntry.log(
            customer, type="customer_call", subject="Call", author=None, on=day, with_csm=True
        )
    again(chosen.pop())  # warm
    took = [seconds(lambda account=account: again(account)) for account in chosen]
    return figure(f"one changed account, {CHANGED} of them", took, CHANGED_MS)


def figure(what: str, took: list[float], most: int) -> Figure:
    half = f" for 95 of 100; {share(took, 50):,.0f} ms for half"
    return limit(what, share(took, 95), most, unit="ms", beside=half)


def spread(count: int) -> list[int]:
    """Accounts from the whole book, evenly."""
    from greenbook.records.models import Account

    everybody = Account.objects.count()
    return [1 + number * (everybody - 1) // count for number in range(count)]
