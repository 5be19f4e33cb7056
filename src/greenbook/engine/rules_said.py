"""Why the rules of a page conclude what they do, and what they can not tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from greenbook.engine.because import filled_in, none_before, why
from greenbook.engine.branches import Branch
from greenbook.engine.trace import RuleTrace, Trace
from greenbook.handbook.conditions.evaluate import UNKNOWN, Row, value_of
from greenbook.handbook.program import Ruling
from greenbook.handbook.say.values import listing
from greenbook.handbook.say.words import Words, the
from greenbook.handbook.types import Type


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
    return by_the_last(trace, won) if won.last else why(won.when)


def by_the_last(trace: Trace, won: RuleTrace) -> str:
    """A rule without condition speaks because none before it on its page holds."""
    earlier = [r for r in trace.rules if r.page == won.page and r.number < won.number]
    if not earlier:
        return won.name
    failed = [rule.when for rule in earlier if rule.when.truth is False]
    return none_before(failed) if failed else "nothing before it is known to hold"


def is_otherwise(rule: RuleTrace) -> bool:
    """The last band, which holds for every known value: the limit before it says more."""
    return rule.when.kind == "leaf" and rule.when.text.startswith("known(")


def no_rule(trace: Trace) -> str:
    """A page that does not apply says why; else every rule failed."""
    applies = trace.conditions.get("applies")
    if applies is not None and applies.truth is False:
        return f"it does not apply: {why(applies)}"
    if not trace.rules:
        return "no edition is in force"
    if all(rule.applies.truth is False for rule in trace.rules):
        return f"it does not apply: {listing(why(rule.applies) for rule in trace.rules)}"
    return none_before(r.when for r in trace.rules if r.truth is False and r.applies.truth)


def not_known(trace: Trace, says: str) -> str:
    """What the first rule that can not be told needs."""
    unsaid = [rule for rule in trace.rules if rule.truth is None]
    if unsaid and trace.kind != "scorecard":
        return are_not_known(unknown_in(unsaid[0], trace))
    needed = [the(each["label"]) for each in trace.missing]
    return are_not_known(needed) if needed else says


def doubts_said(trace: Trace) -> str:
    """What is not known of the rules that might have spoken before."""
    doubts = doubtful(trace.rules)
    if not doubts:
        handed = [rule.handed.because for rule in trace.rules if rule.winner and rule.handed]
        return after_doubt(handed[0]) if handed else ""
    return are_not_known(each for rule in doubts for each in unknown_in(rule, trace))


def are_not_known(needed: Iterable[str]) -> str:
    """`the ARR is not known`."""
    each = list(dict.fromkeys(needed))
    return f"{listing(each)} {'is' if len(each) == 1 else 'are'} not known"


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
        return [the(label) for label in labels.values()] or ["a number to divide by that is not 0"]
    named = [the(labels.get(column.text) or column.text.replace("_", " ")) for column in columns]
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
        if name == "account":
            return "the customer"
        fact = words.facts.get(column)
        if fact and row.get(column) is None and value_of(fact.column, row) is UNKNOWN:
            return "what is not known"
        return words.shown(row.get(column), fact.type if fact else Type("text"))

    return value


def after_because(text: str) -> str:
    """The reason of another decision, without its value and its doubts."""
    reason = text.partition(" because ")[2] or text
    return reason.partition(" — as far as we know: ")[0]


def after_doubt(text: str) -> str:
    return text.partition(" — as far as we know: ")[2]
