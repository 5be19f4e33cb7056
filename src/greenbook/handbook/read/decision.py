"""Reads the editions of a decision: rules, a table or a cross that give one value."""

from __future__ import annotations

from greenbook.handbook.pages import DecisionEdition
from greenbook.handbook.read.cross import across
from greenbook.handbook.read.editions import Draft, read_draft_terms
from greenbook.handbook.read.gives import Output
from greenbook.handbook.read.keys import Schema
from greenbook.handbook.read.rules import read_rules

EDITION: Schema = {"rule": "tables", "table": "table", "cross": "table"}


def read_edition(draft: Draft) -> DecisionEdition:
    read_draft_terms(draft)
    if draft.table.flag("ends"):
        return DecisionEdition(**draft.common())
    output = Output(draft.heading.decides, draft.heading.type)
    rules = read_rules(draft, (output,), forms=("rule", "table", "cross"))
    return DecisionEdition(rules=tuple(rules), across=across(draft), **draft.common())
