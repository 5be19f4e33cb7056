"""Codes of the field that pages name: owners, kinds of CTA and how they close, personas."""

from __future__ import annotations

from collections.abc import Collection

from greenbook.handbook.problems import nearest
from greenbook.handbook.read.keys import Table

ROLES = frozenset(
    """
    csm cse csa csm_manager account_owner sa pse rm sdr partner partner_contact ps_pm exec_sponsor
    eba e_group cs_ops sales_management leadership customer
    """.split()
)
PRIORITIES = ("low", "medium", "high")
TYPES = ("risk", "expansion", "lifecycle", "activity", "renewal", "digital_journey", "objective")
PERSONAS = frozenset(
    """
    gitlab_admin dev_lead security_lead decision_maker executive_sponsor economic_buyer champion
    evaluator technical project_manager business_user procurement accounting
    """.split()
)
#: Who can be told of a colour: roles of the account's team, and people found another way.
HEARERS = frozenset(
    """
    csm cse csa account_owner sa pse rm sdr manager director followers sales_management leadership
    """.split()
)
#: The sections of an account's page, beside which help can stand.
SECTIONS = frozenset(
    """
    summary decisions scorecard timeline ctas plans onboarding command_plan reviews events risk
    by_hand opportunities subscriptions support contacts programs hierarchy partners project changes
    """.split()
)
#: How any CTA may close, and what only one type of CTA may close as besides.
CLOSINGS = (
    "closed_success", "closed_lost_not_a_priority", "closed_already_solved", "closed_not_relevant",
    "closed_lack_of_engagement",
)  # fmt: skip
CLOSINGS_OF = {
    "lifecycle": ("closed_not_needed",),
    "risk": ("closed_lost_churned", "closed_lost_contracted"),
    "objective": (
        "closed_lost_competitive", "closed_lost_product_gaps", "closed_lost_team_unengaged",
        "closed_lost_no_value", "closed_lost_deferred", "closed_lost_no_budget",
    ),
}  # fmt: skip


def code(table: Table, key: str, words: Collection[str], default: str = "") -> str:
    """The code under `key`, refused when it is not one of `words`."""
    word = table.text(key, default)
    if word and word not in words:
        hint = nearest(word, words) or f": it is one of {', '.join(sorted(words))}"
        table.refuse(f"`{word}` is not a {key}{hint}", key, code="vocabulary")
    return word


def closing(table: Table, type_: str) -> str:
    """How a CTA of this type closes by itself."""
    return code(table, "closes_as", (*CLOSINGS, *CLOSINGS_OF.get(type_, ())), "closed_success")


def personas(table: Table, key: str) -> tuple[str, ...]:
    return _each(table, key, PERSONAS, "a persona")


def hearers(table: Table, colour: str) -> tuple[str, ...]:
    return _each(table, colour, HEARERS, "somebody who can be told")


def _each(table: Table, key: str, known: Collection[str], what: str) -> tuple[str, ...]:
    """A list of codes, each refused that is not one of `known`."""
    words = table.words(key)
    for index, word in enumerate(words):
        if word not in known:
            says = f"`{word}` is not {what}{nearest(word, known)}"
            table.refuse(says, key, index, code="vocabulary")
    return tuple(words)
