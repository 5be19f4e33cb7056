"""A rhythm: something owed to a customer again and again, or once per occasion.

The status is on_track, due_soon, overdue (after the due day) or breach (after the limit); none
where nothing is owed, unknown where it can not be said.
"""

from __future__ import annotations

from collections.abc import Sequence

from greenbook.handbook.compile.first_match import by_rule, first_match
from greenbook.handbook.compile.sheet import Sheet
from greenbook.handbook.compile.typed import (
    Columns,
    decided,
    gated,
    gated_known,
    occasion_text,
    truth,
    typed,
)
from greenbook.handbook.conditions.render import (
    ALWAYS,
    added,
    both,
    condition_sql,
    known_sql,
    none_sql,
    value_sql,
)
from greenbook.handbook.pages import Length, OccasionEdition, Page, RepeatingEdition

TODAY = '"today"'


def rhythm_columns(page: Page) -> Columns:
    name = page.decides
    found = decided(name, "varchar") | {f"{name}__due": "date", f"{name}__limit": "date"}
    for edition in page.editions:
        if isinstance(edition, RepeatingEdition):
            found |= {f"{name}__{output}": "varchar" for output in edition.outputs}
        if isinstance(edition, OccasionEdition):
            found[f"{name}__occasion"] = "varchar"
    return found


def compile_repeating(sheet: Sheet, page: Page, edition: RepeatingEdition) -> None:
    name, lengths = page.decides, _lengths(edition)
    match = first_match(sheet, [(page.applies, rule) for rule in edition.rules])
    rule_known = sheet.share(match.stopped if page.unknown == "stops" else match.passed)
    rule = sheet.share(gated(rule_known, match.rule))
    base, base_known = _base(sheet, edition)
    sheet.define(f"{name}__rule", typed(rule, "bigint"))
    for output, given in lengths.items():
        texts = [f"'{length}'" if length else None for length in given]
        sheet.define(f"{name}__{output}", typed(by_rule(rule, texts), "varchar"))
    due = sheet.define(f"{name}__due", _reached(rule, base, lengths["every"]))
    limit = sheet.define(f"{name}__limit", _reached(rule, base, lengths["at_most"]))
    owed = sheet.share(_owed(rule, lengths))
    counted = sheet.share(f"({base_known} or not {owed})")
    late = _late(sheet, rule, due, lengths)
    sheet.define(name, _status(due, limit, edition.soon, while_=owed, late=late))
    sheet.define(f"{name}__known", both(rule_known, counted))
    sheet.define(f"{name}__sure", both(match.sure, counted))


def compile_occasion(sheet: Sheet, page: Page, edition: OccasionEdition) -> None:
    """Before it opens nothing is owed. What is done is on track, and so is any day before soon."""
    assert edition.once_per and edition.opens and edition.due and edition.limit
    name, applies = page.decides, condition_sql(page.applies, sheet.share)
    due = sheet.define(f"{name}__due", gated(applies, value_sql(edition.due, sheet.share)))
    limit = sheet.define(f"{name}__limit", gated(applies, value_sql(edition.limit, sheet.share)))
    sheet.define(f"{name}__occasion", gated(applies, occasion_text(sheet, edition.once_per)))
    occasion = value_sql(edition.once_per, sheet.share)
    there = f"({occasion} is not null or (not {known_sql(edition.once_per, sheet.share)} and null))"
    begun = sheet.share(f"({value_sql(edition.opens, sheet.share)} <= {TODAY} and {there})")
    sheet.define(name, gated(both(applies, begun), _unless_done(sheet, edition, due, limit)))
    absences = [none_sql(v, sheet.share) for v in (edition.once_per, edition.opens, edition.due)]
    nothing = " or ".join([f"not {begun}", *filter(None, absences)])
    known = f'("{name}" is not null or (({nothing}) is true))'
    sheet.define(f"{name}__known", gated_known(applies, known))
    sheet.define(f"{name}__sure", f'"{name}__known"')


def _unless_done(sheet: Sheet, edition: OccasionEdition, due: str, limit: str) -> str:
    done = truth(sheet, edition.done)
    status = sheet.share(_status(due, limit, edition.soon, while_=ALWAYS))
    return (
        f"(case when {done} or {status} = 'on_track' then 'on_track'"
        f" when not {done} then {status} end)"
    )


def _lengths(edition: RepeatingEdition) -> dict[str, list[Length | None]]:
    found: dict[str, list[Length | None]] = {"every": [], "at_most": []}
    for position, output in enumerate(edition.outputs):
        given = [rule.gives[position] for rule in edition.rules]
        found[output] = [length if isinstance(length, Length) else None for length in given]
    missing: list[Length | None] = [None] * len(edition.rules)
    return {output: given or missing for output, given in found.items()}


def _base(sheet: Sheet, edition: RepeatingEdition) -> tuple[str, str]:
    """The day to count from, and whether it is known: the last time, or else the start.

    A last time that is not known is not made up for by the start, nor is an early one by a later
    start: a customer who changes hands has waited all the same.
    """
    days = [f"coalesce({', '.join(_last_or_start(sheet, edition))})"]
    begins = f"cast('{edition.begins:%Y-%m-%d}' as date)"
    if not isinstance(edition.begins_anew, bool):
        days.append(f"(case when {truth(sheet, edition.begins_anew)} then {begins} end)")
    elif edition.begins_anew:
        days.append(begins)
    base = sheet.share(f"greatest({', '.join(days)})" if len(days) > 1 else days[0])
    last_known = ALWAYS if edition.last is None else known_sql(edition.last, sheet.share)
    if last_known != ALWAYS:
        base = sheet.share(gated(sheet.share(last_known), base))
    return base, sheet.share(f"({base} is not null)")


def _last_or_start(sheet: Sheet, edition: RepeatingEdition) -> list[str]:
    return [value_sql(v, sheet.share) for v in (edition.last, edition.start) if v is not None]


def _reached(rule: str, base: str, lengths: Sequence[Length | None]) -> str:
    """The day that lies as far behind the base as the rule says."""
    return typed(
        by_rule(rule, [after(base, length) if length else None for length in lengths]), "date"
    )


def after(day: str, length: Length, *, before: bool = False) -> str:
    """The day a length of time after (or before) another."""
    return added(day, -length.count if before else length.count, length.unit)


def _late(sheet: Sheet, rule: str, due: str, lengths: dict[str, list[Length | None]]) -> str:
    """The last day that is not overdue: the due day, or as much later as the rule grants."""
    granted = [after(due, length) if length else None for length in lengths.get("grace", ())]
    return sheet.share(f"coalesce({by_rule(rule, granted)}, {due})") if any(granted) else due


def _owed(rule: str, lengths: dict[str, list[Length | None]]) -> str:
    """Whether the rule asks for anything: it gives a length."""
    pairs = zip(lengths["every"], lengths["at_most"], strict=True)
    asking = ["true" if every or most else None for every, most in pairs]
    return f"coalesce({by_rule(rule, asking)}, false)"


def _status(due: str, limit: str, soon: Length, *, while_: str, late: str | None = None) -> str:
    status = (
        f"(case when {due} is null and {limit} is null then null"
        f" when {TODAY} > {limit} then 'breach' when {TODAY} > {late or due} then 'overdue'"
        f" when {TODAY} >= {after(due, soon, before=True)} then 'due_soon' else 'on_track' end)"
    )
    return gated(while_, status)
