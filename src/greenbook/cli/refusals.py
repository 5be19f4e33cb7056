"""What Greenbook refuses by name: said in its own words, without a traceback."""

from __future__ import annotations

from django.core.exceptions import ValidationError


def refusal(raised: Exception) -> str | None:
    """The sentence for what was refused, or None: then it is a mistake of ours."""
    if isinstance(raised, ValidationError):
        return _unfit(raised)
    if isinstance(raised, OSError) and raised.filename:
        return f"{raised.filename}: {raised.strerror}."
    ours = type(raised).__module__.startswith("greenbook.")
    return str(raised) if ours else None


def _unfit(raised: ValidationError) -> str:
    """By column, where that is known."""
    if not hasattr(raised, "error_dict"):
        return " ".join(raised.messages)
    return "\n".join(
        f"{column.replace('_', ' ')}: {' '.join(messages)}"
        for column, messages in raised.message_dict.items()
    )
