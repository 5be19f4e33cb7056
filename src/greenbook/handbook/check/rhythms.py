"""Rhythms whose rows do not stand shortest first, where several can hold for one account."""

from __future__ import annotations

from collections.abc import Iterator

from greenbook.handbook.check.grid import Asks, ask, grid_of
from greenbook.handbook.conditions.tree import Condition
from greenbook.handbook.pages import Length, Page, RepeatingEdition, Rule, Unit
from greenbook.handbook.problems import Problem

#: Only to compare two lengths of different units; nothing is ever due by it.
ABOUT: dict[Unit, float] = {"day": 1, "week": 7, "month": 30.4, "year": 365.25}

Pair = tuple[int, int]


def check_rhythm(page: Page, edition: RepeatingEdition, *, asks: Asks) -> Iterator[Problem]:
    """One warning for each row above which a longer one stands that can hold as well."""
    pairs = list(_longer_first(edition.rules))
    if not pairs:
        return
    grid = grid_of([rule.when for rule in edition.rules], within=page.applies, today=edition.begins)
    truths: dict[str, Condition] = {"applies": page.applies}
    truths |= {f"r{n}": rule.when for n, rule in enumerate(edition.rules)}
    questions = {_name(pair): _both(pair) for pair in pairs}
    found = ask(grid, truths, questions, asks=asks)
    told: set[int] = set()
    for above, below in pairs:
        if found.count(_name((above, below))) and below not in told:
            told.add(below)
            yield _out_of_order(edition.rules[above], edition.rules[below])


def _longer_first(rules: tuple[Rule, ...]) -> Iterator[Pair]:
    for below, later in enumerate(rules):
        for above, earlier in enumerate(rules[:below]):
            if _days(earlier) > _days(later) > 0:
                yield above, below


def _days(rule: Rule) -> float:
    every = rule.gives[0] if rule.gives else None
    return every.count * ABOUT[every.unit] if isinstance(every, Length) else 0


def _name(pair: Pair) -> str:
    return f"p{pair[0]}_{pair[1]}"


def _both(pair: Pair) -> str:
    """The row below would have counted, but for the longer one above it."""
    above, below = pair
    others = [f"r{n} is not true" for n in range(below) if n != above]
    held = " and ".join(["applies", f"r{above}", f"r{below}", *others])
    return f"count(*) filter (where {held})"


def _out_of_order(above: Rule, below: Rule) -> Problem:
    says = (
        f"`{above.name}` (every {above.gives[0]}) stands above `{below.name}` "
        f"(every {below.gives[0]}) and both can hold: the shortest stands first"
    )
    return Problem(below.place, says, "shortest-first", warning=True)
