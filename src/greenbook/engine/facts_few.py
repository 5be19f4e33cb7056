"""Facts of a few accounts, again and again: the tables stay, and each query is planned only once.

Planning some thirty queries takes far longer than answering them for one account. So records are
put into tables that are kept, over which the queries of a handbook are prepared for the day; a
subject is asked again only where a record that it reads is not what it was the last time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any

import duckdb
import pyarrow as pa

from greenbook.engine.duck import DAY_FUNCTIONS
from greenbook.engine.literals import ParameterMissing, bind
from greenbook.handbook.book import Handbook
from greenbook.handbook.facts import Subject
from greenbook.handbook.pages import Grain

#: How many sets of prepared queries wait to be used again: each thread that works needs one.
KEPT = 4

Records = Mapping[str, pa.Table]
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
            changed = prepared.fill(records)
            return {
                grain: prepared.facts(subjects, changed)
                for grain, subjects in handbook.facts.subjects.items()
                if grain in grains
            }
        except (duckdb.Error, ParameterMissing) as failed:
            raise Irregular from failed


@dataclass(slots=True)
class Answer:
    """What a subject said last, and the tables that it reads."""

    schema: pa.Schema
    tables: frozenset[str]
    rows: list[tuple[Any, ...]] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Prepared:
    """One thread, and queries planned as they are written: both are quicker for a few rows."""

    handbook: str
    today: date
    parameters: Mapping[str, Any]
    connection: duckdb.DuckDBPyConnection
    records: dict[str, pa.Table] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)

    @classmethod
    def new(cls, handbook: Handbook, today: date) -> Prepared:
        connection = duckdb.connect(":memory:", config={"threads": 1})
        connection.execute("set enable_progress_bar = false; pragma disable_optimizer")
        connection.execute(DAY_FUNCTIONS)
        parameters = handbook.facts.parameters_on(today) | {"today": today}
        return cls(handbook.hash, today, parameters, connection)

    def fill(self, records: Records) -> frozenset[str]:
        """Put the records into the tables; return the names of those that are not as they were."""
        changed = {name for name, rows in records.items() if not self._holds(name, rows)}
        for name in changed:
            self.connection.register("arriving", records[name])
            if name not in self.records:
                self.connection.execute(f'create table "{name}" as select * from arriving')
            else:
                self.connection.execute(f'delete from "{name}"')
                self.connection.execute(f'insert into "{name}" select * from arriving')
            self.records[name] = records[name]
        self.connection.unregister("arriving")
        return frozenset(changed)

    def _holds(self, name: str, rows: pa.Table) -> bool:
        return name in self.records and rows.equals(self.records[name])

    def facts(self, subjects: Collection[Subject], changed: frozenset[str]) -> pa.Table:
        """The subjects side by side, as `work_out_facts` joins them."""
        fields: list[pa.Field] = []
        rows: dict[Any, Row] = {}
        for subject in subjects:
            answer = self._answer(subject, changed)
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

    def _answer(self, subject: Subject, changed: frozenset[str]) -> Answer:
        """Asked anew where a record that it reads has changed."""
        answer = self.answers.get(subject.file)
        if answer is None:
            answer = self.answers[subject.file] = self._prepare(subject)
        elif not answer.tables & changed:
            return answer
        answer.rows = self.connection.execute(f'execute "{subject.file}"').fetchall()
        return answer

    def _prepare(self, subject: Subject) -> Answer:
        sql = bind(subject.sql, self.parameters)
        schema = self.connection.sql(sql).to_arrow_table().schema
        self.connection.execute(f'prepare "{subject.file}" as {sql}')
        return Answer(schema, frozenset(self.connection.get_table_names(sql)))


_waiting: list[Prepared] = []
_lock = Lock()


@contextmanager
def _prepared(handbook: Handbook, today: date) -> Iterator[Prepared]:
    """One that nobody else is using; where something fails it is not used again."""
    prepared = _taken(handbook, today) or Prepared.new(handbook, today)
    yield prepared
    with _lock:
        _waiting.append(prepared)
        del _waiting[:-KEPT]


def _taken(handbook: Handbook, today: date) -> Prepared | None:
    with _lock:
        for prepared in reversed(_waiting):
            if (prepared.handbook, prepared.today) == (handbook.hash, today):
                _waiting.remove(prepared)
                return prepared
    return None
