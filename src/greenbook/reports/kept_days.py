"""What a run over everybody kept of a day: facts and decisions of many accounts at once."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection
from psycopg import sql

from greenbook.engine.lake import Lake
from greenbook.records.many_ids import as_array
from greenbook.reports.books import EVERYBODY, Book

Values = dict[int, dict[str, Any]]

#: More accounts than this are picked out of everybody's rows.
FEW = 500


def day_kept(lake: Lake, *, up_to: date) -> date | None:
    """The last day up to this one of which everybody's decisions are kept."""
    return max((day for day in lake.days("decided_account") if day <= up_to), default=None)


def nearest_kept(lake: Lake, day: date) -> list[date]:
    """The days kept just before and after one that is not."""
    kept = lake.days("decided_account")
    before = [each for each in kept if each < day][-1:]
    return before + [each for each in kept if each > day][:1]


def kept_of(
    lake: Lake, day: date, *, accounts: Collection[int], facts: Collection[str] = (),
    decided: Collection[str] = (), until: date | None = None,
) -> Values:  # fmt: skip
    """Facts and decisions of the accounts on that day, as they were seen; nobody else's. What was
    worked out for single ones on later days counts up to `until`."""
    found: Values = {}
    for table, names in (("facts_account", facts), ("decided_account", decided)):
        rows = _rows(lake, table, day, accounts, names)
        for row in rows.to_pylist() if rows is not None else ():
            found.setdefault(row.pop("id"), {}).update(row)
    book = Book(tuple(accounts))
    for pk, seen in _since(day, book, facts=facts, decided=decided, until=until).items():
        found.setdefault(pk, {}).update(seen)
    return found


def decided_on(
    lake: Lake, day: date, decisions: Collection[str], book: Book = EVERYBODY
) -> pa.Table | None:
    """What was decided of a book on that day, and of single accounts since then: as words, for one
    handbook may mean yes or no by what another one counts. None is what is not known."""
    words = pa.schema([("id", pa.int64()), *((name, pa.string()) for name in decisions)])
    rows = lake.held_day("decided_account", day, words)
    if rows is None:
        return None
    if book.ids is not None:
        rows = rows.filter(pc.is_in(rows["id"], value_set=pa.array(book.ids, pa.int64())))
    later = _since(day, book, decided=decisions)
    anew = [{"id": pk, **_in_words(decided)} for pk, decided in later.items()]
    earlier = pc.invert(pc.is_in(rows["id"], value_set=pa.array(list(later), pa.int64())))
    later_rows = pa.Table.from_pylist(anew, words)
    return pa.concat_tables([rows.filter(earlier), later_rows], promote_options="default")


def _in_words(decided: Mapping[str, Any]) -> dict[str, str]:
    """As Arrow writes them."""
    said = {name: value for name, value in decided.items() if value is not None}
    return {n: str(v).lower() if isinstance(v, bool) else str(v) for n, v in said.items()}


def accounts_with(
    lake: Lake, day: date, decision: str, words: Collection[str], book: Book = EVERYBODY
) -> list[int]:
    """The accounts of which the decision was one of these words: `none` where it does not apply,
    `unknown` where nobody knows."""
    known = f"{decision}__known"
    rows = decided_on(lake, day, [decision, known], book)
    if rows is None:
        return []
    absent = pc.if_else(pc.fill_null(pc.equal(rows[known], "true"), False), "none", "unknown")
    said = pc.coalesce(rows[decision], absent)
    having = rows.filter(pc.is_in(said, value_set=pa.array(list(words), pa.string())))
    return list(having["id"].to_pylist())


def _rows(
    lake: Lake, table: str, day: date, accounts: Collection[int], names: Collection[str]
) -> pa.Table | None:
    if not names or not accounts:
        return None
    columns = {"id", *names}
    if len(accounts) <= FEW:
        return lake.some(table, day, list(accounts), columns)
    rows = lake.read_day(table, day, columns)
    return None if rows is None else rows.filter(pc.field("id").isin(list(accounts)))


def _since(
    day: date, of: Book, *, facts: Collection[str] = (), decided: Collection[str] = (),
    until: date | None = None,
) -> Values:  # fmt: skip
    """What was worked out for single accounts after the run of that day; of hundreds of values
    those asked for, taken out of each in one go."""
    asked = [(part, names) for part, names in (("facts", facts), ("decided", decided)) if names]
    if not asked or of.ids == ():
        return {}
    text = sql.SQL(_SINCE).format(
        sql.SQL(" || ").join(sql.SQL("to_jsonb({})").format(_row(part)) for part, _ in asked),
        sql.SQL(", ").join(_record(part, names) for part, names in asked),
    )
    given: dict[str, Any] = {
        "day": day,
        "until": until or day,
        "all": of.ids is None,
        "accounts": as_array(of.ids or ()),
    }
    with connection.cursor() as cursor:
        cursor.execute(text, given)
        return {account: json.loads(values) for account, values in cursor.fetchall()}


def _record(part: str, names: Collection[str]) -> sql.Composable:
    columns = sql.SQL(", ").join(sql.SQL("{} jsonb").format(sql.Identifier(n)) for n in set(names))
    return sql.SQL("jsonb_to_record({}) as {}({})").format(
        sql.Identifier(part), _row(part), columns
    )


def _row(part: str) -> sql.Identifier:
    return sql.Identifier(f"of_{part}")


_SINCE = """
select account_id, {} from records_facts_seen, {}
where grain = 'account' and day between %(day)s and %(until)s
and (%(all)s or account_id = any(%(accounts)s::bigint[]))
order by day
"""
