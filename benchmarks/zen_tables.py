"""The priority pages as a zen-engine decision: one first-match table a page, in their order.

Zen knows no unknown: it is asked about accounts of which everything is known. Days are numbers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import pyarrow as pa
import zen

from benchmarks.facts import DAY
from benchmarks.python_loop import PAGES
from greenbook.engine.duck import DuckEngine
from greenbook.handbook.conditions.evaluate import add_months

IN_3, IN_6, IN_9 = (add_months(DAY, months).toordinal() for months in (3, 6, 9))
TODAY = DAY.toordinal()

SEEN = (
    "arr", "case_study_agreed", "churned", "critical_initiative", "cs_segment", "csm_assigned",
    "csm_owned", "first_days_as_customer", "has_parent", "is_key_logo", "managed_apart_undecided",
    "objectives_captured", "onboarding_open", "public_sector", "pubsec_trial", "qbr_quarter",
    "region", "stages_in_use", "to_p1_exception_approved", "to_p2_exception_approved",
    "unmanaged_child", "use_case_rollout",
)  # fmt: skip
EVERYTHING_KNOWN = (
    "select *, add_months(qbr_quarter, 3) as quarter_ends from facts_account where "
    + " and ".join(f"{name} is not null" for name in SEEN)
    + " and health__known and in_triage__known and cadence_call__known order by id limit {most}"
)

HERE = "not churned"
UPSIDE = (
    f"((growth_closes_on != null and growth_closes_on <= {IN_9})"
    f" or (growth_intent_until != null and growth_intent_until <= {IN_9}))"
)
SMALL = f"(arr < 20000000 and (not {UPSIDE} or stages_in_use < 1))"
GROWTH = (
    f"((growth_closes_on != null and growth_closes_on <= {IN_3})"
    f" or (growth_intent_until != null and growth_intent_until <= {IN_3}))"
)
CRITERIA = (
    "((first_days_as_customer >= 0 and first_days_as_customer < 45) or critical_initiative"
    f" or {GROWTH} or (stages_in_use < 2 and not {SMALL}) or in_triage)"
)
STRATEGIC = f"{HERE} and cs_segment == 'strategic'"
GROWING = f"{HERE} and cs_segment == 'growth'"
COMMERCIAL = f"{HERE} and cs_segment == 'commercial'"
TRIAL = "(public_sector and pubsec_trial)"
BOOK = f"csm_owned and {HERE} and cs_segment in ['strategic', 'growth', 'commercial']"
ASKED = (
    "(priority_review_kind != null and csm_assigned_on != null and csm_assigned_on < quarter_ends"
    f" and {TODAY} >= quarter_ends - 14)"
)
REVIEWED = "(priority_reviewed_for != null and priority_reviewed_for >= qbr_quarter)"

#: What each page says: a condition, and what it gives as an expression; the first that holds.
TABLES: dict[str, list[tuple[str, str]]] = {
    "priority_by_model": [
        (f"{STRATEGIC} and uptier_closes_on != null and uptier_closes_on <= {IN_3}", "1"),
        (f"{STRATEGIC} and in_triage", "1"),
        (
            f"{STRATEGIC} and onboarding_open and onboarding_day != null and onboarding_day < 60",
            "1",
        ),
        (f"{STRATEGIC} and onboarding_open", "1"),
        (STRATEGIC, "2"),
        (f"{GROWING} and growth_closes_on != null and growth_closes_on <= {IN_6}", "1"),
        (f"{GROWING} and use_case_rollout", "1"),
        (f"{GROWING} and in_triage", "1"),
        (f"{GROWING} and onboarding_open", "1"),
        (GROWING, "2"),
        (f"{COMMERCIAL} and arr >= 20000000", "1"),
        (f"{COMMERCIAL} and {CRITERIA}", "1"),
        (f"{COMMERCIAL} and {SMALL} and objectives_captured == 0", "1"),
        (COMMERCIAL, "2"),
        (f"{HERE} and cs_segment == 'scale'", "null"),
    ],
    "priority_forced": [
        (f"{HERE} and unmanaged_child", "3"),
        (f"{HERE} and cs_segment == 'digital' and (not csm_owned or {TRIAL})", "4"),
        (f"{HERE} and region == 'AMER' and csm_owned", "1"),
        (f"{HERE} and health == 'red' and cs_segment in ['strategic', 'growth']", "1"),
        (f"{HERE} and to_p2_exception_approved", "2"),
        (f"{HERE} and to_p1_exception_approved", "1"),
        (f"{HERE} and csm_owned and onboarding_open", "1"),
        (HERE, "null"),
    ],
    "priority_suggested": [
        (f"{HERE} and priority_forced != null", "priority_forced"),
        (HERE, "priority_by_model"),
    ],
    "priority_decided": [
        (f"{HERE} and priority_forced != null", "priority_forced"),
        (f"{HERE} and priority_recorded != null", "priority_recorded"),
        (HERE, "priority_suggested"),
    ],
    "priority_gap": [
        (f"priority_recorded == 4 and csm_assigned and not {TRIAL}", "'four_with_csm'"),
        ("priority_recorded == 3 and not has_parent", "'three_without_parent'"),
        (
            "region == 'AMER' and csm_owned and cs_segment != 'digital' and not unmanaged_child"
            " and priority_recorded != null and priority_recorded != 1",
            "'amer_not_one'",
        ),
        ("managed_apart_undecided", "'child_undecided'"),
        ("true", "null"),
    ],
    "priority_offered": [
        (
            f"{HERE} and priority_suggested != null and priority_decided != null"
            " and priority_suggested != priority_decided",
            "priority_suggested",
        ),
        (HERE, "null"),
    ],
    "qualify_up_reason": [
        (
            f"{COMMERCIAL} and priority_decided == 2 and uptier_closes_on != null"
            f" and uptier_closes_on <= {IN_9}",
            "'uptier_with_timeline'",
        ),
        (
            f"{COMMERCIAL} and priority_decided == 2 and (is_key_logo or case_study_agreed)",
            "'key_logo_or_case_study'",
        ),
        (f"{COMMERCIAL} and priority_decided == 2", "null"),
    ],
    "priority_review_kind": [
        (
            f"{BOOK} and region == 'AMER' and (priority_gap == 'amer_not_one'"
            " or cadence_call == 'overdue' or cadence_call == 'breach')",
            "'data_check'",
        ),
        (f"{BOOK} and region == 'AMER'", "null"),
        (BOOK, "'full'"),
    ],
    "priority_review": [
        (f"{ASKED} and {REVIEWED}", "'on_track'"),
        (f"{ASKED} and {TODAY} > quarter_ends + 13", "'breach'"),
        (f"{ASKED} and {TODAY} > quarter_ends - 1", "'overdue'"),
        (f"{ASKED} and {TODAY} >= quarter_ends - 8", "'due_soon'"),
        (ASKED, "'on_track'"),
    ],
}


PRIORITY = "priority"
READ = frozenset(re.findall(r"\w+", json.dumps(TABLES)))


def quickest() -> Callable[[dict[str, Any]], Any]:
    """As its documentation calls optimal: content compiled once, handed out by a loader."""
    content = zen.ZenDecisionContent(graph())
    engine = zen.ZenEngine({"loader": lambda _: content})
    return lambda context: engine.evaluate(PRIORITY, context)


def shortest() -> Callable[[dict[str, Any]], Any]:
    """The way of its first example: a decision made once from the same content."""
    decision = zen.ZenEngine().create_decision(zen.ZenDecisionContent(graph()))
    return lambda context: decision.evaluate(context)


def graph() -> str:
    """The tables one after the other."""
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in"},
        *(table(page) for page in PAGES),
        {"id": "out", "type": "outputNode", "name": "out"},
    ]
    order = [node["id"] for node in nodes]
    edges = [
        {"id": f"to {after}", "type": "edge", "sourceId": before, "targetId": after}
        for before, after in pairwise(order)
    ]
    return json.dumps({"nodes": nodes, "edges": edges})


def table(page: str) -> dict[str, Any]:
    """A table that hands on what came in, and adds its decision and the number of its rule."""
    content = {
        "hitPolicy": "first",
        "passThrough": True,
        "inputs": [{"id": "when", "name": "when", "field": ""}],
        "outputs": [
            {"id": "value", "name": page, "field": page},
            {"id": "rule", "name": "rule", "field": f"{page}__rule"},
        ],
        "rules": [
            {"_id": f"{page} {number}", "when": when, "value": gives, "rule": str(number)}
            for number, (when, gives) in enumerate(TABLES[page], start=1)
        ],
    }
    return {"id": page, "type": "decisionTableNode", "name": page, "content": content}


def as_context(row: dict[str, Any]) -> dict[str, Any]:
    """What the tables read of a row, as zen takes it."""
    return {
        name: each.toordinal() if isinstance(each, date) else each
        for name, each in row.items()
        if name in READ
    }


def check(engine: DuckEngine, query: str, known: pa.Table, said: Sequence[dict[str, Any]]) -> None:
    """Raises where the engine says otherwise. A review has no rules: its status is compared."""
    engine.load("asked_of_zen", known.select(["id"]))
    rows = engine.run(f"select q.* from ({query}) q join asked_of_zen using (id) order by id")
    for row, other in zip(rows.to_pylist(), said, strict=True):
        for page in PAGES:
            names = [page] if page == "priority_review" else [page, f"{page}__rule"]
            for name in names:
                if row[name] != other.get(name):
                    raise AssertionError(
                        f"{name} of {row['id']}: engine {row[name]!r}, zen {other.get(name)!r}"
                    )
