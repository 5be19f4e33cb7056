"""Takes an import back as a unit: what it created goes, what it changed is as it was before.

What was touched since stays, and is named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from greenbook.inputs import sql
from greenbook.inputs.apply import TURN, reason_of
from greenbook.inputs.kinds import USAGE, RecordKind, stored_kinds
from greenbook.inputs.problems import ImportRefused, Refusal
from greenbook.records.acting import acting
from greenbook.records.models import ImportRun, User

#: What is worked out from an account's records goes with it.
WORKED_OUT = (
    "records_account_status",
    "records_changed",
    "records_facts_seen",
    "records_decision_change",
)
NAMED = 20


@dataclass(slots=True)
class UndoReport:
    """Rows by kind. `kept` names rows that stay, with the reason, at most some of each kind."""

    run: int
    removed: dict[str, int] = field(default_factory=dict)
    put_back: dict[str, int] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)
    kept_because: list[str] = field(default_factory=list)
    readings: int = 0

    def as_json(self) -> dict[str, Any]:
        return {
            "run": self.run,
            "removed": self.removed,
            "put_back": self.put_back,
            "kept": self.kept,
            "kept_because": self.kept_because,
            "readings_that_stay": self.readings,
        }

    def __str__(self) -> str:
        lines = [f"Import {self.run} is undone."]
        for said, counts in (("Removed", self.removed), ("Put back", self.put_back)):
            if counts:
                lines.append(f"{said}: {_counted(counts)}")
        if self.kept:
            lines.append(f"Stay: {_counted(self.kept)}")
            lines += [f"  {each}" for each in self.kept_because]
        if self.readings:
            lines.append(f"Usage readings stay in the lake: {self.readings:,}.")
        return "\n".join(lines)


def _counted(kinds: Mapping[str, int]) -> str:
    """`account: 2, timeline_entry: 14`, in the codes of the records."""
    return ", ".join(f"{kind}: {many:,}" for kind, many in kinds.items())


def undo_import(run_id: int, *, by: User | None, on: date) -> UndoReport:
    """Undo one import in one transaction. Raises `ImportRefused` when there is nothing to undo."""
    with transaction.atomic():
        sql.rows(TURN)
        run = ImportRun.objects.filter(pk=run_id).first()
        if run is None or run.state != "applied":
            says = "there is no such import" if run is None else f"this import is {run.state}"
            fix = "Give the number that the import said when it was applied"
            raise ImportRefused([Refusal("import", 0, "", str(run_id), says, fix)])
        report = UndoReport(run_id, readings=_readings(run))
        with acting(by=by, on=on, reason=f"undo of import {run_id}", source=run.source):
            for kind in stored_kinds().values():
                _put_back(kind, report)
            _remove(report)
        run.state = "undone"
        run.save(update_fields=["state"])
    return report


def _readings(run: ImportRun) -> int:
    return int(run.counts.get(USAGE, {}).get("created", 0))


def _put_back(kind: RecordKind, report: UndoReport) -> None:
    """Rows that the import changed and nobody since: back to the version before."""
    columns = [f.column for f in kind.fields.values() if f.name not in ("id", "password")]
    columns = [column for column in columns if column != "last_login"]
    given = ", ".join(f"{sql.name(c)} = was.{sql.name(c)}" for c in columns)
    reason = sql.text(reason_of(report.run))
    changed = f"""
        select h.record_id, h.version, not exists (
            select 1 from records_record_history later
            where later.table_name = h.table_name and later.record_id = h.record_id
            and later.id > h.id) as untouched
        from records_record_history h
        where h.table_name = '{kind.table}' and h.reason = {reason}
          and exists (select 1 from {kind.table} t where t.id = h.record_id)"""
    stay = sql.rows(
        f"select coalesce(t.external_id, t.id::text) from ({changed}) c"
        f" join {kind.table} t on t.id = c.record_id where not c.untouched order by 1"
    )
    _keep(report, kind.name, [row[0] for row in stay], "changed again since")
    count = sql.execute(
        f"""update {kind.table} t set {given}
            from ({changed}) c, jsonb_populate_record(null::{kind.table}, c.version) was
            where c.untouched and t.id = c.record_id"""
    )
    if count:
        report.put_back[kind.name] = count


def _remove(report: UndoReport) -> None:
    """Rows that the import created and nobody touched or refers to, children first."""
    sql.execute("drop table if exists pg_temp.undone")
    sql.execute("create temp table undone (kind text, id bigint, primary key (kind, id))")
    for kind in stored_kinds().values():
        sql.execute(
            f"insert into undone select '{kind.name}', id from {kind.table}"
            f" where import_run_id = {report.run}"
        )
    sql.execute("analyze undone")
    kept = _touched(report)
    while kept:
        kept = _referred(report)
    for kind in reversed(stored_kinds().values()):
        _delete(kind, report)
    sql.execute("drop table undone")


def _touched(report: UndoReport) -> bool:
    """Leave what was changed since; what the undoing itself put back does not count."""
    for kind in stored_kinds().values():
        touched = sql.rows(
            f"""delete from undone u using {kind.table} t
                where u.kind = '{kind.name}' and t.id = u.id and exists (
                  select 1 from records_record_history h
                  where h.table_name = '{kind.table}' and h.record_id = u.id)
                returning coalesce(t.external_id, t.id::text)"""
        )
        _keep(report, kind.name, [row[0] for row in touched], "changed since")
    return True


def _referred(report: UndoReport) -> bool:
    """Leave what a row that stays refers to; whether there was such a row."""
    found = False
    for kind in stored_kinds().values():
        for reference in kind.references:
            other = stored_kinds().get(reference.refers_to or "")
            if other is None:
                continue
            rows = sql.rows(
                f"""delete from undone u using {other.table} t
                    where u.kind = '{other.name}' and t.id = u.id and exists (
                      select 1 from {kind.table} r where r.{sql.name(reference.column)} = u.id
                      and not exists (
                        select 1 from undone v where v.kind = '{kind.name}' and v.id = r.id))
                    returning coalesce(t.external_id, t.id::text)"""
            )
            because = f"{kind.name} records that stay refer to it"
            _keep(report, other.name, [row[0] for row in rows], because)
            found = found or bool(rows)
    return found


def _delete(kind: RecordKind, report: UndoReport) -> None:
    gone = f"select id from undone where kind = '{kind.name}'"
    if kind.name == "account":
        for table in WORKED_OUT:
            sql.execute(f"delete from {table} where account_id in ({gone})")
    count = sql.execute(f"delete from {kind.table} where id in ({gone})")
    # A past day shall not show what was taken back beside what is imported in its place.
    sql.execute(
        f"delete from records_record_history where table_name = '{kind.table}'"
        f" and record_id in ({gone})"
    )
    if kind.name == "account":
        sql.execute(f"delete from records_changed where account_id in ({gone})")
    if count:
        report.removed[kind.name] = count


def _keep(report: UndoReport, kind: str, names: list[str], because: str) -> None:
    if names:
        report.kept[kind] = report.kept.get(kind, 0) + len(names)
        report.kept_because += [f"{kind} {name}: {because}" for name in names[:NAMED]]
