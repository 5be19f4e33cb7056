"""Many accounts worked on in parts, two at a time: PostgreSQL has one core for each connection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

#: Accounts a transaction: few enough that nobody who logs a call waits for long.
PART = 2_000

Part = Sequence[int]
Done = TypeVar("Done")


def in_parts(accounts: Part, work: Callable[[Part], Done]) -> list[Done]:
    """Have each part worked on; return what came of each.

    Every second part goes through a connection of its own: `work` opens a transaction itself.
    """
    parts = [accounts[start : start + PART] for start in range(0, len(accounts), PART)]
    with ThreadPoolExecutor(1) as pool:
        beside = pool.submit(_beside, parts[1::2], work)
        return [work(part) for part in parts[::2]] + beside.result()


def _beside(parts: Sequence[Part], work: Callable[[Part], Done]) -> list[Done]:
    """In a thread Django connects anew where something is asked, and nobody else hangs up."""
    try:
        return [work(part) for part in parts]
    finally:
        connection.close()
