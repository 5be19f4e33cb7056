"""The `greenbook` command in a home of the test's own, over the small book of the runs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from greenbook.cli import main, workshop
from greenbook.handbook.book import Handbook
from greenbook.records.models import Account, User
from tests.automations.conftest import SIGNED, customer, engine, handbook, lake, nora, omar, pages
from tests.few_pages import write_few_pages

__all__ = ["customer", "engine", "handbook", "lake", "nora", "omar", "pages"]

DAY = date(2026, 3, 2)


@dataclass(frozen=True)
class Answer:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


class Command:
    """`greenbook …`, as from a terminal."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._patch, self._capsys = monkeypatch, capsys

    def __call__(self, *words: object) -> Answer:
        self._patch.setattr(sys, "argv", ["greenbook", *map(str, words)])
        self._capsys.readouterr()
        code: object = 0
        try:
            main()
        except SystemExit as ended:
            code = ended.code or 0
        said = self._capsys.readouterr()
        return Answer(int(str(code)), said.out, said.err)

    def refused(self, *words: object) -> str:
        """Run what must be refused: one sentence or two, exit code 1, no traceback."""
        answer = self(*words)
        assert answer.code == 1, answer
        assert "Traceback" not in answer.err
        assert 0 < len(answer.err.strip()) < 400, answer.err
        return answer.err


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few pages as a company keeps them. Commands read them once; each test has them loaded."""
    workshop.loaded_handbook.cache_clear()
    return write_few_pages(tmp_path_factory.mktemp("handbook"))


@pytest.fixture
def greenbook(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    folder: Path,
    handbook: Handbook,
) -> Iterator[Command]:
    monkeypatch.setenv("GREENBOOK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GREENBOOK_HANDBOOK", str(folder))
    monkeypatch.setenv("COLUMNS", "200")
    workshop.lake.cache_clear()
    yield Command(monkeypatch, capsys)
    workshop.lake.cache_clear()


@pytest.fixture
def acme(customer: Callable[..., Account]) -> Account:
    return customer("Acme")


@pytest.fixture
def eve(transactional_db: None) -> User:
    return User.objects.create(username="eve", name="Eve", known_from=SIGNED)


@pytest.fixture
def ada(transactional_db: None) -> User:
    return User.objects.create(username="ada", name="Ada", roles=["cs_ops"], known_from=SIGNED)


@pytest.fixture
def sales(transactional_db: None) -> User:
    return User.objects.create(
        username="sam", name="Sam", roles=["sales_management"], region="EMEA", known_from=SIGNED
    )
