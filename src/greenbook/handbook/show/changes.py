"""An edition of a page beside the one before it: what it no longer says, and what it says anew."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import AnyEdition, Page
from greenbook.handbook.say.policy import Policy
from greenbook.handbook.say.words import Words
from greenbook.handbook.show import edition_lines


@dataclass(frozen=True, slots=True)
class Changes:
    """Sentences, in Markdown."""

    gone: list[str]
    new: list[str]


def changes_since(handbook: Handbook, page: Page, edition: AnyEdition) -> Changes | None:
    """What the edition changed; None for the first, which has none before it."""
    earlier = [each for each in page.editions if each.begins < edition.begins]
    if not earlier:
        return None
    say = Policy(Words(handbook, page.grain))
    before = max(earlier, key=lambda each: each.begins)
    was, now = _sentences(page, before, say), _sentences(page, edition, say)
    found = Changes([], [])
    for _, was_from, was_to, now_from, now_to in _differences(was, now):
        found.gone.extend(was[was_from:was_to])
        found.new.extend(now[now_from:now_to])
    return found


def _differences(was: list[str], now: list[str]) -> list[tuple[str, int, int, int, int]]:
    matched = SequenceMatcher(a=was, b=now, autojunk=False).get_opcodes()
    return [each for each in matched if each[0] != "equal"]


def _sentences(page: Page, edition: AnyEdition, say: Policy) -> list[str]:
    """An edition sentence by sentence, without headings and numbers."""
    if edition.ends:
        return []
    found, columns = [], list[str]()
    for line in edition_lines(page, edition, say):
        cells = line.removeprefix("| ").removesuffix(" |").split(" | ")
        if not line.startswith("| "):
            columns = []
            found.append(_plain(line))
        elif not columns:
            columns = cells
        elif cells[0] != "---":
            found.append(_row_said(columns, cells))
    return [sentence for sentence in found if sentence]


def _row_said(columns: list[str], cells: list[str]) -> str:
    """`the region is AMER: every 14 days, at most 1 month`, without what is none."""
    if len(cells) == 2:
        return ": ".join(cells)
    told = zip(columns[1:], cells[1:], strict=True)
    return f"{cells[0]}: {', '.join(f'{what} {cell}' for what, cell in told if cell != 'none')}"


def _plain(line: str) -> str:
    if line.startswith("#"):
        return ""
    number, dot, rest = line.partition(". ")
    return rest if dot and number.isdecimal() else line.removeprefix("- ")
