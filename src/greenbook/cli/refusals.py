"""What Greenbook refuses by name: said in its own words, without a traceback."""

from __future__ import annotations


def refusal(raised: Exception) -> str | None:
    """The sentence for an exception of ours, or None: then it is a mistake of ours."""
    ours = type(raised).__module__.startswith("greenbook.")
    return str(raised) if ours else None
