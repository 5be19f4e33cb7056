"""Facts as seen between full runs: kept in the database, folded into the lake by the next one."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
from django.db import connection

from greenbook.automations.changes import Numbers
from greenbook.decisions.kept_rows import renewed
from greenbook.decisions.subjects import as_json
from greenbook.decisions.worked import Worked
from greenbook.engine.lake import Lake
from greenbook.records.models import FactsSeen


def keep(worked: Worked) -> None:
    """Keep what a changed account's decisions were made on, in place of what was kept that day."""
    facts = _by_id(worked.engine.table("facts_account"))
    decided = _by_id(worked.engine.table("decided_account"))
    FactsSeen.objects.bulk_create(
        [
            FactsSeen(
                grain="account",
                subject_id=str(id),
                account_id=id,
                day=worked.day,
                facts=facts[id],
                decided=decided[id],
            )
            for id in facts
        ],
        update_conflicts=True,
        unique_fields=["grain", "subject_id", "day"],
        update_fields=["facts", "decided"],
    )


def _by_id(rows: pa.Table) -> dict[int, dict[str, object]]:
    return {row["id"]: as_json(row) for row in rows.to_pylist()}


def fold(lake: Lake, *, before: date) -> int:
    """Put what waits of earlier days into the lake; return how many accounts' days that was."""
    seen = FactsSeen.objects.filter(grain="account", day__lt=before).order_by("day", "account_id")
    folded = 0
    for day in sorted(set(seen.values_list("day", flat=True))):
        waiting = list(seen.filter(day=day))
        _replace(lake, "facts_account", day, [each.facts for each in waiting])
        _replace(lake, "decided_account", day, [each.decided for each in waiting])
        folded += len(waiting)
    return folded


def give_way(numbers: Numbers, *, day: date) -> None:
    """Let go of what was kept of the day before a run over everybody, which has the last word: of
    persons, and of accounts that nobody changed since `numbers`."""
    FactsSeen.objects.filter(grain="person", day=day).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from records_facts_seen s"
            " using records_changed c, unnest(%s::bigint[], %s::bigint[]) as read(id, number)"
            " where s.grain = 'account' and s.day = %s and s.account_id = read.id"
            " and c.account_id = read.id and c.number = read.number",
            [list(numbers), list(numbers.values()), day],
        )


def forget(*, before: date) -> None:
    """Let go of what the lake holds by now."""
    FactsSeen.objects.filter(day__lt=before).delete()


def _replace(lake: Lake, table: str, day: date, rows: list[dict[str, object]]) -> None:
    """Replace those accounts' rows of a day; a day without a full run is left to itself."""
    kept = lake.read_day(table, day)
    if kept is None:
        return
    lake.write_day(table, day, renewed(kept, rows))
