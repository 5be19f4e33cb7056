"""A benchmark measured in a fresh process, so that its memory is its own."""

from __future__ import annotations

import importlib
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.table import Figure


def apart(name: str, *, accounts: int | None, home: Path | None = None) -> list[Figure]:
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=fresh) as process:
        return process.submit(measured, name, accounts, home).result()


def measured(name: str, accounts: int | None, home: Path | None) -> list[Figure]:
    """`accounts` instead of the benchmark's own full size; `home` for those that share one."""
    measure = importlib.import_module(f"benchmarks.{name}").measure
    given = {"accounts": accounts, "home": home}
    figures: list[Figure] = measure(**{k: v for k, v in given.items() if v is not None})
    return figures
