"""What changed, in words: `priority P2, was P1`; `renews 14 Mar, was 2 Feb`; `is yours now`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from greenbook.engagement.queries import news
from greenbook.handbook.book import Handbook
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


def said_news(found: Iterable[news.News], handbook: Handbook) -> list[News]:
    """In words. What is merely due or done again stands among what is owed, not here."""
    words = Words(handbook, "account")
    pages = {page.decides: page for page in handbook.pages.values()}
    return [
        News(
            each.on,
            each.account,
            each.account_name,
            each.decision,
            _text(each, words),
            each.is_now == "red" and page is not None and page.kind == "scorecard",
        )
        for each in found
        if (page := pages.get(each.decision)) is None or page.kind != "rhythm"
    ]


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
