"""How large one text of a record may be: `FIELD_LIMIT_BYTES` in the settings, 1 MiB by default."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError

MEBIBYTE = 1024 * 1024


def field_limit() -> int:
    """The largest text of one field, in bytes of UTF-8."""
    return int(getattr(settings, "FIELD_LIMIT_BYTES", MEBIBYTE))


def fits(text: str) -> None:
    """Refuse a text over the limit, or one with a NUL character, which PostgreSQL cannot keep."""
    size, limit = len(text.encode()), field_limit()
    if size > limit:
        raise ValidationError(
            f"The text has {size:,} bytes; a field holds at most {limit:,}.", code="too_large"
        )
    if "\x00" in text:
        raise ValidationError("The text holds a NUL character.", code="nul")
