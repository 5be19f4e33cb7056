"""Usage readings in the lake: every number a ping or an export gave, and every later correction.

A reading is one metric of one instance, subscription or account on one day from one source. It is
never changed: a correction is a further row, known from later on.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import cache

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as pads

from greenbook.engine.lake import Lake

TABLE = "usage_reading"
READING = pa.schema(
    [
        ("account_id", pa.int64()),
        ("subscription_id", pa.int64()),
        ("instance_id", pa.int64()),
        ("metric", pa.string()),
        ("read_on", pa.date32()),
        ("source", pa.string()),
        ("external_id", pa.string()),
        ("value", pa.float64()),
        ("known_from", pa.date32()),
    ]
)
KEY = "account_id, subscription_id, instance_id, metric, read_on, source, external_id"
KEPT = READING.append(pa.field("month", pa.date32())).append(pa.field("sequence", pa.int64()))

CONTRADICTING = f"""
select {KEY}, min(value) as one, max(value) as other from arriving group by {KEY}
having count(distinct value) > 1 or count(value) not in (0, count(*)) limit 1
"""

#: Few readings are ever corrected: only those are put in order.
LATEST = f"""
with known as materialized (
  select *, hash({KEY}) as same from kept where known_from <= $known_by and read_on <= $known_by
), corrected as (
  select same from known group by same having count(*) > 1
)
select * exclude (same) from known where same not in (select same from corrected)
union all
select * exclude (same, place) from (
  select *, row_number() over (
    partition by {KEY} order by known_from desc, sequence desc) as place
  from known where same in (select same from corrected)
) where place = 1
"""

NEW = f"""
with latest as (
  select {KEY}, arg_max(row(value), row(known_from, sequence)) as last from kept
  where month in (select month from arriving) group by {KEY}
)
select distinct arriving.*, $sequence::bigint as sequence
from arriving left join latest on {
    " and ".join(f"arriving.{name} is not distinct from latest.{name}" for name in KEY.split(", "))
}
where latest.last is null or latest.last[1] is distinct from arriving.value
order by arriving.account_id
"""


class ContradictingReadings(Exception):
    """Two rows say different things about the same reading; none of them was kept."""


def append_usage(lake: Lake, readings: pa.Table) -> int:
    """Keep what is new or corrected in `readings` (columns of READING); how many rows that was.

    Giving the same readings again keeps nothing.
    """
    arriving = readings.select(READING.names).cast(READING)
    with quietly_connected() as connection:
        connection.register("readings", arriving)
        connection.execute(
            "create temp view arriving as select *, date_trunc('month', read_on)::date as month"
            " from readings"
        )
        refuse_contradictions(connection)
        connection.register("kept", kept(lake))
        [(last,)] = connection.execute("select coalesce(max(sequence), 0) from kept").fetchall()
        new = connection.sql(NEW, params={"sequence": last + 1}).to_arrow_table()
    if new.num_rows:
        lake.append(TABLE, new, partition_by="month")
    return int(new.num_rows)


def usage_known_by(lake: Lake, day: date, *, accounts: Collection[int] | None = None) -> pa.Table:
    """The readings of days up to `day` as they were known by then, later corrections undone.

    `accounts` keeps it to the readings of those.
    """
    found = of_accounts(kept(lake), accounts)
    if isinstance(found, pa.Table):
        return latest(found, day).select(READING.names)
    with quietly_connected() as connection:
        connection.register("kept", found)
        rows = connection.sql(LATEST, params={"known_by": day}).to_arrow_table()
    return rows.select(READING.names)


def latest(readings: pa.Table, day: date) -> pa.Table:
    """LATEST, of readings in memory: no query has to be planned."""
    known = (pc.field("known_from") <= day) & (pc.field("read_on") <= day)
    readings = readings.filter(known).sort_by(
        [(n, "ascending") for n in ("known_from", "sequence")]
    )
    places = readings.append_column("place", pa.array(range(readings.num_rows), pa.int64()))
    last = places.group_by(KEY.split(", "), use_threads=False).aggregate([("place", "max")])
    return readings.take(last["place_max"])


def quietly_connected() -> duckdb.DuckDBPyConnection:
    """Without DuckDB's own progress bar; what one makes the others do not see."""
    connection = _database().cursor()
    connection.execute("set enable_progress_bar = false")
    return connection


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """Opened once a process: that takes longer than most questions."""
    return duckdb.connect(":memory:")


def of_accounts(
    readings: pa.Table | pads.Dataset, accounts: Collection[int] | None
) -> pa.Table | pads.Dataset:
    """Read at once where it is of some: the files are sorted, so little of them is looked at."""
    if accounts is None:
        return readings
    found = readings.filter(pads.field("account_id").isin(sorted(accounts)))
    return found.to_table() if isinstance(found, pads.Dataset) else found


def kept(lake: Lake) -> pa.Table | pads.Dataset:
    """Every reading and correction in the lake, as a dataset; an empty table before the first."""
    return lake.files(TABLE) or KEPT.empty_table()


def refuse_contradictions(connection: duckdb.DuckDBPyConnection) -> None:
    found = connection.execute(CONTRADICTING).fetchall()
    if not found:
        return
    account, subscription, instance, metric, read_on, source, external_id, one, other = found[0]
    where = [f"account {account}", f"subscription {subscription}", f"instance {instance}"]
    of = ", ".join(each for each in where if not each.endswith("None"))
    raise ContradictingReadings(
        f"{metric} of {of} on {read_on} from {source} {external_id or ''} is both {one} and {other}"
    )
