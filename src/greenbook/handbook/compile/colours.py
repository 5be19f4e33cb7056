"""Colours and numbers: the middle that a colour stands for, and the colour that a number falls in.

The middles stand in the handbook's `[colours]` and belong to bands that fill 0 to 100: red 25 is
the middle of 0 to 50, yellow 62.5 of 50 to 75, green 87.5 of 75 to 100. A number on a limit
belongs to the better colour.
"""

from __future__ import annotations

from collections.abc import Mapping

from greenbook.handbook.pages import Bands

Middles = Mapping[str, float]


def bands_of(middles: Middles) -> Bands:
    """The bands whose middles these are, from the worst colour up."""
    limit = 0.0
    steps = []
    for colour, middle in sorted(middles.items(), key=lambda pair: pair[1]):
        limit = 2 * middle - limit
        steps.append((colour, "<" if limit < 100 else None, limit if limit < 100 else None))
    return Bands(tuple(steps))  # type: ignore[arg-type]


def middle_sql(colour: str, middles: Middles) -> str:
    """The number that a colour stands for."""
    whens = " ".join(
        f"when {colour} = '{name}' then cast({float(middle)!r} as double)"
        for name, middle in middles.items()
    )
    return f"(case {whens} end)"


def banded_sql(score: str, bands: Bands) -> str:
    """The colour of a number, rounded to six places only to undo the noise of doubles."""
    whens = []
    for colour, operator, limit in bands.steps:
        test = f"{score} is not null"
        if operator is not None and limit is not None:
            test = f"round({score}, 6) {operator} cast({float(limit)!r} as double)"
        whens.append(f"when {test} then '{colour}'")
    return f"(case {' '.join(whens)} end)"
