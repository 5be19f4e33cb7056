"""Commands on a handbook that changed since the last run, of this day and of days before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from greenbook.cli import workshop
from greenbook.handbook.book import Handbook
from greenbook.records.models import Account
from tests.changed_pages import earlier, later
from tests.cli.conftest import DAY, Command

BEFORE = DAY - timedelta(days=1)


@pytest.fixture
def changed(
    greenbook: Command, acme: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Command]:
    """Everybody was worked out the day before, and the folder changed since."""
    folder = _written(earlier(), tmp_path / "earlier")
    monkeypatch.setenv("GREENBOOK_HANDBOOK", str(folder))
    workshop.loaded_handbook.cache_clear()
    assert greenbook("run", "--as-of", BEFORE).code == 0
    monkeypatch.setenv("GREENBOOK_HANDBOOK", str(_written(later(), tmp_path / "later")))
    workshop.loaded_handbook.cache_clear()
    yield greenbook
    workshop.loaded_handbook.cache_clear()


def _written(handbook: Handbook, folder: Path) -> Path:
    for file, text in handbook.files.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    return folder


def test_what_is_new_is_explained_before_anybody_was_worked_out_by_it(changed: Command) -> None:
    for day in (DAY, BEFORE):
        said = changed("explain", "Acme", "visit", "--as-of", day, "--json").json()
        assert (said["facts"], said["value"]) == ("reconstructed", "overdue")


def test_a_day_before_is_explained_with_the_text_of_that_day(changed: Command) -> None:
    said = changed("explain", "Acme", "mood", "--as-of", BEFORE, "--json").json()
    assert (said["facts"], said["value"]) == ("seen", "bad")
    assert changed("explain", "Acme", "mood", "--as-of", DAY, "--json").json()["value"] == 2
    assert changed("explain", "Acme", "warmth", "--as-of", BEFORE).code == 0
    assert "Nothing in the handbook decides `warmth`" in changed.refused(
        "explain", "Acme", "warmth", "--as-of", DAY
    )


def test_runs_of_one_and_of_all_take_up_what_is_new(changed: Command) -> None:
    assert changed("handbook", "show", "grown/visit").code == 0
    assert changed("run", "--as-of", BEFORE, "--account", "Acme").code == 0
    assert changed("run", "--as-of", DAY, "--account", "Acme").code == 0
    assert changed("run", "--as-of", DAY).code == 0
    said = changed("explain", "Acme", "visit", "--as-of", DAY, "--json").json()
    assert (said["facts"], said["value"]) == ("seen", "overdue")
