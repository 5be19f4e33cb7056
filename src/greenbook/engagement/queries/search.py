"""Accounts, contacts, CTAs and plans by a few letters, as far as somebody may see them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import QuerySet

from greenbook.records.access import visible_accounts
from greenbook.records.models import Account, Contact, Cta, SuccessPlan, User
from greenbook.records.models.ctas import OPEN_STATUSES

#: Shown of each kind.
MOST = 8


@dataclass(frozen=True, slots=True)
class Found:
    """One record found: its kind, its name, and the account it belongs to."""

    kind: str
    id: int
    name: str
    account: int
    account_name: str


def search(
    letters: str, user: User, *, on: date, may: Callable[[str], bool], most: int = MOST
) -> list[Found]:
    """What has words that begin with all the words typed; of each kind the first few."""
    words = re.findall(r"\w+", letters)
    if not words:
        return []
    seen = visible_accounts(user, on)
    found = _accounts(_named(seen, words), letters, most)
    for kind, action, records in KINDS:
        if may(action):
            rows = _named(records().filter(account__in=seen), words).order_by("name", "pk")
            found += [_found(kind, row) for row in rows.values(*COLUMNS)[:most]]
    return found


def accounts_called(letters: str, user: User, on: date, *, most: int = MOST) -> list[Account]:
    """Accounts they may see with words that begin so; names that begin so first."""
    words = re.findall(r"\w+", letters)
    found = list(_named(visible_accounts(user, on), words).order_by("name")[: 4 * most])
    return sorted(found, key=lambda each: _not_first(each.name, letters))[:most] if words else []


def _accounts(rows: QuerySet[Account], letters: str, most: int) -> list[Found]:
    pairs = list(rows.order_by("name", "pk").values_list("pk", "name")[: 4 * most])
    pairs.sort(key=lambda pair: _not_first(pair[1], letters))
    return [Found("account", pk, name, pk, name) for pk, name in pairs[:most]]


def _not_first(name: str, letters: str) -> bool:
    return not name.lower().startswith(letters.lower())


def _named(rows: QuerySet[Any], words: list[str]) -> QuerySet[Any]:
    """Rows with a word for each of the words; the expression is that of the index."""
    vector = SearchVector("name", config="simple")
    query = SearchQuery(
        " & ".join(f"{word}:*" for word in words), search_type="raw", config="simple"
    )
    return rows.annotate(words=vector).filter(words=query)


COLUMNS = ("pk", "name", "account_id", "account__name")
#: Each kind beside accounts: who may see it, and its records.
KINDS: tuple[tuple[str, str, Callable[[], QuerySet[Any]]], ...] = (
    ("contact", "view personas", lambda: Contact.objects.filter(inactive=False)),
    ("cta", "view cta", lambda: Cta.objects.filter(status__in=OPEN_STATUSES)),
    ("plan", "view success_plan", lambda: SuccessPlan.objects.exclude(status="closed")),
)


def _found(kind: str, row: dict[str, Any]) -> Found:
    return Found(kind, row["pk"], row["name"] or "", row["account_id"], row["account__name"])
