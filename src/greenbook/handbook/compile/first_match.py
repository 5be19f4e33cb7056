"""First match wins: a list of rules as columns, and what an unknown rule before the winner does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from greenbook.handbook.compile.sheet import Sheet
from greenbook.handbook.conditions.render import (
    ALWAYS,
    both,
    can_be_unknown,
    condition_sql,
    known_sql,
    value_sql,
)
from greenbook.handbook.conditions.tree import Arithmetic, Call, Column, Condition, Constant
from greenbook.handbook.pages import Rule


@dataclass(frozen=True, slots=True)
class Match:
    """References: `rule` is the number of the first true rule (from 1, NULL: none is true).

    `settled` says that no unknown rule could have concluded something else; the rules that hand
    something on make `known` and `sure` depend on what they hand on.
    """

    rule: str
    settled: str
    handed_known: str
    handed_sure: str

    @property
    def stopped(self) -> str:
        """Whether the conclusion is known, where an unknown rule stops."""
        return both(self.settled, self.handed_known)

    @property
    def passed(self) -> str:
        """Whether it is known, where an unknown rule is passed: one is true or none can be."""
        somehow = (
            ALWAYS if self.settled == ALWAYS else f"({self.rule} is not null or {self.settled})"
        )
        return both(somehow, self.handed_known)

    @property
    def sure(self) -> str:
        return both(self.settled, self.handed_known, self.handed_sure)


def first_match(sheet: Sheet, rules: Sequence[tuple[Condition, Rule]]) -> Match:
    """`rules` with what must apply to each. Columns of the sheet for the rule and its certainty."""
    truths = [_truth(sheet, applies, rule) for applies, rule in rules]
    unknowable = [can_be_unknown(a) or can_be_unknown(rule.when) for a, rule in rules]
    first = sheet.share(_first_true(truths))
    gives = [rule.gives for _, rule in rules]
    handed = [number for number, given in enumerate(gives, start=1) if _handed_on(given)]
    doubts = _doubts(sheet, first, truths, unknowable, gives)
    settled = sheet.share(f"(not ({' or '.join(doubts)}))") if doubts else ALWAYS
    return Match(
        rule=first,
        settled=settled,
        handed_known=_inherited(sheet, first, gives, handed, _is_known),
        handed_sure=_inherited(sheet, first, gives, handed, _is_sure),
    )


def by_rule(rule: str, texts: Sequence[str | None]) -> str:
    """The text of the rule that won: `texts` holds one an entry, None for NULL."""
    numbers: dict[str, list[int]] = {}
    for number, text in enumerate(texts, start=1):
        if text is not None:
            numbers.setdefault(text, []).append(number)
    if not numbers:
        return "null"
    whens = (f"when {among(rule, these)} then {text}" for text, these in numbers.items())
    return f"(case {' '.join(whens)} end)"


def among(rule: str, numbers: Sequence[int]) -> str:
    """Whether the rule is one of these numbers, written as ranges."""
    runs = []
    for _, run in groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0]):
        inside = [number for _, number in run]
        low, high = inside[0], inside[-1]
        runs.append(f"{rule} = {low}" if low == high else f"{rule} between {low} and {high}")
    return runs[0] if len(runs) == 1 else f"({' or '.join(runs)})"


def given_sql(sheet: Sheet, given: object) -> str | None:
    """What a rule gives, as SQL; None where it gives `none`."""
    return None if given is None else value_sql(given, sheet.share)  # type: ignore[arg-type]


def _truth(sheet: Sheet, applies: Condition, rule: Rule) -> str:
    return both(
        condition_sql(applies, sheet.share),
        condition_sql(rule.when, sheet.share),
        share=sheet.share,
    )


def _first_true(truths: Sequence[str]) -> str:
    """A rule that always holds ends the list."""
    whens, otherwise = [], ""
    for number, truth in enumerate(truths, start=1):
        if truth == ALWAYS:
            otherwise = f"else {number} "
            break
        whens.append(f"when {truth} then {number}")
    if not whens:
        return otherwise.removeprefix("else ").strip() or "cast(null as integer)"
    return f"(case {' '.join(whens)} {otherwise}end)"


def _doubts(
    sheet: Sheet,
    first: str,
    truths: Sequence[str],
    unknowable: Sequence[bool],
    gives: Sequence[tuple[object, ...]],
) -> list[str]:
    """For each way to conclude something else: a rule before the winner is unknown.

    Rules that would be contradicted by the same winners are taken together.
    """
    total = len(truths)
    ends = total if ALWAYS in truths else total + 1  # number `total + 1` stands for "none is true"
    winner = sheet.share(f"coalesce({first}, {ends})") if ends > total else first
    together: dict[str, list[str]] = {}
    for number, (truth, unsure) in enumerate(zip(truths, unknowable, strict=True), start=1):
        if unsure and (against := _contradicted(sheet, winner, number, ends, gives)):
            together.setdefault(against, []).append(f"{truth} is null")
    return [
        f"({against} and ({' or '.join(dict.fromkeys(unknown))}))"
        for against, unknown in together.items()
    ]


def _contradicted(
    sheet: Sheet, winner: str, number: int, ends: int, gives: Sequence[tuple[object, ...]]
) -> str | None:
    """Whether the winner stands behind rule `number` and concludes something else than it."""
    own = gives[number - 1]
    other, tested = [], []
    for later in range(number + 1, ends + 1):
        theirs = gives[later - 1] if later <= len(gives) else ()
        if _handed_on(own) or _handed_on(theirs):
            tested.append(f"({winner} = {later} and {_differ(sheet, own, theirs)})")
        elif not _same(own, theirs):
            other.append(later)
    parts = ([among(winner, other)] if other else []) + tested
    return f"({' or '.join(parts)})" if parts else None


def _same(own: Sequence[object], theirs: Sequence[object]) -> bool:
    return [_meaning(one) for one in own] == [_meaning(other) for other in theirs]


def _meaning(given: object) -> object:
    return (type(given.value), given.value) if isinstance(given, Constant) else given


def _handed_on(given: Sequence[object]) -> bool:
    return bool(given) and isinstance(given[0], Column | Call | Arithmetic)


def _differ(sheet: Sheet, own: Sequence[object], theirs: Sequence[object]) -> str:
    """Whether two conclusions differ, or one of them is itself not known."""
    if not theirs:
        return ALWAYS
    texts = [given_sql(sheet, given[0]) or "null" for given in (own, theirs)]
    known = [f"not {_is_known(sheet, given[0])}" for given in (own, theirs) if _handed_on(given)]
    return sheet.share(f"({' or '.join([f'{texts[0]} is distinct from {texts[1]}', *known])})")


def _inherited(
    sheet: Sheet,
    first: str,
    gives: Sequence[tuple[object, ...]],
    handed: Sequence[int],
    asks: Callable[[Sheet, object], str],
) -> str:
    """Whether the conclusion, where it is handed on, is itself known (or sure)."""
    parts = [
        f"({first} = {number} and not {answer})"
        for number in handed
        if (answer := asks(sheet, gives[number - 1][0])) != ALWAYS
    ]
    return sheet.share(f"(({' or '.join(parts)}) is not true)") if parts else ALWAYS


def _is_known(sheet: Sheet, given: object) -> str:
    return known_sql(given, sheet.share)  # type: ignore[arg-type]


def _is_sure(sheet: Sheet, given: object) -> str:
    handed_on = isinstance(given, Column) and given.source == "decision"
    return f'"{given.name}__sure"' if handed_on and "__" not in given.name else ALWAYS  # type: ignore[attr-defined]
