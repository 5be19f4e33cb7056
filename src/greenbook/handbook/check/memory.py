"""Pages that read `before.`: they can not be previewed from facts alone."""

from __future__ import annotations

from collections.abc import Iterator

from greenbook.handbook.book import Handbook
from greenbook.handbook.conditions.walk import columns_in
from greenbook.handbook.problems import Problem


def check_memory(handbook: Handbook) -> Iterator[Problem]:
    """One warning a page, with what it remembers."""
    for page in handbook.pages.values():
        columns = columns_in((page.applies, page.editions))
        names = sorted({column.text for column in columns if column.source == "before"})
        if names:
            says = f"reads {', '.join(names)}: a preview holds it at what is stored"
            yield Problem(page.place, says, "before", warning=True)
