"""Records to the engine: in bulk as Arrow, as they were known on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, Protocol

import adbc_driver_postgresql
import pyarrow as pa
import pyarrow.compute as pc
from adbc_driver_manager import AdbcConnection, AdbcDatabase, AdbcStatement
from django.db import connection
from psycopg.conninfo import make_conninfo

from greenbook.decisions.tables import tables_read
from greenbook.engine.interface import Engine
from greenbook.engine.lake import Lake
from greenbook.engine.usage import usage_known_by
from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import Grain
from greenbook.records.as_of import changed_later_sql, rows_sql
from greenbook.records.registry import BUSINESS_RECORDS, columns_of, facts_name

#: More accounts than this are read as everybody is: naming them would take longer.
FEW = 10_000

#: As all engines have them: whole numbers of 64 bits, JSON as text.
PLAIN = {pa.int16(): pa.int64(), pa.int32(): pa.int64(), pa.json_(): pa.string()}


class Reader(Protocol):
    """Rows of PostgreSQL queries, an Arrow table each."""

    def __call__(self, *queries: str) -> list[pa.Table]: ...


def load_records(
    engine: Engine,
    handbook: Handbook,
    read: Reader,
    *,
    day: date,
    lake: Lake,
    accounts: Collection[int] | None = None,
    beside: Reader | None = None,
    kept: Mapping[str, pa.Table] = MappingProxyType({}),
    grains: Collection[Grain] | None = None,
) -> dict[str, int]:
    """Load every record table that the handbook's facts read; return its number of rows.

    With `accounts`, only those accounts' rows are loaded, and all rows of records without one.
    `beside` sees the same state of the database and reads at the same time. `kept` are tables that
    were read before and need not be read again. `grains` keeps it to what their facts read.
    """
    named = accounts if accounts is None or len(accounts) <= FEW else None
    texts = _texts(handbook, grains)
    columns = tables_read(texts, _columns())
    wanted = {name: columns[name] for name in columns if name not in kept}
    queries = _queries(wanted, read, day=day, accounts=named)
    found = {**kept, **_read_all(queries, read, beside)}
    if "usage_reading" not in kept and any("usage_reading" in text for text in texts):
        found["usage_reading"] = usage_known_by(lake, day, accounts=named)
    for name, rows in found.items():
        theirs = _of(rows, name, accounts) if named is None or name in kept else rows
        engine.load(name, _alike(theirs))
    return {name: rows.num_rows for name, rows in found.items()}


def _queries(
    wanted: Mapping[str, Sequence[str]],
    read: Reader,
    *,
    day: date,
    accounts: Collection[int] | None,
) -> dict[str, str]:
    """What gives the wanted columns of each record, as known on the day."""
    [later] = read(changed_later_sql(wanted, day=day))
    undo = frozenset(later["name"].to_pylist())
    return {
        name: rows_sql(name, day=day, columns=columns, accounts=accounts, undo=name in undo)[0]
        for name, columns in wanted.items()
    }


def _of(rows: pa.Table, name: str, accounts: Collection[int] | None) -> pa.Table:
    """The rows of these accounts, and those of none."""
    column = "id" if name == "account" else "account_id"
    if accounts is None or column not in rows.column_names:
        return rows
    theirs = pc.is_in(rows[column], pa.array(accounts, rows[column].type))
    return rows.filter(pc.or_(theirs, pc.is_null(rows[column])))


def _read_all(
    queries: Mapping[str, str], read: Reader, beside: Reader | None
) -> dict[str, pa.Table]:
    """Whichever reader is free takes the next, the last first: timeline entries take longest."""
    if beside is None:
        return dict(zip(queries, read(*queries.values()), strict=True))
    waiting, found = reversed(list(queries)), {}

    def work(read: Reader) -> None:
        for name in waiting:
            [found[name]] = read(queries[name])

    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(work, beside)
        work(read)
        other.result()
    return found


@contextmanager
def bulk_reader(*, as_seen_by: Reader | None = None) -> Iterator[Reader]:
    """A connection of its own, fast, that sees one unchanging state of the database.

    `as_seen_by` is another such reader, whose state this one sees.
    """
    database = _database(make_conninfo(**_connection_parameters()))
    with AdbcConnection(database) as source, AdbcStatement(source) as statement:

        def ask(sql: str) -> pa.Table:
            statement.set_sql_query(sql)
            rows, _ = statement.execute_query()
            return pa.table(rows)

        def read(*queries: str) -> list[pa.Table]:
            return [ask(sql) for sql in queries]

        source.set_autocommit(False)
        ask("set transaction isolation level repeatable read read only")
        if as_seen_by:
            [exported] = as_seen_by("select pg_export_snapshot()")
            [state] = exported.column(0).to_pylist()
            ask(f"set transaction snapshot '{state}'")
        yield read


@lru_cache(maxsize=2)
def _database(conninfo: str) -> AdbcDatabase:
    """Not connected, but told of the server's types: that takes longer than to connect."""
    return adbc_driver_postgresql.connect(conninfo)


def own_reader(*queries: str) -> list[pa.Table]:
    """Read through Django's connection, inside the transaction that is open: a few rows of each
    query. They are asked together, in one journey."""
    with connection.cursor() as cursor:
        cursor.execute(";\n".join(queries))
        return [_answer(cursor) for _ in cursor.results()]


def _answer(cursor: Any) -> pa.Table:
    """The rows of the query that the cursor stands at."""
    described = cursor.description  # made anew each time it is asked for
    names = [column.name for column in described]
    types = [_arrow_type(column.type_code) for column in described]
    columns = list(zip(*cursor.fetchall(), strict=True)) or [()] * len(names)
    arrays = [pa.array(values, kind) for values, kind in zip(columns, types, strict=True)]
    return pa.table(arrays, names=names)


def _texts(handbook: Handbook, grains: Collection[Grain] | None) -> list[str]:
    """The SQL of the facts of these grains, or of all."""
    of = handbook.facts.subjects
    return [subject.sql for grain in grains or of for subject in of.get(grain, ())]


@cache
def _columns() -> Mapping[str, frozenset[str]]:
    """Every table that facts may read, with its columns."""
    return {facts_name(model): frozenset(columns_of(model)) for model in BUSINESS_RECORDS}


def _connection_parameters() -> dict[str, Any]:
    parameters = connection.get_connection_params()
    known = ("dbname", "user", "password", "host", "port", "sslmode", "options")
    return {key: parameters[key] for key in known if parameters.get(key)}


def _alike(rows: pa.Table) -> pa.Table:
    """Of the same types, whichever reader read them: with others, queries are prepared anew."""
    fields = [field.with_type(PLAIN.get(field.type, field.type)) for field in rows.schema]
    return rows.cast(pa.schema(fields))


_ARROW_TYPES: dict[int, pa.DataType] = {
    16: pa.bool_(),
    20: pa.int64(),
    21: pa.int64(),
    23: pa.int64(),
    25: pa.string(),
    700: pa.float64(),
    701: pa.float64(),
    1009: pa.list_(pa.string()),
    1043: pa.string(),
    1082: pa.date32(),
    1184: pa.timestamp("us", tz="UTC"),
    3802: pa.string(),
}


def _arrow_type(type_code: int) -> pa.DataType:
    """The Arrow type of a PostgreSQL type, by its number in the catalogue (pg_type.oid)."""
    return _ARROW_TYPES[type_code]
