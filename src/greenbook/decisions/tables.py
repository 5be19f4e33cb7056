"""Which records a handbook reads: the tables and columns that its facts name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import sqlglot
from sqlglot import exp

#: Read of every table that has them.
KEYS = {"id", "account_id"}


def tables_read(
    texts: Iterable[str], columns: Mapping[str, frozenset[str]]
) -> dict[str, tuple[str, ...]]:
    """For each record table that the SQL `texts` read: the columns of it that they may name.

    `columns` holds every readable table with its columns. A column that stands without its table's
    name counts for each table of its SELECT, which may be too many and is never too few.
    """
    read: dict[str, set[str]] = {}
    for text in texts:
        for table, names in _names(text):
            if table in columns:
                read.setdefault(table, KEYS & columns[table]).update(names & columns[table])
    return {table: tuple(sorted(named)) for table, named in sorted(read.items())}


@lru_cache(maxsize=1024)
def _names(text: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Each mention of a table that a query does not define itself, and the columns named of it."""
    query = sqlglot.parse_one(text, dialect="duckdb")
    own = {cte.alias for cte in query.find_all(exp.CTE)}
    mentions = [table for table in query.find_all(exp.Table) if table.name not in own]
    return tuple((table.name, _named(table, query)) for table in mentions)


def _named(table: exp.Table, query: exp.Expr) -> frozenset[str]:
    """What its SELECT names; where that takes `*` or joins `using`, any name of the query."""
    select = table.parent_select
    if select is None or _takes_unnamed(select):
        return frozenset(column.name for column in query.find_all(exp.Column))
    found = select.find_all(exp.Column)
    return frozenset(c.name for c in found if c.table in ("", table.alias_or_name))


def _takes_unnamed(select: exp.Select) -> bool:
    return select.is_star or any(join.args.get("using") for join in select.args.get("joins") or ())
