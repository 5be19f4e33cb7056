"""What invented people and companies are called: drawn from a list of words, none of them twice."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

#: A number without a factor in common with any list: it walks through all pairs in a mixed order.
STRIDE = 7_919
#: What a company adds to its name when all shorter ones are taken.
BIGGER = ("", " Group", " International", " Holdings", " Alliance", " Worldwide")


@cache
def words() -> dict[str, Any]:
    """Everything that stands in names.toml."""
    return tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))


@cache
def listed(*path: str, comma: bool = False) -> tuple[str, ...]:
    """One list of words."""
    found: Any = words()
    for step in path:
        found = found[step]
    return tuple(each.strip() for each in (found.split(",") if comma else found.split()))


@cache
def industries(table: str = "industries") -> tuple[str, ...]:
    """What customers do: those of business, or those of the public sector."""
    return tuple(words()[table])


def colleague_name(number: int) -> str:
    """The name of the number-th colleague; whoever comes after every pair has a middle initial."""
    first, last = listed("first_names"), listed("last_names")
    lap, place = divmod(number, len(first) * len(last))
    initial = f" {chr(ord('A') + lap % 26)}." if lap else ""
    return " ".join(_pair(first, last, place).split("|")).replace(" ", f"{initial} ", 1)


def contact_name(rng: Random) -> str:
    """Somebody at a customer; two of them may share a name."""
    return f"{rng.choice(listed('first_names'))} {rng.choice(listed('last_names'))}"


def company_name(number: int, industry: str, *, table: str = "industries") -> str:
    """The name of the number-th company, ending in what its industry does."""
    starts, middles = listed("company_starts"), listed("company_middles")
    trades = listed(table, industry)
    lap, place = divmod(number, len(starts) * len(middles))
    start, middle = _pair(starts, middles, place).split("|")
    bigger, trade = divmod(lap, len(trades))
    ending = BIGGER[bigger] if bigger < len(BIGGER) else f" {bigger}"
    return f"{start}{middle} {trades[(place + trade) % len(trades)]}{ending}"


def title_of(persona: str, rng: Random) -> str:
    """A job that such a persona has."""
    return rng.choice(listed("titles", persona, comma=True))


def _pair(one: Sequence[str], other: Sequence[str], place: int) -> str:
    mixed = place * STRIDE % (len(one) * len(other))
    return f"{one[mixed % len(one)]}|{other[mixed // len(one)]}"
