"""What a page lets others read is what the compiled handbook has, name by name."""

from __future__ import annotations

from datetime import date

from greenbook.handbook.compile import compile_handbook
from greenbook.handbook.problems import Findings
from greenbook.handbook.read import read_files
from greenbook.handbook.read.files import read_toml
from greenbook.handbook.read.gather import read_page_headings
from greenbook.handbook.read.offers import page_columns
from greenbook.handbook.read.settings import read_settings
from tests.handbook.small import BASE, PRIORITY
from tests.handbook.test_kinds import CTA, KPI, MEASURES, PLAYBOOK, RHYTHM, SCORECARD

OCCASION = (
    'kind = "rhythm"\ntitle = "T"\ndecides = "review"\n[[edition]]\nfrom = 2022-02-01\n'
    'cites = "x"\nonce_per = "assigned_on"\nopens = "assigned_on"\ndue = "assigned_on"\n'
    'limit = "assigned_on"\ndone = "in_triage"\n'
)
FILES = {
    **BASE,
    **MEASURES,
    "priority.toml": PRIORITY,
    "scorecard.toml": SCORECARD,
    "rhythm.toml": RHYTHM,
    "review.toml": OCCASION,
    "kpi.toml": KPI,
    "cta.toml": CTA,
    "welcome.toml": PLAYBOOK,
}


def test_every_column_offered_is_compiled() -> None:
    book = read_files(FILES)
    program = compile_handbook(book, on=date(2022, 2, 1))
    compiled = {out.name for outputs in program.outputs.values() for out in outputs}
    findings = Findings()
    read = {
        name: read_toml(name, text, findings) for name, text in FILES.items() if ".toml" in name
    }
    tables = {name: table for name, table in read.items() if table}
    settings = read_settings(tables["handbook.toml"])
    headings = read_page_headings(tables, settings, book.facts, findings)
    offered = {
        column.name
        for heading in headings.values()
        if heading.decides_itself
        for column in page_columns(heading, book.facts)
    }
    assert offered - compiled == set()
    assert {"cadence__due", "review__occasion", "health__product", "share__first"} <= offered
