"""Whether each documented column of the facts SQL has the type that its comment promises."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pyarrow as pa

from greenbook.engine.facts import FactsRefused, work_out_subject
from greenbook.engine.interface import Engine
from greenbook.handbook.book import Handbook
from greenbook.handbook.facts import Fact, Subject
from greenbook.handbook.types import Type

WHOLE = frozenset({"int64"})
NUMBER = frozenset({"int64", "double"})
TEXT = frozenset({"string"})

#: The Arrow types that fit each kind of fact, and what to write to get one.
FITTING: dict[str, tuple[frozenset[str], str]] = {
    "yes/no": (frozenset({"bool"}), "boolean"),
    "count": (WHOLE, "bigint"),
    "days": (WHOLE, "bigint"),
    "months": (WHOLE, "bigint"),
    "usd": (WHOLE, "bigint"),
    "version": (WHOLE, "bigint"),
    "percent": (NUMBER, "double"),
    "number": (NUMBER, "double"),
    "date": (frozenset({"date32[day]"}), "date"),
    "text": (TEXT, "varchar"),
    "person": (WHOLE | TEXT, "bigint"),
}


def check_types(engine: Engine, handbook: Handbook, *, today: date) -> list[FactsRefused]:
    """Work out every subject over the record tables that are loaded, empty ones will do; all
    that does not run or does not fit, file by file."""
    parameters = handbook.facts.parameters_on(today) | {"today": today}
    found: list[FactsRefused] = []
    for subjects in handbook.facts.subjects.values():
        for subject in subjects:
            try:
                rows = work_out_subject(engine, subject, parameters)
            except FactsRefused as refused:
                found.append(refused)
            else:
                found.extend(misfits(subject, rows.schema))
    return found


def misfits(subject: Subject, shape: pa.Schema) -> Iterator[FactsRefused]:
    for fact in subject.columns.values():
        if fact.name not in shape.names:
            yield FactsRefused(subject.file, f"`{fact.name}` is documented but not selected")
        elif not fits(shape.field(fact.name).type, fact.type):
            yield FactsRefused(subject.file, says(fact, shape.field(fact.name).type))


def says(fact: Fact, type: pa.DataType) -> str:
    _, wanted = fitting(fact.type)
    return (
        f"line {fact.place.line}: `{fact.name}` is documented as {fact.type} but comes as {type}; "
        f"write cast(… as {wanted})"
    )


def fits(type: pa.DataType, declared: Type) -> bool:
    name = "string" if type in (pa.large_string(), pa.string_view()) else str(type)
    return name in fitting(declared)[0]


def fitting(declared: Type) -> tuple[frozenset[str], str]:
    if declared.kind != "one of":
        return FITTING[declared.kind]
    return (WHOLE, "bigint") if declared.numeric else (TEXT, "varchar")
