"""How long something takes and how much memory a process has had at most."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@contextmanager
def step(what: str) -> Iterator[None]:
    """Says what is being done, and what it took: of the clock, and of this process's threads."""
    print(f"  {what} …", end="", flush=True)
    began, worked = time.perf_counter(), time.process_time()
    yield
    took, cpu = time.perf_counter() - began, time.process_time() - worked
    print(f" {took:.0f} s (CPU {cpu:.0f} s)", flush=True)


def best(work: Callable[[], object], *, times: int = 3) -> float:
    """The quickest of several: what the work costs where nothing disturbs it."""
    return min(seconds(work) for _ in range(times))


def in_turn(*works: Callable[[], object], times: int = 3) -> list[float]:
    """The quickest of several for each, taken in turns, so that a busy machine is busy for all."""
    rounds = [[seconds(work) for work in works] for _ in range(times)]
    return [min(each) for each in zip(*rounds, strict=True)]


def share(durations: Sequence[float], percent: int) -> float:
    """The duration within which so many percent of them stayed, in milliseconds."""
    ordered = sorted(durations)
    return 1000 * ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def peak_gib() -> float:
    """The most memory that this process has had so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
