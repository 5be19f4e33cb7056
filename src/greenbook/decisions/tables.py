"""Which records a handbook reads: the tables and columns that its facts name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import sqlglot
from sqlglot import exp


def tables_read(
    texts: Iterable[str], columns: Mapping[str, frozenset[str]]
) -> dict[str, tuple[str, ...]]:
    """For each record table that the SQL `texts` read: the columns of it that they may name.

    `columns` holds every readable table with its columns. A column counts as read when its name
    stands anywhere in a text that reads the table, which may be too many and is never too few.
    """
    read: dict[str, set[str]] = {}
    for text in texts:
        tables, names = _names(text)
        for table in tables & columns.keys():
            read.setdefault(table, {"id"} & columns[table]).update(names & columns[table])
    return {table: tuple(sorted(named)) for table, named in sorted(read.items())}


@lru_cache(maxsize=1024)
def _names(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The tables of a query that it does not define itself, and every column name in it."""
    query = sqlglot.parse_one(text, dialect="duckdb")
    own = {cte.alias for cte in query.find_all(exp.CTE)}
    tables = frozenset(table.name for table in query.find_all(exp.Table)) - own
    return tables, frozenset(column.name for column in query.find_all(exp.Column))
