"""What changed, in words: `priority P2, was P1`; `renews 14 Mar, was 2 Feb`; `is yours now`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from greenbook.decisions.reasons import reason_called
from greenbook.engagement.queries import news
from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import Page
from greenbook.handbook.say.words import Words
from greenbook.web.said import day, decided, label


@dataclass(frozen=True, slots=True)
class News:
    """One change as it is shown; `decision` leads to its trace."""

    on: date
    account: int
    account_name: str
    decision: str
    text: str
    turned_red: bool
    at: datetime | None = None
    because: str = ""


def quiet(handbook: Handbook) -> frozenset[str]:
    """Decisions whose changes are no news: what is merely due stands among what is owed."""
    return frozenset(page.decides for page in handbook.pages.values() if page.kind == "rhythm")


def said_news(found: Iterable[news.News], handbook: Handbook) -> list[News]:
    """In words."""
    words, unsaid = Words(handbook, "account"), quiet(handbook)
    pages = {page.decides: page for page in handbook.pages.values()}
    return [
        News(
            each.on,
            each.account,
            each.account_name,
            each.decision,
            _text(each, words),
            each.is_now == "red" and _is_scorecard(pages.get(each.decision)),
            each.at,
            _because(each, handbook),
        )
        for each in found
        if each.decision not in unsaid
    ]


def _because(each: news.News, handbook: Handbook) -> str:
    """The rule that spoke, in words; of what no rule decides, nothing."""
    if not each.decision:
        return ""
    return reason_called(handbook, each.decision, each.because, day=each.on)


def _is_scorecard(page: Page | None) -> bool:
    return page is not None and page.kind == "scorecard"


def _text(each: news.News, words: Words) -> str:
    if each.because == "assigned" and not each.decision:
        return f"is yours now, as {label(each.is_now)}"
    if each.because == "renewal" and not each.decision:
        return f"renews {_day(each.is_now)}, was {_day(each.was)}"
    was, now = (_value(each.decision, found) for found in (each.was, each.is_now))
    return f"{words.decision(each.decision)} {now}, was {was}"


def _day(found: object) -> str:
    return day(found) or "on no known day"


def _value(decision: str, found: object) -> str:
    said = "none" if found is None else decided(decision, found)
    return said if said[1:] != said[1:].lower() or said[1:].isdigit() else said.lower()
