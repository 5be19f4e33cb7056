"""The rows of a table as they were known on a day: later records left out, later changes undone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from greenbook.records.models.base import Record
from greenbook.records.registry import columns_of, record_model, record_name
from greenbook.records.triggers import LINKS

_HISTORY = "records_record_history"


class NoSuchColumn(LookupError):
    """The record has no such column, or it is not for reading."""


def rows_sql(
    record: type[Record] | str,
    *,
    day: date,
    columns: Sequence[str] | None = None,
    accounts: Collection[int] | None = None,
    happened: bool = True,
    undo: bool = True,
) -> tuple[str, tuple[()]]:
    """One SELECT with the rows of a record as known on `day`, in no order.

    `happened` leaves out rows whose `happened_on` is after `day`, as facts need it. `undo` is not
    needed where no row of the record was changed after `day` (`changed_later_sql`): planning it
    takes longer than reading the rows of an account. `accounts` restricts to the rows of these
    accounts, for records that belong to one; of the others (users, partners, workshops…) all rows
    come. The day and the ids stand in the text as literals, so that a bulk reader can COPY the
    answer; the parameters are therefore always empty.
    """
    model = record_model(record) if isinstance(record, str) else record
    table = model._meta.db_table
    wanted = ", ".join(f'r."{column}"' for column in _wanted(model, columns))
    rows = _known(day, happened=happened) + _of(model, accounts)
    if not undo:
        return f"select {wanted}\nfrom {table} r\nwhere {rows}", ()
    later = _later(f"'{table}'", day)
    return _SELECT.format(
        table=table,
        wanted=wanted,
        rows=rows,
        later=later,
        touched=_touched(model, accounts, later),
        history=_HISTORY,
    ), ()


def changed_later_sql(records: Iterable[str], *, day: date) -> str:
    """One SELECT with the names of those records of which a row was changed after `day`."""
    tables = ", ".join(f"('{name}', '{record_model(name)._meta.db_table}')" for name in records)
    return (
        f"select t.name from (values {tables}) as t(name, table_name)"
        f" where exists (select 1 from {_HISTORY} h where {_later('t.table_name', day)})"
    )


_SELECT = """\
select {wanted}
from {table} r
where {rows}
  and not exists (select 1 from {history} h where {later} and h.record_id = r.id)
union all
select {wanted}
from (
  select distinct on (h.record_id) h.version
  from {history} h
  where {later}{touched}
  order by h.record_id, h.until_day, h.id
) undone
cross join lateral jsonb_populate_record(null::{table}, undone.version) r
where {rows}"""


def _wanted(model: type[Record], columns: Sequence[str] | None) -> Sequence[str]:
    offered = columns_of(model)
    for column in columns or ():
        if column not in offered:
            raise NoSuchColumn(f"{record_name(model)}.{column}")
    return columns or offered


def _later(table: str, day: date) -> str:
    return f"h.table_name = {table} and h.until_day > date '{day.isoformat()}'"


def _known(day: date, *, happened: bool) -> str:
    known = f"r.known_from <= date '{day.isoformat()}'"
    if not happened:
        return known
    return f"{known} and (r.happened_on is null or r.happened_on <= date '{day.isoformat()}')"


def _of(model: type[Record], accounts: Collection[int] | None) -> str:
    column = account_column(model)
    if accounts is None or column is None:
        return ""
    theirs = f"r.{column} = any({_array(accounts)})"
    return f" and ({theirs} or r.{column} is null)" if _may_have_none(model) else f" and {theirs}"


def _touched(model: type[Record], accounts: Collection[int] | None, later: str) -> str:
    """Only records that were once theirs; each with all its versions, as it may have moved."""
    if accounts is None or account_column(model) is None:
        return ""
    theirs = f"h.account_id = any({_array(accounts)})"
    once = f"({theirs} or h.account_id is null)" if _may_have_none(model) else theirs
    return f" and h.record_id in (select h.record_id from {_HISTORY} h where {later} and {once})"


def _array(accounts: Collection[int]) -> str:
    return "'{" + ",".join(str(int(account)) for account in sorted(accounts)) + "}'::bigint[]"


def _may_have_none(model: type[Record]) -> bool:
    fields = {field.column: field for field in model._meta.concrete_fields}
    return account_column(model) == "account_id" and fields["account_id"].null


def account_column(model: type[Record]) -> str | None:
    """The column that says whose row it is; none for users, partners and what several share."""
    name = record_name(model)
    if name == "account":
        return "id"
    if name in LINKS or not any(f.column == "account_id" for f in model._meta.concrete_fields):
        return None
    return "account_id"
