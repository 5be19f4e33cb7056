"""The list of what carries each rule of the specification is complete, and its links are alive."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.rule_ids import rule_ids
from tests.shipped import shipped

ROOT = Path(__file__).parents[2]
COVERAGE = ROOT / "docs" / "coverage.md"
SPECIFICATION = ROOT.parent / "shared" / "spec"
IDS = (Path(__file__).parent / "rule_ids.txt").read_text().splitlines()


def rows() -> list[list[str]]:
    """The cells of every row below a heading."""
    lines = COVERAGE.read_text().splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    return [row for row in cells if row[0] != "rule" and not row[0].startswith("---")]


def test_every_rule_stands_exactly_once() -> None:
    assert sorted(row[0] for row in rows()) == sorted(IDS)


def test_every_rule_names_what_carries_it_or_what_it_waits_for() -> None:
    assert [row[0] for row in rows() if len(row) != 4 or not (row[2] or row[3])] == []


def test_every_link_leads_to_a_file() -> None:
    links = re.findall(r"\]\(([^)]+)\)", COVERAGE.read_text())
    dead = {link for link in links if not (COVERAGE.parent / link).is_file()}
    assert links and dead == set()


def test_every_page_of_the_handbook_carries_some_rule() -> None:
    text = COVERAGE.read_text()
    pages = [f"{path}.toml" for path in shipped().pages]
    assert [page for page in pages if f"/packs/gitlab/{page})" not in text] == []


def test_every_page_that_cites_a_rule_carries_it() -> None:
    """A page that names a rule in its citation and stands nowhere in that rule's row is news."""
    carried = {row[0]: row[2] for row in rows()}
    forgotten = [
        (rule, path.stem)
        for path in sorted((ROOT / "src/greenbook/packs/gitlab").glob("*/*.toml"))
        for cites in re.findall(r'^cites *= *"(.*)"', path.read_text(), re.M)
        for rule in re.findall(r"\b[A-Z]{2,4}-\d+\b", cites)
        if not re.search(rf"/{path.stem.removesuffix('_by_csm')}(_by_csm)?\.toml\)", carried[rule])
    ]
    assert forgotten == []


def test_the_list_is_that_of_the_specification(capsys: pytest.CaptureFixture[str]) -> None:
    if not SPECIFICATION.is_dir():
        with capsys.disabled():
            print("\nleft out: no ../shared/spec beside this checkout to compare the rules with")
        return
    assert rule_ids(SPECIFICATION) == IDS
