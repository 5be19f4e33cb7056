"""A large book of business in a temporary home: its own database, its lake, the handbook."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from greenbook.engine.lake import Lake

#: A Monday of FY27, on which the newest edition of every page holds.
DAY = date(2026, 6, 1)
SQL = Path(__file__).with_name("book.sql")

#: One reading a metric, a month, and an account, for seven accounts of ten.
READINGS = """
select
  i::bigint as account_id, null::bigint as subscription_id, i::bigint as instance_id, m.metric,
  date '{day}' - n::int * 28 - 3 as read_on, 'ping' as source, null::varchar as external_id,
  round(m.typical * (0.4 + (hash(i, m.metric, n) % 100) / 100.0)) as value,
  date '{day}' - n::int * 28 - 3 as known_from
from range(1, {accounts} + 1) as accounts(i), range(0, 2) as months(n), (values
  ('billable_users', 300.0), ('licensed_users', 400.0), ('unique_active_users_28d', 250.0),
  ('git_operation_users_28d', 150.0), ('ci_builds_28d', 6000.0),
  ('ci_internal_pipelines_28d', 900.0),
  ('secure_scanner_users_28d', 40.0), ('deployment_users_28d', 30.0), ('deployments_28d', 800.0),
  ('successful_deployments_28d', 600.0), ('failed_deployments_28d', 90.0)) as m(metric, typical)
where i % 10 < 7
"""


@contextmanager
def temporary_home() -> Iterator[None]:
    """A home that goes with the block, its server first; Django is set up in it, once a process."""
    from greenbook.config import embedded

    with tempfile.TemporaryDirectory(prefix="greenbook-bench-") as home:
        os.environ["GREENBOOK_HOME"] = home
        os.environ.pop("GREENBOOK_DATABASE_URL", None)
        os.environ.pop("GREENBOOK_LAKE", None)
        try:
            yield
        finally:
            embedded.stop(Path(home, "postgres"))


def fill(*, accounts: int, entries: int, day: date = DAY) -> None:
    """Make the tables and fill them as of a day: `entries` timeline entries an account."""
    from greenbook.cli.django import records

    records()
    from django.db import connection, transaction

    from greenbook.cli.workshop import lake

    text = SQL.read_text().format(accounts=accounts, entries=entries, day=day)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        cursor.execute(text)
        for table in ("user", "account"):
            sequence = f"pg_get_serial_sequence('records_{table}', 'id')"
            cursor.execute(f"select setval({sequence}, max(id)) from records_{table}")
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
    keep_readings(lake(), accounts=accounts, day=day)


def keep_readings(lake: Lake, *, accounts: int, day: date) -> None:
    from greenbook.engine.usage import append_usage

    with duckdb.connect() as connection:
        text = READINGS.format(day=day, accounts=accounts)
        append_usage(lake, connection.sql(text).to_arrow_table())
