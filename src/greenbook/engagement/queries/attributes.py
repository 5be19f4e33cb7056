"""The attributes of an account: who keeps each (operations A1.2, A9.3), who may edit it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from greenbook.records.models import Account

CRM, CSM, RULE = "CRM", "Greenbook", "worked out"


@dataclass(frozen=True, slots=True)
class Attribute:
    """`master` says where it is kept; `edit` is the right to change what Greenbook keeps.

    `inside`: not for partners.
    """

    name: str
    label: str
    group: str
    master: str = CRM
    edit: str = ""
    inside: bool = True


def _crm(group: str, *pairs: tuple[str, str], inside: bool = True) -> tuple[Attribute, ...]:
    return tuple(Attribute(name, label, group, CRM, "", inside) for name, label in pairs)


def _ours(group: str, *pairs: tuple[str, str], inside: bool = True) -> tuple[Attribute, ...]:
    return tuple(
        Attribute(name, label, group, CSM, "edit account", inside) for name, label in pairs
    )


ATTRIBUTES = (
    *_crm(
        "Company",
        ("name", "Name"),
        ("industry", "Industry"),
        ("vertical", "Vertical"),
        ("region", "Region"),
        ("sub_region", "Sub-region"),
        ("sector", "Sector"),
        inside=False,
    ),
    *_crm(
        "Company",
        ("employee_count", "Employees"),
        ("sales_segment", "Sales segment"),
        ("is_major", "Major account"),
        ("parent", "Parent"),
    ),
    Attribute("cs_segment", "CS segment", "Company", RULE, inside=False),
    Attribute("alignment", "Alignment", "Company", RULE),
    *_ours("Company", ("managed_apart", "Managed apart from its parent")),
    *_crm(
        "Contract",
        ("arr_cents", "ARR"),
        ("lam_cents", "LAM"),
        ("original_contract_on", "Customer since"),
        ("customer_start_on", "Customer start"),
        ("contract_start_on", "Contract start"),
        ("contract_term_months", "Contract term, months"),
        ("renewal_on", "Next renewal"),
        ("license_count", "Licences"),
    ),
    *_crm("Contract", ("tier", "Tier"), ("products", "Products"), inside=False),
    *_ours("Where it stands", ("lifecycle_stage", "Lifecycle stage"), inside=False),
    *_ours(
        "Where it stands",
        ("conversion_source", "Customer conversion source"),
        ("growth_intent_on", "Growth intent stated"),
        ("growth_intent_until", "Growth intended until"),
        ("critical_initiative_on", "Critical initiative since"),
        ("critical_initiative_done_on", "Critical initiative done"),
        ("rollout_stated_on", "Roll-out stated"),
        ("non_engaged_on", "Non-engaged since"),
        ("ebr_per_year", "EBRs agreed a year"),
    ),
    Attribute("first_value_on", "First value", "Where it stands", CSM, "edit first_value"),
    Attribute("first_value_source", "First value known from", "Where it stands", RULE),
    *_ours(
        "Deployment",
        ("hosting", "Hosting"),
        ("deployer", "Deployed by"),
        ("provider", "Provider"),
        ("geo_enabled", "Geo"),
        ("high_availability", "High availability"),
        ("architecture_url", "Architecture diagram"),
        inside=False,
    ),
    *_crm("Deployment", ("deployment_type", "Deployment type"), inside=False),
    Attribute("stages_in_use", "Stages in use", "Deployment", RULE),
    Attribute("service_ping_enabled", "Service ping", "Deployment", RULE),
    Attribute("cloud_license_data", "Cloud licence data", "Deployment", RULE),
    *_ours(
        "Working together",
        ("google_notes_url", "Notes"),
        ("triage_issue_url", "Triage issue"),
        ("slack_channel", "Customer channel"),
    ),
    *_crm(
        "Working together",
        ("referenceable", "Referenceable"),
        ("case_study_agreement", "Case study agreed"),
        ("is_key_logo", "Key logo"),
    ),
)
SUMMARY = Attribute("summary", "Summary", "Summary", CSM, "edit account")
BY_NAME = {each.name: each for each in (*ATTRIBUTES, SUMMARY)}


@dataclass(frozen=True, slots=True)
class Held:
    """An attribute with what it is, and whether this person may change it."""

    attribute: Attribute
    value: Any
    editable: bool


def attributes_of(
    account: Account, *, may: Callable[[str], bool], inside: bool, past: bool
) -> dict[str, list[Held]]:
    """By group. What a partner may not see is left out."""
    found: dict[str, list[Held]] = {}
    for each in ATTRIBUTES:
        if inside or not each.inside:
            editable = bool(each.edit) and not past and may(each.edit)
            held = Held(each, getattr(account, each.name), editable)
            found.setdefault(each.group, []).append(held)
    return found
