"""The smallest part of a condition that makes its truth, as a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from greenbook.engine.branches import Branch
from greenbook.engine.words import spoken

#: A list of criteria that failed is named one by one up to here, and counted beyond it.
NAMED = 6


def why(branch: Branch) -> str:
    """Why it is true, or why it is false; of an unknown one, what is not known."""
    return " and ".join(dict.fromkeys(reasons(branch)))


def reasons(branch: Branch) -> list[str]:
    match branch.kind, branch.truth:
        case "leaf", _:
            return [branch.says]
        case "term", _:
            return [term_said(branch)]
        case "not", _:
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


def term_said(branch: Branch) -> str:
    """A term by its name, and what is behind it where that says more than days do."""
    name = spoken(branch.name)
    if branch.truth is None:
        return f"{name} is not known ({why(branch.parts[0])})"
    headed = name if branch.truth else f"not {name}"
    culprits = leaves_behind(branch.parts[0])
    if culprits and all(leaf.about_days for leaf in culprits):
        return headed
    return f"{headed} ({why(branch.parts[0])})"


def criteria_said(branch: Branch) -> str:
    """`meets 1 of 5 criteria, 1 needed: has a critical initiative`."""
    met = [part for part in branch.parts if part.truth]
    count = f"meets {len(met) or 'none'} of {len(branch.parts)} criteria, {branch.needed} needed"
    return f"{count}: {', '.join(why(part) for part in met)}" if met else count


def leaves_behind(branch: Branch) -> list[Branch]:
    """The leaves that `why` speaks of."""
    if branch.kind == "leaf":
        return [branch]
    if branch.kind in ("term", "not"):
        return leaves_behind(branch.parts[0])
    if branch.kind == "at least":
        return [leaf for part in branch.parts if part.truth for leaf in leaves_behind(part)]
    return [leaf for part in deciding(branch) for leaf in leaves_behind(part)]


def none_before(failed: Iterable[tuple[str, Branch]]) -> str:
    """Why a last rule speaks: each earlier one did not hold."""
    listed = list(failed)
    if not listed:
        return "nothing else is asked"
    if len(listed) > NAMED:
        return f"none of the {len(listed)} rules before it holds"
    return " and ".join(
        f"not {name} ({why(without_heading(name, branch))})" for name, branch in listed
    )


def without_heading(name: str, branch: Branch) -> Branch:
    """A rule that is one term of the same name does not say it twice."""
    same = branch.kind == "term" and spoken(branch.name) == name
    return branch.parts[0] if same else branch


def filled_in(because: str, value: Callable[[str], str]) -> str:
    """An author's own sentence with `{fact}` replaced by what it is."""
    return re.sub(r"\{([a-z0-9_.]+)\}", lambda found: value(found[1]), because)
