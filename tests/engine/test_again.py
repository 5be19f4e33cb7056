"""The trace and the decision tell one story: concluded again, it is what was decided."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from greenbook.engine.again import agrees, conclude
from greenbook.engine.decide import decide
from greenbook.engine.duck import DuckEngine
from greenbook.engine.editions import program_on
from greenbook.engine.explain import explain_row, traced_in_bulk
from greenbook.engine.traced_columns import columns_shown, is_settled
from tests.engine.green_handbook import green
from tests.engine.random_accounts import TODAY, accounts, with_facts

DECISIONS = sorted({page.decides for page in green().pages.values() if page.grain == "account"})


@pytest.mark.parametrize("seed", [1, 2])
def test_every_trace_of_a_thousand_accounts_concludes_what_was_decided(seed: int) -> None:
    with DuckEngine(threads=2) as engine:
        with_facts(engine, accounts(500, seed=seed, holes=0.12 * seed))
        decide(engine, program_on(green(), TODAY))
        rows = engine.run("select * from decided_account").to_pylist()
        traces = list(traced_in_bulk(engine, green(), grain="account", on=TODAY))
    decided = {row["id"]: row for row in rows}
    assert len(traces) == 500 * len(DECISIONS)
    for trace in traces:
        row = decided[trace.id]
        assert agrees(trace), (trace.decision, trace.id, trace.because, conclude(trace))
        if trace.kind not in ("program", "playbook"):
            assert trace.value == row[trace.decision], (trace.decision, trace.id)
            assert trace.known is row[f"{trace.decision}__known"]
            assert trace.sure is row.get(f"{trace.decision}__sure", trace.known)


def test_what_was_kept_is_explained_as_if_decided_again() -> None:
    with DuckEngine(threads=2) as engine:
        with_facts(engine, accounts(60, seed=4, holes=0.15))
        decide(engine, program_on(green(), TODAY))
        kept = engine.run("select * from facts_account join decided_account using (id)").to_pylist()
        again = traced_in_bulk(engine, green(), grain="account", on=TODAY)
        by_engine = {(trace.id, trace.decision): trace.as_json() for trace in again}
    for row in kept:
        for decision in DECISIONS:
            trace = explain_row(
                green(), row, grain="account", id=row["id"], decision=decision, on=TODAY
            )
            asked = by_engine[row["id"], decision]
            assert trace.as_json() == asked, (decision, trace.because, asked["because"])


def test_where_everything_is_known_the_few_columns_shown_say_the_same() -> None:
    with DuckEngine(threads=2) as engine:
        with_facts(engine, accounts(8, seed=5, holes=0.01))
        decide(engine, program_on(green(), TODAY))
        kept = engine.run("select * from facts_account join decided_account using (id)").to_pylist()
    settled = 0
    for decision in DECISIONS:
        program = program_on(green(), TODAY, only=[decision])
        shown = columns_shown(decision, program) | {"id", "today"}
        for row in kept:
            few = {
                name: each for name, each in row.items() if name.removesuffix("__evidence") in shown
            }
            if is_settled(decision, program, few):
                settled += 1
                one, other = (
                    explain_row(
                        green(), each, grain="account", id=row["id"], decision=decision, on=TODAY
                    )
                    for each in (few, row)
                )
                assert one == other, (decision, one.because, other.because)
    assert settled > len(kept) * len(DECISIONS) / 2


def test_a_trace_that_was_tampered_with_does_not_agree() -> None:
    with DuckEngine(threads=2) as engine:
        with_facts(engine, accounts(20, seed=3, holes=0.0))
        traces = list(traced_in_bulk(engine, green(), grain="account", on=TODAY))
    trace = random.Random(1).choice([t for t in traces if t.decision == "priority_suggested"])
    assert agrees(trace)
    assert not agrees(replace(trace, value=3))
    assert not agrees(replace(trace, sure=not trace.sure))
