"""What stands for a person, an industry or the company: one row each, which pages read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from greenbook.decisions.worked import Worked
from greenbook.handbook.pages import Grain
from greenbook.records.bulk import copy_in
from greenbook.records.models import SubjectStatus

#: Endings of columns that no page reads: a dashboard reads the rows of thousands of people.
EXPLAINING = ("__rule", "__sure", "__unknown")


def keep_standing(worked: Worked, grain: Grain) -> int:
    """Write the rows of whoever was decided, in place of theirs; return how many there were."""
    found = worked.engine.table(f"decided_{grain}").to_pylist()
    rows = [
        {
            "grain": grain,
            "subject_id": str(row["id"]),
            "as_of": worked.day,
            "decided": standing(row),
        }
        for row in found
    ]
    with transaction.atomic():
        stood = SubjectStatus.objects.filter(grain=grain)
        stood.filter(subject_id__in=[row["subject_id"] for row in rows]).delete()
        copy_in(SubjectStatus, rows)
    return len(rows)


def standing(row: Mapping[str, Any]) -> dict[str, Any]:
    """Every decision, without what is for explaining only."""
    decided = {name: value for name, value in row.items() if name != "id"}
    return as_json({n: value for n, value in decided.items() if not n.endswith(EXPLAINING)})


def as_json(row: Mapping[str, Any]) -> dict[str, Any]:
    """Days as text, the rest as it is."""
    return {n: v.isoformat() if isinstance(v, date) else v for n, v in row.items()}
