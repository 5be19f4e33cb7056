"""Gathers a handbook's facts and the headings of its pages from all its files."""

from __future__ import annotations

from collections.abc import Mapping

from greenbook.handbook.facts import Facts, Link, Subject
from greenbook.handbook.pages import Grain
from greenbook.handbook.problems import Findings, Place, nearest
from greenbook.handbook.read.facts_sql import read_facts_file
from greenbook.handbook.read.headings import Heading, read_headings
from greenbook.handbook.read.keys import Table
from greenbook.handbook.read.parameters import read_fact_parameters
from greenbook.handbook.read.settings import Settings

PARAMETERS = "facts/parameters.toml"


def read_facts(files: Mapping[str, str], tables: Mapping[str, Table], findings: Findings) -> Facts:
    found = [
        read_facts_file(file, files[file], findings)
        for file in sorted(files)
        if file.startswith("facts/") and file.endswith(".sql")
    ]
    subjects: dict[Grain, tuple[Subject, ...]] = {}
    links: list[Link] = []
    for read in found:
        if read:
            grain = read.subject.grain
            subjects[grain] = (*subjects.get(grain, ()), read.subject)
            links.extend(link for link in read.links if link not in links)
    parameters = tables.get(PARAMETERS)
    facts = Facts(
        subjects, tuple(links), tuple(read_fact_parameters(parameters)) if parameters else ()
    )
    _refuse_repeated(facts, findings)
    _refuse_unknown_links(facts, findings)
    _check_parameters(facts, findings)
    return facts


def read_page_headings(
    tables: Mapping[str, Table], settings: Settings, facts: Facts, findings: Findings
) -> dict[str, Heading]:
    pages = [
        (file.removesuffix(".toml"), table) for file, table in tables.items() if _is_page(file)
    ]
    return {heading.path: heading for heading in read_headings(pages, settings, facts)}


def _is_page(file: str) -> bool:
    apart = file in ("handbook.toml", PARAMETERS) or file.startswith("facts/")
    return not apart and not file.endswith(".cases.toml")


def _refuse_repeated(facts: Facts, findings: Findings) -> None:
    for subjects in facts.subjects.values():
        owners: dict[str, Subject] = {}
        for subject in subjects:
            for name, fact in subject.columns.items():
                if name in owners:
                    says = f"the fact `{name}` is already told by {owners[name].file}"
                    findings.refuse(fact.place, says, code="repeated-fact")
                owners.setdefault(name, subject)


def _refuse_unknown_links(facts: Facts, findings: Findings) -> None:
    for link in facts.links:
        columns = facts.of(link.finer)
        own = link.column == f"{link.coarser}_id"
        if link.column not in columns and not own:
            file = facts.subjects[link.coarser][0].file
            says = f"{link.finer} has no fact `{link.column}`{nearest(link.column, columns)}"
            findings.refuse(Place(file, 1), says, code="link")


def _check_parameters(facts: Facts, findings: Findings) -> None:
    used = {
        name: subject
        for subjects in facts.subjects.values()
        for subject in subjects
        for name in subject.parameters
    }
    known = {name for edition in facts.parameters for name in edition.values}
    for name, subject in used.items():
        if name not in known:
            says = f"{PARAMETERS} has no `{name}`{nearest(name, known)}"
            findings.refuse(Place(subject.file), says, code="unknown-parameter")
    for edition in facts.parameters:
        for name in used.keys() & known - edition.values.keys():
            says = f"the edition leaves out `{name}`, which {used[name].file} uses"
            findings.refuse(edition.place, says, code="unknown-parameter")
        for name in edition.values.keys() - used.keys():
            says = f"no fact uses the parameter `{name}`"
            findings.warn(edition.place, says, code="unused-parameter")
