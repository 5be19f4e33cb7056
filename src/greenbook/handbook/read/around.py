"""Everything around a page while it is read: facts, other pages' decisions, files, settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from greenbook.handbook.conditions.fit import DATE
from greenbook.handbook.conditions.scope import Scope
from greenbook.handbook.conditions.tree import Column
from greenbook.handbook.facts import Facts
from greenbook.handbook.pages import Grain
from greenbook.handbook.problems import Findings
from greenbook.handbook.read.headings import Heading
from greenbook.handbook.read.offers import Columns, coarser_than, offered, refusals
from greenbook.handbook.read.settings import Settings


@dataclass(frozen=True, slots=True)
class Around:
    settings: Settings
    facts: Facts
    headings: Mapping[str, Heading]  # by path
    offers: Mapping[Grain, Columns]
    fact_columns: Mapping[Grain, Columns]
    columns: Mapping[Grain, Columns]  # facts and decisions
    before: Mapping[Grain, Columns]
    since: Mapping[Grain, Columns]
    elsewhere: Mapping[Grain, Mapping[str, str]]
    files: frozenset[str]
    findings: Findings

    def scope(self, grain: Grain) -> Scope:
        return Scope(
            columns=self.columns.get(grain, {}),
            before=self.before.get(grain, {}),
            since=self.since.get(grain, {}),
            elsewhere=self.elsewhere.get(grain, {}),
        )


def around(
    settings: Settings,
    facts: Facts,
    headings: Mapping[str, Heading],
    *,
    files: frozenset[str],
    findings: Findings,
) -> Around:
    offers = offered(headings.values(), facts)
    grains = sorted({*offers, *facts.subjects})
    fact_columns = {
        grain: {name: fact.column for name, fact in facts.of(grain).items()} for grain in grains
    }
    reachable = {grain: _reachable(grain, offers, facts) for grain in grains}
    return Around(
        settings=settings,
        facts=facts,
        headings=headings,
        offers=offers,
        fact_columns=fact_columns,
        columns={grain: {**offers.get(grain, {}), **fact_columns[grain]} for grain in grains},
        before={grain: _before(columns) for grain, columns in reachable.items()},
        since={grain: _since(columns) for grain, columns in reachable.items()},
        elsewhere={grain: refusals(grain, offers, facts) for grain in grains},
        files=files,
        findings=findings,
    )


def _reachable(grain: Grain, offers: Mapping[Grain, Columns], facts: Facts) -> Columns:
    """What was decided of the subject itself and of what it belongs to."""
    found: Columns = {}
    for reached in reversed([grain, *coarser_than(grain, facts)]):
        found.update(offers.get(reached, {}))
    return found


def _before(columns: Columns) -> Columns:
    return {name: _earlier(column) for name, column in columns.items()}


def _earlier(column: Column) -> Column:
    """What stood at the last committed run of an earlier day; none on the first run."""
    name = f"before__{column.name}"
    return replace(
        column,
        text=f"before.{column.name}",
        name=name,
        source="before",
        or_none=True,
        known=f"{name}__known",
    )


def _since(columns: Columns) -> Columns:
    return {
        name: Column(f"since.{name}", f"since__{name}", "since", DATE, or_none=True)
        for name in columns
    }
