"""Warnings that the handbook accepts, each with a reason; the rest stand."""

from __future__ import annotations

from collections.abc import Iterator

from greenbook.handbook.book import AcceptedWarning, Handbook
from greenbook.handbook.problems import Problem


def not_accepted(handbook: Handbook, warnings: list[Problem]) -> Iterator[Problem]:
    """The warnings without those accepted, and the acceptances that nothing asks for any more."""
    needed: set[AcceptedWarning] = set()
    for warning in warnings:
        by = [accept for accept in handbook.accepted if _covers(accept, warning)]
        needed.update(by)
        if not by:
            yield warning
    for accept in handbook.accepted:
        if not accept.because.strip():
            yield _idle(accept, "says no reason")
        elif accept not in needed:
            yield _idle(accept, f"is not needed: nothing warns of `{accept.code}` there")


def _covers(accept: AcceptedWarning, warning: Problem) -> bool:
    """`place` is a page or a file, and may go on with words of the warning: `page: words`."""
    at, _, words = accept.at.partition(": ")
    file = warning.place.file
    there = at in (file, file.removesuffix(".toml"))
    return there and accept.code == warning.code and words in warning.says


def _idle(accept: AcceptedWarning, why: str) -> Problem:
    says = f"the accepted warning `{accept.code}` at {accept.at} {why}"
    return Problem(accept.place, says, "accepted-idle", warning=True)
