"""The run over everybody: records, facts, decisions, what follows from them, and what is kept.

Safe to repeat at any step: nothing is written but in transactions of some accounts each, which
repeat to nothing, and in days of the lake, which are written whole. Killed and started again, a run
works everything out anew and ends where an undisturbed one does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import pyarrow as pa
from django.db import transaction

from greenbook.automations import changes, pending
from greenbook.automations.account_run import PASSES, REASON, run_accounts
from greenbook.automations.asked import Asked, asked, do
from greenbook.automations.merge import merge_revised
from greenbook.automations.parts import Part, in_parts
from greenbook.automations.people import work_out_soon
from greenbook.decisions import differences, status
from greenbook.decisions.differences import Change
from greenbook.decisions.extract import Reader, bulk_reader
from greenbook.decisions.status import Status
from greenbook.decisions.subjects import keep_standing
from greenbook.decisions.worked import OF_ACCOUNT, Step, Worked, conclude, find_facts, work_out
from greenbook.engine.duck import DuckEngine
from greenbook.engine.lake import Lake
from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import Grain
from greenbook.records.acting import acting
from greenbook.records.models import Run

#: Days that the lake keeps whole; of older months only the last day that was run.
KEEP_DAYS = 400

#: What the lake keeps of each grain.
KEPT = ("facts", "decided")


@dataclass(slots=True)
class FullRun:
    """One run over everybody; `moved` are accounts that others changed while it was at work."""

    run: Run
    day: date
    handbook: Handbook
    lake: Lake
    engine: DuckEngine
    step: Step
    acts: bool
    keep_days: int = KEEP_DAYS
    done: Counter[str] = field(default_factory=Counter)
    numbers: changes.Numbers = field(default_factory=dict)
    moved: set[int] = field(default_factory=set)

    def work(self) -> Worked:
        """Do everything; return what was worked out in the end."""
        with self.step("fold"):
            self.done["folded"] += pending.fold(self.lake, before=self.day)
            pending.forget(before=self.day)
        with bulk_reader() as read:
            with bulk_reader(as_seen_by=read) as beside:
                worked = self._work_out(read, beside)
            self.numbers = changes.numbers_read(read)
            self.done["accounts"] = worked.engine.run("select id from facts_account").num_rows
            if self.acts:
                self._passes(worked, read)
        with ThreadPoolExecutor(1) as beside:
            with self.step("people"):
                differences.load_earlier(worked, lake=self.lake)
                differences.add_since(worked, lake=self.lake)
                writing = [beside.submit(self._keep_day, self._tables(worked, OF_ACCOUNT))]
                coarser = self._coarser(worked)
                writing += [beside.submit(self._keep_day, self._tables(worked, coarser))]
            with self.step("differences"):
                if self.acts:
                    self._keep_standing(worked, coarser)
            with self.step("lake"):
                for each in writing:
                    each.result()
        if self.acts:
            with self.step("changed meanwhile"):
                self._take_up_moved()
        return worked

    def _work_out(self, read: Reader, beside: Reader) -> Worked:
        return work_out(
            self.engine,
            self.handbook,
            read,
            day=self.day,
            lake=self.lake,
            grains=OF_ACCOUNT,
            step=self.step,
            beside=beside,
        )

    def _passes(self, worked: Worked, read: Reader) -> None:
        with self.step("actions"):
            what = asked(worked, read)
            for _ in range(PASSES):
                accounts, did = self._do(what)
                if not did:
                    return
                self.done += did
                what = self._again(worked, accounts)
            self.done["flipping"] += len(what.accounts())

    def _do(self, what: Asked) -> tuple[list[int], Counter[str]]:
        """Do what is asked, a part of the accounts a transaction; return for whom it was done."""
        reached, done = list[int](), Counter[str]()
        for still, did in in_parts(what.accounts(), partial(self._do_part, what)):
            reached += still
            done += did
        return reached, done

    def _do_part(self, what: Asked, part: Part) -> tuple[list[int], Counter[str]]:
        with transaction.atomic(), acting(on=self.day, reason=REASON):
            still = self._lock(part)
            done = do(
                what,
                accounts=still,
                day=self.day,
                handbook=self.handbook.hash,
                run=self.run.pk,
            )
            self.numbers |= changes.take(still)
        return still, done

    def _lock(self, part: Part) -> list[int]:
        still = changes.lock_unmoved(part, self.numbers)
        self.moved |= set(part) - set(still)
        return still

    def _again(self, worked: Worked, accounts: list[int]) -> Asked:
        """Decide again those that something was done for; return what they ask for now."""
        with bulk_reader() as read:
            revised = work_out(
                self.engine.beside(),
                self.handbook,
                read,
                day=self.day,
                lake=self.lake,
                accounts=accounts,
                grains=OF_ACCOUNT,
                stood=worked,
            )
            what = asked(revised, read)
        merge_revised(worked, revised)
        return what

    def _coarser(self, worked: Worked) -> list[Grain]:
        """Persons, industries and the company count what stands now."""
        grains = [grain for grain in worked.program.grains if grain not in OF_ACCOUNT]
        find_facts(worked, grains=grains)
        conclude(worked, grains=grains)
        return grains

    def _keep_standing(self, worked: Worked, coarser: Collection[Grain]) -> None:
        for grain in coarser:
            keep_standing(worked, grain)
        changed = differences.changes(worked)
        with bulk_reader() as read:
            standing = status.new_statuses(worked, read)
        whose = {change.account_id for change in changed} | {row.account_id for row in standing}
        whose |= differences.accounts_changed_on(self.day)
        keep = partial(self._keep_part, changed, standing)
        self.done["decisions_changed"] += sum(in_parts(sorted(whose), keep))

    def _keep_part(
        self, changed: Collection[Change], standing: Collection[Status], part: Part
    ) -> int:
        with transaction.atomic():
            still = self._lock(part)
            run = self.run.pk
            kept = differences.keep(changed, accounts=still, day=self.day, run=run)
            status.write(standing, accounts=still, day=self.day, run=run)
            self.numbers |= changes.take(still)
        return kept

    def _tables(self, worked: Worked, grains: Collection[Grain]) -> dict[str, pa.Table]:
        """What the lake is to keep, as Arrow: another thread may read that, but not the engine."""
        names = [f"{what}_{g}" for g in worked.program.grains if g in grains for what in KEPT]
        return {name: worked.engine.table(name) for name in names}

    def _keep_day(self, tables: Mapping[str, pa.Table]) -> None:
        for name, rows in tables.items():
            self.lake.write_day(name, self.day, rows)
            if self.acts:
                self.lake.forget(name, today=self.day, keep_days=self.keep_days)

    def _take_up_moved(self) -> None:
        """Whatever of this was worked out meanwhile stays; persons are counted anew."""
        pending.give_way(self.numbers, day=self.day)
        work_out_soon(changes.since(self.numbers), day=self.day)
        changes.take_others(self.numbers)
        for account in sorted(self.moved | set(changes.waiting())):
            self.done += run_accounts(
                [account],
                day=self.day,
                handbook=self.handbook,
                lake=self.lake,
                engine=self.engine,
            )
