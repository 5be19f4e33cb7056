"""Facts worked out from records: every subject's SELECT as of a day, joined to one row a grain row.

The record tables stand in the engine under their bare names, already as they were known that day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from greenbook.engine.interface import Engine, EngineRefused, Parameter
from greenbook.engine.literals import ParameterMissing, bind
from greenbook.handbook.book import Handbook
from greenbook.handbook.facts import Subject
from greenbook.handbook.pages import Grain

#: The rows of each subject of a grain.
Given: TypeAlias = Sequence[tuple[Subject, pa.Table]]


class FactsRefused(Exception):
    """Facts could not be worked out; the message begins with the file that is to blame."""

    def __init__(self, file: str, says: str) -> None:
        super().__init__(f"{file}: {says}")
        self.file = file


def work_out_facts(
    engine: Engine, handbook: Handbook, *, today: date, grains: Collection[Grain] | None = None
) -> None:
    """Make `facts_<grain>` (first column `id`) for each grain, or for the ones named.

    Raises FactsRefused where a subject's SQL fails, gives an id twice or leaves out rows that
    another subject of the grain has.
    """
    parameters = handbook.facts.parameters_on(today) | {"today": today}
    for grain, subjects in handbook.facts.subjects.items():
        if grains is None or grain in grains:
            work_out_grain(engine, grain, subjects, parameters)


def work_out_grain(
    engine: Engine, grain: Grain, subjects: Iterable[Subject], parameters: Mapping[str, Parameter]
) -> None:
    given = [(subject, work_out_subject(engine, subject, parameters)) for subject in subjects]
    refuse_repeated_columns(given)
    refuse_missing_rows(given)
    engine.load(f"facts_{grain}", side_by_side(given))


def work_out_subject(
    engine: Engine, subject: Subject, parameters: Mapping[str, Parameter]
) -> pa.Table:
    """The rows of one subject, with its key as `id`."""
    try:
        rows = engine.run(bind(subject.sql, parameters))
    except (EngineRefused, ParameterMissing) as refused:
        raise FactsRefused(subject.file, str(refused)) from refused
    keys = rows[subject.key_column]
    if pc.count_distinct(keys, mode="all").as_py() != len(keys):
        again = next(each["values"] for each in pc.value_counts(keys) if each["counts"].as_py() > 1)
        raise FactsRefused(
            subject.file,
            f"gives {subject.key_column} {again} more than once; one row for each "
            f"{subject.grain} is needed",
        )
    return rows.rename_columns({subject.key_column: "id"})


def side_by_side(given: Given) -> pa.Table:
    """The first one says which rows there are; they stand by id, as the lake keeps them."""
    ids = given[0][1]["id"].take(pc.sort_indices(given[0][1]["id"]))
    columns = {"id": ids}
    for _, rows in given:
        placed = rows if rows["id"].equals(ids) else rows.take(pc.index_in(ids, rows["id"]))
        columns |= zip(placed.column_names[1:], placed.columns[1:], strict=True)
    return pa.table(columns)


def refuse_repeated_columns(given: Given) -> None:
    seen: dict[str, str] = {}
    for subject, rows in given:
        for name in rows.column_names[1:]:
            if name in seen:
                raise FactsRefused(subject.file, f"`{name}` is given by {seen[name]}, too")
            seen[name] = subject.file


def refuse_missing_rows(given: Given) -> None:
    """Every subject has the same rows: a left-out account would look like an unknown fact."""
    most = max((rows.num_rows for _, rows in given), default=0)
    for subject, rows in given:
        if rows.num_rows != most:
            raise FactsRefused(
                subject.file,
                f"gives {rows.num_rows} rows where another file gives {most}; one row for each "
                f"{subject.grain} is needed",
            )
