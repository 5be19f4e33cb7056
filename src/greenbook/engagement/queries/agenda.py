"""An agenda is text: points in Markdown lists, ticked once discussed; the others come again."""

from __future__ import annotations

import re
from collections.abc import Collection

from greenbook.records.models import Account

#: Parts that every agenda gets anew from the records: what they hold is not carried over as text.
FROM_RECORDS = ("Since last time", "Still open", "Success plan", "Still to ask")
_HEADING = re.compile(r"(?:\*\*|#+ *)(?P<title>[^*#]+)")
_POINT = re.compile(r"(?P<before>\s*[-*+] +)(?P<box>\[[ xX]\] *)?(?P<said>.*\S)\s*")


def points_left(agenda: str | None) -> list[str]:
    """What was written down to be talked about and is not ticked."""
    found, counts = [], True
    for line in (agenda or "").splitlines():
        if heading := _HEADING.match(line):
            counts = not heading["title"].startswith(FROM_RECORDS)
        elif counts and (point := _POINT.fullmatch(line)) and not _ticked(point):
            found.append(point["said"])
    return found


def with_ticked(agenda: str, discussed: Collection[str]) -> str:
    """The same with these points ticked."""
    return "\n".join(
        f"{point['before']}[x] {point['said']}"
        if (point := _POINT.fullmatch(line)) and point["said"] in discussed
        else line
        for line in agenda.splitlines()
    )


def not_discussed(account: Account) -> tuple[str, ...]:
    """What the last agenda had that was not talked about, also because nobody came."""
    over = account.planned_calls.exclude(status="planned").exclude(agenda=None)
    last = over.order_by("-planned_for", "-pk").values_list("agenda", flat=True).first()
    return tuple(points_left(last))


def _ticked(point: re.Match[str]) -> bool:
    return "x" in (point["box"] or "").lower()
