"""Facts worked out from records: every subject's SELECT as of a day, joined to one row a grain row.

The record tables stand in the engine under their bare names, already as they were known that day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from greenbook.engine.interface import Engine, EngineRefused, Parameter
from greenbook.engine.literals import ParameterMissing, bind
from greenbook.handbook.book import Handbook
from greenbook.handbook.facts import Subject
from greenbook.handbook.pages import Grain


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
    tables = {f"facts_{grain}__{n}": subject for n, subject in enumerate(subjects, start=1)}
    given = {
        table: work_out_subject(engine, table, subject, parameters)
        for table, subject in tables.items()
    }
    refuse_repeated_columns(given, tables)
    engine.load(f"facts_{grain}", engine.run(joined(given, tables)))
    refuse_missing_rows(engine, tables)
    for table in tables:
        engine.drop(table)


def work_out_subject(
    engine: Engine, table: str, subject: Subject, parameters: Mapping[str, Parameter]
) -> list[str]:
    """Make the table of one subject; gives back its columns without the key."""
    try:
        engine.create(table, bind(subject.sql, parameters))
    except (EngineRefused, ParameterMissing) as refused:
        raise FactsRefused(subject.file, str(refused)) from refused
    key = f'"{subject.key_column}"'
    twice = engine.run(f"select {key} from {table} group by {key} having count(*) > 1 limit 1")
    if twice.num_rows:
        again = twice.column(0)[0].as_py()
        raise FactsRefused(
            subject.file,
            f"gives {subject.key_column} {again} more than once; one row for each "
            f"{subject.grain} is needed",
        )
    shape = engine.shape(table)
    return [name for name in shape.names if name != subject.key_column] if shape else []


def joined(given: Mapping[str, list[str]], tables: Mapping[str, Subject]) -> str:
    """The SELECT that puts the subjects side by side; the first one says which rows there are."""
    first, *others = tables
    key = f'{first}."{tables[first].key_column}"'
    columns = [f'{table}."{name}"' for table, names in given.items() for name in names]
    joins = [
        f'left join {table} on {table}."{tables[table].key_column}" = {key}' for table in others
    ]
    return " ".join([f"select {', '.join([f'{key} as id', *columns])} from {first}", *joins])


def refuse_repeated_columns(given: Mapping[str, list[str]], tables: Mapping[str, Subject]) -> None:
    seen: dict[str, str] = {}
    for table, names in given.items():
        file = tables[table].file
        for name in names:
            if name in seen:
                raise FactsRefused(file, f"`{name}` is given by {seen[name]}, too")
            seen[name] = file


def refuse_missing_rows(engine: Engine, tables: Mapping[str, Subject]) -> None:
    """Every subject has the same rows: a left-out account would look like an unknown fact."""
    counts = ", ".join(f"(select count(*) from {table}) as {table}" for table in tables)
    [rows] = engine.run(f"select {counts}").to_pylist()
    most = max(rows.values(), default=0)
    for table, subject in tables.items():
        if rows[table] != most:
            raise FactsRefused(
                subject.file,
                f"gives {rows[table]} rows where another file gives {most}; one row for each "
                f"{subject.grain} is needed",
            )
