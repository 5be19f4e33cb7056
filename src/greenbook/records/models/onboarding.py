"""Onboarding: from the internal transition to the second call, and why it was late."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from greenbook.records.fields import Code, Day, Text, YesNo, of_account, part_of, ref
from greenbook.records.models.base import Record


class Onboarding(Record):
    """One onboarding of a customer, new or newly aligned."""

    account = of_account("onboardings")
    cta = ref("Cta", known_as="onboardings")
    opportunity = ref("Opportunity", known_as="onboardings")
    playbook = Code("new_customer existing_customer", null=False, default="new_customer")
    started_on = Day(null=False)
    transition_done_on = Day()
    kickoff_scheduled_for = Day()
    kickoff_held_on = Day()
    kickoff_inviter = Code("csm account_owner partner")
    deck_template = Text()
    deck_reviewed = models.BooleanField(default=False, db_default=False)
    why_bought = Text()
    tools = models.JSONField(null=True, blank=True)
    business_goals = Text()
    cadence_established_on = Day()
    first_cadence_plan = Text()
    plan_drafted_on = Day()
    first_cadence_held_on = Day()
    attributes_complete = models.BooleanField(default=False, db_default=False)
    first_value_unknown_at_close = YesNo()
    completed_on = Day()
    outcome = Code("open complete cancelled", null=False, default="open", db_default="open")

    class Meta(Record.Meta):
        db_table = "records_onboarding"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="onboarding_complete_on_a_day",
                condition=Q(outcome="complete", completed_on__isnull=False)
                | (~Q(outcome="complete") & Q(completed_on=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"Onboarding of {self.account} from {self.started_on}"


class OnboardingDelay(Record):
    """Why an onboarding is late, and by whose doing."""

    onboarding = part_of("Onboarding", known_as="delays")
    account = of_account("onboarding_delays")
    cause = Code("customer vendor partner ps other", null=False)
    reason = Text(null=False)

    class Meta(Record.Meta):
        db_table = "records_onboarding_delay"

    def __str__(self) -> str:
        return f"{self.cause}: {self.reason}"
