"""What the handbook counts for a person, beside what is needed: their week, their book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import KpiEdition, Page
from greenbook.records.models import SubjectStatus, User


@dataclass(frozen=True, slots=True)
class Measure:
    """One KPI of a person; `needed` are its thresholds as text, `5` or `5 to 7`."""

    decision: str
    title: str
    unit: str
    value: float
    needed: str
    met: bool | None
    late: bool | None


def measures(user: User, *, on: date, handbook: Handbook) -> list[Measure]:
    """Every KPI that has a value for them, the unmet ones first; none before a run filled it."""
    stands = SubjectStatus.objects.filter(grain="person", subject_id=str(user.pk))
    decided = stands.values_list("decided", flat=True).first() or {}
    pages = [p for p in handbook.pages.values() if p.kind == "kpi" and p.grain == "person"]
    found = [measured(page, decided, on) for page in pages if decided.get(page.decides) is not None]
    return sorted(found, key=lambda each: (each.met is not False, each.title))


def measured(page: Page, decided: Mapping[str, Any], on: date) -> Measure:
    """A KPI that has a value, with its thresholds of the day."""
    name, edition = page.decides, page.on(on)
    outputs = edition.outputs if isinstance(edition, KpiEdition) else ()
    limits = [decided.get(f"{name}__{output}") for output in outputs]
    return Measure(
        decision=name,
        title=page.title,
        unit=page.unit or "",
        value=decided[name],
        needed=" to ".join(f"{each:g}" for each in limits if isinstance(each, int | float)),
        met=decided.get(f"{name}__met"),
        late=decided.get(f"{name}__late"),
    )
