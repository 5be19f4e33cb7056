"""Bad files: a sentence with a place, never a traceback."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from greenbook.handbook.problems import HandbookRefused
from greenbook.handbook.read import read_files, read_handbook
from greenbook.handbook.read.toml_lines import find_lines
from tests.handbook.small import BASE, PRIORITY, only, problems


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {**BASE, "page.toml": PRIORITY}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def refused(folder: Path) -> str:
    with pytest.raises(HandbookRefused) as error:
        read_handbook(folder)
    return str(error.value)


def test_a_folder_is_read(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "x.toml").write_text("not toml")
    (folder / "README.txt").write_text("not read")
    assert list(read_handbook(folder).pages) == ["page"]


def test_a_byte_order_mark_does_no_harm(folder: Path) -> None:
    (folder / "page.toml").write_bytes(b"\xef\xbb\xbf" + PRIORITY.encode())
    assert read_handbook(folder).pages


def test_a_file_that_is_not_utf8_is_named_with_its_line(folder: Path) -> None:
    (folder / "page.toml").write_bytes(b'kind = "decision"\ntitle = "Priorit\xe4t"\n')
    assert "page.toml:2: byte 34 is not UTF-8" in refused(folder)


def test_a_file_over_the_limit_is_refused(folder: Path) -> None:
    (folder / "page.toml").write_text("#" * (1024 * 1024 + 1))
    assert "page.toml: the file is larger than 1 MiB" in refused(folder)


def test_an_empty_page_is_refused(folder: Path) -> None:
    (folder / "page.toml").write_text("")
    assert "page.toml: `kind` is missing" in refused(folder)


def test_an_empty_facts_file_is_refused(folder: Path) -> None:
    (folder / "facts/account/all.sql").write_text("")
    assert "does not say its grain" in refused(folder)


def test_a_folder_that_is_not_there_is_refused(folder: Path) -> None:
    shutil.rmtree(folder)
    assert "there is no such folder" in refused(folder)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("kind = decision", 1),
        ('kind = "decision"\nkind = "measure"', 2),
        ('kind = "decision"\n[[edition]\n', 2),
        ('kind = "decision', 1),
        ("a = " + "[" * 20_000, 0),
    ],
)
def test_broken_toml_is_told_with_its_line(text: str, line: int) -> None:
    problem = only(problems(page=text))
    assert problem.says.startswith("this is not TOML")
    assert problem.place.line == line


@pytest.mark.parametrize(
    "text",
    ["edition = 3", "edition = [1, 2]", 'kind = ["decision"]', "[kind]", "[[kind]]", "title = 1"],
)
def test_keys_of_a_strange_form_are_problems_not_tracebacks(text: str) -> None:
    assert problems(page=text)
    for kind in ("decision", "measure", "scorecard", "rhythm", "kpi", "cta", "playbook", "program"):
        assert problems(page=f'kind = "{kind}"\ntitle = "T"\ndecides = "x1"\n{text}')


@pytest.mark.parametrize(
    "text",
    [
        "rule = 3", "table = 3", "table = { asks = 1, gives = [1], rows = 3 }",
        "table = { asks = [1], gives = ['priority'], rows = [[1, 1]] }", "rule = [1]",
        "parameters = { a1 = [1] }", "terms = { a1 = 1 }", "terms = 3", "counts = { c1 = 3 }",
        "counts = 3", "groups = { g1 = 3 }", "groups = 3", "bands = 3", "bands = { red = 3 }",
        "metric = 3", "task = 3", "step = 3", "override = 3", "cross = { across = 1, rows = 1 }",
        "cross = { across = ['tier = 1'], rows = [3, [1, 2], ['tier = 1']] }", "soon = 3",
        "rules = 3", "leave_out = 3", "begins_anew = 3", "value = 3", "due = 3", "subject = 3",
    ],
)  # fmt: skip
def test_strange_editions_are_problems_not_tracebacks(text: str) -> None:
    for kind in ("decision", "measure", "scorecard", "rhythm", "kpi", "cta", "playbook", "program"):
        page = f'kind = "{kind}"\ntitle = "T"\ndecides = "x1"\nvalues = [1]\n'
        assert problems(page=f'{page}[[edition]]\nfrom = 2022-02-01\ncites = "x"\n{text}')


def test_lines_are_found_in_every_form() -> None:
    text = '''# a comment
title = "a # b"   # [not.a.header]
long = """
[edition]
from = 1
"""
[[edition]]
from = 2022-02-01
[edition.table]
rows = [
  ["a", 1],   # one, [two]
  ["]", 2], ["b", 3],
]
[[edition.rule]]
"name" = "x"
[[edition.rule]]
name = "y"
[[edition]]
a.b = 1
[edition.terms]
t = "u"
'''
    lines = find_lines(text)
    assert lines.line(("title",)) == 2
    assert lines.line(("edition", 0)) == 7
    assert lines.line(("edition", 0, "table", "rows", 0)) == 11
    assert lines.line(("edition", 0, "table", "rows", 1)) == 12
    assert lines.line(("edition", 0, "table", "rows", 2)) == 12
    assert lines.line(("edition", 0, "rule", 0, "name")) == 15
    assert lines.line(("edition", 0, "rule", 1, "name")) == 17
    assert lines.line(("edition", 1, "a", "b")) == 19
    assert lines.line(("edition", 1, "terms", "t")) == 21
    assert lines.line(("edition", 1, "nothing")) == 18


def test_a_hundred_pages_are_read_in_about_a_second() -> None:
    pages = {
        f"p{n}.toml": PRIORITY.replace('"priority"', f'"d{n}"').replace(
            '"in_triage"', f"\"in_triage or stages_in_use < {n} and segment in ('growth')\""
        )
        for n in range(100)
    }
    began = time.process_time()
    read_files({**BASE, **pages})
    assert time.process_time() - began < 2  # a second, and room for a busy machine
