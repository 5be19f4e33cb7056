"""How much one file may bring: the largest cell, and how many refusals are worth listing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`field_bytes`: the largest cell in bytes of UTF-8. `refusals`: after so many rows refused
    the mapping is wrong rather than the rows, and reading ends."""

    field_bytes: int = 1024 * 1024
    refusals: int = 100_000

    def fits(self, value: object) -> bool:
        """Whether a cell stays within the limit; only text and bytes can be too large."""
        if not isinstance(value, str | bytes) or len(value) * 4 <= self.field_bytes:
            return True
        size = len(value) if isinstance(value, bytes) else len(value.encode(errors="replace"))
        return size <= self.field_bytes


USUAL = Limits()
