"""The pages and cases printed in the guides are read by the product, and their cases hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from greenbook.engine.cases import run_cases
from greenbook.handbook.read import read_files
from tests.docs.generate import DOCS
from tests.shipped import shipped

GUIDES = [DOCS / "handbook-guide.md", DOCS.parent / "CONTRIBUTING.md"]
#: A block of TOML or SQL whose first line names its file.
BLOCK = re.compile(r"```(?:toml|sql)\n(?:#|--) (\S+\.(?:toml|sql))\n(.*?)```", re.S)


def printed(guide: Path) -> Iterator[tuple[str, str]]:
    yield from BLOCK.findall(guide.read_text(encoding="utf-8"))


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_what_a_guide_prints_is_read_and_its_cases_hold(guide: Path) -> None:
    own = dict(printed(guide))
    together = read_files({**shipped().files, **own})
    pages = {name.removesuffix(".toml") for name in own}
    cases = [case for case in together.cases if case.page in pages]
    assert cases
    results = run_cases(replace(together, cases=tuple(cases)))
    assert [str(each) for each in results if not each.passed] == []
