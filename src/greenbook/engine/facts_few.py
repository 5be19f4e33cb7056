"""Facts of a few accounts, again and again: the tables stay, and each query is planned only once.

Planning some thirty queries takes far longer than answering them for one account. So records are
put into tables that are kept, over which the queries of a handbook are prepared; a subject is asked
again only where the day or a record that it reads has changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any

import duckdb
import pyarrow as pa

from greenbook.engine.duck import DAY_FUNCTIONS
from greenbook.engine.interface import Parameter
from greenbook.engine.literals import ParameterMissing, bind, literal
from greenbook.handbook.book import Handbook
from greenbook.handbook.facts import Subject
from greenbook.handbook.pages import Grain

#: How many sets of prepared queries wait to be used again: each thread that works needs one.
KEPT = 4
#: The day is a macro to the queries: those of another day DuckDB plans anew by itself. A parameter
#: would have it plan them each time, and a literal be prepared again for each day.
TODAY = {"today": "the_day()"}

Records = Mapping[str, pa.Table]
Subjects = Mapping[Grain, Sequence[Subject]]
Row = dict[str, Any]


class Irregular(Exception):
    """A query that fails, or rows given twice or left out: `work_out_facts` says what is wrong."""


def facts_of_few(
    handbook: Handbook, records: Records, *, today: date, grains: Collection[Grain]
) -> dict[Grain, pa.Table]:
    """`facts_<grain>` for each of these grains, from the records of a few accounts.

    Raises Irregular.
    """
    with _prepared(handbook, today) as prepared:
        try:
            prepared.turn_to(today)
            prepared.fill(records)
            return {
                grain: prepared.facts(subjects)
                for grain, subjects in handbook.facts.subjects.items()
                if grain in grains
            }
        except (duckdb.Error, ParameterMissing) as failed:
            raise Irregular from failed


@dataclass(slots=True)
class Answer:
    """What a subject said last, the tables that it reads, and what they and the day were then."""

    question: str
    schema: pa.Schema
    tables: frozenset[str]
    of: object = None
    rows: list[tuple[Any, ...]] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Prepared:
    """One thread, and queries planned as they are written: both are quicker for a few rows.

    `changes` counts how often each table was filled with something else.
    """

    subjects: Subjects
    parameters: Mapping[str, Parameter]
    connection: duckdb.DuckDBPyConnection
    today: date | None = None
    records: dict[str, pa.Table] = field(default_factory=dict)
    changes: Counter[str] = field(default_factory=Counter)
    answers: dict[str, Answer] = field(default_factory=dict)

    @classmethod
    def new(cls, subjects: Subjects, parameters: Mapping[str, Parameter]) -> Prepared:
        connection = duckdb.connect(":memory:", config={"threads": 1, "async_threads": 0})
        connection.execute("set enable_progress_bar = false; pragma disable_optimizer")
        connection.execute(DAY_FUNCTIONS)
        return cls(subjects, parameters, connection)

    def turn_to(self, today: date) -> None:
        if self.today != today:
            self.connection.execute(f"create or replace macro the_day() as {literal(today)}")
            self.today = today

    def fill(self, records: Records) -> None:
        """Put the records into the tables, where they are not as they were."""
        for name, rows in records.items():  # DuckDB finds `rows` by its name
            if self._holds(name, rows):
                continue
            held = self.records.get(name)
            if held is not None and rows.schema == held.schema:
                if held.num_rows:
                    self.connection.execute(f'delete from "{name}"')
                if rows.num_rows:
                    self.connection.execute(f'insert into "{name}" from rows')
            else:
                self.connection.execute(f'create or replace table "{name}" as from rows')
                self.answers.clear()  # of other columns they are other queries
            self.records[name] = rows
            self.changes[name] += 1

    def _holds(self, name: str, rows: pa.Table) -> bool:
        return name in self.records and rows.equals(self.records[name])

    def facts(self, subjects: Collection[Subject]) -> pa.Table:
        """The subjects side by side, as `work_out_facts` joins them."""
        fields: list[pa.Field] = []
        rows: dict[Any, Row] = {}
        for subject in subjects:
            answer = self._answer(subject)
            key, *names = answer.schema.names
            own = {row[0]: dict(zip(names, row[1:], strict=True)) for row in answer.rows}
            if not fields:
                fields.append(answer.schema.field(key).with_name("id"))
                rows = {id: {"id": id} for id in own}
            if len(own) != len(answer.rows) or own.keys() != rows.keys():
                raise Irregular(subject.file)
            fields += [answer.schema.field(name) for name in names]
            for id, row in own.items():
                rows[id] |= row
        return pa.Table.from_struct_array(pa.array(rows.values(), pa.struct(fields)))

    def _answer(self, subject: Subject) -> Answer:
        """Asked anew where the day or a record that it reads has changed."""
        if subject.file not in self.answers:
            self.answers[subject.file] = self._prepare(subject)
        answer = self.answers[subject.file]
        of = (self.today, {name: self.changes[name] for name in answer.tables})
        if answer.of != of:
            answer.rows = self.connection.execute(answer.question).fetchall()
            answer.of = of
        return answer

    def _prepare(self, subject: Subject) -> Answer:
        """What reads no table stays as it is: another day would not have it planned anew."""
        question = bind(subject.sql, self.parameters, instead=TODAY)
        tables = frozenset(self.connection.get_table_names(question))
        if tables:
            self.connection.execute(f'prepare "{subject.file}" as {question}')
            question = f'execute "{subject.file}"'
        schema = self.connection.sql(question).to_arrow_table().schema
        return Answer(question, schema, tables)


_waiting: list[Prepared] = []
_lock = Lock()


@contextmanager
def _prepared(handbook: Handbook, today: date) -> Iterator[Prepared]:
    """One that nobody else is using; where something fails it is not used again."""
    subjects, parameters = handbook.facts.subjects, handbook.facts.parameters_on(today)
    prepared = _taken(subjects, parameters) or Prepared.new(subjects, parameters)
    yield prepared
    with _lock:
        _waiting.append(prepared)
        del _waiting[:-KEPT]


def _taken(subjects: Subjects, parameters: Mapping[str, Parameter]) -> Prepared | None:
    """Handbooks that differ in their pages alone have the same facts."""
    with _lock:
        for prepared in reversed(_waiting):
            if (prepared.subjects, prepared.parameters) == (subjects, parameters):
                _waiting.remove(prepared)
                return prepared
    return None
