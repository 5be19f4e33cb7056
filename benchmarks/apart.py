"""A benchmark measured in a fresh process, so that its memory is its own."""

from __future__ import annotations

import importlib
import multiprocessing
from concurrent.futures import ProcessPoolExecutor

from benchmarks.table import Figure


def apart(name: str, accounts: int | None) -> list[Figure]:
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=fresh) as process:
        return process.submit(measured, name, accounts).result()


def measured(name: str, accounts: int | None) -> list[Figure]:
    """`accounts` instead of the benchmark's own full size."""
    measure = importlib.import_module(f"benchmarks.{name}").measure
    figures: list[Figure] = measure() if accounts is None else measure(accounts=accounts)
    return figures
