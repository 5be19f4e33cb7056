"""What each key of a handbook's files means: the words of docs/page-kinds.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from greenbook.handbook.pages import PageKind
from greenbook.handbook.read import (
    cases,
    cross,
    cta,
    decision,
    editions,
    headings,
    kpi,
    measure,
    parameters,
    playbook,
    program,
    rhythm,
    rules,
    scorecard,
    settings,
    tables,
)
from greenbook.handbook.read.keys import Schema

#: Key, meaning and default by where it stands. A key the reader knows must be here, and no other.
Says = Mapping[str, str]

PAGE: Says = {
    "kind": "what the page is: one of the kinds below",
    "title": "what people call it",
    "grain": "what a row is about. Default `account`",
    "applies": "condition: for whom the page speaks. Default: everybody of the grain",
    "unknown": (
        "`stops` or `passes`: what an unknown condition before the winning rule does. Default"
        " `stops`. Not in a page that shares its decision"
    ),
    "edition": "the texts of the page, each from a day on",
    "decides": (
        "the name of what it decides; unique, unless the pages stand in an `[order]`. Required, but"
        " not for playbooks and programs"
    ),
    "values": (
        "what may be concluded. Required for a decision, unless its `[order]` says them; of a"
        " measure the colours it may have"
    ),
    "says": (
        "`[says]` of a decision: the sentence for its values (of yes/no: `yes`, `no`) and for"
        ' `none` in the reasons of other pages: `assign_csm = "a CSM is to be assigned"`'
    ),
    "unit": (
        "`count`, `number`, `days`, `months`, `usd` or `percent`. Required for a KPI, and for a"
        " measure with a `value`"
    ),
}
EDITION: Says = {
    "from": "its first day; editions stand in the order of their days",
    "cites": "the source",
    "note": "what changed, what is a proposal",
    "parameters": 'named numbers, texts, days and `"not set"`, used as `$name`',
    "terms": "named conditions, used by name",
    "rules": '`"as before"`: all of the edition before, with some parameters changed',
    "ends": "`true` ends the page from that day on",
}
OWN: Mapping[PageKind, Says] = {
    "decision": {
        "rule": "rules in order; the first that holds wins",
        "table": "a decision table instead of rules",
        "cross": "a cross table instead of rules",
    },
    "measure": {
        "value": "a number; with `bands`, `cross` or rules that read `value`",
        "bands": "colours by the value, in order: `below`, `up to`, `otherwise`",
        "cross": "a cross table of colours",
        "rule": "rules that give a colour",
        "table": "a decision table that gives `colour`",
        "metric": "several numbers: the mean of the middles of the known ones",
    },
    "scorecard": {
        "bands": "colours by the score, of 100",
        "groups": "groups of measures with their weights",
        "override": "what overrides the colour and bounds the score",
        "leave_out": "when which measures are left out",
    },
    "rhythm": {
        "last": "repeating: the date that fulfils it",
        "start": "repeating: counted from here when it never happened",
        "begins_anew": (
            "repeating: `true`, or a condition for whom: nobody is measured from before the first"
            " day of this edition. Default `false`"
        ),
        "table": (
            "repeating: who is owed it how often; gives `every`, `at_most`, `aim` (better so,"
            " only shown) and `grace` (for so long after it was due it is not overdue)"
        ),
        "soon": "a length: how long before it is due it is due soon. Default `3 days`",
        "once_per": "once per occasion: what names the occasion",
        "opens": "once per occasion: from which day it is owed",
        "due": "once per occasion: the day it is due",
        "limit": "once per occasion: the day after which it is a breach",
        "done": "once per occasion: condition, that it was fulfilled",
    },
    "kpi": {
        "value": "the number",
        "raw": "the number before it is bounded",
        "met": "condition: the goal is met",
        "late": "condition: it is late while there is no number yet",
        "table": "a decision table of thresholds, which `met` and `late` may use by name",
        "counts": "rows of a finer grain that are counted or summed up",
    },
    "cta": {
        "opens_when": "condition",
        "once_per": "what names the occasion: one CTA per rule, subject and occasion",
        "owner": "a role",
        "priority": "`low`, `medium` or `high`",
        "subject": "its name, at most 80 characters, with `{facts}`",
        "type": "the type of the CTA. Default `lifecycle`",
        "reason": "a code. One open CTA of the same type and reason by hand counts as this one",
        "starts": "the day it starts. Default: the day of the run",
        "due": "`anchor + length`, the anchor a date or `start`; or an expression that is a date",
        "closes_when": "condition. Default: only by hand",
        "closes_as": "the status with which it closes. Default `closed_success`",
        "stays_open_when": "condition: while it holds, nobody closes it by hand. Default: never",
        "because": "why, with `{facts}`",
        "playbook": "the path of a playbook page whose tasks it gets",
        "snooze": "how long people may put it off at most",
    },
    "playbook": {"task": "its tasks, in order"},
    "program": {
        "trigger": "condition: who enters",
        "audience": "condition: for whom it is at all",
        "once_per": "what names the occasion: entered once for each",
        "exclude": "condition: who never enters",
        "hold_when": "condition: it waits, shown as held",
        "stop_when": "condition: it stops",
        "sender": "who sends",
        "reply_to": "a role",
        "cc": "a role",
        "step": "its steps, in order",
    },
}
INSIDE: Mapping[str, tuple[Schema, Says]] = {
    "`[[edition.rule]]`": (
        rules.RULE,
        {
            "name": "unique in the page; reads well after *not*",
            "when": "condition. Default: always; only the last rule may leave it out",
            "then": 'what is concluded; `"none"` is a deliberate *does not apply*',
            "then_is": "an expression instead: hands on a fact or a decision",
            "cites": "the source. Default: the edition's",
            "because": "the sentence in your words, with `{facts}`. Default: written from the"
            " condition",
        },
    ),
    "`[edition.table]`": (
        tables.TABLE,
        {
            "asks": "names of facts, decisions or terms: the columns that are compared",
            "gives": "names of what a row concludes; `cites` may be the last",
            "rows": 'the cells: a literal equals, `"any"`, `"<= 35"` compares. First match wins',
        },
    ),
    "`[edition.cross]`": (
        cross.CROSS,
        {
            "across": "conditions: the first true one is the column",
            "rows": "each a condition and its cells: the first true one is the row",
        },
    ),
    "`[[edition.metric]]` of a measure": (
        measure.METRIC,
        {
            "name": "what people call it",
            "value": "the number",
            "bands": "colours by the number, as above",
        },
    ),
    "a group of a scorecard: `[edition.groups]`": (
        scorecard.GROUP,
        {
            "weight": "whole number; those of all groups make 100",
            "measures": "weight of each measure in its group",
        },
    ),
    "`[[edition.override]]` of a scorecard": (
        scorecard.OVERRIDE,
        {
            "name": "what it is called in a trace",
            "when": "condition",
            "colour": "the colour it forces",
            "score": "`at most N`",
        },
    ),
    "`leave_out` of a scorecard": (
        scorecard.LEAVE_OUT,
        {"when": "condition", "all_but": "the measures that stay"},
    ),
    "a count of a KPI: `[edition.counts]`": (
        kpi.COUNT,
        {
            "of": "the finer grain",
            "where": "condition at that grain. Default: every row",
            "by": "the link, where there are several",
            "sum": "a fact to sum up instead of counting rows",
        },
    ),
    "`[[edition.task]]` of a playbook": (
        playbook.TASK,
        {
            "name": "what is to be done",
            "owner": "a role",
            "due": "`anchor + length`, the anchor a date or `start`, the CTA's first day",
            "required": "whether the CTA waits for it. Default `true`",
            "only_if": "condition: for whom the task is there",
            "done": "condition: then it is done by itself",
            "after": "names of tasks that come first",
            "cites": "the source",
        },
    ),
    "`[[edition.step]]` of a program": (
        program.STEP,
        {
            "name": "what it is called",
            "send": "the Markdown file beside the page",
            "after": "a length from the trigger",
            "to": "personas of the contacts that receive it",
            "cites": "the source",
        },
    ),
    "the file of cases: `<page>.cases.toml`": (
        cases.FILE,
        {"usual": "facts (and `decided`) that each case begins with", "case": "the cases"},
    ),
    "`[[case]]`": (
        cases.CASE,
        {
            "name": "the sentence that it proves",
            "on": "the day",
            "facts": "what differs from the usual",
            "unknown": "names of facts that are not known",
            "then": 'what is to come out: a value, `"none"` or `"unknown"`',
            "rule": "the name of the rule that has to win",
            "sure": "whether it is sure",
            "also": "further columns and their values",
            "decided": "what pages below decide",
            "before": "what stood before",
            "since": "since when it stands",
            "counts": "what is counted",
            "note": "a remark",
        },
    ),
    "`facts/parameters.toml`": (
        {**parameters.FILE, **parameters.EDITION},
        {
            "title": "what people call it",
            "edition": "the values, each time from a day on",
            "from": "its first day",
            "cites": "the source",
            "note": "what changed",
            "parameters": "what facts SQL uses as `$name`; none may be `not set`",
        },
    ),
    "`handbook.toml`": (
        settings.FILE,
        {
            "handbook": "`name` and `fiscal_year = { starts_in_month = N }`",
            "colours": "each colour's middle, which scores are made of",
            "order": "for a decision of several pages: `values`, `unknown`, `pages` in order",
            "key": "`decisions`: those whose changes are kept, and which stand in each account's"
            " status",
            "counted": "what a portfolio counts besides: a decision of accounts and a word of it,"
            ' `admin_contact = "missing"`',
            "checks": "what is answered before a success plan is approved, each with what is said",
            "help": "what is said beside a decision or a section of an account's page, by its name",
            "limits": "whole numbers that no page decides by: `plan_link_days`,"
            " `plan_link_days_most`",
            "told": "who hears of it when a CSM says a colour: roles of the account's team,"
            " `manager`, `director`, `followers`, `sales_management` of the region, `leadership`",
            "words": 'how a code is said: `priority_decided = "priority"`; an abbreviation,'
            ' `csm = "CSM"`, also within a longer code',
            "accept": "a warning that is meant: `code`, `place` and `because`",
        },
    ),
}
OUTPUTS: Mapping[PageKind | str, Says] = {
    "every kind that decides": {
        "<name>": "what is concluded",
        "<name>__rule": "the number of the winning rule; 0 is an override",
        "<name>__sure": "false: as far as we know",
        "<name>__known": "false: unknown; true without a value: none",
    },
    "measure": {
        "<name>__score": "the middle of the colour, or the mean of the metrics'",
        "<name>__value": "the number",
        "<name>__<metric>__value": "a metric's number",
        "<name>__<metric>__colour": "a metric's colour",
    },
    "scorecard": {
        "<name>__computed": "the score before overrides",
        "<name>__effective": "the score that stands",
        "<name>__weight": "how much of the weight was known, in percent",
        "<name>__<group>": "a group's score",
    },
    "rhythm": {
        "<name>__due": "the day it is due",
        "<name>__limit": "the last day",
        "<name>__every": "as the table gives it",
        "<name>__at_most": "as the table gives it",
        "<name>__aim": "as the table gives it",
        "<name>__grace": "as the table gives it",
        "<name>__occasion": "the occasion",
    },
    "kpi": {
        "<name>__raw": "the number before it is bounded",
        "<name>__met": "yes, no or unknown",
        "<name>__late": "yes, no or unknown",
        "<name>__<threshold>": "an output of its table",
        "<name>__<count>": "how many, or how much",
        "<name>__<count>__unknown": "of how many it is not known",
    },
    "cta": {
        "<name>": "should be open now",
        "<name>__opens": "yes, no or unknown",
        "<name>__closes": "yes, no or unknown",
        "<name>__occasion": "the occasion; none opens nothing",
        "<name>__starts": "the first day",
        "<name>__due": "the day it is due",
        "<name>__stays_open": "of pages with `stays_open_when`: nobody closes it by hand",
    },
    "playbook": {
        "<name>__task_<n>": "the task applies",
        "<name>__task_<n>__due": "when it is due, unless counted from the CTA's start",
        "<name>__task_<n>__done": "it is done by itself",
    },
    "program": {
        "<name>__enters": "should be enrolled",
        "<name>__holds": "waits",
        "<name>__stops": "ends",
        "<name>__occasion": "the occasion",
    },
}
ABOUT: Mapping[PageKind, str] = {
    "decision": "Concludes one of its values.",
    "measure": "Gives a colour and a score: by a value, by metrics, or by rules.",
    "scorecard": "Weighs measures in groups; what is not known passes its weight on in two steps.",
    "rhythm": "Something owed again and again, or once per occasion: `on_track`, `due_soon`,"
    " `overdue`, `breach`.",
    "kpi": "A number with its goal.",
    "cta": "Opens work, once per subject and occasion.",
    "playbook": "The tasks of a CTA.",
    "program": "Steps that are sent to contacts.",
}
EDITION_KEYS: Mapping[PageKind, Schema] = {
    "decision": decision.EDITION,
    "measure": measure.EDITION,
    "scorecard": scorecard.EDITION,
    "rhythm": {
        name.rstrip("!"): form for name, form in {**rhythm.REPEATING, **rhythm.OCCASION}.items()
    },
    "kpi": kpi.EDITION,
    "cta": cta.EDITION,
    "playbook": playbook.EDITION,
    "program": program.EDITION,
}


def page_kinds() -> str:
    """`docs/page-kinds.md`."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Page kinds\n"
    yield "Every key of a handbook's files, as the reader knows them. An unknown key, a missing"
    yield "one and a value of the wrong form are refused with file and line. How to write pages is"
    yield "in the [handbook guide](handbook-guide.md).\n"
    yield "Contents: every page; " + ", ".join(f"[{kind}](#{kind})" for kind in ABOUT) + ";"
    yield "tables, rules and cases; handbook.toml; [columns](#columns).\n"
    yield "## Every page\n"
    yield from _table({**headings.COMMON, **_own_headings()}, PAGE)
    yield "\n## Every edition: `[[edition]]`\n"
    yield from _table(editions.COMMON, EDITION)
    for kind, about in ABOUT.items():
        yield f"\n## {kind}\n\n{about}\n"
        yield from _table(EDITION_KEYS[kind], OWN[kind])
    yield "\n## Tables inside\n"
    for title, (schema, says) in INSIDE.items():
        yield f"\n### {title}\n"
        yield from _table(schema, says)
    yield from _columns()


def _own_headings() -> Schema:
    return {name.rstrip("!"): form for own in headings.OWN.values() for name, form in own.items()}


def _table(schema: Schema, says: Says) -> Iterator[str]:
    forms = {name.rstrip("!"): (form, name.endswith("!")) for name, form in schema.items()}
    if forms.keys() != says.keys():
        raise KeyError(f"not both in the reader and in the words: {forms.keys() ^ says.keys()}")
    yield "| key | form | required | meaning |"
    yield "|---|---|---|---|"
    for name, (form, required) in forms.items():
        yield f"| `{name}` | {form} | {'yes' if required else ''} | {says[name]} |"


def _columns() -> Iterator[str]:
    yield "\n## Columns\n"
    yield "What a page gives, as conditions of other pages, `also` of cases and `handbook evaluate`"
    yield "name it. `<name>` is what it decides.\n"
    yield "| kind | column | meaning |"
    yield "|---|---|---|"
    for kind, outputs in OUTPUTS.items():
        for name, says in outputs.items():
            yield f"| {kind} | `{name}` | {says} |"
