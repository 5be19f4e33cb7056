"""Somebody else, on another connection to the same database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import psycopg
from django.db import connection

from greenbook.automations.run import FULL_RUN_LOCK


@contextmanager
def another_connection() -> Iterator[psycopg.Connection]:
    parameters = connection.get_connection_params()
    known = ("dbname", "user", "password", "host", "port", "options")
    chosen = {key: parameters[key] for key in known if parameters.get(key)}
    with psycopg.connect(**chosen, autocommit=True) as other:
        yield other


@contextmanager
def holding_the_lock() -> Iterator[None]:
    """As a run over everybody does while it works."""
    with another_connection() as other:
        other.execute("select pg_advisory_lock(%s)", [FULL_RUN_LOCK])
        yield


def logged_elsewhere(account: int, *, by: int, on: date) -> None:
    """A call, logged while this process does something else."""
    with another_connection() as other:
        other.execute(
            "insert into records_timeline_entry"
            " (account_id, type, meeting_type, subject, author_id, with_csm, happened_on,"
            "  known_from) values (%s, 'customer_call', 'cadence_call', 'Hello', %s, true, %s, %s)",
            [account, by, on, on],
        )
