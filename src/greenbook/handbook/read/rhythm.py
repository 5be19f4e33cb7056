"""Reads the editions of a rhythm: repeating by a table of lengths, or owed once per occasion."""

from __future__ import annotations

from greenbook.handbook.conditions.fit import DATE
from greenbook.handbook.conditions.tree import Condition
from greenbook.handbook.pages import Length, OccasionEdition, RepeatingEdition, Rule
from greenbook.handbook.read import offers
from greenbook.handbook.read.editions import Draft, read_draft_terms
from greenbook.handbook.read.gives import Output
from greenbook.handbook.read.keys import Schema
from greenbook.handbook.read.locals import of_type
from greenbook.handbook.read.tables import table_outputs, table_rules

REPEATING: Schema = {
    "last!": "text", "start!": "text", "soon": "text", "begins_anew": "any",
    "table!": "table",
}  # fmt: skip
OCCASION: Schema = {
    "once_per!": "text", "opens!": "text", "due!": "text", "limit!": "text", "done!": "text",
    "soon": "text",
}  # fmt: skip
LENGTHS = tuple(Output(name, None) for name in offers.LENGTHS)
SOON = Length(3, "day")


def read_repeating(draft: Draft) -> RepeatingEdition:
    read_draft_terms(draft)
    if draft.table.flag("ends"):
        return RepeatingEdition(**draft.common())
    outputs = table_outputs(draft)
    if "every" not in outputs:
        draft.table.refuse('a rhythm gives "every"', "table", "gives", code="missing-key")
    rules = list(table_rules(draft, LENGTHS))
    return RepeatingEdition(
        last=of_type(draft, "last", DATE),
        start=of_type(draft, "start", DATE),
        soon=draft.length("soon") or SOON,
        begins_anew=_begins_anew(draft),
        outputs=outputs,
        rules=tuple(rule for rule in rules if _has_length(draft, rule, outputs)),
        **draft.common(),
    )


def read_occasion(draft: Draft) -> OccasionEdition:
    read_draft_terms(draft)
    if draft.table.flag("ends"):
        return OccasionEdition(**draft.common())
    return OccasionEdition(
        once_per=draft.value("once_per"),
        opens=of_type(draft, "opens", DATE),
        due=of_type(draft, "due", DATE),
        limit=of_type(draft, "limit", DATE),
        done=draft.condition("done"),
        soon=draft.length("soon") or SOON,
        **draft.common(),
    )


def _begins_anew(draft: Draft) -> bool | Condition:
    """True, or a condition for those of whom it holds."""
    written = draft.table.values.get("begins_anew", False)
    if isinstance(written, bool):
        return written
    if not isinstance(written, str):
        says = "`begins_anew` must be true, false or a condition"
        draft.table.refuse(says, "begins_anew", code="form")
    return draft.condition("begins_anew") or False


def _has_length(draft: Draft, rule: Rule, outputs: tuple[str, ...]) -> bool:
    """Refuses a row whose longest gap is shorter than its usual one."""
    given = dict(zip(outputs, rule.gives, strict=True))
    every, at_most = given.get("every"), given.get("at_most")
    if isinstance(every, Length) and isinstance(at_most, Length) and _longer(every, at_most):
        says = f"every {every}, but at most {at_most}: the limit comes before it is due"
        draft.around.findings.refuse(rule.place, says, code="rhythm")
    return True


def _longer(one: Length, other: Length) -> bool:
    """Whether `one` is surely longer: only lengths of one unit are compared."""
    return one.unit == other.unit and one.count > other.count
