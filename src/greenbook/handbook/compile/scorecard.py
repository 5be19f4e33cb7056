"""A scorecard: measures weighed into groups, groups into one score, and the colour it falls in.

What is not known gives its weight to its siblings: a measure to its group, a group to the others.
Weights of zero are shown and never make a group known.
"""

from __future__ import annotations

from collections.abc import Sequence

from greenbook.handbook.compile.colours import banded_sql
from greenbook.handbook.compile.first_match import among
from greenbook.handbook.compile.sheet import Sheet
from greenbook.handbook.compile.typed import Columns, decided, gated, gated_known, truth, typed
from greenbook.handbook.conditions.render import can_be_unknown, condition_sql
from greenbook.handbook.pages import Group, Page, ScorecardEdition, ScoreOverride


def scorecard_columns(page: Page) -> Columns:
    found = decided(page.decides, "varchar")
    for part in ("computed", "effective", "weight"):
        found[f"{page.decides}__{part}"] = "double"
    for edition in page.editions:
        if isinstance(edition, ScorecardEdition):
            found |= {f"{page.decides}__{group.name}": "double" for group in edition.groups}
    return found


def compile_scorecard(sheet: Sheet, page: Page, edition: ScorecardEdition) -> None:
    name, applies = page.decides, condition_sql(page.applies, sheet.share)
    left_out = truth(sheet, edition.leave_out_when)
    scores = {
        measure: _score(sheet, edition, measure, left_out)
        for group in edition.groups
        for measure in group.measures
    }
    for group in edition.groups:
        sheet.define(f"{name}__{group.name}", gated(applies, _group(sheet, group, scores)))
    computed = sheet.define(f"{name}__computed", f"round({_overall(name, edition)}, 6)")
    sheet.define(f"{name}__weight", gated(applies, _weight(edition, scores)))
    _override(sheet, name, edition, applies, computed)
    sheet.define(f"{name}__known", gated_known(applies, _known(name, edition, scores, left_out)))


def _score(sheet: Sheet, edition: ScorecardEdition, measure: str, left_out: str) -> str:
    """The measure's number, unless it is left out."""
    score = f'"{measure}__score"'
    if left_out == "false" or measure in edition.leave_out_all_but:
        return score
    return sheet.share(f"(case when {left_out} then null else {score} end)")


def _group(sheet: Sheet, group: Group, scores: dict[str, str]) -> str:
    """Mean of the known measures by their weights."""
    return _mean([(weight, scores[measure]) for measure, weight in group.measures.items()])


def _overall(name: str, edition: ScorecardEdition) -> str:
    return _mean([(group.weight, f'"{name}__{group.name}"') for group in edition.groups])


def _mean(parts: Sequence[tuple[int, str]]) -> str:
    weighed = [(weight, score) for weight, score in parts if weight > 0]
    if not weighed:
        return "cast(null as double)"
    total = " + ".join(f"coalesce({weight} * {score}, 0)" for weight, score in weighed)
    return f"(({total}) / nullif({_known_weight(weighed)}, 0))"


def _known_weight(parts: Sequence[tuple[int, str]]) -> str:
    known = [
        f"{weight} * cast({score} is not null as integer)" for weight, score in parts if weight > 0
    ]
    return f"({' + '.join(known)})" if known else "0"


def _weight(edition: ScorecardEdition, scores: dict[str, str]) -> str:
    """How much of the weight is backed by something known, in percent of all of it."""
    nominal = sum(group.weight for group in edition.groups)
    shares = []
    for group in edition.groups:
        full = sum(group.measures.values())
        parts = [(weight, scores[measure]) for measure, weight in group.measures.items()]
        if full and group.weight:
            known = f"cast({group.weight} * {_known_weight(parts)} as double)"
            shares.append(f"{known} / {full}")
    return f"round(100 * ({' + '.join(shares)}) / {nominal}, 6)"


def _override(
    sheet: Sheet, name: str, edition: ScorecardEdition, applies: str, computed: str
) -> None:
    """The first override that is true sets the colour, and keeps the number within it."""
    colour, score = banded_sql(computed, edition.bands), computed
    truths = [truth(sheet, override.when) for override in edition.overrides]
    whens = [f"when {true} then {number}" for number, true in enumerate(truths, start=1)]
    rule = f"(case {' '.join(whens)} end)" if whens else "null"
    sheet.define(f"{name}__rule", typed(gated(applies, rule), "bigint"))
    rule = f'"{name}__rule"'
    for number, override in reversed(list(enumerate(edition.overrides, start=1))):
        colour = f"case when {rule} = {number} then '{override.colour}' else {colour} end"
        if override.at_most is not None:
            capped = f"cast({float(override.at_most)!r} as double)"
            over = f"{rule} = {number} and {computed} > {capped}"
            score = f"case when {over} then {capped} else {score} end"
    known = f'"{name}__known"'
    sheet.define(name, f"(case when {known} then {colour} end)")
    sheet.define(f"{name}__effective", f"({score})")
    sheet.define(f"{name}__sure", _sure(rule, edition.overrides, truths, known))


def _sure(rule: str, overrides: Sequence[ScoreOverride], truths: Sequence[str], known: str) -> str:
    """No override before the one that holds may be unknown."""
    doubts = []
    for number, (override, true) in enumerate(zip(overrides, truths, strict=True), start=1):
        if can_be_unknown(override.when):
            earlier = among(rule, range(1, number + 1))
            doubts.append(f"({true} is null and ({earlier}) is not true)")
    return f"({known} and not ({' or '.join(doubts)}))" if doubts else known


def _known(name: str, edition: ScorecardEdition, scores: dict[str, str], left_out: str) -> str:
    """A score, an override, or nothing to be known: every measure that counts is none."""
    flags = {
        f'"{measure}__known"' if scores[measure] == f'"{measure}__score"'
        else f'("{measure}__known" or {left_out} is true)'
        for group in edition.groups
        for measure, weight in group.measures.items()
        if weight > 0 and group.weight > 0
    }  # fmt: skip
    somehow = f'"{name}__computed" is not null or "{name}__rule" is not null'
    return f"({somehow} or ({' and '.join(sorted(flags)) or 'true'}))"
