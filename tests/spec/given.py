"""What the shapes share: the day, an ordinary customer, and small turns of phrase."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.packs.tables import day

Given = dict[str, Any]
#: The day on which vectors without a date are asked, and the days on which older limits held.
TODAY = day("2025-06-01")
ON = {"T2025": TODAY, "T2023": day("2024-06-01"), "T2022": day("2022-06-01")}
LONG_AGO = day("2020-01-01")
OWNED = {"csm_owned": True, "csm_assigned": True, "cs_segment": "strategic", "churned": False}


def before(days: int) -> date:
    return TODAY - timedelta(days=days)


def known(**facts: Any) -> Given:
    """Null in a vector is not known: left out."""
    return {name: value for name, value in facts.items() if value is not None}


def text(on: date | None) -> str | None:
    return on and on.isoformat()
