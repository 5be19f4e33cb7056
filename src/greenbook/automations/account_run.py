"""The run for accounts that changed: the same path, those accounts alone, one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date
from functools import partial

from django.db import transaction

from greenbook.automations import changes, pending
from greenbook.automations.asked import asked, do
from greenbook.decisions import differences, status
from greenbook.decisions.extract import own_reader
from greenbook.decisions.worked import OF_ACCOUNT, Worked, work_out
from greenbook.engine.duck import DuckEngine
from greenbook.engine.lake import Lake
from greenbook.handbook.book import Handbook
from greenbook.records.acting import acting

#: Actions change facts of the same day, so whoever was acted for is decided again, so many times.
PASSES = 3
REASON = "by rule"


def run_accounts(
    accounts: Collection[int],
    *,
    day: date,
    handbook: Handbook,
    lake: Lake,
    engine: DuckEngine,
) -> Counter[str]:
    """Work out `accounts` on `day`, do what follows, and keep what stands. Waits for their locks.

    Counts what was done; `flipping` counts accounts for whom rules still ask for something after
    the last pass.
    """
    with transaction.atomic(), acting(on=day, reason=REASON):
        mine = changes.lock(accounts)
        work = partial(_work_out, mine, day=day, handbook=handbook, lake=lake, engine=engine)
        worked = work()
        done: Counter[str] = Counter()
        for _ in range(PASSES):
            what = asked(worked, own_reader)
            did = do(what, accounts=mine, day=day, handbook=handbook.hash, run=None)
            if not did:
                break
            done += did
            worked = work(stood=worked)
        else:
            done["flipping"] += len(asked(worked, own_reader).accounts())
        done += store(worked, mine, lake=lake)
        changes.take(mine)
    return done


def _work_out(
    accounts: list[int],
    *,
    day: date,
    handbook: Handbook,
    lake: Lake,
    engine: DuckEngine,
    stood: Worked | None = None,
) -> Worked:
    return work_out(
        engine.beside(),
        handbook,
        own_reader,
        day=day,
        lake=lake,
        accounts=accounts,
        grains=OF_ACCOUNT,
        stood=stood,
    )


def store(worked: Worked, accounts: Collection[int], *, lake: Lake) -> Counter[str]:
    """Keep what stands for the accounts, what changed, and the facts it was decided on."""
    differences.load_earlier(worked, lake=lake)
    differences.add_since(worked, lake=lake)
    changed = differences.changes(worked)
    kept = differences.keep(changed, accounts=accounts, day=worked.day, run=None)
    standing = status.new_statuses(worked, own_reader)
    status.write(standing, accounts=accounts, day=worked.day, run=None)
    pending.keep(worked)
    return Counter(decisions_changed=kept)
