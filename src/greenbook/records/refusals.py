"""A change that a record does not allow, and why, in words for the person who tried."""

from __future__ import annotations

from typing import Any


class NotAllowed(Exception):
    """That is not allowed.

    Each record names its own: a class inside the model, whose first line is the reason shown.
    """

    def __init__(self, record: Any, detail: str = "") -> None:
        why = (type(self).__doc__ or "").strip().splitlines()[0]
        super().__init__(f"{record}: {why}{' ' + detail if detail else ''}")
        self.record = record
        self.detail = detail
