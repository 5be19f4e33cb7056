"""One entry a kind of page: the columns it gives on any day, and how it is compiled."""

from __future__ import annotations

from greenbook.handbook.compile.colours import Middles, middle_sql
from greenbook.handbook.compile.cta import compile_cta, cta_columns
from greenbook.handbook.compile.decision import compile_decision, decision_columns
from greenbook.handbook.compile.kpi import compile_kpi, kpi_columns
from greenbook.handbook.compile.measure import compile_measure, measure_columns
from greenbook.handbook.compile.order import InForce
from greenbook.handbook.compile.playbook import compile_playbook, playbook_columns
from greenbook.handbook.compile.program_page import compile_program, program_columns
from greenbook.handbook.compile.rhythm import compile_occasion, compile_repeating, rhythm_columns
from greenbook.handbook.compile.scorecard import compile_scorecard, scorecard_columns
from greenbook.handbook.compile.sheet import Sheet
from greenbook.handbook.compile.typed import Columns, silent
from greenbook.handbook.pages import (
    CtaEdition,
    DecisionEdition,
    KpiEdition,
    MeasureEdition,
    OccasionEdition,
    OnUnknown,
    Page,
    PageKind,
    PlaybookEdition,
    ProgramEdition,
    RepeatingEdition,
    ScorecardEdition,
)

_COLUMNS = {
    "decision": decision_columns,
    "measure": measure_columns,
    "scorecard": scorecard_columns,
    "rhythm": rhythm_columns,
    "kpi": kpi_columns,
    "cta": cta_columns,
    "playbook": playbook_columns,
    "program": program_columns,
}

#: Kinds whose conclusion a person may override.
OVERRIDABLE: frozenset[PageKind] = frozenset({"decision", "measure", "scorecard", "rhythm", "kpi"})


def columns_of(page: Page) -> Columns:
    """Name and SQL type of every column that any edition of the page gives."""
    return _COLUMNS[page.kind](page)


def compile_pages(
    sheet: Sheet, pages: InForce, columns: Columns, *, middles: Middles, unknown: OnUnknown
) -> None:
    """Define every column of a decision: by its pages in force, or as silent on the day."""
    if pages and isinstance(pages[0][1], DecisionEdition):
        deciding = [(page, ed) for page, ed in pages if isinstance(ed, DecisionEdition)]
        compile_decision(sheet, deciding, unknown=unknown)
    elif pages:
        _compile_one(sheet, *pages[0], middles=middles)
    for name, type_ in columns.items():
        if name not in sheet.columns and not _counted(sheet, name):
            sheet.define(name, silent(name, type_))


def override(sheet: Sheet, page: Page, *, middles: Middles) -> None:
    """An override is rule 0: its value stands, known and sure, whatever the pages say."""
    name = page.decides
    said = f'"override__{name}"'
    sheet.define(f"{name}__as_ruled", sheet.columns[name])
    instead = {
        name: said,
        f"{name}__rule": "0",
        f"{name}__sure": "true",
        f"{name}__known": "true",
    }
    score = {"measure": "score", "scorecard": "effective"}.get(page.kind)
    if score:
        instead[f"{name}__{score}"] = middle_sql(said, middles)
    for column, value in instead.items():
        ruled = sheet.columns[column]
        sheet.define(column, f"(case when {said} is not null then {value} else {ruled} end)")


def _compile_one(sheet: Sheet, page: Page, edition: object, *, middles: Middles) -> None:
    match edition:
        case MeasureEdition():
            compile_measure(sheet, page, edition, middles)
        case ScorecardEdition():
            compile_scorecard(sheet, page, edition)
        case RepeatingEdition():
            compile_repeating(sheet, page, edition)
        case OccasionEdition():
            compile_occasion(sheet, page, edition)
        case KpiEdition():
            compile_kpi(sheet, page, edition)
        case CtaEdition():
            compile_cta(sheet, page, edition)
        case PlaybookEdition():
            compile_playbook(sheet, page, edition)
        case ProgramEdition():
            compile_program(sheet, page, edition)


def _counted(sheet: Sheet, name: str) -> bool:
    """Counts come from the finer grain; they are read like facts."""
    name = name.removesuffix("__unknown")
    return any(name == tally.name for counts in sheet.tallies.values() for tally in counts)
