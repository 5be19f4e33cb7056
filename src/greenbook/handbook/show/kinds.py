"""The middle of a page in words: what each kind decides and how, as lists and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from greenbook.handbook.conditions.tree import Always, Condition, Value
from greenbook.handbook.pages import (
    AnyEdition,
    Bands,
    CtaEdition,
    DecisionEdition,
    KpiEdition,
    Length,
    MeasureEdition,
    OccasionEdition,
    Page,
    PlaybookEdition,
    ProgramEdition,
    RepeatingEdition,
    Rule,
    ScorecardEdition,
)
from greenbook.handbook.say.policy import Policy

Given = object


def body(page: Page, edition: AnyEdition, say: Policy) -> Iterator[str]:
    """Lines of Markdown for one edition."""
    match edition:
        case DecisionEdition():
            yield from _rules(edition.rules, say, across=edition.across)
        case MeasureEdition():
            yield from _measure(edition, say)
        case ScorecardEdition():
            yield from _scorecard(edition, say)
        case RepeatingEdition():
            yield from _repeating(edition, say)
        case OccasionEdition():
            yield from _occasion(edition, say)
        case KpiEdition():
            yield from _kpi(page, edition, say)
        case CtaEdition():
            yield from _cta(edition, say)
        case PlaybookEdition():
            yield from _playbook(edition, say)
        case ProgramEdition():
            yield from _program(edition, say)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A Markdown table."""
    yield _row(headings)
    yield _row(["---"] * len(headings))
    for row in rows:
        yield _row([cell.replace("|", "\\|") for cell in row])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _rules(rules: Sequence[Rule], say: Policy, *, across: Sequence[str] = ()) -> Iterator[str]:
    if across and len(rules) % len(across) == 0:
        yield from _cross(rules, say, across)
        return
    yield "The first that holds decides:"
    yield ""
    for number, rule in enumerate(rules, start=1):
        given = ", ".join(said(value, say) for value in rule.gives)
        when = "otherwise" if isinstance(rule.when, Always) else f"when {_said(rule.when, say)}"
        yield f"{number}. **{given}** — {rule.name}: {when}. ({rule.cites})"


def _cross(rules: Sequence[Rule], say: Policy, across: Sequence[str]) -> Iterator[str]:
    """The table as printed: a row for each condition, a column for each of `across`."""
    rows = []
    for start in range(0, len(rules), len(across)):
        row = rules[start : start + len(across)]
        label = row[0].name.removesuffix(f", {across[0].replace('_', ' ')}")
        rows.append([label, *(said(rule.gives[0], say) for rule in row)])
    yield from table(["", *map(say.words.spoken, across)], rows)


def said(given: Given, say: Policy) -> str:
    """What a rule gives, in words."""
    if given is None:
        return "none"
    if isinstance(given, Length):
        return str(given)
    return say.value(given)  # type: ignore[arg-type]  # a constant, or a value handed on


def _said(condition: Condition | None, say: Policy) -> str:
    return say.condition(condition) if condition else "never"


def _measure(edition: MeasureEdition, say: Policy) -> Iterator[str]:
    if edition.value:
        yield f"The value is {say.value(edition.value)}."
        yield ""
    for metric in edition.metrics:
        yield f"**{metric.name}**: {say.value(metric.value)}."
        yield from _rules(metric.rules, say)
        yield ""
    if edition.metrics:
        yield "The colour is that of the mean of the middles of those that are known."
    else:
        yield from _rules(edition.rules, say, across=edition.across)


def _scorecard(edition: ScorecardEdition, say: Policy) -> Iterator[str]:
    rows = [
        (say.words.spoken(group.name), f"{group.weight}%", say.words.spoken(measure), f"{weight}%")
        for group in edition.groups
        for measure, weight in group.measures.items()
    ]
    yield from table(["group", "weight", "measure", "within the group"], rows)
    yield ""
    yield f"Colours: {_bands(edition.bands)}."
    for override in edition.overrides:
        limit = f", and the score at most {override.at_most:g}" if override.at_most else ""
        yield f"- {override.name}: **{override.colour}**{limit}, when {_said(override.when, say)}."
    if edition.leave_out_when:
        kept = ", ".join(map(say.words.spoken, edition.leave_out_all_but))
        yield f"- Only {kept} counts while {_said(edition.leave_out_when, say)}."


def _bands(bands: Bands) -> str:
    said_as = {"<": "below", "<=": "up to"}
    parts = [
        f"{colour} {said_as[sign]} {limit:g}" if sign and limit is not None else f"else {colour}"
        for colour, sign, limit in bands.steps
    ]
    return ", ".join(parts)


def _repeating(edition: RepeatingEdition, say: Policy) -> Iterator[str]:
    headings = ["when", *map(say.words.spoken, edition.outputs), "from"]
    rows = [
        [_said(rule.when, say), *(said(given, say) for given in rule.gives), rule.cites]
        for rule in edition.rules
    ]
    yield from table(headings, rows)
    yield ""
    yield from _counted(edition, say)


def _counted(edition: RepeatingEdition, say: Policy) -> Iterator[str]:
    parts = [say.value(value) for value in (edition.last, edition.start) if value]
    yield f"Counted from {', or else '.join(parts)}; due soon {edition.soon} before."
    if edition.begins_anew is not False:
        who = "Nobody" if edition.begins_anew is True else "No one for whom "
        condition = "" if edition.begins_anew is True else f"{_said(edition.begins_anew, say)}"
        yield f"{who}{condition} is measured from before {shown_day(edition)}."


def shown_day(edition: AnyEdition) -> str:
    return f"{edition.begins.day} {edition.begins:%b %Y}"


def _occasion(edition: OccasionEdition, say: Policy) -> Iterator[str]:
    yield f"- Once per {_value(edition.once_per, say)}, open from {_value(edition.opens, say)}."
    yield f"- Due {_value(edition.due, say)}, at the latest {_value(edition.limit, say)}."
    yield f"- Done when {_said(edition.done, say)}; due soon {edition.soon} before."


def _value(value: Value | None, say: Policy) -> str:
    return say.value(value) if value else "never"


def _kpi(page: Page, edition: KpiEdition, say: Policy) -> Iterator[str]:
    for count in edition.counts:
        summed = f"{say.words.column(count.sum)} of " if count.sum else ""
        where = Policy(say.words.at(count.of)).condition(count.where)
        each = f"each {count.of}" if where == "always" else f"each {count.of}, where {where}"
        yield f"- *{say.words.spoken(count.name)}*: {summed}{each}"
    if edition.raw:
        yield f"- Raw: {say.value(edition.raw)}"
    yield f"- Value, in {page.unit}: {_value(edition.value, say)}"
    if edition.met:
        yield f"- Met when {say.condition(edition.met)}"
    if edition.late:
        yield f"- Late when {say.condition(edition.late)}"
    if edition.rules:
        yield ""
        rows = [
            [_said(rule.when, say), *(said(given, say) for given in rule.gives), rule.cites]
            for rule in edition.rules
        ]
        yield from table(["when", *map(say.words.spoken, edition.outputs), "from"], rows)


def _cta(edition: CtaEdition, say: Policy) -> Iterator[str]:
    yield f"- Opens when {_said(edition.opens_when, say)}, once per {_value(edition.once_per, say)}"
    closes = say.condition(edition.closes_when) if edition.closes_when else "somebody closes it"
    yield f"- Closes when {closes}"
    if edition.stays_open_when:
        yield f"- Nobody closes it by hand while {say.condition(edition.stays_open_when)}"
    owner, kind = say.words.spoken(edition.owner), say.words.spoken(edition.type)
    yield f"- Owner {owner}, priority {edition.priority}, type {kind}"
    if edition.due:
        yield f"- Due {say.value(edition.due)}"
    yield f"- Subject: {edition.subject}"
    if edition.because:
        yield f"- Because {edition.because}"
    if edition.playbook:
        yield f"- Playbook: {edition.playbook}"


def _playbook(edition: PlaybookEdition, say: Policy) -> Iterator[str]:
    rows = [
        [
            task.name,
            say.words.spoken(task.owner),
            task.due.text,
            "yes" if task.required else "no",
            say.condition(task.only_if) if task.only_if else "",
            ", ".join(task.after),
        ]
        for task in edition.tasks
    ]
    yield from table(["task", "owner", "due", "required", "only if", "after"], rows)


def _program(edition: ProgramEdition, say: Policy) -> Iterator[str]:
    yield f"- Enters: {_said(edition.audience, say)}, when {_said(edition.trigger, say)}"
    for label, condition in (
        ("Never", edition.exclude),
        ("Held while", edition.hold_when),
        ("Stops when", edition.stop_when),
    ):
        if condition:
            yield f"- {label} {say.condition(condition)}"
    yield f"- From {edition.sender}"
    yield ""
    rows = [[s.name, f"after {s.after}", ", ".join(s.to), s.send] for s in edition.steps]
    yield from table(["step", "when", "to", "text"], rows)
