"""Why a decision stands, in a few words: the rule that speaks, as the handbook writes it."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from greenbook.decisions.handbooks import by_hash
from greenbook.engine.editions import edition_day, program_on
from greenbook.handbook.book import Handbook
from greenbook.handbook.conditions.tree import Always
from greenbook.handbook.program import NumberedRule
from greenbook.handbook.say.policy import Policy
from greenbook.handbook.say.words import Words

BY_HAND = "it was set by hand"
#: How history keeps the name of an override.
OVERRIDE = "override"
#: Names that were not written by anybody: rows of tables, and bands by their limits.
MADE = re.compile(r"row \d+: |.*\$")


def reason_of(handbook: Handbook, decision: str, rule: int | None, *, day: date) -> str:
    """Of the rule with this number; empty where no rule spoke."""
    if rule == 0:
        return BY_HAND
    return _reasons(handbook.hash, decision, edition_day(handbook, day)).get(rule, "")


def reason_called(handbook: Handbook, decision: str, name: str | None, *, day: date) -> str:
    """Of the rule with this name, as changes are kept; where a page has no such rule any more, the
    name that was kept."""
    if not name:
        return ""
    if name == OVERRIDE:
        return BY_HAND
    return _reasons(handbook.hash, decision, edition_day(handbook, day)).get(name, name)


@lru_cache(maxsize=512)
def _reasons(handbook: str, decision: str, day: date) -> dict[int | str | None, str]:
    """Every rule of the decision in words, by its number and by its name."""
    book = by_hash(handbook)
    ruling = program_on(book, day).rulings.get(decision)
    if ruling is None:
        return {}
    policy = Policy(Words(book, ruling.grain))
    said = [(rule, _in_words(rule, policy)) for rule in ruling.rules]
    return {key: words for rule, words in said for key in (rule.name, rule.number)}


def _in_words(rule: NumberedRule, policy: Policy) -> str:
    """A rule has its title; a row of a table says what it asks, which may be nothing."""
    if not MADE.match(rule.name):
        return rule.name
    if isinstance(rule.when, Always):
        return ""
    return policy.condition(rule.when).replace("*", "")
