"""A trace as the panel shows it: rules with their marks, the parts of a score, what lies behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse

from greenbook.engagement.queries.behind import Behind
from greenbook.engine.because import why
from greenbook.engine.branches import Branch
from greenbook.engine.trace import RuleTrace, Trace
from greenbook.records.models import TimelineEntry
from greenbook.web.said import day, decided, label, value

#: A truth as a mark and as a word for those who do not see it.
MARKS = {True: ("✓", "holds"), False: ("–", "does not hold"), None: ("?", "is not known")}
#: More rules than this that do not hold are folded away.
SHORT = 6
#: What a record is shown on, where it has no page of its own: the section of its account.
SECTIONS = {
    "timeline_entry": "timeline", "opportunity": "opportunities", "subscription": "subscriptions",
    "contact": "contacts", "partner_engagement": "partners", "priority_assessment": "changes",
    "onboarding": "onboarding", "onboarding_delay": "onboarding", "success_plan": "plans",
    "instance": "subscriptions", "ticket": "support", "survey_response": "support",
    "triage": "risk", "escalation": "risk", "ebr": "reviews", "command_plan": "command_plan",
    "collaboration_project": "project", "program_enrolment": "programs",
    "workshop_account": "events", "roundtable_account": "events", "growth_plan": "plans",
    "priority_exception": "by_hand",
}  # fmt: skip
OWN_PAGE = {
    "account": "account", "cta": "cta", "success_plan": "plan", "objective": "plan_objective",
    "user": "operations_person",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A rule or a condition: its mark, what it says, and what it is made of."""

    truth: bool | None
    text: str
    parts: tuple[Line, ...] = ()
    number: int | None = None
    why: str = ""
    gives: str = ""
    winner: bool = False

    @property
    def mark(self) -> str:
        return MARKS[self.truth][0]

    @property
    def word(self) -> str:
        return MARKS[self.truth][1]


@dataclass(frozen=True, slots=True)
class Tried:
    """The rules up to the one that won; `folded` are those in a long list that do not hold."""

    shown: list[Line]
    folded: list[Line]
    later: list[Line]


def because_alone(trace: Trace) -> str:
    """The sentence without the value, which stands above it."""
    _, because, reason = trace.because.partition(" because ")
    return f"because {reason}" if because and trace.known else trace.because


def rules_of(trace: Trace, called: Callable[[str], str]) -> Tried:
    """`called` says a rule by its name: a row of a table has none that anybody gave it."""
    lines = [rule_line(rule, trace, called(rule.name) or rule.name) for rule in trace.rules]
    won = trace.winning_number
    tried = [line for line in lines if (line.number or 0) <= won]
    failed = [line for line in tried if line.truth is False]
    folded = failed if len(failed) > SHORT else []
    return Tried(
        [line for line in tried if line not in folded],
        folded,
        [line for line in lines if (line.number or 0) > won],
    )


def rule_line(rule: RuleTrace, trace: Trace, says: str) -> Line:
    applies = rule.applies.truth is not True
    conditions = [rule.applies] if applies else []
    conditions += [] if rule.last else [rule.when]
    truth = True if rule.winner else rule.truth
    return Line(
        truth,
        says,
        parts=tuple(line for each in conditions for line in unfolded(each)),
        number=rule.number,
        why=why(rule.applies if applies else rule.when) if truth is not True else "",
        gives=" · ".join(decided(trace.decision, each) for each in rule.gives if each is not None),
        winner=rule.winner,
    )


def conditions_of(trace: Trace) -> list[Line]:
    """The conditions of the page that are no rules: whom it applies to, what opens and closes."""
    return [
        Line(branch.truth, label(name), tuple(unfolded(branch)))
        for name, branch in trace.conditions.items()
    ]


def unfolded(branch: Branch) -> list[Line]:
    """A condition as lines; of an *and* its parts stand by themselves."""
    if branch.kind == "all":
        return [line_of(part) for part in branch.parts]
    return [line_of(branch)]


def line_of(branch: Branch) -> Line:
    if branch.kind == "leaf":
        return Line(branch.truth, branch.says or branch.text)
    if branch.kind == "not" and branch.parts[0].kind == "leaf":
        return Line(branch.truth, branch.parts[0].says or branch.text)
    return Line(branch.truth, group_said(branch), tuple(line_of(part) for part in branch.parts))


def group_said(branch: Branch) -> str:
    if branch.kind == "term":
        return label(branch.name)
    if branch.kind == "at least":
        return f"at least {branch.needed} of these"
    return {"all": "all of these", "either": "one of these", "not": "not so"}[branch.kind]


def numbers_of(trace: Trace) -> list[tuple[str, str]]:
    """The days and numbers beside a rhythm or a KPI, as they are known."""
    hidden = ("computed", "effective", "weight", "groups", "outputs", "today")
    plain = {
        name: each
        for name, each in trace.parts.items()
        if name not in hidden and each is not None and not isinstance(each, dict | list)
    }
    return [(label(name), shown(each)) for name, each in plain.items()]


def shown(found: Any) -> str:
    """A day is said as a day, a number without its tail."""
    return day(found) if isinstance(found, str) and found[:4].isdigit() else value(found)


def called(behind: Behind) -> str:
    """The record in words, with its day: `Cadence call, 14 Nov: Next steps`."""
    in_words = IN_WORDS.get(behind.kind, str)
    return in_words(behind.record)


def _entry(entry: TimelineEntry) -> str:
    kind = label(entry.meeting_type or entry.type)
    subject = entry.subject or ""
    more = "" if subject.lower().startswith(kind.lower()) else subject
    return ": ".join(filter(None, (_on(kind, entry.happened_on), more)))


def _on(words: str, when: date | None) -> str:
    return f"{words}, {day(when)}" if when else words


#: Records that are called by codes and bare days, as they are said.
IN_WORDS: dict[str, Callable[[Any], str]] = {
    "timeline_entry": _entry,
    "priority_assessment": lambda it: _on(f"P{it.decided}", it.happened_on),
    "priority_exception": lambda it: f"{label(it.direction)}: {label(it.category)}",
    "onboarding": lambda it: _on("Onboarding", it.started_on),
    "onboarding_delay": lambda it: f"{label(it.cause)}: {it.reason}",
    "triage": lambda it: _on("Triage", it.opened_on),
    "ebr": lambda it: _on(f"{label(it.kind)} EBR", it.held_on or it.scheduled_for or it.target_on),
    "account_team": lambda it: f"{it.user}, {label(it.role)}",
}


def address_of(behind: Behind, account: int | None) -> str:
    """Where the record stands."""
    return record_address(behind.kind, behind.id, account=behind.account or account)


def record_address(kind: str, id: int, *, account: int | None) -> str:
    """Its own page, or its place in a section of its account; empty where it has neither."""
    if kind in OWN_PAGE:
        return address(OWN_PAGE[kind], id)
    if account is None:
        return ""
    section = SECTIONS.get(kind, "summary")
    return f"{reverse('account', args=[account])}?section={section}#{kind}-{id}"


def address(name: str, *arguments: object) -> str:
    """The address of a page, empty where this installation has no such page."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
