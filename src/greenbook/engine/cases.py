"""The cases of a handbook, run in bulk: one query for all that share editions and a grain."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa

from greenbook.engine.behind import with_locals
from greenbook.engine.case_judged import CaseResult, judged
from greenbook.engine.columns import ARROW
from greenbook.engine.decide import read_by, types_beside
from greenbook.engine.duck import DuckEngine
from greenbook.engine.editions import edition_day, program_on
from greenbook.engine.given import facts_given
from greenbook.engine.stubs import Stubs, query_with_stubs, stub_values, stubs_of
from greenbook.engine.traced import Tracing
from greenbook.handbook.book import Handbook
from greenbook.handbook.cases_file import Case
from greenbook.handbook.conditions.walk import columns_in
from greenbook.handbook.pages import Grain
from greenbook.handbook.program import Program
from greenbook.handbook.say.words import Words

#: Cases that one query answers: the day their editions began, their grain, what they stub.
Batch = tuple[date, Grain, frozenset[str]]

#: What a query names.
NAMES = re.compile(r'"(\w+)"')


def run_cases(handbook: Handbook, *, pages: Collection[str] | None = None) -> list[CaseResult]:
    """Every case of the handbook, or of the pages named (by path), in the order of the files."""
    cases = [case for case in handbook.cases if pages is None or case.page in pages]
    batches: dict[Batch, list[Case]] = defaultdict(list)
    for case in cases:
        stubbed = stubs_of(handbook, case).names
        grain = handbook.pages[case.page].grain
        batches[edition_day(handbook, case.on), grain, stubbed].append(case)
    results: dict[int, CaseResult] = {}
    with DuckEngine(threads=1) as engine:
        for batch, together in batches.items():
            judgements = run_batch(engine, handbook, batch, together)
            results.update(zip(map(id, together), judgements, strict=True))
    return [results[id(case)] for case in cases]


def run_batch(
    engine: DuckEngine, handbook: Handbook, batch: Batch, cases: list[Case]
) -> list[CaseResult]:
    day, grain, stubbed = batch
    wanted = {handbook.pages[case.page].decides for case in cases}
    wanted.update(column.partition("__")[0] for case in cases for column in case.also)
    program = program_on(handbook, day)
    stubs = [stubs_of(handbook, case) for case in cases]
    tables = {
        f"facts_{grain}": facts_of(handbook, program, grain, cases, stubs, stubbed),
        f"before_{grain}": before_of(program, grain, cases),
    }
    rows = answers(engine, query_with_stubs(program, grain, stubbed, wanted), tables)
    found = [
        judged(case, handbook.pages[case.page], program, row)
        for case, row in zip(cases, rows, strict=True)
    ]
    if all(each.passed for each in found):
        return found
    return list(with_reasons(engine, handbook, program, batch, found, tables))


def answers(engine: DuckEngine, sql: str, tables: Mapping[str, pa.Table]) -> list[dict[str, Any]]:
    """The rows by id. Of the tables the engine gets what the query names: to be told of hundreds of
    columns takes it longer than to answer."""
    named = set(NAMES.findall(sql))
    for name, table in tables.items():
        engine.load(name, table.select([each for each in table.column_names if each in named]))
    return engine.few(f"select * from ({sql}) order by id")


def with_reasons(
    engine: DuckEngine,
    handbook: Handbook,
    program: Program,
    batch: Batch,
    results: list[CaseResult],
    tables: Mapping[str, pa.Table],
) -> Iterator[CaseResult]:
    """The cases that failed say why it came out as it did."""
    _, grain, stubbed = batch
    words = Words(handbook, grain)
    facts, before = (rows.to_pylist() for rows in tables.values())
    for place, result in enumerate(results):
        if result.passed:
            yield result
            continue
        case, decides = result.case, handbook.pages[result.case.page].decides
        row = answers(engine, query_with_reads(program, decides, stubbed), tables)[place]
        whole = with_locals(facts[place] | before[place] | row, program)
        trace = Tracing(handbook, program, whole, words, case.on, place).alone(decides)
        yield replace(result, because=trace.because)


def query_with_reads(program: Program, decides: str, stubbed: frozenset[str]) -> str:
    """The query for a decision and for the decisions that it reads."""
    ruling = program.rulings[decides]
    read = {c.name for c in columns_in(read_by(ruling)) if c.source in ("decision", "since")}
    beside = {
        f"{name.partition('__')[0]}__{flag}" for name in read for flag in ("known", "sure", "rule")
    }
    offered = program.selects[ruling.grain].columns
    return query_with_stubs(
        program, ruling.grain, stubbed, {decides}, also=(read | beside) & set(offered)
    )


def facts_of(
    handbook: Handbook,
    program: Program,
    grain: Grain,
    cases: list[Case],
    stubs: list[Stubs],
    stubbed: frozenset[str],
) -> pa.Table:
    """The facts that the cases give, `today` being the day of the case, and their stubs."""
    rows = [{"today": case.on, **case.facts} for case in cases]
    used = program.facts_used.get(grain, frozenset())
    facts = facts_given(handbook.facts, grain, rows, ids=range(len(cases)), also=used)
    stub_columns = stub_values(program, grain, stubbed, stubs, handbook.colours)
    for name, values in stub_columns.items():
        facts = facts.append_column(name, values)
    return facts


def before_of(program: Program, grain: Grain, cases: list[Case]) -> pa.Table:
    """What stood before, as the cases say; nothing did where they say nothing."""
    names = program.before_used.get(grain, frozenset()) | program.since_used.get(grain, frozenset())
    types = types_beside(program)
    columns: dict[str, Any] = {"id": pa.array(range(len(cases)), pa.int64())}
    for name in sorted(names):
        values = [value_before(case, name) for case in cases]
        columns[name] = pa.array(values, ARROW[types[name]])
    return pa.table(columns)


def value_before(case: Case, column: str) -> object:
    prefix, _, name = column.partition("__")
    if prefix == "since":
        return case.since.get(name)
    if name.endswith("__known") and name.removesuffix("__known") not in case.before:
        return True
    return case.before.get(name, True if name.endswith("__known") else None)
