"""The customer: the account, who works on it, and whom we know there."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value

from greenbook.records.fields import (
    Cents,
    Code,
    Codes,
    Day,
    Text,
    Whole,
    YesNo,
    of_account,
    ref,
)
from greenbook.records.models.base import Record
from greenbook.records.models.people import CS_SEGMENTS, REGIONS, SALES_SEGMENTS

TIERS = "free premium ultimate"
LIFECYCLE = "pre_sales onboarding implementation adoption optimize_and_grow will_churn churned"


class Account(Record):
    """A customer, as the CRM and its CSM describe it."""

    name = Text(null=False)
    industry = Text()
    vertical = Text()
    employee_count = Whole()
    region = Code(REGIONS)
    sub_region = Text()
    sector = Code("commercial public_sector")
    sales_segment = Code(SALES_SEGMENTS)
    is_major = YesNo()
    cs_segment = Code(CS_SEGMENTS)
    alignment = Code("csm_assigned cse_pooled digital_only unaligned")
    parent = ref("Account", known_as="children")
    managed_apart = YesNo()
    arr_cents = Cents()
    lam_cents = Cents()
    tier = Code(TIERS)
    products = Text()
    deployment_type = Code("self_managed saas dedicated hybrid")
    deployment_codename = Text()
    original_contract_on = Day()
    customer_start_on = Day()
    customer_start_provisional = models.BooleanField(default=False, db_default=False)
    contract_start_on = Day()
    contract_term_months = Whole()
    renewal_on = Day()
    license_count = Whole()
    service_ping_enabled = YesNo()
    cloud_license_data = YesNo()
    first_value_on = Day()
    first_value_source = Code("auto manual assignment")
    conversion_source = Code("community_conversion new_customer existing_new_csm")
    hosting = Code("sm_on_prem sm_cloud sm_hybrid gitlab_com sm_and_gitlab_com dedicated")
    deployer = Code("customer gitlab_services partner_services")
    provider = Code("on_premise aws gcp azure gitlab_com multi_cloud other")
    geo_enabled = YesNo()
    high_availability = YesNo()
    lifecycle_stage = Code(LIFECYCLE)
    is_key_logo = YesNo()
    case_study_agreement = YesNo()
    referenceable = YesNo()
    pubsec_p4_trial = models.BooleanField(default=False, db_default=False)
    stages_in_use = Whole()
    ebr_per_year = Whole()
    growth_intent_on = Day()
    growth_intent_until = Day()
    critical_initiative_on = Day()
    critical_initiative_done_on = Day()
    rollout_stated_on = Day()
    meets_csm_threshold = YesNo()
    non_engaged_on = Day()
    summary = Text()
    google_notes_url = Text()
    triage_issue_url = Text()
    slack_channel = Text()
    architecture_url = Text()

    class Meta(Record.Meta):
        db_table = "records_account"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="account_not_own_parent", condition=~Q(parent=F("id")) | Q(parent=None)
            ),
        ]

    def __str__(self) -> str:
        return self.name


TEAM_ROLES = (
    "csm cse csa account_owner sa pse rm sdr exec_sponsor csm_manager ps_pm partner_contact"
)


def _alone(range_type: str, column: str) -> Func:
    """A range of one value: GiST compares ranges without the extension btree_gist."""
    return Func(F(column), F(column), Value("[]"), function=range_type)


def _both_included(first: str, last: str) -> Func:
    return Func(F(first), F(last), Value("[]"), function="daterange")


class AccountTeam(Record):
    """Who works on an account in which role, from the first day to the last, both included."""

    account = of_account("team")
    user = ref("User", known_as="assignments", null=False)
    role = Code(TEAM_ROLES, null=False)
    starts_on = Day(null=False)
    ends_on = Day()
    is_primary = models.BooleanField(default=True, db_default=True)

    class Meta(Record.Meta):
        db_table = "records_account_team"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="accountteam_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            ExclusionConstraint(
                name="accountteam_one_primary_a_role",
                index_type="gist",
                condition=Q(is_primary=True),
                expressions=[
                    (_alone("int8range", "account"), "&&"),
                    (_alone("records_code_range", "role"), "&&"),
                    (_both_included("starts_on", "ends_on"), "&&"),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.role} of {self.account}"


class CsmClaim(Record):
    """A CSM asks for an account; a manager or operations decides."""

    account = of_account("claims")
    user = ref("User", known_as="claims", null=False)
    outcome = Code("pending approved declined", null=False, default="pending")
    decided_on = Day()
    decided_by = ref("User")
    reason = Text()

    class Meta(Record.Meta):
        db_table = "records_csm_claim"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="csmclaim_decided_has_day",
                condition=Q(outcome="pending", decided_on=None)
                | (~Q(outcome="pending") & ~Q(decided_on=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} claims {self.account}: {self.outcome}"


PERSONAS = (
    "gitlab_admin dev_lead security_lead decision_maker executive_sponsor economic_buyer champion "
    "evaluator technical project_manager business_user procurement accounting"
)


class Contact(Record):
    """Somebody we know at a customer, with the personas they stand for."""

    account = of_account("contacts")
    name = Text(null=False)
    email = Text()
    title = Text()
    gitlab_roles = Codes(PERSONAS)
    is_regular = models.BooleanField(default=False, db_default=False)
    inactive = models.BooleanField(default=False, db_default=False)
    email_opt_out = models.BooleanField(default=False, db_default=False)
    is_sold_to = models.BooleanField(default=False, db_default=False)
    security_alerts_on = Day()

    class Meta(Record.Meta):
        db_table = "records_contact"

    def __str__(self) -> str:
        return self.name
