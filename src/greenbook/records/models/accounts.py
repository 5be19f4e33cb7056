"""The customer: the account, who works on it, and whom we know there."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from greenbook.records.acting import acting
from greenbook.records.fields import (
    Cents,
    Code,
    Day,
    Text,
    Whole,
    YesNo,
    ref,
)
from greenbook.records.hierarchy import circle_from
from greenbook.records.models.base import Record
from greenbook.records.models.people import CS_SEGMENTS, REGIONS, SALES_SEGMENTS
from greenbook.records.refusals import NotAllowed, spoken

if TYPE_CHECKING:
    from greenbook.records.models import AccountTeam, PriorityAssessment, User

ONE_DAY = timedelta(days=1)
PRIORITIES = (1, 2, 3, 4)
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
        indexes = [
            # Lists are ordered by it unless somebody asks otherwise.
            models.Index(Lower("name"), "id", name="account_by_name"),
            # How many accounts of a region there are, and their ARR, without reading them.
            models.Index(fields=["region", "id"], include=["arr_cents"], name="account_of_region"),
            models.Index(fields=["renewal_on"], name="account_by_renewal"),
        ]

    class AlreadyTheirs(NotAllowed):
        """This person has the role already."""

    class LaterAssignment(NotAllowed):
        """Another assignment begins on that day or later:"""

    class NobodyAssigned(NotAllowed):
        """Nobody has the role on that day."""

    class HierarchyCircle(NotAllowed):
        """An account cannot stand above itself:"""

    class NoSuchPriority(NotAllowed):
        """A priority is 1, 2, 3 or 4."""

    class CsmSetsOneOrTwo(NotAllowed):
        """A CSM sets priority 1 or 2; 3 and 4 are for the manager or operations."""

    class FourIsDigital(NotAllowed):
        """Priority 4 is for digital customers, not for one with a CSM (but the PubSec trial)."""

    class ThreeHasParent(NotAllowed):
        """Priority 3 is for a child account; this one has no parent."""

    def __str__(self) -> str:
        return self.name

    def in_role(self, role: str, on: date) -> AccountTeam | None:
        """Who has a role on a day; of several the first one."""
        rows = self.team.filter(role=role, is_primary=True, starts_on__lte=on)
        return rows.filter(Q(ends_on=None) | Q(ends_on__gte=on)).order_by("id").first()

    def csm_on(self, on: date) -> User | None:
        """The CSM on a day."""
        row = self.in_role("csm", on)
        return row.user if row else None

    def assign_csm(
        self, user: User, *, by: User | None, on: date, reason: str | None = None
    ) -> AccountTeam:
        """Give the account a CSM from this day on; the one before stays until the day before.

        An account that was known to be in nobody's book is CSM-assigned from now on. Whoever else
        asked for it hears so.
        """
        with acting(by=by, on=on, reason=reason):
            row = self.assign(user, role="csm", by=by, on=on, reason=reason)
            if self.alignment not in (None, "csm_assigned"):
                self.amend(by=by, on=on, reason=reason, alignment="csm_assigned")
            for claim in self.claims.filter(outcome="pending"):
                claim.settle(user, by=by, on=on)
        return row

    def assign(
        self, user: User, *, role: str, by: User | None, on: date, reason: str | None = None
    ) -> AccountTeam:
        """Give somebody a role from this day on, after whoever has it."""
        before = self.in_role(role, on)
        if before and before.user_id == user.pk:
            raise self.AlreadyTheirs(self, f"{user} is {spoken(role)}.")
        self._refuse_before_later(role, on)
        with acting(by=by, on=on, reason=reason):
            if before and before.starts_on == on:
                before.amend(by=by, on=on, user=user)
                return before
            if before:
                before.amend(by=by, on=on, ends_on=on - ONE_DAY)
            return self.team.create(
                user=user, role=role, starts_on=on, happened_on=on, known_from=on
            )

    def unassign(self, *, role: str, by: User | None, on: date, reason: str) -> None:
        """From this day on nobody has the role."""
        self.need_reason(reason)
        before = self.in_role(role, on)
        if before is None:
            raise self.NobodyAssigned(self, spoken(role))
        with acting(by=by, on=on, reason=reason):
            if before.starts_on == on:
                before.delete()
            else:
                before.amend(by=by, on=on, ends_on=on - ONE_DAY)

    def put_under(
        self, parent: Account | None, *, by: User | None, on: date, reason: str | None = None
    ) -> None:
        """Make it a child of another account, or of none."""
        above: dict[int, int | None] = dict(
            Account.objects.exclude(parent=None).values_list("id", "parent_id")
        )
        above[self.pk] = parent.pk if parent else None
        circle = circle_from(self.pk, above)
        if circle:
            names = Account.objects.in_bulk(circle)
            raise self.HierarchyCircle(self, " under ".join(str(names[pk]) for pk in circle))
        self.amend(by=by, on=on, reason=reason, parent=parent)

    def set_priority(
        self,
        value: int,
        *,
        by: User | None,
        on: date,
        note: str | None = None,
        suggested: int | None = None,
        reason: str | None = None,
    ) -> PriorityAssessment:
        """Decide the priority from this day on; by nobody means by a rule, named in `reason`."""
        self._refuse_priority(value, by=by, on=on)
        with acting(by=by, on=on, reason=note):
            return self.priority_assessments.create(
                suggested=suggested,
                decided=value,
                decided_by=by,
                reason=reason,
                note=note,
                happened_on=on,
                known_from=on,
            )

    def priorities_open_to(self, person: User, *, on: date) -> list[int]:
        """Those that somebody may decide."""
        found = []
        for value in PRIORITIES:
            with suppress(NotAllowed):
                self._refuse_priority(value, by=person, on=on)
                found.append(value)
        return found

    def _refuse_priority(self, value: int, *, by: User | None, on: date) -> None:
        if value not in PRIORITIES:
            raise self.NoSuchPriority(self, f"Not {value}.")
        if value > 2 and by is not None and not by.is_a("csm_manager", "cs_ops"):
            raise self.CsmSetsOneOrTwo(self)
        if value == 3 and self.parent_id is None:
            raise self.ThreeHasParent(self)
        if value == 4 and not self.pubsec_p4_trial and self.csm_on(on):
            raise self.FourIsDigital(self)

    def _refuse_before_later(self, role: str, on: date) -> None:
        later = self.team.filter(role=role, is_primary=True, starts_on__gt=on).first()
        if later:
            raise self.LaterAssignment(self, f"{later.user} from {later.starts_on}.")
