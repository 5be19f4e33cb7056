"""Refuses circles: decisions that need each other on the same day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from greenbook.handbook.conditions.walk import columns_in
from greenbook.handbook.pages import AnyEdition, Page, ScorecardEdition
from greenbook.handbook.problems import Findings

Needs = Mapping[str, Mapping[str, Page]]  # decision -> the decisions it needs, and the page why


def refuse_circles(
    pages: Mapping[str, Page], owners: Mapping[str, str], findings: Findings
) -> None:
    """`owners` names the decision that each column belongs to. Every day on which an edition
    begins is looked at, because pages that never hold together make no circle."""
    days = sorted({edition.begins for page in pages.values() for edition in page.editions})
    needed = _needed_by_edition(pages, owners)
    for day in days:
        for circle in _circles(_needs(pages, needed, day)):
            _refuse(circle, findings)


def _needed_by_edition(
    pages: Mapping[str, Page], owners: Mapping[str, str]
) -> dict[int, frozenset[str]]:
    return {
        id(edition): frozenset(_needed(page, edition, owners))
        for page in pages.values()
        for edition in page.editions
    }


def _needed(page: Page, edition: AnyEdition, owners: Mapping[str, str]) -> Iterator[str]:
    for column in columns_in((page.applies, edition)):
        if column.source == "decision" and column.name in owners:
            yield owners[column.name]
    if isinstance(edition, ScorecardEdition):
        for group in edition.groups:
            yield from group.measures


def _needs(
    pages: Mapping[str, Page], needed: Mapping[int, frozenset[str]], day: date
) -> dict[str, dict[str, Page]]:
    graph: dict[str, dict[str, Page]] = {}
    for page in pages.values():
        edition = page.on(day)
        if edition and page.kind not in ("playbook", "program"):
            below = graph.setdefault(page.decides, {})
            below.update(dict.fromkeys(sorted(needed[id(edition)]), page))
    return graph


def _circles(graph: Needs) -> Iterator[list[tuple[str, Page]]]:
    """Each circle once, as its decisions with the page that needs the next one."""
    done: set[str] = set()
    for start in sorted(graph):
        yield from _walk(graph, start, done)


def _walk(graph: Needs, start: str, done: set[str]) -> Iterator[list[tuple[str, Page]]]:
    trail: list[tuple[str, Iterator[tuple[str, Page]]]] = []
    path: list[tuple[str, Page]] = []
    if start in done:
        return
    trail.append((start, iter(graph[start].items())))
    while trail:
        name, rest = trail[-1]
        step = next(rest, None)
        if step is None:
            done.add(name)
            trail.pop()
            path[len(trail) - 1 :] = []
            continue
        below, page = step
        path[len(trail) - 1 :] = [(name, page)]
        on_trail = [known for known, _ in trail]
        if below in on_trail:
            yield path[on_trail.index(below) :]
        elif below in graph and below not in done:
            trail.append((below, iter(graph[below].items())))


def _refuse(circle: list[tuple[str, Page]], findings: Findings) -> None:
    first = min(range(len(circle)), key=lambda at: circle[at][0])
    turned = circle[first:] + circle[:first]
    names = [name for name, _ in turned]
    shown = " -> ".join([*names, names[0]])
    says = f"a circle: {shown}; break it with before.<decision>, what stood the day before"
    findings.refuse(turned[0][1].place, says, code="circle")
