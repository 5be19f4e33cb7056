"""What people do in an onboarding that touches several records: kickoff, delay, completion."""

from __future__ import annotations

from datetime import date

from greenbook.engagement.ctas import close_cta
from greenbook.engine.lake import Lake
from greenbook.handbook.book import Handbook
from greenbook.records.acting import acting
from greenbook.records.models import Onboarding, PlannedCall, TimelineEntry, User

#: How a delay will end for the customer is not said with it.
IMPACT_UNKNOWN = "customer_sentiment"


def schedule_kickoff(
    onboarding: Onboarding,
    *,
    scheduled_for: date,
    inviter: str,
    by: User,
    on: date,
    despite: str | None = None,
) -> None:
    """Agree on its day; the planned call comes with it, to be prepared and held."""
    with acting(by=by, on=on):
        onboarding.schedule_kickoff(
            scheduled_for=scheduled_for, inviter=inviter, by=by, on=on, despite=despite
        )
        waiting = PlannedCall.objects.filter(
            account=onboarding.account_id, meeting_type="kickoff", status="planned"
        ).first()
        if waiting is None:
            host = onboarding.cta.owner if onboarding.cta and onboarding.cta.owner else by
            PlannedCall.plan(
                onboarding.account,
                host=host,
                planned_for=scheduled_for,
                meeting_type="kickoff",
                by=by,
                on=on,
            )
        elif waiting.planned_for != scheduled_for:
            waiting.move(
                planned_for=scheduled_for,
                at=waiting.at,
                reason="the kickoff is on another day",
                by=by,
                on=on,
            )


def record_delay(
    onboarding: Onboarding,
    *,
    cause: str,
    reason: str,
    by: User,
    on: date,
    sentiment: str | None = None,
) -> None:
    """Why it takes longer: with the onboarding, its CTA and, given a sentiment, in the Timeline.

    The source wants it in the CTA and in the Timeline with the revised sentiment (ONB-20).
    """
    with acting(by=by, on=on):
        onboarding.delay(cause=cause, reason=reason, by=by, on=on)
        if onboarding.cta:
            onboarding.cta.comment(f"Onboarding delayed ({cause}): {reason}", by=by, on=on)
        if sentiment:
            TimelineEntry.log(
                onboarding.account,
                type="update",
                subject="Onboarding delayed",
                notes=reason,
                csm_sentiment=sentiment,
                risk_reason=None if sentiment == "green" else reason,
                risk_impact=[] if sentiment == "green" else [IMPACT_UNKNOWN],
                author=by,
                on=on,
            )


def complete(
    onboarding: Onboarding, *, by: User, on: date, handbook: Handbook | None, lake: Lake
) -> list[str]:
    """End it well: its CTA is closed, then the customer moves into Adoption (ONB-16)."""
    if onboarding.cta and onboarding.cta.is_open:
        return close_cta(onboarding.cta, by=by, on=on, handbook=handbook, lake=lake)
    with acting(by=by, on=on):
        onboarding.complete(by=by, on=on)
        reason = "onboarding complete"
        onboarding.account.amend(by=by, on=on, reason=reason, lifecycle_stage="adoption")
    return ["the onboarding is complete", "the lifecycle stage is Adoption"]
