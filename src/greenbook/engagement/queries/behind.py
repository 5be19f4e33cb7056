"""The records behind a decision, by the names that facts give them (`timeline_entry:12`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from greenbook.records.registry import record_model


@dataclass(frozen=True, slots=True)
class Behind:
    """One record, the facts that came from it, and the account it belongs to."""

    kind: str
    id: int
    record: Any
    facts: tuple[str, ...]

    @property
    def account(self) -> int | None:
        return getattr(self.record, "account_id", None)


def records_behind(evidence: Iterable[Mapping[str, str]]) -> list[Behind]:
    """Each record once, one query a kind; what was deleted since is left out."""
    facts: dict[tuple[str, int], list[str]] = {}
    for each in evidence:
        kind, _, id = each["record"].partition(":")
        if id.isdigit():
            facts.setdefault((kind, int(id)), []).append(each["fact"])
    kinds = {kind for kind, _ in facts}
    found = {kind: _rows(kind, [id for of, id in facts if of == kind]) for kind in kinds}
    return [
        Behind(kind, id, found[kind][id], tuple(names))
        for (kind, id), names in facts.items()
        if id in found[kind]
    ]


def _rows(kind: str, ids: list[int]) -> dict[int, Any]:
    return record_model(kind)._default_manager.in_bulk(ids)
