"""The references in docs/ are what the code says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from greenbook.automations.run import RunReport
from greenbook.engine.trace import Trace
from greenbook.handbook.compile.kinds import columns_of
from tests.docs.generate import DOCS, documents
from tests.docs.page_kinds import OUTPUTS
from tests.shipped import shipped

ROOT = DOCS.parent


@pytest.mark.parametrize("name", ["page-kinds.md", "facts.md", "records.md", "cli.md"])
def test_it_is_what_the_code_says(name: str) -> None:
    committed = (DOCS / name).read_text(encoding="utf-8")
    assert committed == documents()[name], "python -m tests.docs.generate writes it anew"


def test_every_column_that_a_page_gives_is_described() -> None:
    undescribed = {
        (page.kind, column)
        for page in shipped().pages.values()
        for column in columns_of(page)
        if not any(
            re.fullmatch(_pattern(described, page.decides), column)
            for described in (*OUTPUTS["every kind that decides"], *OUTPUTS.get(page.kind, {}))
        )
    }
    assert undescribed == set()


def _pattern(described: str, decides: str) -> str:
    return re.sub(r"<\w+>", r"\\w+", described.replace("<name>", re.escape(decides)))


def test_every_setting_is_described() -> None:
    sources = (ROOT / "src").rglob("*.py")
    used = {name for each in sources for name in _settings(each)}
    described = set(re.findall(r"`(GREENBOOK_[A-Z_]+)`", (DOCS / "settings.md").read_text()))
    assert described == used


def _settings(source: Path) -> list[str]:
    return re.findall(r"environ(?:\.get\(|\[)\"(GREENBOOK_[A-Z_]+)\"", source.read_text())


def test_every_key_of_json_answers_is_described() -> None:
    described = set(re.findall(r"`([a-z_]+)`", (DOCS / "run.md").read_text()))
    day = date(2026, 6, 15)
    run = RunReport(day, "hash", 0, True).as_json()
    trace = Trace("d", "decision", "t", "account", 1, day, 1, True, True, "", None, None, "", None)
    assert {*run, *trace.as_json(), "subject", "facts"} - described == set()


def test_every_document_is_in_the_index_and_every_link_is_alive() -> None:
    index = (DOCS / "README.md").read_text()
    assert [
        str(each.relative_to(DOCS))
        for each in sorted(DOCS.rglob("*.md"))
        if each.name != "README.md" and f"({each.relative_to(DOCS)})" not in index
    ] == []
    assert list(_dead_links()) == []


def _dead_links() -> list[tuple[str, str]]:
    texts = [*DOCS.rglob("*.md"), *ROOT.glob("*.md")]
    return [
        (text.name, link)
        for text in texts
        for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text.read_text())
        if "://" not in link and not (text.parent / link).exists()
    ]
