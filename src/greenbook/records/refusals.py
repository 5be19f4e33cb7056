"""A change that a record does not allow, and why, in words for the person who tried."""

from __future__ import annotations

import re
from typing import Any


class NotAllowed(Exception):
    """That is not allowed.

    Each record names its own: a class inside the model, whose first line is the reason shown.
    """

    def __init__(self, record: Any, detail: str = "") -> None:
        first_line = (type(self).__doc__ or "").strip().splitlines()[0]
        self.why = f"{first_line}{' ' + _CODE.sub(_spoken, detail) if detail else ''}"
        super().__init__(f"{record}: {self.why}")
        self.record = record
        self.detail = detail


def _spoken(code: re.Match[str]) -> str:
    """A word of our lists as one says it: `closed_lost_churned` is `closed lost churned`."""
    return code[0].replace("_", " ")


_CODE = re.compile(r"\b[a-z]+(_[a-z]+)+\b")
