"""A later pass's facts and decisions put in the place of an earlier one's."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from greenbook.decisions.worked import OF_ACCOUNT, Worked

#: Records that actions change: they are read again for those that something was done for, and
#: persons, industries and the company count them after the last pass.
ACTED_ON = (
    "account",
    "cta",
    "task",
    "playbook_run",
    "onboarding",
    "success_plan",
    "objective",
    "priority_assessment",
    "program_enrolment",
    "program_step",
)


def not_acted_on(worked: Worked) -> dict[str, pa.Table]:
    """The records that are as they were read: where somebody else changed one of them meanwhile,
    its account's number has moved, and the account is left for the end."""
    return {name: worked.engine.table(name) for name in worked.rows_read if name not in ACTED_ON}


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
    """In the order of ids, so that the lake need not copy hundreds of columns once more."""
    stood, fresh = worked.engine.table(table), revised.engine.table(table)
    if fresh.num_rows:
        both = pa.concat_tables([fresh.select(stood.column_names).cast(stood.schema), stood])
        ids = pc.unique(both["id"])
        first = pc.index_in(ids, both["id"])  # what is fresh stands before what it replaces
        worked.engine.load(table, both.take(first.take(pc.sort_indices(ids))))
