"""Reads a handbook from its folder: everything that is wrong is found before anything is used."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from greenbook.handbook.book import Handbook, hash_of
from greenbook.handbook.cases_file import Case
from greenbook.handbook.pages import Grain
from greenbook.handbook.problems import Findings, HandbookRefused, Place
from greenbook.handbook.read.around import Around, around
from greenbook.handbook.read.cases import read_cases
from greenbook.handbook.read.files import read_folder, read_toml
from greenbook.handbook.read.gather import read_facts, read_page_headings
from greenbook.handbook.read.keys import Table
from greenbook.handbook.read.pages import read_page
from greenbook.handbook.read.settings import Settings, read_settings
from greenbook.handbook.read.together import refuse_what_does_not_join
from greenbook.handbook.types import Type

SETTINGS = "handbook.toml"
CASES = ".cases.toml"


def read_handbook(folder: Path) -> Handbook:
    """The handbook in a folder. Raises HandbookRefused with every problem found."""
    findings = Findings()
    return _read(read_folder(Path(folder), findings), findings)


def read_files(files: Mapping[str, str]) -> Handbook:
    """The handbook of texts by path. Raises HandbookRefused with every problem found."""
    return _read(files, Findings())


def _read(files: Mapping[str, str], findings: Findings) -> Handbook:
    tables = _tables(files, findings)
    settings = _settings(tables, findings)
    facts = read_facts(files, tables, findings)
    headings = read_page_headings(tables, settings, facts, findings)
    surroundings = around(settings, facts, headings, files=frozenset(files), findings=findings)
    pages = {path: read_page(heading, surroundings) for path, heading in headings.items()}
    cases = _cases(tables, surroundings)
    refuse_what_does_not_join(pages, cases, surroundings)
    if findings.refused:
        raise HandbookRefused(findings.problems)
    return Handbook(
        files=dict(files),
        hash=hash_of(files),
        name=settings.name,
        fiscal_year_starts_in_month=settings.month,
        colours=settings.colours,
        orders=settings.orders,
        facts=facts,
        pages=pages,
        decides=_types(surroundings),
        cases=cases,
        accepted=settings.accepted,
        key_decisions=settings.key_decisions,
        counted=settings.counted,
        checks=settings.checks,
        help=settings.help,
        limits=settings.limits,
        told=settings.told,
        words=settings.words,
        warnings=tuple(findings.warnings),
    )


def _types(surroundings: Around) -> dict[Grain, dict[str, Type]]:
    """The type of every column that pages give, by grain."""
    return {
        grain: {name: column.type for name, column in columns.items()}
        for grain, columns in surroundings.offers.items()
    }


def _tables(files: Mapping[str, str], findings: Findings) -> dict[str, Table]:
    """Every TOML file that can be read, by path."""
    read = {
        file: read_toml(file, files[file], findings)
        for file in sorted(files)
        if file.endswith(".toml")
    }
    return {file: table for file, table in read.items() if table is not None}


def _settings(tables: Mapping[str, Table], findings: Findings) -> Settings:
    if SETTINGS not in tables:
        if not any(problem.place.file == SETTINGS for problem in findings.problems):
            findings.refuse(
                Place(SETTINGS), "the handbook has no handbook.toml", code="missing-file"
            )
        return Settings()
    return read_settings(tables[SETTINGS])


def _cases(tables: Mapping[str, Table], surroundings: Around) -> tuple[Case, ...]:
    return tuple(
        case
        for file, table in tables.items()
        if file.endswith(CASES)
        for case in read_cases(table, surroundings)
    )
