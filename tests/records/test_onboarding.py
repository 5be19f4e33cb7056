"""Onboarding: transition before calls, delays explained, closed when everything is done."""

from __future__ import annotations

from datetime import date

import pytest

from greenbook.records.models import Account, Cta, Onboarding, Task, User

from .conftest import SIGNED, opened

KICKOFF = date(2023, 1, 20)
SECOND_CALL = date(2023, 2, 8)
DONE = date(2023, 2, 10)


@pytest.fixture
def cta(acme: Account, nora: User) -> Cta:
    return opened(acme, "Onboarding", reason="Onboarding", owner=nora)


@pytest.fixture
def onboarding(acme: Account, cta: Cta) -> Onboarding:
    return Onboarding.objects.create(
        account=acme, cta=cta, started_on=SIGNED, known_from=SIGNED, happened_on=SIGNED
    )


def required(cta: Cta, name: str, done_on: date | None) -> Task:
    return Task.objects.create(
        cta=cta,
        account=cta.account,
        name=name,
        required=True,
        status="done" if done_on else "open",
        done_on=done_on,
        known_from=SIGNED,
    )


def test_the_transition_comes_before_the_kickoff(onboarding: Onboarding, nora: User) -> None:
    with pytest.raises(Onboarding.TransitionFirst):
        onboarding.schedule_kickoff(scheduled_for=KICKOFF, inviter="csm", by=nora, on=SIGNED)
    onboarding.record_transition(by=nora, on=SIGNED)
    onboarding.schedule_kickoff(scheduled_for=KICKOFF, inviter="csm", by=nora, on=SIGNED)
    assert Onboarding.objects.get().kickoff_scheduled_for == KICKOFF


def test_only_a_manager_may_decide_otherwise_and_says_why(
    onboarding: Onboarding, nora: User, omar: User
) -> None:
    plan = {"scheduled_for": KICKOFF, "inviter": "csm", "on": SIGNED}
    with pytest.raises(Onboarding.TransitionFirst):
        onboarding.schedule_kickoff(by=nora, despite="They insist", **plan)
    with pytest.raises(Onboarding.TransitionFirst):
        onboarding.schedule_kickoff(by=omar, **plan)
    onboarding.schedule_kickoff(by=omar, despite="They insist", **plan)


def test_a_kickoff_is_not_planned_for_yesterday(onboarding: Onboarding, nora: User) -> None:
    onboarding.record_transition(by=nora, on=SIGNED)
    with pytest.raises(Onboarding.InThePast):
        onboarding.schedule_kickoff(scheduled_for=SIGNED, inviter="csm", by=nora, on=KICKOFF)


def test_a_held_kickoff_is_recorded_whatever_came_before(
    onboarding: Onboarding, nora: User
) -> None:
    onboarding.hold_kickoff(by=nora, on=DONE, held_on=KICKOFF)
    assert Onboarding.objects.get().kickoff_held_on == KICKOFF


def test_it_does_not_close_with_required_tasks_open(
    onboarding: Onboarding, cta: Cta, nora: User
) -> None:
    required(cta, "Tag the admin", None)
    onboarding.hold_first_cadence(by=nora, on=SECOND_CALL)
    with pytest.raises(Cta.OpenTasks, match="Tag the admin"):
        cta.close(by=nora, on=DONE)


def test_it_does_not_close_before_the_second_call(
    onboarding: Onboarding, cta: Cta, nora: User
) -> None:
    with pytest.raises(Onboarding.SecondCallFirst):
        cta.close(by=nora, on=DONE)


def test_it_closes_as_not_relevant_whatever_is_open(
    onboarding: Onboarding, cta: Cta, nora: User
) -> None:
    required(cta, "Tag the admin", None)
    cta.close(by=nora, on=DONE, status="closed_not_relevant", reason="Deal lost")
    onboarding.cancel(by=nora, on=DONE, reason="Deal lost")
    assert Onboarding.objects.get().outcome == "cancelled"


def test_what_was_late_after_the_second_call_is_explained_first(
    onboarding: Onboarding, cta: Cta, nora: User
) -> None:
    required(cta, "Draft the plan", DONE)
    onboarding.hold_first_cadence(by=nora, on=SECOND_CALL)
    with pytest.raises(Onboarding.DelayUnexplained):
        cta.close(by=nora, on=DONE)
    onboarding.delay(cause="customer", reason="No access to the cluster", by=nora, on=DONE)
    cta.close(by=nora, on=DONE)


def test_what_was_done_on_the_day_of_the_second_call_is_not_late(
    onboarding: Onboarding, cta: Cta, nora: User
) -> None:
    required(cta, "Draft the plan", SECOND_CALL)
    onboarding.hold_first_cadence(by=nora, on=SECOND_CALL)
    cta.close(by=nora, on=SECOND_CALL)


def test_a_delay_has_a_cause_and_a_reason(onboarding: Onboarding, nora: User) -> None:
    with pytest.raises(Onboarding.NeedsReason):
        onboarding.delay(cause="vendor", reason="", by=nora, on=DONE)


def test_it_is_complete_after_its_cta_is_closed(
    onboarding: Onboarding, cta: Cta, nora: User
) -> None:
    onboarding.hold_first_cadence(by=nora, on=SECOND_CALL)
    with pytest.raises(Onboarding.CtaStillOpen):
        onboarding.complete(by=nora, on=DONE)
    cta.close(by=nora, on=DONE)
    onboarding.complete(by=nora, on=DONE)
    stored = Onboarding.objects.get()
    assert (stored.outcome, stored.completed_on) == ("complete", DONE)
    with pytest.raises(Onboarding.NotOpen):
        onboarding.complete(by=nora, on=DONE)


def test_example_9_an_unknown_first_value_is_followed_up_not_waited_for(
    onboarding: Onboarding, cta: Cta, acme: Account, nora: User
) -> None:
    acme.amend(by=nora, on=SIGNED, service_ping_enabled=False)
    onboarding.hold_first_cadence(by=nora, on=SECOND_CALL)
    cta.close(by=nora, on=DONE)
    onboarding.complete(by=nora, on=DONE)
    assert Onboarding.objects.get().first_value_unknown_at_close is True
    follow_up = Task.objects.get(status="open")
    assert (follow_up.name, follow_up.owner) == ("Log the First Value Date", nora)


def test_a_known_first_value_asks_for_nothing(
    onboarding: Onboarding, cta: Cta, acme: Account, nora: User
) -> None:
    acme.amend(by=nora, on=SIGNED, first_value_on=SECOND_CALL)
    onboarding.hold_first_cadence(by=nora, on=SECOND_CALL)
    cta.close(by=nora, on=DONE)
    onboarding.refresh_from_db()
    onboarding.complete(by=nora, on=DONE)
    assert Onboarding.objects.get().first_value_unknown_at_close is False
    assert not Task.objects.exists()
