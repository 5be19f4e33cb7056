"""What is owed, under headings: by due day, type, account or renewal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from greenbook.engagement.queries.today import WEEK, Item


def grouped(items: Iterable[Item], *, by: str, on: date) -> list[tuple[str, list[Item]]]:
    """The items under headings: by due day (overdue, today, …), type, account or renewal."""
    ways = {"type": _by_kind, "account": _by_account, "renewal": _by_renewal}
    key = ways.get(by, _by_due)
    keyed = sorted(((key(item, on), item) for item in items), key=lambda pair: pair[0])
    return [
        (heading, [item for _, item in group])
        for (_, heading), group in groupby(keyed, key=lambda pair: pair[0])
    ]


def _by_due(item: Item, on: date) -> tuple[int, str]:
    if item.late:
        return 0, "Overdue"
    if item.due_on is None:
        return (1, "At risk") if item.at_risk else (5, "Without a day")
    if item.due_on <= on:
        return 2, "Today"
    return (3, "This week") if item.due_on < on + WEEK else (4, "Later")


def _by_kind(item: Item, on: date) -> tuple[int, str]:
    kinds = {"call": (0, "Calls"), "cta": (2, "CTAs"), "task": (3, "Tasks")}
    return kinds.get(item.kind, (1, item.what))


def _by_account(item: Item, on: date) -> tuple[int, str]:
    return 0, item.account_name


def _by_renewal(item: Item, on: date) -> tuple[int, str]:
    if item.renewal_on is None:
        return 5, "Renewal day unknown"
    if item.renewal_on < on:
        return 4, "Renewal day passed"
    for rank, days in enumerate((90, 180, 365)):
        if item.renewal_on <= on + timedelta(days=days):
            return rank, f"Renews within {days} days"
    return 3, "Renews later"
