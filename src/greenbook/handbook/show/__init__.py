"""A page of the handbook as a reader wants it: in sentences and tables, as of a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from greenbook.handbook.book import Handbook
from greenbook.handbook.cases_file import Case
from greenbook.handbook.conditions.tree import Always
from greenbook.handbook.facts import Fact
from greenbook.handbook.pages import AnyEdition, Page
from greenbook.handbook.say.policy import Policy
from greenbook.handbook.say.values import shown
from greenbook.handbook.say.words import Words
from greenbook.handbook.show.kinds import body, shown_day, table
from greenbook.handbook.types import Plain, Type


def show_page(handbook: Handbook, path: str, *, on: date) -> str:
    """The page as Markdown: what holds on the day, what held before, its cases.

    Raises KeyError for a page that is not there.
    """
    page = handbook.pages[path]
    cases = list(_cases(handbook, page))
    lines = [*_said_on(handbook, page, on), *_other_editions(page, page.on(on))]
    return "\n".join([*lines, *(["", "## Cases", "", *cases] if cases else [])]) + "\n"


def show_edition(handbook: Handbook, path: str, *, on: date) -> str:
    """What the page says on the day, and nothing else, as Markdown."""
    return "\n".join(_said_on(handbook, handbook.pages[path], on)) + "\n"


def show_cases(handbook: Handbook, path: str) -> str:
    """The cases of the page as a Markdown table; nothing where it has none."""
    return "\n".join(_cases(handbook, handbook.pages[path]))


def show_contents(handbook: Handbook, *, on: date) -> str:
    """Every page with its title and the day since which its text holds, as Markdown."""
    say = Words(handbook, "account")
    rows = [
        [page.path, page.title, say.spoken(page.decides), page.kind, _since(page.on(on))]
        for page in handbook.pages.values()
    ]
    lines = [f"# {handbook.name}", ""]
    return "\n".join([*lines, *table(["page", "title", "decides", "kind", "since"], rows)]) + "\n"


def _said_on(handbook: Handbook, page: Page, on: date) -> Iterator[str]:
    say = Policy(Words(handbook, page.grain))
    spoken = say.words.spoken
    yield f"# {page.title}"
    yield ""
    applies = "" if isinstance(page.applies, Always) else f", where {say.condition(page.applies)}"
    yield f"`{page.path}` is a {page.kind} for each {page.grain}{applies}."
    if page.type and page.type.values:
        values = ", ".join(spoken(str(value)) for value in page.type.values)
        yield f"It decides **{spoken(page.decides)}**: {values}."
    if page.decides in handbook.help:
        yield ""
        yield handbook.help[page.decides]
    yield ""
    edition = page.on(on)
    if edition is None:
        yield f"On {on.day} {on:%b %Y} it says nothing."
    else:
        yield f"Since {shown_day(edition)}. Source: {edition.cites}."
        if edition.note:
            yield f"What changed: {edition.note}"
        yield ""
        yield from edition_lines(page, edition, say)


def edition_lines(page: Page, edition: AnyEdition, say: Policy) -> Iterator[str]:
    """Parameters, terms and rules of one edition."""
    if edition.parameters:
        yield "## Parameters"
        yield ""
        named = edition.parameters.items()
        rows = [[say.words.spoken(name), _plain(value, say)] for name, value in named]
        yield from table(["parameter", "value"], rows)
        yield ""
    if edition.terms:
        yield "## Terms"
        yield ""
        for name, term in edition.terms.items():
            yield f"- *{say.words.spoken(name)}*: {say.condition(term)}"
        yield ""
    yield "## What it says"
    yield ""
    yield from body(page, edition, say)
    for rule in edition.dropped:
        yield f"- Left out, because a parameter is not set: {rule.name}"


def _other_editions(page: Page, current: AnyEdition | None) -> Iterator[str]:
    others = [edition for edition in page.editions if edition is not current]
    if others:
        yield ""
        yield "## Other editions"
        yield ""
        for edition in others:
            what = "the page ends" if edition.ends else edition.cites
            note = f" {edition.note}" if edition.note else ""
            yield f"- From {shown_day(edition)}: {what}.{note}"


def _cases(handbook: Handbook, page: Page) -> Iterator[str]:
    say = Policy(Words(handbook, page.grain))
    cases = [case for case in handbook.cases if case.page == page.path]
    if cases:
        rows = [[c.name, f"{c.on}", _given(c, say), _then(c, page, say)] for c in cases]
        yield from table(["case", "on", "where", "then"], rows)


def _given(case: Case, say: Policy) -> str:
    """What the case itself says, beyond what is usual."""
    facts, spoken = say.words.facts, say.words.spoken
    said = [
        f"{spoken(name)} = {_value(case.facts[name], facts, name, say)}"
        for name in case.said
        if name in case.facts
    ]
    stubs = [f"{spoken(name)} = {_plain(value, say)}" for name, value in case.decided.items()]
    return ", ".join([*said, *stubs, *(f"{spoken(name)} not known" for name in case.unknown)])


def _then(case: Case, page: Page, say: Policy) -> str:
    if case.then is None:
        also = case.also.items()
        return ", ".join(f"{say.words.spoken(name)} = {_plain(value, say)}" for name, value in also)
    if isinstance(case.then, tuple):
        return ", ".join(case.then)
    if case.then in ("none", "unknown") or page.type is None:
        return _plain(case.then, say)
    return say.words.shown(case.then, page.type)


def _value(value: Plain | None, facts: Mapping[str, Fact], name: str, say: Policy) -> str:
    if name in facts:
        return say.words.shown(value, facts[name].type)
    return _plain(value, say)


def _plain(value: Plain | None, say: Policy) -> str:
    """A value by its form alone: text is a code."""
    if isinstance(value, str):
        return say.words.spoken(value)
    return shown(value, Type("yes/no" if isinstance(value, bool) else "text"))


def _since(edition: AnyEdition | None) -> str:
    return shown_day(edition) if edition else "not in force"
