"""Onboarding: from the internal transition to the second call, and why it was late."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from greenbook.records.acting import acting
from greenbook.records.fields import Code, Day, Text, YesNo, of_account, part_of, ref
from greenbook.records.models.base import Record
from greenbook.records.models.ctas import Cta
from greenbook.records.refusals import NotAllowed

if TYPE_CHECKING:
    from greenbook.records.models import User

#: What a customer uses today, asked at the kickoff (ONB-08).
TOOL_SLOTS = ("scm", "ci", "cd", "package", "security", "monitoring", "agile")
#: Built on the roadmap where sales handed one over, else the deck that comes with the CTA (ONB-06).
DECK_TEMPLATES = ("roadmap", "standard")
#: What a journey sheet begins with (ONB-12).
JOURNEY_STEPS = ("Infrastructure build review", "Migration steps", "DevSecOps expansion")


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
    stakeholders = Text()
    journey = models.JSONField(null=True, blank=True)
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

    class NotOpen(NotAllowed):
        """It is over."""

    class TransitionFirst(NotAllowed):
        """The internal transition comes before any call; a CSM manager may decide otherwise."""

    class InThePast(NotAllowed):
        """A call is planned for today or later."""

    class SecondCallFirst(NotAllowed):
        """The second call with the customer has not been held."""

    class DelayUnexplained(NotAllowed):
        """Not everything was done by the end of the second call: record why."""

    class CtaStillOpen(NotAllowed):
        """Its CTA is still open; close that first."""

    class NotYet(NotAllowed):
        """That day lies ahead."""

    def __str__(self) -> str:
        return f"Onboarding of {self.account} from {self.started_on}"

    @property
    def unanswered(self) -> list[str]:
        """Kickoff questions without an answer, tools by their slot: they go to the next call."""
        asked = ("why_bought", "business_goals", "stakeholders")
        tools = self.tools or {}
        return [name for name in asked if not getattr(self, name)] + [
            slot for slot in TOOL_SLOTS if not tools.get(slot)
        ]

    def record_transition(self, *, by: User | None, on: date, held_on: date | None = None) -> None:
        """The account team has told each other what there is to know."""
        if held_on is not None and held_on > on:
            raise self.NotYet(self)
        self._change(by=by, on=on, transition_done_on=held_on or on)

    def schedule_kickoff(
        self,
        *,
        scheduled_for: date,
        inviter: str,
        by: User,
        on: date,
        deck_template: str | None = None,
        despite: str | None = None,
    ) -> None:
        """Plan the kickoff. Before the transition only a CSM manager may, saying `despite` what."""
        if scheduled_for < on:
            raise self.InThePast(self)
        if self.transition_done_on is None and not (despite and by.is_a("csm_manager")):
            raise self.TransitionFirst(self)
        self._change(
            by=by,
            on=on,
            reason=despite,
            kickoff_scheduled_for=scheduled_for,
            kickoff_inviter=inviter,
            deck_template=deck_template or self.deck_template,
        )

    def choose_deck(self, *, template: str, reviewed: bool, by: User | None, on: date) -> None:
        """Which deck the kickoff is built on, and whether it was made to fit this customer."""
        self._change(by=by, on=on, deck_template=template, deck_reviewed=reviewed)

    def answer(
        self,
        *,
        why_bought: str | None,
        business_goals: str | None,
        stakeholders: str | None,
        tools: dict[str, str],
        by: User | None,
        on: date,
    ) -> None:
        """What the customer said at the kickoff or later; what is empty is still to be asked."""
        self._change(
            by=by,
            on=on,
            why_bought=why_bought or None,
            business_goals=business_goals or None,
            stakeholders=stakeholders or None,
            tools={slot: tool for slot, tool in tools.items() if tool} or None,
        )

    def write_journey(self, steps: list[dict[str, str]], *, by: User | None, on: date) -> None:
        """The journey sheet: each step with its day and how it stands."""
        self._change(by=by, on=on, journey=steps or None)

    def fill_attributes(self, *, complete: bool, by: User | None, on: date) -> None:
        """Whether the account's attributes are filled in."""
        self._change(by=by, on=on, attributes_complete=complete)

    def hold_kickoff(self, *, by: User | None, on: date, held_on: date | None = None) -> None:
        """The kickoff took place. A held call can always be recorded, whatever came before."""
        self._change(by=by, on=on, kickoff_held_on=held_on or on)

    def establish_cadence(self, *, first_plan: str, by: User | None, on: date) -> None:
        """The customer agreed to a recurring call, and the first one is outlined."""
        self._change(by=by, on=on, cadence_established_on=on, first_cadence_plan=first_plan)

    def draft_plan(self, *, by: User | None, on: date) -> None:
        """There is a first success plan."""
        self._change(by=by, on=on, plan_drafted_on=on)

    def hold_first_cadence(self, *, by: User | None, on: date, held_on: date | None = None) -> None:
        """The second call took place."""
        self._change(by=by, on=on, first_cadence_held_on=held_on or on)

    def take_back_call(self, *, held_on: date, by: User | None, on: date, reason: str) -> bool:
        """The call of that day was logged by mistake. Whether it was one that this waited for."""
        if self.first_cadence_held_on == held_on:
            self._change(by=by, on=on, reason=reason, first_cadence_held_on=None)
        elif self.kickoff_held_on == held_on and self.first_cadence_held_on is None:
            self._change(by=by, on=on, reason=reason, kickoff_held_on=None)
        else:
            return False
        return True

    def delay(self, *, cause: str, reason: str, by: User | None, on: date) -> OnboardingDelay:
        """Record why it takes longer, and by whose doing."""
        self._need_open()
        self.need_reason(reason)
        with acting(by=by, on=on, reason=reason):
            return self.delays.create(
                account_id=self.account_id,
                cause=cause,
                reason=reason,
                happened_on=on,
                known_from=on,
            )

    def complete(self, *, by: User | None, on: date) -> None:
        """It is over, and well. An unknown first value does not hold it up, but is to be logged."""
        self.refuse_closing(on)
        if self.cta_id and Cta.objects.filter(pk=self.cta_id, closed_on=None).exists():
            raise self.CtaStillOpen(self)
        unknown = self.account.first_value_on is None
        with acting(by=by, on=on):
            self._change(
                by=by,
                on=on,
                outcome="complete",
                completed_on=on,
                first_value_unknown_at_close=unknown,
            )
            if unknown:
                self._ask_for_first_value(by=by, on=on)

    def cancel(self, *, by: User | None, on: date, reason: str) -> None:
        """The deal is lost, or the account is no longer ours to onboard."""
        self.need_reason(reason)
        self._change(by=by, on=on, reason=reason, outcome="cancelled")

    def refuse_closing(self, on: date) -> None:
        """Raise what stands against closing it well on this day."""
        self._need_open()
        if self.first_cadence_held_on is None or self.first_cadence_held_on > on:
            raise self.SecondCallFirst(self)
        if self._ran_over_the_second_call() and not self.delays.exists():
            raise self.DelayUnexplained(self)

    def _ran_over_the_second_call(self) -> bool:
        required = self.cta.tasks.filter(required=True) if self.cta else None
        if required is None:
            return False
        late = Q(done_on__gt=self.first_cadence_held_on) | Q(status="open")
        return required.filter(late).exists()

    def _ask_for_first_value(self, *, by: User | None, on: date) -> None:
        owner = self.cta.owner if self.cta else by
        asked = Cta.open(
            self.account,
            type="activity",
            reason="first_value",
            name="Log the First Value Date",
            owner=owner,
            created_source=f"onboarding:{self.pk}",
            by=by,
            on=on,
        )
        asked.tasks.create(
            account_id=self.account_id,
            name="Log the First Value Date",
            owner=owner,
            required=True,
            happened_on=on,
            known_from=on,
        )

    def _change(
        self, *, by: User | None, on: date, reason: str | None = None, **values: Any
    ) -> None:
        self._need_open()
        self.amend(by=by, on=on, reason=reason, **values)

    def _need_open(self) -> None:
        if self.outcome != "open":
            raise self.NotOpen(self)


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
