"""A page of the handbook as a reader wants it: in sentences and tables, as of a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from greenbook.handbook.book import Handbook
from greenbook.handbook.cases_file import Case
from greenbook.handbook.conditions.tree import Always
from greenbook.handbook.pages import AnyEdition, Page
from greenbook.handbook.show.kinds import body, shown_day, table
from greenbook.handbook.show.sentences import Sentences, shown, words
from greenbook.handbook.types import Plain, Type


def show_page(handbook: Handbook, path: str, *, on: date) -> str:
    """The page as Markdown: what holds on the day, what held before, its cases.

    Raises KeyError for a page that is not there.
    """
    return "\n".join(_lines(handbook, handbook.pages[path], on)) + "\n"


def show_contents(handbook: Handbook, *, on: date) -> str:
    """Every page with its title and the day since which its text holds, as Markdown."""
    rows = [
        [page.path, page.title, words(page.decides), page.kind, _since(page.on(on))]
        for page in handbook.pages.values()
    ]
    lines = [f"# {handbook.name}", ""]
    return "\n".join([*lines, *table(["page", "title", "decides", "kind", "since"], rows)]) + "\n"


def sentences(handbook: Handbook, page: Page) -> Sentences:
    titles = {other.decides: words(other.decides) for other in handbook.pages.values()}
    return Sentences(handbook.facts.of(page.grain), titles)


def _lines(handbook: Handbook, page: Page, on: date) -> Iterator[str]:
    say = sentences(handbook, page)
    yield f"# {page.title}"
    yield ""
    applies = "" if isinstance(page.applies, Always) else f", where {say.condition(page.applies)}"
    yield f"`{page.path}` is a {page.kind} for each {page.grain}{applies}."
    if page.type and page.type.values:
        yield f"It decides **{words(page.decides)}**: {', '.join(map(_code, page.type.values))}."
    yield ""
    edition = page.on(on)
    if edition is None:
        yield f"On {on.day} {on:%b %Y} it says nothing."
    else:
        yield from _edition(page, edition, say)
    yield from _editions(page, edition)
    yield from _cases(handbook, page)


def _edition(page: Page, edition: AnyEdition, say: Sentences) -> Iterator[str]:
    yield f"Since {shown_day(edition)}. Source: {edition.cites}."
    if edition.note:
        yield f"What changed: {edition.note}"
    yield ""
    if edition.parameters:
        yield "## Parameters"
        yield ""
        rows = [[words(name), _plain(value)] for name, value in edition.parameters.items()]
        yield from table(["parameter", "value"], rows)
        yield ""
    if edition.terms:
        yield "## Terms"
        yield ""
        for name, term in edition.terms.items():
            yield f"- *{words(name)}*: {say.condition(term)}"
        yield ""
    yield "## What it says"
    yield ""
    yield from body(page, edition, say)
    for rule in edition.dropped:
        yield f"- Left out, because a parameter is not set: {rule.name}"


def _editions(page: Page, current: AnyEdition | None) -> Iterator[str]:
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
    cases = [case for case in handbook.cases if case.page == page.path]
    if cases:
        yield ""
        yield "## Cases"
        yield ""
        facts = handbook.facts.of(page.grain)
        types = {name: fact.type for name, fact in facts.items()}
        rows = [[case.name, f"{case.on}", _given(case, types), _then(case, page)] for case in cases]
        yield from table(["case", "on", "where", "then"], rows)


def _given(case: Case, types: dict[str, Type]) -> str:
    """What the case itself says, beyond what is usual."""
    said = [
        f"{words(name)} = {_value(case.facts[name], types.get(name))}"
        for name in case.said
        if name in case.facts
    ]
    stubs = [f"{words(name)} = {_value(value, None)}" for name, value in case.decided.items()]
    return ", ".join([*said, *stubs, *(f"{words(name)} not known" for name in case.unknown)])


def _then(case: Case, page: Page) -> str:
    if case.then is None:
        return ", ".join(f"{words(name)} = {_plain(value)}" for name, value in case.also.items())
    if isinstance(case.then, tuple):
        return ", ".join(case.then)
    return shown(case.then, page.type) if page.type else _plain(case.then)


def _value(value: Plain | None, type_: Type | None) -> str:
    if value is None:
        return "none"
    return shown(value, type_) if type_ else _plain(value)


def _plain(value: Plain) -> str:
    return shown(value, Type("text"))


def _code(value: str | int) -> str:
    return words(str(value))


def _since(edition: AnyEdition | None) -> str:
    return shown_day(edition) if edition else "not in force"
