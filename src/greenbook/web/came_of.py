"""What came of a change, in sentences: for a page that shows it before or after saving."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from greenbook.automations.effects import Became, Effects
from greenbook.decisions import handbooks
from greenbook.handbook.book import Handbook
from greenbook.handbook.say.words import Words
from greenbook.records.models import User
from greenbook.records.rights_said import listed
from greenbook.web.said import day, value


def sentences(effects: Effects) -> list[str]:
    """One a decision, then the CTAs."""
    if not effects:
        return []
    handbook = handbooks.current()
    words = Words(handbook, "account")
    return [
        *(_became(each, handbook, words) for each in effects.became),
        *(f"CTA opened: {name}" for name in effects.opened),
        *(f"CTA closed: {name}" for name in effects.closed),
    ]


def saving(effects: Effects, told: Sequence[User]) -> str:
    """`opens “Acme is at risk”, makes priority 1 (was 2), and tells Omar under What changed`: all
    that is new at once; what is owed when from now on stands beside it."""
    handbook = handbooks.current()
    words = Words(handbook, "account")
    made = [
        f"{words.decision(each.decision)} {_said(each.is_now)} (was {_said(each.was)})"
        for each in effects.became
        if not _is_rhythm(each, handbook)
    ]
    does = [
        *(f"opens “{name}”" for name in effects.opened),
        *(f"closes “{name}”" for name in effects.closed),
        *([f"makes {listed(made)}"] if made else []),
    ]
    nothing = "moves what is due" if effects else "changes nothing that the handbook decides"
    tells = f", and tells {listed([str(each) for each in told])} under What changed"
    return f"{listed(does or [nothing])}{tells if told else ''}"


def owed_then(effects: Effects) -> list[str]:
    """When calls and reviews are due after it."""
    handbook = handbooks.current()
    found = [each for each in effects.became if _is_rhythm(each, handbook)]
    return [f"{handbook.deciding(each.decision)[0].title}: {_next(each)}" for each in found]


def _is_rhythm(each: Became, handbook: Handbook) -> bool:
    return handbook.deciding(each.decision)[0].kind == "rhythm"


def _became(each: Became, handbook: Handbook, words: Words) -> str:
    if _is_rhythm(each, handbook):
        return f"{handbook.deciding(each.decision)[0].title}: {_next(each)}"
    name = words.decision(each.decision)
    return f"{name[:1].upper()}{name[1:]}: {_said(each.is_now)} (was {_said(each.was)})"


def _next(each: Became) -> str:
    if each.due is None:
        return _said(each.is_now) if each.is_now else "nothing owed now"
    late = each.is_now in ("overdue", "breach")
    return f"{'due since' if late else 'next due'} {day(date.fromisoformat(each.due))}"


def _said(found: object) -> str:
    return "none" if found is None else value(found).lower()
