"""A handbook with a page of every kind decides the same on DuckDB and over Spark Connect."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from greenbook.engine.duck import DuckEngine
from greenbook.engine.interface import Engine
from greenbook.engine.spark import SparkEngine
from greenbook.handbook.book import Handbook
from greenbook.handbook.compile import compile_handbook
from tests.handbook_compile.small import DAY, PEOPLE, TYPES, handbook_of, page
from tests.handbook_compile.test_decisions import HANDED_ON, MODEL
from tests.handbook_compile.test_health import ADOPTION, EXTRA, HEALTH, LICENCES, SENTIMENT
from tests.handbook_compile.test_rhythms import EBR, PRIORITY, calls
from tests.handbook_compile.test_work import CTA, ENGAGED, PLAYBOOK, SHARE, TRIAGED

ARROW = {
    "boolean": pa.bool_(), "bigint": pa.int64(), "varchar": pa.string(), "date": pa.date32(),
}  # fmt: skip
EVERY_FUNCTION = page(
    "decision",
    "functions",
    """
[[edition.rule]]
name = "latest"
when = "latest_of(last_call_on, add_months(year_start, -1)) > add_days(assigned_on, 30)"
then = 1
[[edition.rule]]
name = "at least two"
when = "at_least(2, in_triage, growth_intent, version >= '15.2', uptier_months is null)"
then = 2
[[edition.rule]]
name = "numbers"
when = "at_least_zero(billable - licensed) * 2 between 1 and 50 or ratio(scans, billable) < 0.1"
then = 3
[[edition.rule]]
name = "known"
when = "known(last_call_on) and sentiment not in ('red', 'yellow')"
then = 4
""",
    values="[1, 2, 3, 4]",
    unknown='"passes"',
)


def whole_handbook() -> Handbook:
    return handbook_of(
        functions=EVERY_FUNCTION,
        model=MODEL,
        top=page("decision", "suggested", HANDED_ON, values="[1, 2, 3]", unknown='"passes"'),
        priority=PRIORITY,
        licences=LICENCES,
        adoption=ADOPTION,
        mood=SENTIMENT,
        extra=EXTRA,
        health=HEALTH.replace("{more}", 'leave_out = { when = "in_triage", all_but = ["mood"] }'),
        cadence=calls(),
        ebr=EBR,
        engaged=ENGAGED,
        share=SHARE,
        triaged=TRIAGED,
        cta=CTA,
        review=PLAYBOOK,
    )


def book(accounts: int) -> pa.Table:
    """Accounts of every sort, a tenth of every fact missing."""
    drawn = random.Random(7)
    words = {
        "segment": ["strategic", "growth", "commercial"], "region": ["AMER", "EMEA"],
        "sentiment": ["red", "yellow", "green"], "version": [15001, 15002, 15010],
        "csm_id": [1, 2, 3], "uptier_months": [1, 3, 5],
    }  # fmt: skip

    def one(name: str, type_: str) -> Any:
        if name == "today":
            return DAY
        if drawn.random() < 0.1 and not name.endswith("__known"):
            return None
        if name in words:
            return drawn.choice(words[name])
        by_type = {
            "boolean": drawn.random() < 0.4,
            "date": date(2024, 1, 1) + timedelta(drawn.randrange(180)),
        }
        return by_type.get(type_, drawn.randrange(120))

    columns = {name: [one(name, type_) for _ in range(accounts)] for name, type_ in TYPES.items()}
    fields = {"id": pa.array(range(accounts), pa.int64())}
    return pa.table(
        fields | {name: pa.array(rows, ARROW[TYPES[name]]) for name, rows in columns.items()}
    )


PEOPLE_ROWS = pa.table(
    {"id": pa.array([1, 2, 3], pa.int64()), "works_in": ["enterprise", "scale", None]}
    | {name: pa.array([1, 2, 3], pa.int64()) for name in PEOPLE if name != "works_in"}
)


def decide_with(engine: Engine, accounts: pa.Table) -> dict[str, list[dict[str, Any]]]:
    program = compile_handbook(whole_handbook(), on=DAY)
    engine.load("facts_account", accounts)
    engine.load("facts_person", PEOPLE_ROWS)
    found = {}
    for grain in program.grains:
        engine.create(f"decided_{grain}", program.query(grain))
        found[grain] = engine.run(f"select * from decided_{grain} order by id").to_pylist()
    return found


def test_both_engines_decide_the_same(spark: SparkEngine) -> None:
    accounts = book(400)
    with DuckEngine(threads=1) as duck:
        expected = decide_with(duck, accounts)
    found = decide_with(spark, accounts)
    assert set(found) == {"account", "person"}
    for grain, rows in expected.items():
        assert found[grain] == rows
    decided = {row["functions"] for row in expected["account"]}
    assert decided == {1, 2, 3, 4, None}
