"""The one sentence of a trace: the value, because …, and how far it is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from greenbook.engine.because import filled_in, names_in, why
from greenbook.engine.rules_said import by_rules, doubts_said, filling, no_rule, not_known
from greenbook.engine.trace import Trace
from greenbook.engine.trace_parts import shown_edition
from greenbook.handbook.conditions.evaluate import NONE, Row, value_of
from greenbook.handbook.conditions.tree import Between, Call, Column, Compare, Value
from greenbook.handbook.conditions.walk import columns_in
from greenbook.handbook.pages import (
    Count,
    CtaEdition,
    KpiEdition,
    MeasureEdition,
    OccasionEdition,
    RepeatingEdition,
    ScorecardEdition,
)
from greenbook.handbook.program import Ruling
from greenbook.handbook.say.case import AMOUNTS, is_so, limit_said, value_said
from greenbook.handbook.say.values import in_words, listing, number
from greenbook.handbook.say.words import Words
from greenbook.handbook.types import Type


def sentence(trace: Trace, ruling: Ruling, row: Row, words: Words, type: Type) -> Trace:
    """The trace with its `because`."""
    value = row.get(ruling.decides)
    says = SENTENCES.get(ruling.kind, by_rules)(trace, ruling, row, words)
    if row.get(f"{ruling.decides}__rule") == 0:
        says = overridden(trace)
    if not trace.known:
        return replace(trace, because=f"unknown because {not_known(trace, says)}")
    begins = words.shown(value, type) if ruling.kind not in ("playbook", "program", "cta") else ""
    text = f"{begins} because {says}" if begins else says
    if not trace.sure and (doubts := doubts_said(trace)):
        text = f"{text} — as far as we know: {doubts}"
    return replace(trace, because=text)


def measured(trace: Trace, ruling: Ruling, row: Row, words: Words) -> str:
    _, edition = shown_edition(ruling, row)
    if not isinstance(edition, MeasureEdition) or not edition.metrics:
        return by_rules(trace, ruling, row, words)
    applies = trace.conditions.get("applies")
    if applies is not None and applies.truth is False:
        return no_rule(replace(trace, rules=()))
    types = [metric.value.type for metric in edition.metrics]
    pairs = zip(trace.parts["metrics"], types, strict=True)
    return listing(metric_said(metric, type, words) for metric, type in pairs)


def metric_said(metric: Mapping[str, Any], type: Type, words: Words) -> str:
    """`deployments per user are green at 12`."""
    if not (metric["colour"] and metric["known"]):
        return f"{metric['name']} not known"
    return f"{metric['name']} {words.shown(metric['value'], type)} ({metric['colour']})"


def scored(trace: Trace, ruling: Ruling, row: Row, words: Words) -> str:
    """The override that holds, or the score with what it is made of."""
    won = next((rule for rule in trace.rules if rule.winner), None)
    if won is not None:
        return f"{won.name}: {why(won.when)}"
    _, edition = shown_edition(ruling, row)
    applies = trace.conditions.get("applies")
    if not isinstance(edition, ScorecardEdition) or (applies and applies.truth is False):
        return no_rule(replace(trace, rules=()))
    if trace.parts.get("computed") is None:
        return "none of its measures has a colour"
    scores = {words.spoken(g["name"]): g["score"] for g in trace.parts["groups"] if g["weight"]}
    known = [f"{name} {number(round(s, 2))}" for name, s in scores.items() if s is not None]
    unknown = listing((name for name, score in scores.items() if score is None), "or")
    said = f"its score is {number(round(trace.parts['computed'], 2))}: {listing(known)}"
    return f"{said} (nothing for {unknown})" if unknown else said


def owed(trace: Trace, ruling: Ruling, row: Row, words: Words) -> str:
    """When it last happened, what is owed, and by when."""
    applies = trace.conditions.get("applies")
    if applies is not None and applies.truth is not True:
        return f"it does not apply: {why(applies)}"
    due, limit = (row.get(f"{ruling.decides}__{part}") for part in ("due", "limit"))
    _, edition = shown_edition(ruling, row)
    if not due and not limit:
        return by_rules(trace, ruling, row, words) if trace.rules else "nothing is owed now"
    if isinstance(edition, OccasionEdition):
        return once_owed(trace, edition, due, limit, row)
    return f"{since_when(trace, edition, row, words)}: {by_when(due, limit, row)}"


def by_when(due: date | None, limit: date | None, row: Row) -> str:
    """`due on 2 May 2024, at the latest on 18 May 2024`."""
    late = due and row.get("today") and due < row["today"]
    days = [f"{'it was ' if late else ''}due on {in_words(due)}"] if due else []
    days += [f"at the latest on {in_words(limit)}"] if limit and limit != due else []
    return ", ".join(days)


def once_owed(
    trace: Trace, edition: OccasionEdition, due: date | None, limit: date | None, row: Row
) -> str:
    """What is owed once: done, not yet to be done, or due."""
    done = trace.conditions.get("done")
    if done is not None and done.truth:
        return why(done)
    opens = value_of(edition.opens, row) if edition.opens is not None else None
    if trace.value is None and isinstance(opens, date):
        return f"it begins on {in_words(opens)}, {by_when(due, limit, row)}"
    said = f"{why(done)}: " if done is not None and done.truth is False else ""
    return said + by_when(due, limit, row)


def since_when(trace: Trace, edition: object, row: Row, words: Words) -> str:
    """`the last call was on 18 Apr 2024, owed every 14 days`."""
    assert isinstance(edition, RepeatingEdition)
    counted = [edition.last] if edition.last is not None else []
    if edition.start is not None and (not counted or value_of(counted[0], row) is NONE):
        counted.append(edition.start)
    said = listing(is_so(value, row, words) for value in counted)
    every, most, grace = (trace.parts.get(key) for key in ("every", "at_most", "grace"))
    asked = f", at most {most} may pass" if most else ""
    asked = f", owed every {every.removeprefix('1 ')}" if every else asked
    return said + asked + (f", with {grace} of grace" if grace else "")


def worked_out(trace: Trace, ruling: Ruling, row: Row, words: Words) -> str:
    """What the number is made of, and whether it is met."""
    applies = trace.conditions.get("applies")
    if applies is not None and applies.truth is False:
        return f"it does not apply: {why(applies)}"
    _, edition = shown_edition(ruling, row)
    if not isinstance(edition, KpiEdition) or edition.value is None:
        return "no page speaks"
    value = edition.raw if edition.raw is not None else edition.value
    counts = trace.parts.get("counts", {})
    share = isinstance(value, Call) and value.function == "percent_of"
    said = listing(
        (said_count(count, counts[count.name], words) for count in edition.counts),
        "of" if share else "and",
    )
    return (said or made_of(value, row, words)) + target_said(trace, edition, row, words)


def target_said(trace: Trace, edition: KpiEdition, row: Row, words: Words) -> str:
    """`: the target is met (at least 75%)`."""
    met = trace.conditions.get("met")
    if edition.met is None or met is None or met.truth is None or trace.value is None:
        return ""
    match edition.met:
        case Compare(operator=operator, right=limit):
            asked = AMOUNTS.get(operator, "{}").format(target_limit(limit, row, words))
        case Between(low=low, high=high):
            limits = (target_limit(each, row, words) for each in (low, high))
            asked = f"between {' and '.join(limits)}"
        case _:
            asked = why(met)
    return f": the target is {'met' if met.truth else 'not met'} ({asked})"


def target_limit(value: Value, row: Row, words: Words) -> str:
    """The limit; one from the page's own table needs no name."""
    own = isinstance(value, Column) and value.source == "local"
    return value_said(value, row, words) if own else limit_said(value, row, words)


def made_of(value: Value, row: Row, words: Words) -> str:
    return listing(is_so(column, row, words) for column in columns_in(value))


def said_count(count: Count, found: Mapping[str, Any], words: Words) -> str:
    """`12 active (1 not known)`."""
    unknown = f" ({found['not_known']} not known)" if found["not_known"] else ""
    type = count.sum.type if count.sum is not None else Type("count")
    return f"{words.shown(found['count'], type)} {words.spoken(count.name)}{unknown}"


def called_for(trace: Trace, ruling: Ruling, row: Row, words: Words) -> str:
    """Why a CTA is open or not, whom a program enters."""
    is_cta = ruling.kind == "cta"
    for name in ("applies", "trigger", "opens_when", "audience"):
        branch = trace.conditions.get(name)
        if branch is not None and branch.truth is not True:
            return f"{'not opened' if is_cta else 'not entered'}: {why(branch)}"
    for name in ("closes_when", "stop_when", "exclude", "hold_when"):
        branch = trace.conditions.get(name)
        if branch is not None and branch.truth:
            return f"{STOPPED[name]}: {why(branch)}"
    if is_cta and row.get(ruling.decides) is not True:
        return "not opened: there is no occasion"
    opening = [trace.conditions.get(name) for name in ("opens_when", "trigger", "audience")]
    said = authors_words(ruling, row, words) or listing(why(branch) for branch in opening if branch)
    return f"{'open' if is_cta else 'entered'} because {said}"


def authors_words(ruling: Ruling, row: Row, words: Words) -> str:
    """The sentence that the CTA carries, where every fact of it is at hand."""
    _, edition = shown_edition(ruling, row)
    written = edition.because if isinstance(edition, CtaEdition) else None
    if not written or any(n != "account" and row.get(n) is None for n in names_in(written)):
        return ""
    return filled_in(written, filling(row, words))


STOPPED = {
    "closes_when": "closed",
    "stop_when": "stopped",
    "exclude": "not entered",
    "hold_when": "held",
}


def tasks_said(trace: Trace, ruling: Ruling, row: Row, words: Words) -> str:
    start = f"{ruling.decides}__task_"
    tasks = {name: truth for name, truth in row.items() if name.startswith(start)}
    truths = [truth for name, truth in tasks.items() if name.removeprefix(start).isdigit()]
    return f"{sum(1 for truth in truths if truth)} of its {len(truths)} tasks apply"


def overridden(trace: Trace) -> str:
    """Who said otherwise, and for how long."""
    if not trace.overrides:
        return "it was set by hand"
    by = trace.overrides[0]
    who = f" by {by['by']}" if by.get("by") else ""
    until = f", until {in_words(by['ends_on'])}" if by.get("ends_on") else ""
    return f"it was set by hand{who}{until}: {by.get('reason') or 'no reason given'}"


SENTENCES: dict[str, Callable[[Trace, Ruling, Row, Words], str]] = {
    "decision": by_rules,
    "measure": measured,
    "scorecard": scored,
    "rhythm": owed,
    "kpi": worked_out,
    "cta": called_for,
    "program": called_for,
    "playbook": tasks_said,
}
