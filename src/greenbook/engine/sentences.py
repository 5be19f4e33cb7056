"""The one sentence of a trace: the value, because …, and how far it is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from greenbook.engine.because import filled_in, none_before, why
from greenbook.engine.branches import Branch
from greenbook.engine.said import is_or_none
from greenbook.engine.trace import RuleTrace, Trace
from greenbook.engine.trace_parts import shown_edition
from greenbook.engine.words import Words, in_words, number, shown, spoken
from greenbook.handbook.conditions.evaluate import NONE, UNKNOWN, Row, value_of
from greenbook.handbook.conditions.tree import Column, Value
from greenbook.handbook.pages import KpiEdition, MeasureEdition, RepeatingEdition, ScorecardEdition
from greenbook.handbook.program import Ruling
from greenbook.handbook.types import Type


def sentence(trace: Trace, ruling: Ruling, row: Row, words: Words, type: Type) -> Trace:
    """The trace with its `because`."""
    value = row.get(ruling.decides)
    says = SENTENCES.get(ruling.kind, by_rules)(trace, ruling, row, words)
    if row.get(f"{ruling.decides}__rule") == 0:
        says = overridden(trace)
    if not trace.known:
        return replace(trace, because=f"{trace.title} is not known: {not_known(trace, says)}")
    begins = shown(value, type) if ruling.kind not in ("playbook", "program", "cta") else ""
    text = f"{begins} because {says}" if begins else says
    if not trace.sure and (doubts := doubts_said(trace)):
        text = f"{text} — as far as we know: {doubts}"
    return replace(trace, because=text)


def by_rules(trace: Trace, ruling: Ruling, row: Row, words: Words) -> str:
    """Why the rule that won holds; why none does."""
    won = next((rule for rule in trace.rules if rule.winner), None)
    if won is None:
        return no_rule(trace)
    if won.own_words:
        return filled_in(won.own_words, filling(row, words))
    if won.handed and won.handed.because:
        return after_because(won.handed.because)
    if is_otherwise(won) and won.number > 1:
        return why(trace.rules[won.number - 2].when)
    if not won.last:
        return why(won.when)
    earlier = [r for r in trace.rules if r.page == won.page and r.number < won.number]
    if not earlier:
        return why(won.applies) if why(won.applies) != "always" else f"{won.name} is always so"
    failed = [(rule.name, rule.when) for rule in earlier if rule.when.truth is False]
    return none_before(failed) if failed else "none of the rules before it is known to hold"


def is_otherwise(rule: RuleTrace) -> bool:
    """The last band, which holds for every known value: the limit before it says more."""
    return rule.when.kind == "leaf" and rule.when.text.startswith("known(")


def no_rule(trace: Trace) -> str:
    """A page that does not apply says why; else every rule failed."""
    if not trace.rules:
        applies = trace.conditions.get("applies")
        outside = applies is not None and applies.truth is False
        return f"it does not apply: {why(applies)}" if outside and applies else "no page speaks"
    if all(rule.applies.truth is False for rule in trace.rules):
        pages = list(dict.fromkeys((rule.page, why(rule.applies)) for rule in trace.rules))
        return "it does not apply: " + " and ".join(dict.fromkeys(says for _, says in pages))
    tried = [rule for rule in trace.rules if rule.truth is False and rule.applies.truth]
    return none_before((rule.name, rule.when) for rule in tried)


def measured(trace: Trace, ruling: Ruling, row: Row, words: Words) -> str:
    _, edition = shown_edition(ruling, row)
    if not isinstance(edition, MeasureEdition) or not edition.metrics:
        return by_rules(trace, ruling, row, words)
    applies = trace.conditions.get("applies")
    if applies is not None and applies.truth is False:
        return no_rule(replace(trace, rules=()))
    said = [
        f"{metric['name']} is {number(metric['value'])} ({metric['colour']})"
        if metric["colour"] and metric["known"]
        else f"{metric['name']} is not known"
        for metric in trace.parts["metrics"]
    ]
    return " and ".join(said)


def scored(trace: Trace, ruling: Ruling, row: Row, words: Words) -> str:
    """The override that holds, or the score with what it is made of."""
    won = next((rule for rule in trace.rules if rule.winner), None)
    if won is not None:
        return f"{won.name} ({why(won.when)})"
    _, edition = shown_edition(ruling, row)
    if not isinstance(edition, ScorecardEdition) or trace.parts.get("computed") is None:
        return no_rule(replace(trace, rules=()))
    groups = [g for g in trace.parts["groups"] if g["weight"]]
    scores = {group["name"]: group["score"] for group in groups}
    known = [f"{name} {number(round(s, 2))}" for name, s in scores.items() if s is not None]
    unknown = [name for name, score in scores.items() if score is None]
    said = f"its score is {number(round(trace.parts['computed'], 2))}: {', '.join(known)}"
    return f"{said}; {', '.join(unknown)} not known" if unknown else said


def owed(trace: Trace, ruling: Ruling, row: Row, words: Words) -> str:
    """When it last happened, what is owed, and by when."""
    applies = trace.conditions.get("applies")
    if applies is not None and applies.truth is not True:
        return f"it does not apply: {why(applies)}"
    due, limit = (row.get(f"{ruling.decides}__{part}") for part in ("due", "limit"))
    _, edition = shown_edition(ruling, row)
    if not due and not limit:
        return by_rules(trace, ruling, row, words) if trace.rules else "nothing is owed now"
    days = [f"due on {in_words(due)}"] if due else []
    days += [f"at the latest on {in_words(limit)}"] if limit and limit != due else []
    days += [f"and the day is {in_words(row['today'])}"] if row.get("today") else []
    return ", ".join([*since_when(edition, row, words, trace), *days])


def since_when(edition: object, row: Row, words: Words, trace: Trace) -> list[str]:
    if not isinstance(edition, RepeatingEdition):
        done = trace.conditions.get("done")
        return [why(done)] if done is not None and done.truth is not None else []
    counted = [edition.last] if edition.last is not None else []
    if edition.start is not None and (not counted or value_of(counted[0], row) is NONE):
        counted.append(edition.start)
    said = [is_or_none(value, row, words) for value in counted]
    every, most = (trace.parts.get(key) for key in ("every", "at_most"))
    asked = [f"owed every {every}"] if every else []
    return [*said, *(asked or ([f"at most {most} may pass"] if most else []))]


def worked_out(trace: Trace, ruling: Ruling, row: Row, words: Words) -> str:
    """What the number is made of, and whether it is met."""
    applies = trace.conditions.get("applies")
    if applies is not None and applies.truth is False:
        return f"it does not apply: {why(applies)}"
    _, edition = shown_edition(ruling, row)
    if not isinstance(edition, KpiEdition) or edition.value is None:
        return "no page speaks"
    said = [said_count(name, each) for name, each in trace.parts.get("counts", {}).items()]
    value = edition.raw if edition.raw is not None else edition.value
    said = said or [made_of(value, row, words)]
    met = trace.conditions.get("met")
    if met is not None and met.truth is not None and trace.value is not None:
        said.append(f"the target is {'met' if met.truth else 'not met'} ({why(met)})")
    return ", and ".join(said)


def made_of(value: Value, row: Row, words: Words) -> str:
    columns = dict.fromkeys(columns_of(value))
    return " and ".join(is_or_none(column, row, words) for column in columns)


def columns_of(value: Value) -> Iterable[Column]:
    from greenbook.engine.columns import columns_in

    return columns_in(value)


def said_count(name: str, each: dict[str, Any]) -> str:
    unknown = f", {each['not_known']} not known" if each["not_known"] else ""
    return f"{name.replace('_', ' ')}: {each['count']}{unknown}"


def called_for(trace: Trace, ruling: Ruling, row: Row, words: Words) -> str:
    """Why a CTA is open or not, whom a program enters."""
    for name in ("applies", "trigger", "opens_when", "audience"):
        branch = trace.conditions.get(name)
        if branch is not None and branch.truth is not True:
            return f"{'not opened' if ruling.kind == 'cta' else 'not entered'}: {why(branch)}"
    for name in ("closes_when", "stop_when", "exclude", "hold_when"):
        branch = trace.conditions.get(name)
        if branch is not None and branch.truth:
            return f"{STOPPED[name]}: {why(branch)}"
    opening = [trace.conditions.get(name) for name in ("opens_when", "trigger", "audience")]
    said = [why(branch) for branch in opening if branch is not None]
    if ruling.kind == "cta" and row.get(ruling.decides) is not True:
        return "not opened: there is no occasion"
    return f"{'open' if ruling.kind == 'cta' else 'entered'} because {' and '.join(said)}"


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


def not_known(trace: Trace, says: str) -> str:
    """Which rule, and what it needs."""
    unsaid = [rule for rule in trace.rules if rule.truth is None]
    if unsaid and trace.kind != "scorecard":
        return f"{unsaid[0].name} needs {listed(unknown_in(unsaid[0], trace))}"
    needed = listed(each["label"] for each in trace.missing)
    return f"it needs {needed}" if needed else says


def doubts_said(trace: Trace) -> str:
    """The rules that might have spoken before, and what each needs."""
    doubts = doubtful(trace.rules)
    if not doubts:
        handed = [rule.handed.because for rule in trace.rules if rule.winner and rule.handed]
        return after_doubt(handed[0]) if handed else ""
    return "; ".join(f"{rule.name} needs {listed(unknown_in(rule, trace))}" for rule in doubts)


def doubtful(rules: Iterable[RuleTrace]) -> list[RuleTrace]:
    """The unknown rules before the winner that conclude something else."""
    rules = list(rules)
    won = next((rule for rule in rules if rule.winner), None)
    unknown = [rule for rule in rules if rule.truth is None]
    if won is None:
        return unknown
    return [rule for rule in unknown if rule.number < won.number and rule.gives != won.gives]


def unknown_in(rule: RuleTrace, trace: Trace) -> list[str]:
    """What the rule would need: the facts by their labels."""
    labels = {each["fact"]: each["label"] for each in trace.missing}
    leaves = [leaf for branch in (rule.applies, rule.when) for leaf in open_leaves(branch)]
    columns = [column for leaf in leaves for column in leaf.unknown]
    if any(column.source in ("local", "decision") for column in columns):
        return list(labels.values()) or ["a number to divide by that is not 0"]
    named = [labels.get(column.text) or spoken(column.text) for column in columns]
    return list(dict.fromkeys(named)) or ["what is not known"]


def open_leaves(branch: Branch) -> list[Branch]:
    """The unknown leaves that make the branch unknown."""
    if branch.truth is not None:
        return []
    if branch.kind == "leaf":
        return [branch]
    return [leaf for part in branch.parts for leaf in open_leaves(part)]


def filling(row: Row, words: Words) -> Callable[[str], str]:
    """`{fact}` in an author's sentence."""

    def value(name: str) -> str:
        column = name.replace(".", "__")
        fact = words.facts.get(column)
        if fact and row.get(column) is None and value_of(fact.column, row) is UNKNOWN:
            return "what is not known"
        return shown(row.get(column), fact.type if fact else Type("text"))

    return value


def after_because(text: str) -> str:
    """The reason of another decision, without its value and its doubts."""
    reason = text.partition(" because ")[2] or text
    return reason.partition(" — as far as we know: ")[0]


def after_doubt(text: str) -> str:
    return text.partition(" — as far as we know: ")[2]


def listed(items: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(items))


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
