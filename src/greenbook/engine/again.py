"""A trace concluded again from its leaves alone, by plain Python: it must say what was decided.

Nothing here reads the row or the handbook: what a trace holds is enough to check it, years later.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from greenbook.engine.branches import Branch, truth_again
from greenbook.engine.trace import RuleTrace, Trace
from greenbook.handbook.conditions.evaluate import add_months


@dataclass(frozen=True, slots=True)
class Concluded:
    """`value` as in the trace; `known` False is unknown."""

    value: Any
    known: bool
    sure: bool


def agrees(trace: Trace) -> bool:
    """Whether the trace says what follows from it, and so do the traces of what it reads.

    Of programs and playbooks, which conclude several things, the truths are checked alone.
    """
    if not all(truth_again(branch) is branch.truth for branch in trace.branches()):
        return False
    found = conclude(trace)
    same = found is None or (
        alike(found.value, trace.value) and found.known is trace.known and found.sure is trace.sure
    )
    return same and all(agrees(each) for each in trace.below)


def conclude(trace: Trace) -> Concluded | None:
    """What follows from the leaves; None for a kind that has no single value."""
    if trace.rule == 0:
        return Concluded(trace.value, True, True)
    match trace.kind:
        case "decision":
            return first_match(trace.rules, trace.unknown)
        case "measure":
            mean = "metrics" in trace.parts
            return mean_of_metrics(trace) if mean else first_match(trace.rules, trace.unknown)
        case "scorecard":
            return scored(trace)
        case "kpi":
            return worked_out(trace)
        case "cta":
            return called_for(trace)
        case "rhythm":
            return owed(trace) if trace.rules else once(trace)
    return None


def first_match(rules: Sequence[RuleTrace], unknown: str) -> Concluded:
    """First true rule wins; an unknown one before it that says otherwise stops or casts doubt."""
    truths = [both(rule.applies, rule.when) for rule in rules]
    won = truths.index(True) if True in truths else None
    before = list(range(len(rules) if won is None else won))
    settled = not any(
        truths[i] is None and (won is None or differ(rules[i], rules[won])) for i in before
    )
    winner = rules[won] if won is not None else None
    handed = winner.handed if winner else None
    known = settled if unknown == "stops" else winner is not None or settled
    known = known and (handed is None or handed.known)
    sure = settled and (handed is None or (handed.known and handed.sure))
    says = winner is not None and (unknown == "passes" or known)
    return Concluded(winner.gives[0] if winner and says and winner.gives else None, known, sure)


def differ(one: RuleTrace, other: RuleTrace) -> bool:
    """Whether two rules conclude something else, or one hands on what is not known."""
    if not all(rule.handed is None or rule.handed.known for rule in (one, other)):
        return True
    return [(type(x), x) for x in one.gives] != [(type(x), x) for x in other.gives]


def both(*branches: Branch | None) -> bool | None:
    """The truth of them all; one that is not written holds."""
    truths = [truth_again(branch) for branch in branches if branch is not None]
    return False if False in truths else None if None in truths else True


def mean_of_metrics(trace: Trace) -> Concluded:
    middles = trace.parts["middles"]
    colours = [metric["colour"] for metric in trace.parts["metrics"]]
    applies = truth_again(trace.conditions["applies"])
    known = [middles[colour] for colour in colours if colour]
    settled = bool(known) or all(metric["known"] for metric in trace.parts["metrics"])
    score = sum(known) / len(known) if known and applies else None
    said = settled if applies else applies is False
    return Concluded(banded(score, trace.parts["bands"]), said, said)


def banded(score: float | None, bands: Sequence[Sequence[Any]]) -> str | None:
    """The colour a number falls in; the first band that holds."""
    if score is None:
        return None
    number = round(score, 6)
    for colour, operator, limit in bands:
        if limit is None or (number < limit if operator == "<" else number <= limit):
            return str(colour)
    return None


def scored(trace: Trace) -> Concluded:
    """The weights of what is not known go to its siblings; the first override holds."""
    parts, applies = trace.parts, truth_again(trace.conditions["applies"])
    groups = [(group["weight"], score_of(group)) for group in parts["groups"]]
    computed = mean(groups) if applies else None
    weighed = [m for g in parts["groups"] if g["weight"] for m in g["measures"] if m["weight"]]
    flags = [measure["known"] or measure["left_out"] for measure in weighed]
    known = (computed is not None or all(flags)) if applies else applies is False
    truths = [both(rule.when) for rule in trace.rules]
    won = truths.index(True) if True in truths else None
    colour = banded(computed, parts["bands"])
    if won is not None:
        colour = trace.rules[won].gives[0]
    sure = known and None not in truths[: len(truths) if won is None else won]
    return Concluded(colour if known else None, known, sure)


def score_of(group: Mapping[str, Any]) -> float | None:
    counting = [each for each in group["measures"] if not each["left_out"]]
    return mean((each["weight"], each["score"]) for each in counting)


def mean(parts: Any) -> float | None:
    weighed = [(weight, score) for weight, score in parts if weight and score is not None]
    total = sum(weight for weight, _ in weighed)
    return sum(weight * score for weight, score in weighed) / total if total else None


def worked_out(trace: Trace) -> Concluded:
    applies, value = truth_again(trace.conditions["applies"]), trace.parts["value"]
    if applies is not True:
        return Concluded(None, applies is False, applies is False)
    known = value != "unknown"
    return Concluded(None if value in ("none", "unknown") else value, known, known)


def called_for(trace: Trace) -> Concluded:
    """Open when it opens, does not close, and has an occasion."""
    opens = both(trace.conditions["applies"], trace.conditions["opens_when"])
    closes = trace.conditions.get("closes_when")
    shut = truth_again(closes) if closes else False
    truths = [opens, None if shut is None else not shut, trace.parts["occasion_there"]]
    value = False if False in truths else None if None in truths else True
    return Concluded(value, value is not None, value is not None)


def owed(trace: Trace) -> Concluded:
    """The length of the rule that won, counted from the last time."""
    asked = first_match(trace.rules, trace.unknown)
    won = next((rule for rule in trace.rules if both(rule.applies, rule.when)), None)
    lengths = won.gives if won and asked.known else ()
    outputs = dict(zip(trace.parts["outputs"], lengths, strict=False))
    owes = bool(outputs.get("every") or outputs.get("at_most"))
    base = day_of(trace.parts["counted_from"])
    known = asked.known and (base is not None or not owes)
    sure = asked.sure and (base is not None or not owes)
    due, limit = (later(base, outputs.get(name)) for name in ("every", "at_most"))
    late = later(due, outputs.get("grace"))
    return Concluded(status(trace, due, limit, late=late) if owes else None, known, sure)


def once(trace: Trace) -> Concluded:
    """Owed from the day it opens until it is done."""
    applies, parts = truth_again(trace.conditions["applies"]), trace.parts
    if applies is not True:
        return Concluded(None, applies is False, applies is False)
    begun = begun_by(parts)
    value = None
    if begun:
        done = truth_again(trace.conditions["done"])
        by_day = status(trace, day_of(parts["due"]), day_of(parts["limit"]))
        value = "on_track" if done or by_day == "on_track" else by_day if done is False else None
    known = value is not None or begun is False or parts["absent"]
    return Concluded(value, known, known)


def begun_by(parts: Mapping[str, Any]) -> bool | None:
    """Whether there is an occasion and its first day has come."""
    opens, today = day_of(parts["opens"]), day_of(parts["today"])
    come = None if opens is None or today is None else opens <= today
    there = None if parts["occasion"] == "unknown" else parts["occasion"] != "none"
    if come is False or there is False:
        return False
    return None if come is None or there is None else True


def status(
    trace: Trace, due: date | None, limit: date | None, *, late: date | None = None
) -> str | None:
    today = day_of(trace.parts["today"])
    if today is None or (due is None and limit is None):
        return None
    if limit and today > limit:
        return "breach"
    if due and today > (late or due):
        return "overdue"
    soon = later(due, trace.parts["soon"], back=True)
    return "due_soon" if soon and today >= soon else "on_track"


def later(day: date | None, length: str | None, *, back: bool = False) -> date | None:
    """The day so much later, or earlier: `14 days`, `1 month`."""
    if day is None or not length:
        return None
    count, unit = length.split()
    number = -int(count) if back else int(count)
    if unit.startswith(("month", "year")):
        return add_months(day, number * (12 if unit.startswith("year") else 1))
    return day + timedelta(days=number * (7 if unit.startswith("week") else 1))


def day_of(text: Any) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) and text[:1].isdigit() else None


def alike(one: Any, other: Any) -> bool:
    if isinstance(one, float) or isinstance(other, float):
        numbers = isinstance(one, int | float) and isinstance(other, int | float)
        return numbers and math.isclose(one, other, abs_tol=1e-6)
    return bool(one == other) and isinstance(one, bool) is isinstance(other, bool)
