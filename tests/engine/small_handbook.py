"""A handbook of a few facts, and the records they are worked out from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pyarrow as pa

from greenbook.handbook.book import Handbook
from greenbook.handbook.facts import FactParameters, Facts
from greenbook.handbook.pages import Grain
from greenbook.handbook.problems import Findings, Place
from greenbook.handbook.read.facts_sql import read_facts_file

IDENTITY = """-- grain: account
select
  a.id,
  cast($today as date) as today,  -- date: the day (clock)
  a.name,  -- text: name (fixed)
  cast(a.arr_cents as bigint) as arr  -- usd: ARR
from account a
"""
CALLS = """-- grain: account
with last_call as (
  select account_id, max(happened_on) as last_call_on, max(id) as entry_id, count(*) as calls
  from timeline_entry
  where days_between(happened_on, $today) <= $window_days
  group by account_id
)
select
  a.id,
  cast(coalesce(c.calls, 0) as bigint) as recent_calls,  -- count: calls lately
  c.last_call_on,  -- date or none: last call
  'timeline_entry:' || cast(c.entry_id as varchar) as last_call_on__evidence,
  add_months(c.last_call_on, 1) as next_call_on  -- date or none: next call
from account a
left join last_call c on c.account_id = a.id
"""
BOOK = """-- grain: person; account.csm_id
select p.id, p.name  -- text: name
from person p
"""
FILES = {
    "facts/account/identity.sql": IDENTITY,
    "facts/account/calls.sql": CALLS,
    "facts/person/book.sql": BOOK,
}
PARAMETERS = (
    FactParameters(
        date(2000, 1, 1), "Calls, 1", Place("facts/parameters.toml"), {"window_days": 30}
    ),
    FactParameters(
        date(2024, 6, 1), "Calls, 2", Place("facts/parameters.toml"), {"window_days": 5}
    ),
)
RECORDS = {
    "account": pa.table(
        {
            "id": pa.array([1, 2], pa.int64()),
            "name": ["Acme", "Globex"],
            "arr_cents": pa.array([12_000_00, None], pa.int64()),
        }
    ),
    "timeline_entry": pa.table(
        {
            "id": pa.array([7, 8], pa.int64()),
            "account_id": pa.array([1, 1], pa.int64()),
            "happened_on": [date(2024, 5, 1), date(2024, 5, 20)],
        }
    ),
    "person": pa.table({"id": pa.array([5], pa.int64()), "name": ["Nora"]}),
}


def handbook_of(files: Mapping[str, str]) -> Handbook:
    """The facts files read, with the parameters above and without pages."""
    subjects: dict[Grain, tuple] = {}
    for file, sql in files.items():
        findings = Findings()
        read = read_facts_file(file, sql, findings)
        assert read, findings
        grain = read.subject.grain
        subjects[grain] = (*subjects.get(grain, ()), read.subject)
    facts = Facts(subjects, parameters=PARAMETERS)
    return Handbook(dict(files), "Small", 2, {}, {}, facts, {})
