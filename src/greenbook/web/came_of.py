"""What came of a change, in sentences: for a page that shows it before or after saving."""

from __future__ import annotations

from datetime import date

from greenbook.automations.effects import Became, Effects
from greenbook.decisions import handbooks
from greenbook.handbook.book import Handbook
from greenbook.handbook.say.words import Words
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


def _became(each: Became, handbook: Handbook, words: Words) -> str:
    page = handbook.deciding(each.decision)[0]
    if page.kind == "rhythm":
        return f"{page.title}: {_next(each)}"
    name = words.decision(each.decision)
    return f"{name[:1].upper()}{name[1:]}: {_said(each.is_now)} (was {_said(each.was)})"


def _next(each: Became) -> str:
    if each.due is None:
        return _said(each.is_now) if each.is_now else "nothing owed now"
    late = each.is_now in ("overdue", "breach")
    return f"{'due since' if late else 'next due'} {day(date.fromisoformat(each.due))}"


def _said(found: object) -> str:
    return "none" if found is None else value(found).lower()
