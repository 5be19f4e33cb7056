"""A portfolio on a past day, put together from what the run of that day kept."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.http import HttpResponseBase

from greenbook.automations.tasks import lake
from greenbook.decisions.explain import handbook_of
from greenbook.records.models import Account
from greenbook.reports.books import accounts_of, usual_book
from greenbook.reports.kept_days import kept_of, nearest_kept
from greenbook.web.asked import AskedRequest
from greenbook.web.lists import Column, List, show
from greenbook.web.pages.portfolio_columns import decided_for, own_columns, usual_columns

#: A past day is put together in memory, for so many accounts.
MOST = 20_000
#: Which fact was what the account says today.
FACTS = {
    "name": "name", "cs_segment": "cs_segment", "region": "region", "tier": "tier",
    "lifecycle_stage": "lifecycle_stage", "arr": "arr", "renewal_on": "renewal_on",
}  # fmt: skip


def on_a_past_day(request: AskedRequest, scopes: dict[str, str]) -> HttpResponseBase:
    """The same list from what was kept of that day."""
    asked = request.asked
    handbook = handbook_of(asked.day)
    decided = decided_for(request, handbook, None)
    own = tuple(column for column in own_columns(request, asked.day) if column.name in FACTS)
    accounts = List(
        name="portfolio", one="account", many="accounts", columns=(*own, *decided),
        shown=usual_columns(handbook, decided), sort="name", scopes=scopes,
        mostly=usual_book(asked.person),
        empty="Nothing was kept of these accounts on that day.",
    )  # fmt: skip
    look = accounts.look(request)
    seen = accounts_of(asked.person, look.scope, on=asked.today, day=asked.day)
    ids = list(seen.values_list("pk", flat=True)[: MOST + 1])
    context: dict[str, Any] = {"tab": "accounts", "of": look.scope}
    if asked.day not in lake().days("decided_account"):
        context |= {"not_kept": True, "nearest": nearest_kept(lake(), asked.day)}
    if len(ids) > MOST:
        context |= {"too_many": MOST}
        ids = []
    names = [name for column in decided for name in (column.name, f"{column.name}__known")]
    kept = kept_of(lake(), asked.day, accounts=ids, facts=list(FACTS.values()), decided=names)
    unseen = {column.name: _not_theirs(column, kept) for column in decided if column.only}
    rows = [_past_row(pk, row, own, decided, unseen) for pk, row in kept.items()]
    return show(request, look, rows, "pages/portfolio.html", context)


def _not_theirs(column: Column, accounts: Collection[int]) -> frozenset[int]:
    """The accounts of which they may not read it; rights are those of today."""
    theirs = Account.objects.filter(column.only or Q(), pk__in=accounts)
    return frozenset(accounts) - frozenset(theirs.values_list("pk", flat=True))


def _past_row(
    pk: int,
    kept: dict[str, Any],
    own: tuple[Column, ...],
    decided: tuple[Column, ...],
    unseen: dict[str, frozenset[int]],
) -> dict[str, Any]:
    row = {"pk": pk} | {column.path: column.read(kept.get(FACTS[column.name])) for column in own}
    for column in decided:
        if pk in unseen.get(column.name, ()):
            row[f"{column.name}__shown"] = False
        else:
            row[column.path] = column.read(kept.get(column.name))
            row[f"{column.name}__known"] = kept.get(f"{column.name}__known")
    return row
