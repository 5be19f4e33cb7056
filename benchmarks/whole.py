"""The whole shipped handbook decided, for a tenth of the accounts and for all of them."""

from __future__ import annotations

from benchmarks.facts import DAY, load_facts, shipped
from benchmarks.table import Figure
from benchmarks.timing import peak_gib, seconds, step
from greenbook.engine.decide import decide
from greenbook.engine.duck import DuckEngine
from greenbook.handbook.compile import compile_handbook

THREADS = 2


def measure(*, accounts: int = 1_000_000) -> list[Figure]:
    program = compile_handbook(shipped(), on=DAY)
    columns = sum(len(program.outputs[grain]) for grain in program.grains)
    compiling = seconds(lambda: compile_handbook(shipped(), on=DAY))
    took: list[float] = []
    figures = [Figure("compile the whole handbook", f"{compiling:.2f} s, {columns} columns")]
    for count in (accounts // 10, accounts):
        with DuckEngine(threads=THREADS) as engine:
            with step(f"draw facts of {count:,} accounts"):
                load_facts(engine, program, accounts=count)
            loaded = peak_gib()
            with step("decide the whole handbook"):
                took.append(seconds(lambda engine=engine: decide(engine, program)))
            memory = f"facts loaded {loaded:.2f} GiB, peak {peak_gib():.2f} GiB"
        figures.append(Figure(f"whole handbook, {count:,} accounts", f"{took[-1]:.2f} s; {memory}"))
    growth = took[1] / took[0]
    figures.append(
        Figure(
            "ten times the accounts", f"{growth:.1f} times the time", f"{growth / 10:.2f} of linear"
        )
    )
    return figures
