"""A handbook compiled once for all the days on which the same editions hold."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from datetime import date

from greenbook.handbook.book import Handbook
from greenbook.handbook.compile import compile_handbook
from greenbook.handbook.program import Program

#: How many programs are kept at hand: a few handbooks' worth of questions.
KEPT = 512
_programs: OrderedDict[tuple[object, ...], Program] = OrderedDict()


def program_on(
    handbook: Handbook,
    day: date,
    *,
    only: Collection[str] | None = None,
    overridden: Collection[str] = (),
) -> Program:
    """The program of the day for these decisions; compiled once, then at hand. Its `on` is the day
    on which the last edition began."""
    begun = edition_day(handbook, day)
    wanted = None if only is None else frozenset(only)
    key = (handbook.hash, begun, wanted, frozenset(overridden))
    if key not in _programs:
        _programs[key] = compile_handbook(handbook, on=begun, only=only, overridden=overridden)
        if len(_programs) > KEPT:
            _programs.popitem(last=False)
    _programs.move_to_end(key)
    return _programs[key]


def edition_day(handbook: Handbook, day: date) -> date:
    """The last day up to `day` on which an edition began; from then on nothing changes."""
    return max((begun for begun in handbook.begins_on() if begun <= day), default=day)
