"""A person's own numbers (calls a week, share of priority 1), soon after an account of theirs
changed."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import date
from typing import Any

import pyarrow.compute as pc
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from greenbook.decisions.before import load_before
from greenbook.decisions.explain import handbook_of
from greenbook.decisions.extract import load_records, own_reader
from greenbook.decisions.kept_rows import load_kept
from greenbook.decisions.overrides import load_overrides
from greenbook.decisions.subjects import as_json, keep_standing
from greenbook.decisions.worked import OF_ACCOUNT, Worked, conclude, find_facts, work_out
from greenbook.engine.duck import DuckEngine
from greenbook.engine.editions import program_on
from greenbook.engine.lake import Lake
from greenbook.handbook.book import Handbook
from greenbook.handbook.compile.stages import tally_reads
from greenbook.records.models import FactsSeen

TASK = "greenbook.automations.tasks.work_out_person"
#: Whoever logs five calls in a row is worked out once.
AFTER_SECONDS = 5

#: Where a person has left something that their facts may count.
_TOUCHED = """
select account_id from records_account_team where user_id = %(user)s
union select account_id from records_timeline_entry where author_id = %(user)s
union select e.account_id from records_timeline_entry e
  join records_entry_attendee a on a.entry_id = e.id where a.user_id = %(user)s
union select account_id from records_cta where owner_id = %(user)s
"""
_WHOSE = """
select distinct user_id from records_account_team
where role in ('csm', 'cse') and account_id = any(%(accounts)s)
  and starts_on <= %(day)s and (ends_on is null or ends_on >= %(day)s)
order by user_id
"""


def work_out_soon(accounts: Collection[int], *, day: date) -> None:
    """Have the worker look at those who look after the accounts, each once."""
    for user in _ids(_WHOSE, accounts=list(accounts), day=day):
        look_at_soon(user)


def look_at_soon(user: int) -> None:
    """Have the worker look at one person, once."""
    job = app.configure_task(
        TASK,
        lock=f"person {user}",
        queueing_lock=f"person {user}",
        schedule_in={"seconds": AFTER_SECONDS},
    )
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(user=user)


def run_person(user: int, *, day: date, handbook: Handbook, lake: Lake, engine: DuckEngine) -> None:
    """Work out one person over the accounts that concern them, and keep what stands."""
    if not any(page.grain == "person" for page in handbook.pages.values()):
        return
    touched = frozenset(_ids(_TOUCHED, user=user))
    own = engine.beside()
    worked = _as_kept(own, handbook, day=day, lake=lake, accounts=touched)
    if worked is None:
        worked = work_out(
            own, handbook, own_reader, day=day, lake=lake, accounts=touched, grains=OF_ACCOUNT
        )
    find_facts(worked, grains=["person"])
    _leave_only(worked, user)
    conclude(worked, grains=["person"])
    with transaction.atomic():
        keep_standing(worked, "person")
        _keep_seen(worked, user)


def _as_kept(
    engine: DuckEngine, handbook: Handbook, *, day: date, lake: Lake, accounts: frozenset[int]
) -> Worked | None:
    """The accounts as they were decided today; None where they have to be decided for it, as by a
    handbook that is newer than the day's run."""
    if handbook_of(day).hash != handbook.hash:
        return None
    overridden = load_overrides(engine, day=day, accounts=accounts)
    program = program_on(handbook, day, overridden=overridden)
    counted = program.selects["person"].tallies
    columns = {by for _, by in counted}.union(*map(tally_reads, counted.values()))
    if not {grain for grain, _ in counted} <= {"account"}:
        return None
    if not load_kept(engine, accounts=accounts, columns=columns, day=day, lake=lake):
        return None
    load_before(engine, program, day=day, lake=lake, accounts=accounts)
    rows_read = load_records(
        engine, handbook, own_reader, day=day, lake=lake, accounts=accounts, grains=["person"]
    )
    return Worked(engine, handbook, program, day, accounts, rows_read, few=True)


def _leave_only(worked: Worked, user: int) -> None:
    """Facts are of everybody, as a query may look at others; they are not to be decided."""
    facts = worked.engine.table("facts_person")
    worked.engine.load("facts_person", facts.filter(pc.equal(facts["id"], user)))


def _keep_seen(worked: Worked, user: int) -> None:
    """What it was decided on, so that an explanation of today speaks of it."""
    facts, decided = (
        worked.engine.table(table).to_pylist() for table in ("facts_person", "decided_person")
    )
    for row, concluded in zip(facts, decided, strict=True):
        FactsSeen.objects.update_or_create(
            grain="person",
            subject_id=str(user),
            day=worked.day,
            defaults={"facts": as_json(row), "decided": as_json(concluded)},
        )


def _ids(sql: str, **parameters: Any) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [id for (id,) in cursor.fetchall() if id is not None]
