"""What is wrong only when all pages are seen together: names taken twice, orders, circles."""

from __future__ import annotations

from collections.abc import Mapping

from greenbook.handbook.pages import Page
from greenbook.handbook.problems import Findings
from greenbook.handbook.read.keys import Table
from greenbook.handbook.read.settings import Settings


def refuse_what_does_not_join(
    pages: Mapping[str, Page],
    settings: Settings,
    tables: Mapping[str, Table],
    findings: Findings,
) -> None:
    """Refuses what no page alone can know."""
