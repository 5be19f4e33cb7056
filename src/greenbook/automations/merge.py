"""A later pass's facts and decisions put in the place of an earlier one's."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from greenbook.decisions.worked import OF_ACCOUNT, Worked

#: Records that actions change: persons, industries and the company count them after the last pass.
ACTED_ON = (
    "account",
    "cta",
    "task",
    "onboarding",
    "success_plan",
    "objective",
    "priority_assessment",
    "program_enrolment",
    "program_step",
)


def merge_revised(worked: Worked, revised: Worked) -> None:
    """Replace the rows of the accounts that were decided again: facts, decisions, records."""
    for record in ACTED_ON:
        if worked.engine.shape(record) is not None:
            _replace(worked, revised, record)
    for grain in worked.program.grains:
        if grain in OF_ACCOUNT:
            for table in (f"facts_{grain}", f"decided_{grain}"):
                _replace(worked, revised, table)


def _replace(worked: Worked, revised: Worked, table: str) -> None:
    stood, fresh = worked.engine.table(table), revised.engine.table(table)
    if fresh.num_rows:
        others = stood.filter(pc.invert(pc.is_in(stood["id"], fresh["id"])))
        fitting = fresh.select(stood.column_names).cast(stood.schema)
        worked.engine.load(table, pa.concat_tables([others, fitting]))
