"""Editions that no case holds on their first day, and on the day before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import AnyEdition, Page
from greenbook.handbook.problems import Problem


def check_days(handbook: Handbook) -> Iterator[Problem]:
    """A change of policy is an edge: each needs a case on both of its sides."""
    days = {(case.page, case.on) for case in handbook.cases}
    for page in handbook.pages.values():
        for edition in page.editions:
            if (page.path, edition.begins) not in days:
                yield _missing(page, edition, "on its first day", "no-case-on-first-day")
            if (page.path, edition.begins - timedelta(days=1)) not in days:
                yield _missing(page, edition, "on the day before it", "no-case-the-day-before")


def _missing(page: Page, edition: AnyEdition, when: str, code: str) -> Problem:
    says = f"the edition of {edition.begins} of {page.path} has no case {when}"
    return Problem(edition.place, says, code, warning=True)
