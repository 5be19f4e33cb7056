"""Overrides in force on a day, as the tables that a program reads its rule 0 from."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from difflib import get_close_matches
from typing import Any

import pyarrow as pa
from django.db.models import Q, QuerySet

from greenbook.engine.interface import Engine
from greenbook.handbook.book import Handbook
from greenbook.records.models import Override

Loaded = dict[str, frozenset[str]]


def load_overrides(
    engine: Engine, *, day: date, accounts: Collection[int] | None = None
) -> frozenset[str]:
    """Load `override_<grain>` for each grain that has some; return the decisions overridden."""
    in_force = overrides_in_force(day)
    if accounts is not None:
        in_force = in_force.filter(Q(account__in=accounts) | Q(account=None))
    by_grain: dict[str, dict[int, dict[str, Any]]] = {}
    for each in in_force:
        row = by_grain.setdefault(each.grain, {}).setdefault(each.subject_id, {})
        row[f"override__{each.decision}"] = each.value
        row[f"override__{each.decision}__evidence"] = f"override:{each.pk}"
    for grain, rows in by_grain.items():
        engine.load(f"override_{grain}", _table(rows))
    return frozenset(each.decision for each in in_force)


def overrides_in_force(day: date) -> QuerySet[Override]:
    """What holds on a day; on its last day it does, on the day of its withdrawal not."""
    return (
        Override.objects.filter(starts_on__lte=day, known_from__lte=day)
        .filter(Q(ends_on=None) | Q(ends_on__gte=day))
        .filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=day))
        .order_by("known_from", "id")
    )


def _table(rows: dict[int, dict[str, Any]]) -> pa.Table:
    names = sorted({name for row in rows.values() for name in row})
    columns: dict[str, pa.Array] = {"id": pa.array(rows, pa.int64())}
    for name in names:
        columns[name] = pa.array([row.get(name) for row in rows.values()], pa.string())
    return pa.table(columns)


class UnfitOverride(ValueError):
    """The handbook decides nothing of that name, or never gives that value."""


def refuse_unfit(handbook: Handbook, decision: str, value: str) -> None:
    """Refuse what the handbook could not say itself."""
    pages = handbook.deciding(decision)
    if not pages:
        near = get_close_matches(decision, handbook_decisions(handbook), n=1)
        hint = f" Did you mean `{near[0]}`?" if near else ""
        raise UnfitOverride(f"The handbook decides nothing called `{decision}`.{hint}")
    order = handbook.orders.get(decision)
    declared = order.type if order else pages[0].type
    offered = [str(each) for each in declared.values] if declared else []
    if offered and value not in offered:
        raise UnfitOverride(f"`{decision}` is one of {', '.join(offered)}, not `{value}`.")


def handbook_decisions(handbook: Handbook) -> list[str]:
    return sorted({page.decides for page in handbook.pages.values()})
