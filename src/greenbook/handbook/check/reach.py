"""Rules that can never be reached, that others contradict, and what no rule speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from greenbook.handbook.check.grid import Answers, Asks, Grid, ask, described, grid_of
from greenbook.handbook.conditions.tree import Always, Condition
from greenbook.handbook.pages import (
    AnyEdition,
    DecisionEdition,
    KpiEdition,
    MeasureEdition,
    Page,
    RepeatingEdition,
    Rule,
)
from greenbook.handbook.problems import Place, Problem

Ruled = DecisionEdition | MeasureEdition | RepeatingEdition | KpiEdition


@dataclass(frozen=True, slots=True)
class Asked:
    """One edition's rules over its grid."""

    page: Page
    edition: Ruled
    rules: tuple[Rule, ...]
    grid: Grid
    answers: Answers
    pairs: tuple[tuple[int, int], ...]


def check_rules(page: Page, edition: Ruled, *, shared: bool, asks: Asks) -> Iterator[Problem]:
    """Warnings about the rules of one edition. `shared`: other pages decide the same."""
    for rules in _lists(edition):
        asked = _ask(page, edition, rules, asks)
        yield from _unreachable(asked)
        if isinstance(edition, DecisionEdition):
            yield from _overlaps(asked)
        if isinstance(edition, DecisionEdition | MeasureEdition) and not shared:
            yield from _gaps(asked)


def check_terms(page: Page, edition: AnyEdition, *, asks: Asks) -> Iterator[Problem]:
    """Terms that are always false, or always true, wherever the page applies."""
    terms = dict(edition.terms)
    if not terms:
        return
    for name, term in terms.items():
        grid = grid_of([term], within=page.applies, today=edition.begins)
        truths: dict[str, Condition] = {"applies": page.applies, "term": term}
        questions = {
            "true": "count(*) filter (where applies and term)",
            "false": "count(*) filter (where applies and not term)",
            "rows": "count(*) filter (where applies)",
        }
        found = ask(grid, truths, questions, asks=asks)
        if not found.count("rows") or not grid.complete:
            continue
        for truth in ("true", "false"):
            if not found.count(truth):
                says = f"the term `{name}` is never {truth} where the page applies"
                yield _warning(edition.place, says, "dead-term")


def _lists(edition: Ruled) -> Iterator[tuple[Rule, ...]]:
    if isinstance(edition, MeasureEdition) and edition.metrics:
        yield from (metric.rules for metric in edition.metrics)
    elif edition.rules:
        yield edition.rules


def _ask(page: Page, edition: Ruled, rules: tuple[Rule, ...], asks: Asks) -> Asked:
    grid = grid_of([rule.when for rule in rules], within=page.applies, today=edition.begins)
    truths = {f"r{n}": rule.when for n, rule in enumerate(rules)}
    pairs = tuple(_pairs(rules)) if isinstance(edition, DecisionEdition) else ()
    questions = {f"w{n}": _wins(n) for n in range(len(rules))}
    questions |= {f"p{i}_{j}": f"count(*) filter (where {_both(i, j)})" for i, j in pairs}
    questions["rows"] = "count(*) filter (where applies)"
    none = " or ".join(f"coalesce(r{n}, true)" for n in range(len(rules)))
    questions["gap"] = f"min({described(grid)}) filter (where applies and not ({none}))"
    answers = ask(grid, {"applies": page.applies, **truths}, questions, asks=asks)
    return Asked(page, edition, rules, grid, answers, pairs)


def _wins(number: int) -> str:
    earlier = [f"r{n} is not true" for n in range(number)]
    return f"count(*) filter (where {' and '.join(['applies', *earlier, f'r{number}'])})"


def _both(first: int, second: int) -> str:
    """The later rule would have won, but for the earlier one."""
    others = [f"r{n} is not true" for n in range(second) if n != first]
    return " and ".join(["applies", f"r{first}", f"r{second}", *others])


def _pairs(rules: Sequence[Rule]) -> Iterator[tuple[int, int]]:
    """Rules that say different things, the last `otherwise` left out."""
    for second, later in enumerate(rules):
        for first, earlier in enumerate(rules[:second]):
            if not isinstance(later.when, Always) and earlier.gives != later.gives:
                yield first, second


def _unreachable(asked: Asked) -> Iterator[Problem]:
    if not asked.answers.count("rows"):
        return
    how = "" if asked.grid.complete else f" (looked for in {asked.grid.rows:,} combinations)"
    for number, rule in enumerate(asked.rules):
        if not asked.answers.count(f"w{number}"):
            says = f"the rule `{rule.name}` can never be reached{how}"
            yield _warning(rule.place, says, "unreachable")


def _overlaps(asked: Asked) -> Iterator[Problem]:
    """One warning an edition: where only the order of the rules decides between them."""
    over: dict[int, list[str]] = {}
    for first, second in asked.pairs:
        if asked.answers.count(f"p{first}_{second}"):
            over.setdefault(first, []).append(f"`{asked.rules[second].name}`")
    if over:
        parts = [f"`{asked.rules[n].name}` before {', '.join(over[n])}" for n in sorted(over)]
        says = f"several rules can hold, and their order decides: {'; '.join(parts)}"
        yield _warning(asked.edition.place, says, "overlap")


def _gaps(asked: Asked) -> Iterator[Problem]:
    example = asked.answers.values["gap"]
    if isinstance(example, str):
        says = f"no rule speaks of {example or 'anything'}: nothing is decided"
        yield _warning(asked.edition.place, says, "gap")


def _warning(place: Place, says: str, code: str) -> Problem:
    return Problem(place, says, code, warning=True)
