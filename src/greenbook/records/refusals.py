"""A change that a record does not allow, and why, in words for the person who tried."""

from __future__ import annotations

from typing import Any


class NotAllowed(Exception):
    """That is not allowed.

    Each record names its own: a class inside the model, whose first line is the reason shown.
    `detail` is shown as it is: what somebody typed may well hold what looks like a code.
    """

    def __init__(self, record: Any, detail: str = "") -> None:
        first_line = (type(self).__doc__ or "").strip().splitlines()[0]
        self.why = f"{first_line}{' ' + detail if detail else ''}"
        super().__init__(f"{record}: {self.why}")
        self.record = record
        self.detail = detail


def spoken(code: str) -> str:
    """A code of our lists as one says it: `closed_lost_churned` is `closed lost churned`."""
    return code.replace("_", " ")
