"""Reads every file of a plan into temporary tables, and keeps what was refused on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from greenbook.inputs.book.read import BookReading
from greenbook.inputs.files import Row, read_rows
from greenbook.inputs.incoming import Incoming
from greenbook.inputs.kinds import RecordField, kinds
from greenbook.inputs.limits import Limits
from greenbook.inputs.mapping.shape import Section
from greenbook.inputs.plan import FilePlan, Plan
from greenbook.inputs.problems import ImportRefused, Refusal
from greenbook.inputs.rows import Drawing, Drawn

Progress = Callable[[str, int], None]
TOLD_EVERY = 10_000


class Reading:
    """What one set of files brought: tables of records, refused rows, counts."""

    def __init__(self, plan: Plan, *, limits: Limits, progress: Progress | None) -> None:
        self.plan, self._limits, self._progress = plan, limits, progress
        self.names = [each.path.name for each in plan.files]
        self.incoming: list[Incoming] = []
        self.refusals: list[Refusal] = []
        self.refused: set[tuple[int, int]] = set()
        self.refused_of_kind: Counter[str] = Counter()
        self.rows: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()
        self.book: BookReading | None = None
        self._sections: dict[tuple[int, int], Incoming] = {}

    def read(self) -> None:
        """Everything, file after file."""
        for number, file in enumerate(self.plan.files):
            if file.is_book:
                self._read_book(number, file.path)
            else:
                self._read_file(number, file)
        for each in self.incoming:
            each.finish()

    def refuse(self, refusal: Refusal, *, file: int, kind: str) -> None:
        """Keep a refusal; the row is out, with everything that it would have become."""
        if (file, refusal.line) not in self.refused:
            self.refused_of_kind[kind] += 1
        self.refused.add((file, refusal.line))
        self.refusals.append(refusal)
        if len(self.refusals) >= self._limits.refusals:
            raise ImportRefused(self.refusals)

    def forget_refused(self) -> None:
        """Leave out what came from refused rows."""
        for each in self.incoming:
            each.forget(self.refused)

    def _read_file(self, number: int, file: FilePlan) -> None:
        drawings = [
            (Drawing(each, kinds()[each.kind], file.form, file=file.path.name, limits=self._limits),
             self._begun(each, file, index))
            for index, each in enumerate(file.sections)
        ]  # fmt: skip
        for row in read_rows(file.path, file.form, self._limits):
            self._take(number, file, row, drawings)
            self._tell(file.path.name)

    def _take(
        self, number: int, file: FilePlan, row: Row, drawings: list[tuple[Drawing, Incoming]]
    ) -> None:
        drawn = [(drawing.draw(row), into) for drawing, into in drawings]
        refused = [(each, into) for each, into in drawn if isinstance(each, Refusal)]
        for refusal, into in refused:
            self.refuse(refusal, file=number, kind=into.kind.name)
        if refused:
            return
        for record, into in drawn:
            if isinstance(record, Drawn):
                into.add(
                    [number, row.line, into.source, record.external_id, record.first_id, None,
                     *record.values]
                )  # fmt: skip
            else:
                self.left_out[f"{file.path.name} as {into.kind.name}"] += 1

    def _begun(self, section: Section, file: FilePlan, index: int) -> Incoming:
        """The table for a section; parts of one export that fit the same rule share it."""
        key = (id(section), index)
        if key not in self._sections:
            kind = kinds()[section.kind]
            fields = [kind.mappable[name] for name in section.fields]
            if section.known_from:
                fields.append(RecordField("known_from", "known_from", "day", "date"))
            self._sections[key] = self._add(
                Incoming(
                    len(self.incoming), kind, fields, self.plan.source,
                    takes=section.fields, id_columns=section.id,
                    only_existing=section.only_existing,
                )
            )  # fmt: skip
        return self._sections[key]

    def _add(self, incoming: Incoming) -> Incoming:
        incoming.create()
        self.incoming.append(incoming)
        return incoming

    def _read_book(self, number: int, path: Path) -> None:
        if self.book is None:
            self.book = BookReading(begin=self._add, first=len(self.incoming), limits=self._limits)
        for refusal, kind in self.book.read(number, path):
            if refusal:
                self.refuse(refusal, file=number, kind=kind)
            self._tell(path.name)

    def _tell(self, name: str) -> None:
        self.rows[name] += 1
        if self._progress and self.rows[name] % TOLD_EVERY == 0:
            self._progress(name, self.rows[name])
