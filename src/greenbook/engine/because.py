"""The smallest part of a condition that makes its truth, as a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from greenbook.engine.branches import Branch
from greenbook.handbook.say.values import listing

#: That nothing held is told reason by reason up to here, and counted beyond it.
NAMED = 6
WITH_A_LIMIT = re.compile(r"([^()]*) \(([^()]*)\)")
PLACEHOLDER = re.compile(r"\{([a-z0-9_.]+)\}")


def why(branch: Branch) -> str:
    """Why it is true, or why it is false; of an unknown one, what is not known."""
    return listing(joined(reasons(branch)))


def reasons(branch: Branch) -> list[str]:
    match branch.kind, branch.truth:
        case "leaf", _:
            return [branch.says]
        case (("term" | "not"), _):
            return reasons(branch.parts[0])
        case "at least", truth if truth is not None:
            return [criteria_said(branch)]
        case _:
            return [reason for part in deciding(branch) for reason in reasons(part)]


def deciding(branch: Branch) -> list[Branch]:
    """The parts that make the truth: all of them, or the first one that alone does."""
    same = [part for part in branch.parts if part.truth is branch.truth]
    alone = (branch.kind, branch.truth) in (("either", True), ("all", False))
    return same[:1] if alone else same


def criteria_said(branch: Branch) -> str:
    """`it meets 2 of 5 criteria: it is in triage and it has a critical initiative`."""
    met = [part for part in branch.parts if part.truth]
    short = "" if branch.truth or branch.needed == 1 else f", {branch.needed} are needed"
    count = f"it meets {len(met) or 'none'} of {len(branch.parts)} criteria{short}"
    return f"{count}: {listing(why(part) for part in met)}" if met else count


def none_before(failed: Iterable[Branch]) -> str:
    """Why a last rule speaks: each earlier one did not hold."""
    tried = list(failed)
    said = joined(reason for branch in tried for reason in reasons(branch))
    if len(said) > NAMED:
        return f"none of the {len(tried)} rules before it holds"
    return listing(said) if said else "nothing else is asked"


def joined(reasons: Iterable[str]) -> list[str]:
    """Each thing once, with all the limits that it was held against."""
    limits: dict[str, list[str]] = {}
    for reason in reasons:
        found = WITH_A_LIMIT.fullmatch(reason)
        what, limit = (found[1], [found[2]]) if found else (reason, [])
        limits.setdefault(what, []).extend(limit)
    return [
        f"{what} ({', '.join(dict.fromkeys(each))})" if each else what
        for what, each in limits.items()
    ]


def filled_in(because: str, value: Callable[[str], str]) -> str:
    """An author's own sentence with `{fact}` replaced by what it is."""
    return PLACEHOLDER.sub(lambda found: value(found[1]), because)


def names_in(because: str) -> list[str]:
    """The facts that an author's sentence names."""
    return PLACEHOLDER.findall(because)
