"""What is wrong only when all pages are seen together: names taken twice, orders, circles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from greenbook.handbook.cases_file import Case
from greenbook.handbook.pages import (
    AnyEdition,
    DecisionEdition,
    KpiEdition,
    MeasureEdition,
    Page,
    RepeatingEdition,
    Rule,
    ScorecardEdition,
    ScoreOverride,
)
from greenbook.handbook.problems import Findings, nearest
from greenbook.handbook.read.around import Around
from greenbook.handbook.read.circles import refuse_circles
from greenbook.handbook.read.codes import SECTIONS
from greenbook.handbook.read.offers import page_columns

SETTINGS = "handbook.toml"


def refuse_what_does_not_join(
    pages: Mapping[str, Page], cases: Iterable[Case], around: Around
) -> None:
    """Refuses what no page alone can know."""
    _refuse_taken_names(around)
    _refuse_files_named_like_decisions(around)
    _refuse_orders(around)
    _refuse_key_decisions(pages, around)
    _refuse_uncountable(pages, around)
    _refuse_help_beside_nothing(pages, around)
    _refuse_unknown_rules(pages, cases, around.findings)
    refuse_circles(pages, _owners(around), around.findings)


def _owners(around: Around) -> dict[str, str]:
    """Which decision each column belongs to."""
    return {
        column.name: heading.decides
        for heading in around.headings.values()
        if heading.decides_itself
        for column in page_columns(heading, around.facts)
    }


def _refuse_taken_names(around: Around) -> None:
    deciders: dict[str, str] = {}
    for path, heading in around.headings.items():
        if not heading.decides_itself:
            continue
        if heading.decides in deciders and not heading.ordered:
            says = (
                f"`{heading.decides}` is already decided by {deciders[heading.decides]}: "
                f"give their order in [order.{heading.decides}] of {SETTINGS}"
            )
            heading.table.refuse(says, "decides", code="decided-twice")
        deciders.setdefault(heading.decides, path)
        if heading.decides in around.facts.of(heading.grain):
            says = f"`{heading.decides}` is the name of a fact: call the decision otherwise"
            heading.table.refuse(says, "decides", code="name")


def _refuse_files_named_like_decisions(around: Around) -> None:
    """A playbook or program goes by the name of its file, beside the decisions."""
    taken = {h.decides: path for path, h in around.headings.items() if h.decides_itself}
    for path, heading in around.headings.items():
        if heading.decides_itself:
            continue
        if heading.decides in taken:
            says = (
                f"`{heading.decides}` is already the name of {taken[heading.decides]}: "
                "call this file otherwise"
            )
            heading.table.refuse(says, code="name")
        taken.setdefault(heading.decides, path)


def _refuse_orders(around: Around) -> None:
    for name, order in around.settings.orders.items():
        deciding = [path for path, h in around.headings.items() if h.decides == name]
        for path in order.pages:
            if path not in deciding:
                says = f"no page `{path}` decides `{name}`{nearest(path, deciding)}"
                around.findings.refuse(order.place, says, code="order")
        for path in deciding:
            if path not in order.pages:
                says = f"the order of `{name}` leaves out the page `{path}`"
                around.findings.refuse(order.place, says, code="order")
        if len(set(order.pages)) < len(order.pages):
            says = f"the order of `{name}` names a page twice"
            around.findings.refuse(order.place, says, code="order")
        _refuse_mixed_grains(name, deciding, around)


def _refuse_mixed_grains(name: str, deciding: list[str], around: Around) -> None:
    headings = [around.headings[path] for path in deciding]
    for heading in headings[1:]:
        if (heading.grain, heading.kind) != (headings[0].grain, headings[0].kind):
            says = f"pages that share `{name}` have one kind and one grain, as {headings[0].path}"
            heading.table.refuse(says, "grain", code="order")


def _refuse_key_decisions(pages: Mapping[str, Page], around: Around) -> None:
    decided = [page.decides for page in pages.values() if page.type]
    for index, name in enumerate(around.settings.key_decisions):
        if name not in decided:
            says = f"[key] names `{name}`, which nothing decides{nearest(name, decided)}"
            place = around.settings.place("key", "decisions", index)
            around.findings.refuse(place, says, code="unknown-decision")


def _refuse_uncountable(pages: Mapping[str, Page], around: Around) -> None:
    """A portfolio counts a word of a decision about accounts."""
    for name, word in around.settings.counted.items():
        page = next((page for page in pages.values() if page.decides == name), None)
        type_ = page.type if page and page.grain == "account" else None
        if type_ is None:
            names = [each.decides for each in pages.values() if each.grain == "account"]
            says = f"[counted] names `{name}`, which is decided of no account{nearest(name, names)}"
            place = around.settings.place("counted", name)
            around.findings.refuse(place, says, code="unknown-decision")
            continue
        words = ["true", "false"] if type_.kind == "yes/no" else [str(v) for v in type_.values]
        if word not in words:
            says = f"`{name}` is never `{word}`{nearest(word, words)}"
            around.findings.refuse(around.settings.place("counted", name), says, code="vocabulary")


def _refuse_help_beside_nothing(pages: Mapping[str, Page], around: Around) -> None:
    """Help stands beside a decision or a section of an account's page."""
    names = {page.decides for page in pages.values()} | SECTIONS
    for name in around.settings.help:
        if name not in names:
            says = f"[help] names `{name}`, which is no decision and no section of an account"
            place = around.settings.place("help", name)
            around.findings.refuse(place, says + nearest(name, names), code="unknown-decision")


def _refuse_unknown_rules(
    pages: Mapping[str, Page], cases: Iterable[Case], findings: Findings
) -> None:
    """A case may name a rule of its own page, or of one that shares the decision."""
    for case in cases:
        if case.rule is None or case.page not in pages:
            continue
        page = pages[case.page]
        sharing = [other for other in pages.values() if other.decides == page.decides]
        names = [name for other in sharing for name in rule_names(other)]
        if case.rule not in names:
            says = f"no rule is called `{case.rule}`{nearest(case.rule, names)}"
            findings.refuse(case.place, says, code="unknown-rule")


def rule_names(page: Page) -> list[str]:
    """The names of a page's rules in all its editions; of a scorecard, those of its overrides."""
    return [rule.name for edition in page.editions for rule in _rules(edition)]


def _rules(edition: AnyEdition) -> Iterable[Rule | ScoreOverride]:
    if isinstance(edition, ScorecardEdition):
        return edition.overrides
    if isinstance(edition, DecisionEdition | MeasureEdition | KpiEdition | RepeatingEdition):
        return edition.rules
    return ()
