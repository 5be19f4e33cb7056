"""Days as people write them at a terminal."""

from __future__ import annotations

from datetime import date


class NotADay(ValueError):
    """What was given as a day is none."""


def day_written(text: str) -> date:
    """The day written as `YYYY-MM-DD`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotADay(f"“{text}” is no day: write it as YYYY-MM-DD, as in 2026-03-31.") from None
