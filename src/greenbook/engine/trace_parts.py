"""What a trace shows beside rules: the parts of a score, the days of a rhythm, a KPI's numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from greenbook.engine.branches import Branch, branch_of, found
from greenbook.handbook.book import Handbook
from greenbook.handbook.compile.colours import bands_of
from greenbook.handbook.conditions.evaluate import Row, evaluate
from greenbook.handbook.conditions.tree import Condition
from greenbook.handbook.pages import (
    AnyEdition,
    CtaEdition,
    KpiEdition,
    MeasureEdition,
    Metric,
    OccasionEdition,
    Page,
    PlaybookEdition,
    ProgramEdition,
    RepeatingEdition,
    ScorecardEdition,
)
from greenbook.handbook.program import Ruling
from greenbook.handbook.say.values import plain
from greenbook.handbook.say.words import Words
from greenbook.handbook.types import Type

DATE, TEXT, NUMBER = Type("date"), Type("text"), Type("number")


def shown_edition(ruling: Ruling, row: Row) -> tuple[Page | None, AnyEdition | None]:
    """The first page that may apply; the first one in force where none does."""
    for page, edition in ruling.pages:
        if evaluate(page.applies, row) is not False:
            return page, edition
    return ruling.pages[0] if ruling.pages else (None, None)


def conditions_of(ruling: Ruling, row: Row, words: Words) -> dict[str, Branch]:
    """The conditions of the page that are no rules, by the key they stand under."""
    page, edition = shown_edition(ruling, row)
    if page is None or edition is None:
        return {}
    written: dict[str, Condition | None] = {}
    if ruling.kind != "decision":
        written["applies"] = page.applies
    match edition:
        case CtaEdition():
            for key in ("opens_when", "closes_when", "stays_open_when"):
                written[key] = getattr(edition, key)
        case ProgramEdition():
            for key in ("trigger", "audience", "exclude", "hold_when", "stop_when"):
                written[key] = getattr(edition, key)
        case KpiEdition():
            written |= {"met": edition.met, "late": edition.late}
        case OccasionEdition():
            written["done"] = edition.done
        case ScorecardEdition():
            written["leave_out"] = edition.leave_out_when
        case PlaybookEdition():
            for task in edition.tasks:
                written |= {f"{task.name}: only_if": task.only_if, f"{task.name}: done": task.done}
    return {key: branch_of(each, row, words) for key, each in written.items() if each is not None}


def parts_of(ruling: Ruling, row: Row, words: Words, handbook: Handbook) -> dict[str, Any]:
    _, edition = shown_edition(ruling, row)
    match edition:
        case MeasureEdition():
            return measure_parts(ruling.decides, edition, row, handbook.colours)
        case ScorecardEdition():
            return scorecard_parts(ruling.decides, edition, row, words)
        case RepeatingEdition() | OccasionEdition():
            return rhythm_parts(ruling.decides, edition, row)
        case KpiEdition():
            return kpi_parts(ruling.decides, edition, row)
        case CtaEdition() | ProgramEdition() | PlaybookEdition():
            return called_parts(ruling.decides, edition, row)
    return {}


def called_parts(
    name: str, edition: CtaEdition | ProgramEdition | PlaybookEdition, row: Row
) -> dict[str, Any]:
    """Every output: the occasion and days of a CTA, the tasks of a playbook."""
    start = f"{name}__"
    parts = {n.removeprefix(start): row[n] for n in sorted(row) if n.startswith(start)}
    if isinstance(edition, CtaEdition):
        occasion = edition.once_per and found(edition.once_per, row)
        parts["occasion_there"] = None if occasion == "unknown" else occasion != "none"
    return parts


def measure_parts(
    name: str, edition: MeasureEdition, row: Row, middles: Mapping[str, float]
) -> dict[str, Any]:
    parts: dict[str, Any] = {"score": row.get(f"{name}__score")}
    if edition.value is not None:
        parts["value"] = plain(row.get(f"{name}__value"), edition.value.type)
    if edition.metrics:
        parts["middles"], parts["bands"] = dict(middles), list(bands_of(middles).steps)
        parts["metrics"] = [metric_part(metric, row) for metric in edition.metrics]
    return parts


def metric_part(metric: Metric, row: Row) -> dict[str, Any]:
    value = found(metric.value, row)
    return {
        "name": metric.name,
        "value": value,
        "known": value != "unknown",
        "colour": row.get(f"{metric.column.removesuffix('__value')}__colour"),
    }


def scorecard_parts(name: str, edition: ScorecardEdition, row: Row, words: Words) -> dict[str, Any]:
    """Groups and measures with the weight written and the weight after redistribution."""
    leaving = edition.leave_out_when is not None and evaluate(edition.leave_out_when, row) is True
    kept = edition.leave_out_all_but
    groups = []
    total = sum(g.weight for g in edition.groups if row.get(f"{name}__{g.name}") is not None)
    for group in edition.groups:
        measures = [
            measure_part(measure, weight, row, words, left_out=leaving and measure not in kept)
            for measure, weight in group.measures.items()
        ]
        known = sum(each["weight"] for each in measures if each["counts"])
        for each in measures:
            each["weight_used"] = share(each["weight"], known) if each["counts"] else 0.0
        score = row.get(f"{name}__{group.name}")
        used = share(group.weight, total) if score is not None else 0.0
        weights = {"weight": group.weight, "weight_used": used}
        weights = {"weight": group.weight, "weight_used": used}
        groups.append({"name": group.name, "score": score, **weights, "measures": measures})
    shown = {part: row.get(f"{name}__{part}") for part in ("computed", "effective", "weight")}
    return shown | {"groups": groups, "bands": list(edition.bands.steps)}


def measure_part(
    measure: str, weight: int, row: Row, words: Words, *, left_out: bool
) -> dict[str, Any]:
    score = row.get(f"{measure}__score")
    return {
        "measure": measure,
        "title": words.decision(measure),
        "colour": row.get(measure),
        "score": score,
        "known": bool(row.get(f"{measure}__known")),
        "left_out": left_out,
        "counts": score is not None and not left_out and weight > 0,
        "weight": weight,
    }


def share(weight: int, of: int) -> float:
    """In percent, after what is not known has given its weight away."""
    return round(100 * weight / of, 6) if of else 0.0


def rhythm_parts(
    name: str, edition: RepeatingEdition | OccasionEdition, row: Row
) -> dict[str, Any]:
    parts: dict[str, Any] = {
        "due": plain(row.get(f"{name}__due"), DATE),
        "limit": plain(row.get(f"{name}__limit"), DATE),
        "soon": str(edition.soon),
        "today": plain(row.get("today"), DATE),
    }
    if isinstance(edition, OccasionEdition):
        return parts | occasion_parts(edition, row)
    parts |= {output: row.get(f"{name}__{output}") for output in edition.outputs}
    for key, value in (("last", edition.last), ("start", edition.start)):
        parts[key] = value and found(value, row)
    return parts | {"outputs": list(edition.outputs), "counted_from": counted_from(edition, row)}


def occasion_parts(edition: OccasionEdition, row: Row) -> dict[str, Any]:
    """`absent`: there is known to be no occasion, no first day or no due day."""
    days = {"occasion": edition.once_per, "opens": edition.opens, "due_day": edition.due}
    parts = {key: value and found(value, row) for key, value in days.items()}
    return parts | {"absent": "none" in parts.values()}


def counted_from(edition: RepeatingEdition, row: Row) -> Any:
    """The last time, or else the start; not before the edition where all begin anew."""
    days = [found(value, row) for value in (edition.last, edition.start) if value is not None]
    if edition.last is not None and days[0] == "unknown":
        return None
    day = next((day for day in days if day not in ("none", "unknown")), None)
    anew = edition.begins_anew
    if anew if isinstance(anew, bool) else evaluate(anew, row):
        return max(filter(None, (day, edition.begins.isoformat())))
    return day


def kpi_parts(name: str, edition: KpiEdition, row: Row) -> dict[str, Any]:
    parts: dict[str, Any] = {"value": edition.value and found(edition.value, row)}
    if edition.raw is not None:
        parts["raw"] = found(edition.raw, row)
    parts |= {"met": row.get(f"{name}__met"), "late": row.get(f"{name}__late")}
    if edition.outputs:
        parts["thresholds"] = {output: row.get(f"{name}__{output}") for output in edition.outputs}
    if edition.counts:
        names = [count.name for count in edition.counts]
        parts["counts"] = {each: counted(f"{name}__{each}", row) for each in names}
    return parts


def counted(column: str, row: Row) -> Mapping[str, Any]:
    return {"count": row.get(column), "not_known": row.get(f"{column}__unknown")}
