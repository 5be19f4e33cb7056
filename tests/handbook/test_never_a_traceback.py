"""Whatever is typed into a handbook, it is read or refused with places: nothing else is raised."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from greenbook.handbook.pages import DecisionEdition
from greenbook.handbook.problems import HandbookRefused, Place
from greenbook.handbook.read import read_files
from greenbook.handbook.read.toml_lines import find_lines
from tests.handbook.small import ACCOUNT, PRIORITY, page
from tests.handbook.test_cases import CASES
from tests.handbook.test_offers import FILES

BOOK = {**FILES, "priority.cases.toml": CASES.replace("other", "priority")}
WORDS = [
    *["", "3", '"x"', "[", "]", "{", "}", "=", "none", "$x", "in_triage", "[[edition]]", "'"],
    *["[1]", "true", "--", "select", "(", ")", ",", "\x00", "é", "= 3", '= "tier"', "\n"],
]


@st.composite
def spoiled(draw: Any) -> dict[str, str]:
    """The book with one file in which something was replaced."""
    name = draw(st.sampled_from(sorted(BOOK)))
    text = BOOK[name]
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 40)))
    return {**BOOK, name: text[:start] + draw(st.sampled_from(WORDS)) + text[end:]}


@settings(deadline=None, max_examples=60)
@given(spoiled())
def test_a_spoiled_book_is_read_or_refused(files: dict[str, str]) -> None:
    try:
        read_files(files)
    except HandbookRefused as refused:
        assert refused.problems
        for problem in refused.problems:
            assert problem.place.file in {*files, "handbook.toml"}
            assert problem.says
            lines = files.get(problem.place.file, "").count("\n") + 1
            assert 0 <= problem.place.line <= lines + 1


@settings(deadline=None, max_examples=100)
@given(st.sets(st.integers(0, 4000), min_size=1, max_size=6), st.integers(-10, 4100))
def test_the_edition_of_a_day_is_the_latest_begun(begins: set[int], asked: int) -> None:
    first = date(2020, 1, 1)
    editions = tuple(
        DecisionEdition(first + timedelta(days), "x", Place("p")) for days in sorted(begins)
    )
    asked_page = replace(page(PRIORITY), editions=editions)
    day = first + timedelta(asked)
    begun = [edition.begins for edition in editions if edition.begins <= day]
    found = asked_page.on(day)
    assert (found.begins if found else None) == max(begun, default=None)


KEYS = st.text("abcxyz019_", min_size=1, max_size=9)
VALUES = st.sampled_from(
    ["1", '"a"', '"# [x]"', "'{'", "[1, 2]", "[\n  1,\n  2,\n]", '{ a = "}" }', '"""\nk = 1\n"""']
)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(KEYS, st.dictionaries(KEYS, VALUES, max_size=4)), max_size=5))
def test_every_key_has_the_line_it_stands_in(tables: list[tuple[str, dict[str, str]]]) -> None:
    text, expected, counts = "", {}, {}
    for number, (name, keys) in enumerate(tables):
        header = f"t{number % 2}_{name}"
        counts[header] = counts.get(header, -1) + 1
        text += f"\n# {name}\n[[{header}]]\n"
        for key, value in keys.items():
            expected[(header, counts[header], key)] = text.count("\n") + 1
            text += f"{key} = {value}\n"
    lines = find_lines(text)
    assert {path: lines.line(path) for path in expected} == expected


def test_facts_without_an_end_are_refused_not_crashed() -> None:
    for cut in range(0, len(ACCOUNT), 7):
        files = {**BOOK, "facts/account/all.sql": ACCOUNT[:cut]}
        try:
            read_files(files)
        except HandbookRefused as refused:
            assert refused.problems
