"""What is allowed but doubtful in a handbook: dead rules, gaps, missing cases, odd occasions."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from greenbook.handbook.book import Handbook
from greenbook.handbook.check.accepted import not_accepted
from greenbook.handbook.check.compiled import check_compiles
from greenbook.handbook.check.days import check_days
from greenbook.handbook.check.grid import Asks, asking
from greenbook.handbook.check.memory import check_memory
from greenbook.handbook.check.occasions import Occasional, check_occasion
from greenbook.handbook.check.reach import Ruled, check_rules, check_terms
from greenbook.handbook.check.rhythms import check_rhythm
from greenbook.handbook.pages import AnyEdition, Page, RepeatingEdition
from greenbook.handbook.problems import Problem

#: Told before each page is looked at, for whoever shows progress: how many are done, and of how
#: many, and the page's path.
Progress = Callable[[int, int, str], None]


def check(handbook: Handbook, *, progress: Progress | None = None) -> list[Problem]:
    """Every warning that the handbook does not accept, acceptances that nothing needs, and what
    does not compile on a day on which an edition begins (no warning, but refused)."""
    warnings = {*handbook.warnings, *check_days(handbook), *check_memory(handbook)}
    with asking() as asks:
        for done, page in enumerate(handbook.pages.values()):
            if progress:
                progress(done, len(handbook.pages), page.path)
            warnings.update(check_page(handbook, page, asks=asks))
    return sorted([*check_compiles(handbook), *not_accepted(handbook, sorted(warnings))])


def check_page(handbook: Handbook, page: Page, *, asks: Asks) -> Iterator[Problem]:
    """The warnings about one page, whether accepted or not."""
    shared = page.decides in handbook.orders
    for edition in page.editions:
        if not edition.ends:
            yield from _check_edition(page, edition, shared=shared, asks=asks)


def _check_edition(
    page: Page, edition: AnyEdition, *, shared: bool, asks: Asks
) -> Iterator[Problem]:
    yield from check_terms(page, edition, asks=asks)
    if isinstance(edition, Ruled):
        yield from check_rules(page, edition, shared=shared, asks=asks)
    if isinstance(edition, RepeatingEdition):
        yield from check_rhythm(page, edition, asks=asks)
    if isinstance(edition, Occasional):
        yield from check_occasion(page, edition)
