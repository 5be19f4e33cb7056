"""An import, from files to rows: read, laid over the database, checked, reported, written.

Everything happens in one transaction; a preview and a refusal end it without a trace.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.db import transaction
from django.db.models.functions import Now

from greenbook.engine.lake import Lake
from greenbook.inputs import checks, sql
from greenbook.inputs.book.database import refuse_foreign_book
from greenbook.inputs.image import Images
from greenbook.inputs.kinds import USAGE
from greenbook.inputs.limits import USUAL, Limits
from greenbook.inputs.mapping import Mapping, read_mapping
from greenbook.inputs.oddities import oddities
from greenbook.inputs.plan import Plan, planned
from greenbook.inputs.problems import ImportRefused, Refusal
from greenbook.inputs.reading import Progress, Reading
from greenbook.inputs.refused import Cells, original_rows, with_cells, write_refused
from greenbook.inputs.report import ImportReport
from greenbook.inputs.usage import Readings
from greenbook.inputs.write import count, write
from greenbook.records.acting import acting
from greenbook.records.bulk import new_ids
from greenbook.records.models import ImportRun, RefusedRow, User

#: Imports take turns.
TURN = "select pg_advisory_xact_lock(hashtextextended('greenbook.import', 0))"


def import_files(
    paths: Sequence[Path],
    *,
    mapping: Path | None = None,
    dry_run: bool = False,
    skip_refused: bool = False,
    by: User | None,
    on: date,
    lake: Lake,
    limits: Limits = USUAL,
    progress: Progress | None = None,
) -> ImportReport:
    """Import files as one set, or say what that would do (`dry_run`).

    Raises `ImportRefused` when a row is refused (unless `skip_refused`) and `NoMappingFits`, with
    a drafted mapping, when nothing says what the columns mean. `on` is the day of the import.
    """
    plan = planned(paths, _mapping(mapping))
    with transaction.atomic():
        sql.rows(TURN)
        run = ImportRun(
            id=new_ids(ImportRun, 1)[0], source=plan.source, by=by, known_from=on, started_at=Now()
        )
        with acting(by=by, on=on, reason=reason_of(run.pk), source=plan.source):
            one = _Import(plan, run, on=on, lake=lake, limits=limits, progress=progress)
            report = one.work(dry_run=dry_run, skip_refused=skip_refused)
        if dry_run:
            transaction.set_rollback(True)
    return report


def reason_of(run: int) -> str:
    """What history says of a row that an import changed."""
    return f"import {run}"


def _mapping(path: Path | None) -> Mapping | None:
    return read_mapping(path) if path else None


class _Import:
    """One import at work."""

    def __init__(
        self,
        plan: Plan,
        run: ImportRun,
        *,
        on: date,
        lake: Lake,
        limits: Limits,
        progress: Progress | None,
    ) -> None:
        self.plan, self.run, self.on, self.lake, self.limits = plan, run, on, lake, limits
        self.reading = Reading(plan, limits=limits, progress=progress)
        self._originals: dict[int, dict[int, Cells]] = {}

    def work(self, *, dry_run: bool, skip_refused: bool) -> ImportReport:
        self.reading.read()
        self._settle(once=not (dry_run or skip_refused))
        self._see_originals()
        if self.reading.refusals and not (dry_run or skip_refused):
            raise ImportRefused(self.reading.refusals)
        report = self._report("previewed" if dry_run else "applied")
        if not dry_run:
            self._write(report)
        self._clear()
        return report

    def _settle(self, *, once: bool) -> None:
        """Lay everything over the database until nothing more is refused.

        What refers to a refused row is refused in the next round.
        """
        while True:
            self.reading.forget_refused()
            before = len(self.reading.refusals)
            self._refuse(checks.twice(self.reading.incoming, limit=self.limits.refusals))
            self.reading.forget_refused()
            self.images = Images(self.reading.incoming, on=self.on, run_id=self.run.pk)
            if self.reading.book:
                refuse_foreign_book(self.reading.book.databases, self.reading.incoming)
            self.images.make()
            self.readings = Readings(self.images)
            self.readings.make()
            # A set that is refused anyway names causes; what refers to a refused row is none.
            references = not (once and self.reading.refusals)
            limit = self.limits.refusals
            self._refuse(checks.unfit(self.images, references=references, limit=limit))
            if references:
                self._refuse(self.readings.unfit(limit=limit))
            if once or len(self.reading.refusals) == before:
                return

    def _refuse(self, found: list[checks.Found]) -> None:
        for each in found:
            refusal = checks.as_refusal(each, self.reading.names, self.reading.incoming)
            kind = self.reading.incoming[each.section].kind.name
            self.reading.refuse(refusal, file=each.file, kind=kind)

    def _see_originals(self) -> None:
        """Say refused values as the files write them."""
        names = self.reading.names
        for number, file in enumerate(self.plan.files):
            lines = {line for at, line in self.reading.refused if at == number}
            if lines:
                self._originals[number] = original_rows(file, lines, self.limits)
        seen = [self._seen(each, names) for each in self.reading.refusals]
        self.reading.refusals = sorted(seen, key=lambda r: (names.index(r.file), r.line))

    def _seen(self, refusal: Refusal, names: list[str]) -> Refusal:
        rows = self._originals.get(names.index(refusal.file), {})
        return with_cells(refusal, rows.get(refusal.line, {}))

    def _report(self, state: str) -> ImportReport:
        kinds = count(self.images)
        if self.readings.sets:
            kinds.append(self.readings.count(self.lake))
        for each in kinds:
            each.refused = self.reading.refused_of_kind[each.kind]
        return ImportReport(
            state=state,
            source=self.plan.source,
            run=self.run.pk if state == "applied" else None,
            kinds=kinds,
            files={name: self.reading.rows[name] for name in self.reading.names},
            left_out=dict(self.reading.left_out),
            unused_columns={f.path.name: list(f.unused) for f in self.plan.files if f.unused},
            refusals=self.reading.refusals,
            oddities=oddities(self.images),
        )

    def _write(self, report: ImportReport) -> None:
        """The rows, the record of the import, the corrected file; the lake last, as its writing
        can be repeated but not taken back."""
        write(self.images, report.kinds)
        self.run.files = [{"name": n, "rows": rows} for n, rows in report.files.items()]
        self.run.counts = {kind.kind: kind.as_json() for kind in report.kinds}
        self.run.mapping = self._mapping_kept()
        self.run.finished_at = Now()
        self.run.save(force_insert=True)
        self._write_refused(report)
        sql.execute("set constraints all immediate")
        if self.readings.sets:
            self.readings.append(self.lake)
        sql.execute("set constraints all deferred")

    def _mapping_kept(self) -> str:
        book = self.reading.book
        return " ".join(sorted(book.databases)) if book else self.plan.mapping

    def _write_refused(self, report: ImportReport) -> None:
        rows = []
        for number, file in enumerate(self.plan.files):
            refusals = [r for r in self.reading.refusals if r.file == file.path.name]
            if not refusals:
                continue
            originals = self._originals.get(number, {})
            report.refused_files.append(str(write_refused(file, originals, refusals)))
            rows += [self._refused_row(r, originals.get(r.line)) for r in refusals]
        RefusedRow.objects.bulk_create(rows, batch_size=1000)

    def _refused_row(self, refusal: Refusal, cells: Cells | None) -> RefusedRow:
        said = {k: str(v) for k, v in cells.items()} if cells else None
        return RefusedRow(
            import_run=self.run,
            file=refusal.file,
            line=refusal.line,
            column=refusal.column,
            value=refusal.value.replace("\x00", "␀"),
            reason=refusal.reason,
            fix=refusal.fix,
            row=said and {k: v.replace("\x00", "␀") for k, v in said.items()},
        )

    def _clear(self) -> None:
        """Nothing temporary is left, should the transaction go on."""
        sql.execute(f"drop table if exists pg_temp.image_{USAGE}")
        self.images.drop()
        for each in self.reading.incoming:
            sql.execute(f"drop table if exists pg_temp.{each.table}")
