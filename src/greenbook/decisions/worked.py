"""What was worked out for a day: the engine that holds facts and decisions, and what made them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from greenbook.decisions.alike import fitted, same
from greenbook.decisions.before import load_before
from greenbook.decisions.extract import Reader, load_records
from greenbook.decisions.overrides import load_overrides
from greenbook.engine.decide import decide
from greenbook.engine.decide_few import FEW, decide_few
from greenbook.engine.editions import program_on
from greenbook.engine.facts import work_out_facts
from greenbook.engine.facts_few import Irregular, facts_of_few
from greenbook.engine.interface import Engine, Parameter
from greenbook.engine.lake import Lake
from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import Grain
from greenbook.handbook.program import Program

Step = Callable[[str], AbstractContextManager[None]]


def silently(name: str) -> AbstractContextManager[None]:
    """A step that tells nobody."""
    return nullcontext()


#: Grains that belong to one account. The others are worked out over everybody's.
OF_ACCOUNT: frozenset[Grain] = frozenset(
    {"account", "subscription", "instance", "opportunity", "cta", "escalation"}
)


#: Records that actions change.
ACTED_ON = (
    "account",
    "cta",
    "task",
    "onboarding",
    "success_plan",
    "objective",
    "priority_assessment",
    "program_enrolment",
    "program_step",
    "playbook_run",
)


@dataclass(frozen=True, slots=True)
class Worked:
    """`accounts` is None for everybody; few of them are worked out one by one (`facts_few`,
    `decide_few`). Tables: `facts_<grain>`, `decided_<grain>`, records."""

    engine: Engine
    handbook: Handbook
    program: Program
    day: date
    accounts: frozenset[int] | None = None
    rows_read: dict[str, int] = field(default_factory=dict)
    few: bool = False

    def rows(self, sql: str, **parameters: Parameter) -> list[dict[str, Any]]:
        return self.engine.run(sql, **parameters).to_pylist()

    def columns(self, grain: Grain) -> frozenset[str]:
        """Every fact of the grain."""
        shape = self.engine.shape(f"facts_{grain}")
        return frozenset() if shape is None else frozenset(shape.names)

    def some_true(self, grain: Grain, columns: Collection[str]) -> frozenset[str]:
        """Those of the yes/no columns that are true for anybody: one look for many questions."""
        if not columns:
            return frozenset()
        decided = self.engine.table(f"decided_{grain}")
        return frozenset(name for name in columns if pc.any(decided[name]).as_py())

    def decides(self, decision: str) -> bool:
        """Whether the handbook decides something of this name."""
        return decision in self.program.rulings


def work_out(
    engine: Engine,
    handbook: Handbook,
    read: Reader,
    *,
    day: date,
    lake: Lake,
    accounts: Collection[int] | None = None,
    grains: Collection[Grain] | None = None,
    step: Step = silently,
    beside: Reader | None = None,
    stood: Worked | None = None,
) -> Worked:
    """Records to facts to decisions, for everybody or for `accounts`, as known on `day`.

    Facts of an account may look at its family, so the family's records are read as well. `beside`
    sees the same state of the database as `read`, and reads at the same time. `stood` is what was
    worked out before something was done for the accounts: what no action changes is not read
    again, and who has the facts that they had is not decided again.
    """
    with step("extract"):
        kept = not_acted_on(stood) if stood else {}
        family = None if accounts is None else families(accounts)
        rows_read = load_records(
            engine, handbook, read, day=day, lake=lake, accounts=family, beside=beside, kept=kept
        )
        overridden = load_overrides(engine, day=day, accounts=accounts)
    compiled = program_on(handbook, day, overridden=overridden)
    chosen = None if accounts is None else frozenset(accounts)
    few = (rows_read.get("account", 0) if chosen is None else len(chosen)) <= FEW
    worked = Worked(engine, handbook, compiled, day, chosen, rows_read, few)
    wanted = [grain for grain in compiled.grains if grains is None or grain in grains]
    with step("facts"):
        find_facts(worked, grains=wanted)
        if accounts is not None:
            keep_only(engine, handbook, wanted, accounts)
    with step("decisions"):
        if stood:
            conclude_again(worked, stood, lake=lake, grains=wanted)
        else:
            load_before(engine, compiled, day=day, lake=lake, accounts=accounts)
            conclude(worked, grains=wanted)
    return worked


def find_facts(worked: Worked, *, grains: Collection[Grain]) -> None:
    """Make `facts_<grain>`; what goes wrong is said by the way for everybody."""
    engine, handbook = worked.engine, worked.handbook
    if worked.few:
        records = {name: engine.table(name) for name in worked.rows_read}
        with suppress(Irregular):
            facts = facts_of_few(handbook, records, today=worked.day, grains=grains)
            for grain, rows in facts.items():
                engine.load(f"facts_{grain}", rows)
            return
    work_out_facts(engine, handbook, today=worked.day, grains=grains)


def conclude(worked: Worked, *, grains: Collection[Grain]) -> None:
    """Make `decided_<grain>`."""
    way = decide_few if worked.few else decide
    way(worked.engine, worked.program, grains=grains)


def not_acted_on(stood: Worked) -> dict[str, pa.Table]:
    """The records that are as they were read: where somebody else changed one of them meanwhile,
    its account's number has moved, and the account is left for the end."""
    return {name: stood.engine.table(name) for name in stood.rows_read if name not in ACTED_ON}


def conclude_again(worked: Worked, stood: Worked, *, lake: Lake, grains: Collection[Grain]) -> None:
    """Make `decided_<grain>`, anew only of those who differ in a fact that is read."""
    engine = worked.engine
    facts = {grain: engine.table(f"facts_{grain}") for grain in grains}
    moved = _moved(worked, stood, facts)
    if moved:
        keep_only(engine, worked.handbook, grains, moved)
        load_before(engine, worked.program, day=worked.day, lake=lake, accounts=moved)
        conclude(replace(worked, few=len(moved) <= FEW), grains=grains)
    for grain, rows in facts.items():
        name = f"decided_{grain}"
        decided = stood.engine.table(name)
        anew = engine.table(name) if moved else decided.slice(0, 0)
        rest = rows["id"].filter(pc.invert(pc.is_in(rows["id"], anew["id"])))
        kept = decided.take(pc.index_in(rest, decided["id"]))
        engine.load(name, pa.concat_tables([fitted(anew, decided.schema), kept]))
        engine.load(f"facts_{grain}", rows)


def _moved(worked: Worked, stood: Worked, facts: Mapping[Grain, pa.Table]) -> frozenset[int]:
    """The accounts of which a fact that decisions read is another by now."""
    moved: set[int] = set()
    for grain, now in facts.items():
        then = stood.engine.table(f"facts_{grain}")
        places = pc.index_in(now["id"], then["id"])
        names = ("id", *worked.program.facts_used[grain])
        differ = [each for each in names if not then[each].take(places).equals(now[each])]
        column = account_column(worked.handbook, grain)
        if differ and column is None:
            return worked.accounts or frozenset()
        for each in differ:
            another = pc.invert(same(now[each], then[each].take(places)))
            moved.update(now[column].filter(another).to_pylist())
    return frozenset(moved)


_FAMILIES = """
with heads as (
  select id from unnest(%(accounts)s::bigint[]) as id
  union
  select parent_id from records_account where id = any(%(accounts)s) and parent_id is not null
)
select id from heads
union
select id from records_account where parent_id in (select id from heads)
"""


def families(accounts: Collection[int]) -> set[int]:
    """The accounts with the parents, children and siblings whom their facts may speak of."""
    with connection.cursor() as cursor:
        cursor.execute(_FAMILIES, {"accounts": list(accounts)})
        return {id for (id,) in cursor.fetchall()}


def keep_only(
    engine: Engine, handbook: Handbook, grains: Collection[Grain], accounts: Collection[int]
) -> None:
    """Leave the family out again: only `accounts` are decided."""
    chosen = pa.array(sorted(accounts), pa.int64())
    for grain in grains:
        column = account_column(handbook, grain)
        if column is not None:
            facts = engine.table(f"facts_{grain}")
            engine.load(f"facts_{grain}", facts.filter(pc.is_in(facts[column], chosen)))


def account_column(handbook: Handbook, grain: Grain) -> str | None:
    """The fact that says whose row it is, where there is one."""
    links = handbook.facts.links_to("account", of=grain)
    return "id" if grain == "account" else links[0].column if links else None
