"""What a change does: what stood before it, what stands after it, and the difference in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from greenbook.automations import changes
from greenbook.automations.account_run import run_accounts
from greenbook.engine.duck import DuckEngine
from greenbook.engine.lake import Lake
from greenbook.handbook.book import Handbook
from greenbook.records.models import AccountStatus, Cta
from greenbook.records.models.ctas import OPEN_STATUSES


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands for an account: its decisions, and its open CTAs by id."""

    decided: Mapping[str, Any]
    ctas: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        return {"decided": dict(self.decided), "ctas": dict(self.ctas)}


@dataclass(frozen=True, slots=True)
class Became:
    """A decision that is another now; `due` is the new due day of a rhythm, as ISO text."""

    decision: str
    was: Any
    is_now: Any
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Effects:
    """What became different, and the names of the CTAs that opened and closed."""

    became: tuple[Became, ...] = ()
    opened: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.became or self.opened or self.closed)


def effects_of(
    change: Callable[[], object],
    *,
    account: int,
    day: date,
    handbook: Handbook,
    lake: Lake,
    engine: DuckEngine,
) -> Effects:
    """Make the change, work the account out to the end, see what came of it, and take all of it
    back. What the change itself refuses is raised."""

    def work_out() -> None:
        run_accounts([account], day=day, handbook=handbook, lake=lake, engine=engine)

    with transaction.atomic():
        if changes.behind([account]):
            work_out()
        before = standing(account)
        change()
        work_out()
        after = standing(account)
        transaction.set_rollback(True)
    return difference(before, after)


def standing(account: int) -> Standing:
    """What stands for an account now."""
    status = AccountStatus.objects.filter(account=account).values_list("decided", flat=True).first()
    ctas = Cta.objects.filter(account=account, status__in=OPEN_STATUSES)
    return Standing(
        {name: value for name, value in (status or {}).items() if _is_told(name)},
        {str(pk): name for pk, name in ctas.values_list("pk", "name")},
    )


def _is_told(name: str) -> bool:
    """A decision itself or its due day; not the parts, and not since when it stands."""
    return "__" not in name or name.endswith("__due")


def difference(before: Standing, after: Standing) -> Effects:
    """From one standing to the other."""
    names = [name for name in after.decided if not name.endswith("__due")]
    return Effects(
        became=tuple(
            Became(name, before.decided.get(name), after.decided.get(name), _due(after, name))
            for name in names
            if any(before.decided.get(each) != after.decided.get(each) for each in _pair(name))
        ),
        opened=_only_in(after.ctas, before.ctas),
        closed=_only_in(before.ctas, after.ctas),
    )


def _pair(name: str) -> tuple[str, str]:
    return name, f"{name}__due"


def _due(standing: Standing, name: str) -> str | None:
    return standing.decided.get(f"{name}__due")


def _only_in(some: Mapping[str, str], others: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name for pk, name in some.items() if pk not in others)
