"""In which order the tests run, and which of them one worker takes together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

#: All that looks at the browser's one demo.
BROWSER = "tests/browser/"
#: What takes longest begins first, so that all workers end together. The very first needs no
#: database: while one worker makes the migrated one, no other has to wait for it.
FIRST = (
    "tests/packs/test_shipped_handbook.py",
    "tests/web/test_who_may.py",
    BROWSER,
    "tests/automations/test_killed.py",
    "tests/web/test_onboarding.py",
    "tests/cli/test_commands.py",
    "tests/automations/test_life.py",
    "tests/inputs/demo/test_book.py",
    "tests/automations/test_runs.py",
    "tests/decisions/test_explain.py",
    "tests/decisions/test_as_of.py",
    "tests/engine/test_again.py",
    "tests/web/test_portfolio.py",
    "tests/web/test_handbook.py",
    "tests/docs/test_tour.py",
)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    yield
    items.sort(key=lambda item: turn(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    config.option.loadscopereorder = False  # by their number: here they come in their turn
    return ByFile(config, log)


class ByFile(LoadScopeScheduling):
    """Whoever is free takes the next file, and what it prepares for its tests is prepared once."""

    def _split_scope(self, nodeid: str) -> str:
        return together(nodeid)


def together(nodeid: str) -> str:
    return BROWSER if nodeid.startswith(BROWSER) else nodeid.partition("::")[0]


def turn(nodeid: str) -> int:
    return FIRST.index(together(nodeid)) if together(nodeid) in FIRST else len(FIRST)
