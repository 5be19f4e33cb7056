"""The tour of the README is lived through: each command answers what is printed there."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from greenbook.cli import main, workshop
from tests.docs.generate import DOCS

README = DOCS.parent / "README.md"
#: What differs from one installation to the next.
VARYING = re.compile(r"(?<=\S:)\d+\b|(?<=Import )\d+|\d+\.\d(?= s)|(?<=handbook )[0-9a-f]{8}")


def tour() -> Iterator[tuple[list[str], str]]:
    """Each command of the README with what it answers there."""
    for block in re.findall(r"```console\n(.*?)```", README.read_text(encoding="utf-8"), re.S):
        for step in block.split("$ greenbook ")[1:]:
            command, _, answer = step.replace("\\\n", " ").partition("\n")
            yield shlex.split(command), answer


def in_words(text: str) -> str:
    """Without line breaks, borders of tables, and what varies."""
    return " ".join(VARYING.sub("N", re.sub(r"[┏━┳┓┃┡╇┩│├└─┴┘]", " ", text)).split())


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A home of the tour's own; what commands keep in memory belongs to it alone."""
    monkeypatch.setenv("GREENBOOK_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(README.parent)
    _forget()
    yield tmp_path
    _forget()


def _forget() -> None:
    workshop.lake.cache_clear()
    workshop.loaded_handbook.cache_clear()


@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_each_command_answers_what_is_printed(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = list(tour())
    assert len(steps) > 5
    for words, printed in steps:
        monkeypatch.setattr(sys, "argv", ["greenbook", *words])
        with pytest.raises(SystemExit) as ended:
            main()
            sys.exit(0)
        assert not ended.value.code, words
        expected, opened, _ = in_words(printed).partition("…")
        said = in_words(capsys.readouterr().out)
        found = said.startswith(expected.strip()) if opened else said == expected
        assert found, f"{shlex.join(words)} answered: {said}"
