"""What the handbook counts in a portfolio besides its key decisions, in all and of priority 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from greenbook.engine.lake import Lake
from greenbook.handbook.pages import Page
from greenbook.records.models import Account
from greenbook.reports.kept_days import kept_of


@dataclass(frozen=True, slots=True)
class Watched:
    """A word of a decision, and how many accounts have it."""

    page: Page
    word: str
    many: int
    first: int


def watched(
    accounts: QuerySet[Account], counted: Mapping[str, tuple[Page, str]], *, lake: Lake, day: date
) -> list[Watched]:
    """As the run of `day` kept it; `counted` has each decision's page and the word that counts."""
    priorities = dict(accounts.values_list("pk", "status__priority_decided"))
    kept = kept_of(lake, day, accounts=list(priorities), decided=list(counted))
    found = []
    for name, (page, word) in counted.items():
        having = [pk for pk, decided in kept.items() if _word(decided.get(name)) == word]
        first = sum(priorities[pk] == 1 for pk in having)
        found.append(Watched(page, word, len(having), first))
    return found


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
