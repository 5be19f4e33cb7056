"""The whole handbook on a day, or the part of it that is asked for, as a Program."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from greenbook.handbook.book import Handbook
from greenbook.handbook.compile.kinds import OVERRIDABLE, columns_of, compile_pages, override
from greenbook.handbook.compile.order import (
    GRAINS,
    InForce,
    closure,
    decided_names,
    in_force,
    needs,
    since_asked,
)
from greenbook.handbook.compile.sheet import Sheet
from greenbook.handbook.compile.stages import Select, facts_read, needed, tally_reads
from greenbook.handbook.compile.typed import Columns
from greenbook.handbook.pages import (
    AnyEdition,
    DecisionEdition,
    Grain,
    KpiEdition,
    MeasureEdition,
    OnUnknown,
    Page,
    RepeatingEdition,
    Rule,
    ScorecardEdition,
)
from greenbook.handbook.program import NumberedRule, Output, Program, Ruling

Pages = Mapping[str, tuple[Page, ...]]
Names = Mapping[Grain, frozenset[str]]


def compile_handbook(
    handbook: Handbook,
    *,
    on: date,
    only: Collection[str] | None = None,
    overridden: Collection[str] = (),
) -> Program:
    """Every decision of the day; `only` keeps to these and what they need.

    `overridden` names the decisions for which `override_<grain>` holds overrides. Names that
    nothing decides raise KeyError.
    """
    pages = decided_names(handbook)
    wanted = _wanted(pages, only, on)
    pages = {name: found for name, found in pages.items() if name in wanted}
    spoken = {name: in_force(found, on) for name, found in pages.items()}
    sheets = _sheets(handbook, pages, spoken, frozenset(overridden))
    outputs = {grain: tuple(_outputs(pages, grain)) for grain in sheets}
    selects = {
        grain: Select(grain, sheet.columns, tuple(o.name for o in outputs[grain]), sheet.tallies)
        for grain, sheet in sheets.items()
    }
    reads = _reads(sheets, outputs)
    return Program(
        on=on,
        hash=handbook.hash,
        grains=_in_order(sheets),
        outputs=outputs,
        facts_used=_picked(reads, "fact"),
        before_used=_picked(reads, "before"),
        since_used=_picked(reads, "since"),
        overrides_used=_picked(reads, "override"),
        rulings={
            name: _ruling(handbook, found, spoken[name], name in overridden)
            for name, found in pages.items()
        },
        selects=selects,
    )


def _wanted(pages: Pages, only: Collection[str] | None, on: date) -> set[str]:
    if only is None:
        return set(pages)
    missing = sorted(set(only) - set(pages))
    if missing:
        raise KeyError(f"no page decides {', '.join(missing)}")
    spoken = {name: in_force(found, on) for name, found in pages.items()}
    return closure(needs(spoken), only)


def _sheets(
    handbook: Handbook, pages: Pages, spoken: Mapping[str, InForce], overridden: frozenset[str]
) -> dict[Grain, Sheet]:
    """Every decision of each grain as columns."""
    sheets: dict[Grain, Sheet] = {}
    for name, found in pages.items():
        page = found[0]
        sheet = sheets.setdefault(page.grain, Sheet(page.grain))
        columns = _all_columns(found)
        unknown = _on_unknown(handbook, page)
        compile_pages(sheet, spoken[name], columns, middles=handbook.colours, unknown=unknown)
        if name in overridden and page.kind in OVERRIDABLE:
            override(sheet, page, middles=handbook.colours)
    _define_since(sheets, pages, spoken)
    for of in [of for sheet in sheets.values() for of, _ in sheet.tallies]:
        sheets.setdefault(of, Sheet(of))  # counted, even where nothing is decided of it
    return sheets


def _define_since(
    sheets: Mapping[Grain, Sheet], pages: Pages, spoken: Mapping[str, InForce]
) -> None:
    """The first day of today's value: today if it is not what stood before, else what is stored.

    The stored day alone counts where the value is decided at another grain, or needs the asker.
    """
    below = needs(spoken)
    for name, in_force_ in spoken.items():
        for asked in since_asked(in_force_):
            sheet = sheets[pages[name][0].grain]
            stored = f'"stored__since__{asked}"'
            if asked in below[name] and pages[asked][0].grain == sheet.grain:
                was = f'"before__{asked}"'
                moved = f'"before__{asked}__known" and "{asked}__known" and "{asked}"'
                stored = (
                    f'(case when {moved} is distinct from {was} then "today" else {stored} end)'
                )
            sheet.define(f"since__{asked}", stored)


def _all_columns(pages: Iterable[Page]) -> Columns:
    return {name: type_ for page in pages for name, type_ in columns_of(page).items()}


def _outputs(pages: Pages, grain: Grain) -> Iterable[Output]:
    for decides, found in pages.items():
        if found[0].grain == grain:
            path = found[0].path if len(found) == 1 else None
            for name, type_ in _all_columns(found).items():
                yield Output(name, type_, decides, path)


def _reads(
    sheets: Mapping[Grain, Sheet], outputs: Mapping[Grain, tuple[Output, ...]]
) -> dict[Grain, set[str]]:
    """What is read of each grain that nothing in its query works out."""
    reads: dict[Grain, set[str]] = {grain: set() for grain in sheets}
    for grain, sheet in sheets.items():
        wanted = [output.name for output in outputs[grain]]
        read = facts_read(needed(sheet.columns, wanted))
        for (of, by), tallies in sheet.tallies.items():
            counts = {tally.name for tally in tallies}
            read -= {name for name in read if name.removesuffix("__unknown") in counts}
            decided = {output.name for output in outputs.get(of, ())}
            reads.setdefault(of, set()).update(tally_reads(tallies) - decided, {by} - {""})
        reads[grain] |= read
    return reads


def _source(name: str) -> str:
    if name.startswith("stored__since__"):
        return "since"
    return {"before__": "before", "override": "override"}.get(name[:8], "fact")


def _picked(reads: Mapping[Grain, set[str]], source: str) -> Names:
    return {
        grain: frozenset(name.removeprefix("stored__") for name in names if _source(name) == source)
        for grain, names in reads.items()
    }


def _in_order(sheets: Mapping[Grain, Sheet]) -> tuple[Grain, ...]:
    """Finer grains first: each after those that it counts."""
    done: dict[Grain, None] = {}

    def visit(grain: Grain) -> None:
        for of, _ in sheets[grain].tallies:
            if of in sheets and of not in done:
                visit(of)
        done[grain] = None

    for grain in GRAINS:
        if grain in sheets and grain not in done:
            visit(grain)
    return tuple(done)


def _on_unknown(handbook: Handbook, page: Page) -> OnUnknown:
    order = handbook.orders.get(page.decides)
    return order.unknown if order else page.unknown


def _ruling(handbook: Handbook, pages: tuple[Page, ...], spoken: InForce, over: bool) -> Ruling:
    page = pages[0]
    return Ruling(
        decides=page.decides,
        kind=page.kind,
        grain=page.grain,
        unknown=_on_unknown(handbook, page),
        pages=spoken,
        rules=tuple(_numbered(spoken)),
        overridden=over,
    )


def _numbered(spoken: InForce) -> Iterable[NumberedRule]:
    number = 0
    for page, edition in spoken:
        for rule in _rules(edition):
            number += 1
            yield NumberedRule(
                number=number,
                name=rule.name,
                applies=page.applies,
                when=rule.when,
                gives=rule.gives,
                cites=rule.cites,
                path=page.path,
                edition=edition.begins,
                because=rule.because,
            )


def _rules(edition: AnyEdition) -> tuple[Rule, ...]:
    """The rules that `__rule` numbers; a scorecard's are its overrides."""
    match edition:
        case (
            DecisionEdition(rules=rules)
            | MeasureEdition(rules=rules)
            | RepeatingEdition(rules=rules)
            | KpiEdition(rules=rules)
        ):
            return rules
        case ScorecardEdition(overrides=overrides):
            return tuple(
                Rule(each.name, each.when, (), edition.cites, each.place) for each in overrides
            )
    return ()
