"""What was said and done: never ahead of time, and with who was there that day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from greenbook.records.models import (
    Absence,
    Account,
    Contact,
    Cover,
    Escalation,
    ProgramEnrolment,
    ProgramStep,
    Subscription,
    TimelineEntry,
    Triage,
    User,
)

from .conftest import SIGNED, assigned, person

DAY = date(2023, 5, 2)
YESTERDAY = DAY - timedelta(days=1)
TOMORROW = DAY + timedelta(days=1)


def call(account: Account, author: User | None, **more: object) -> TimelineEntry:
    values = {"type": "customer_call", "subject": "Cadence", "on": DAY, **more}
    return TimelineEntry.log(account, author=author, **values)


def test_a_call_of_yesterday_is_known_today(acme: Account, nora: User) -> None:
    entry = call(acme, nora, happened_on=YESTERDAY, meeting_type="cadence_call")
    assert (entry.happened_on, entry.known_from) == (YESTERDAY, DAY)


def test_a_call_of_tomorrow_is_refused(acme: Account, nora: User) -> None:
    with pytest.raises(TimelineEntry.InTheFuture, match="2023-05-03"):
        call(acme, nora, happened_on=TOMORROW)
    assert not TimelineEntry.objects.exists()


def test_who_was_there_is_kept_for_the_account(acme: Account, nora: User, omar: User) -> None:
    cleo = Contact.objects.create(account=acme, name="Cleo", known_from=SIGNED)
    entry = call(acme, nora, internal=[omar], contacts=[cleo])
    assert entry.attendee_count == 2
    assert {(a.user, a.contact, a.account) for a in entry.attendees.all()} == {
        (omar, None, acme),
        (None, cleo, acme),
    }


class TestWithCsm:
    @pytest.fixture
    def sam(self, db: None) -> User:
        return person("Sam", "sa")

    def test_the_author_or_an_attendee_is_a_csm_or_cse(
        self, acme: Account, nora: User, sam: User
    ) -> None:
        assert call(acme, nora).with_csm is True
        assert call(acme, sam).with_csm is False
        assert call(acme, sam, internal=[person("Carl", "cse")]).with_csm is True
        assert call(acme, None).with_csm is False

    def test_who_serves_as_csm_counts_while_they_do(self, globex: Account, sam: User) -> None:
        assigned(globex, sam, on=DAY)
        assert call(globex, sam, happened_on=YESTERDAY).with_csm is False
        assert call(globex, sam).with_csm is True

    def test_a_recorded_cover_counts_during_the_absence_only(
        self, acme: Account, nora: User, sam: User
    ) -> None:
        away = Absence.objects.create(
            user=nora, starts_on=YESTERDAY, ends_on=DAY, known_from=SIGNED
        )
        Cover.objects.create(absence=away, account=acme, user=sam, known_from=SIGNED)
        days = (YESTERDAY - timedelta(days=1), YESTERDAY, DAY, TOMORROW)
        found = [call(acme, sam, happened_on=day, on=TOMORROW).with_csm for day in days]
        assert found == [False, True, True, False]

    def test_a_cover_for_the_whole_book_counts_for_its_accounts_only(
        self, acme: Account, globex: Account, nora: User, sam: User
    ) -> None:
        away = Absence.objects.create(user=nora, starts_on=DAY, ends_on=DAY, known_from=SIGNED)
        Cover.objects.create(absence=away, user=sam, known_from=SIGNED)
        assert call(acme, sam).with_csm is True
        assert call(globex, sam).with_csm is False


class TestHealthUpdate:
    def update(self, account: Account, author: User, **more: object) -> TimelineEntry:
        return call(account, author, type="health_update", **more)

    def test_says_a_colour(self, acme: Account, nora: User) -> None:
        with pytest.raises(TimelineEntry.NeedsSentiment):
            self.update(acme, nora)
        self.update(acme, nora, csm_sentiment="green")

    @pytest.mark.parametrize("colour", ["red", "yellow"])
    def test_red_and_yellow_name_reason_and_impact(
        self, acme: Account, nora: User, colour: str
    ) -> None:
        for given in ({}, {"risk_reason": "Loss of Budget"}, {"risk_impact": ["seat_churn"]}):
            with pytest.raises(TimelineEntry.NeedsRisk):
                self.update(acme, nora, csm_sentiment=colour, **given)
        self.update(
            acme,
            nora,
            csm_sentiment=colour,
            risk_reason="Loss of Budget",
            risk_impact=["seat_churn"],
        )

    def test_triage_is_asked_for_on_yellow(self, acme: Account, nora: User) -> None:
        risk = {"risk_reason": "Loss of Budget", "risk_impact": ["seat_churn"]}
        with pytest.raises(TimelineEntry.TriageOnYellow):
            self.update(acme, nora, csm_sentiment="red", requires_triage=True, **risk)
        self.update(acme, nora, csm_sentiment="yellow", requires_triage=True, **risk)


def test_only_calls_and_meetings_have_a_meeting_type(acme: Account, nora: User) -> None:
    with pytest.raises(TimelineEntry.NotACall):
        call(acme, nora, type="email", meeting_type="ebr")


def test_the_day_is_corrected_with_a_reason_and_never_into_the_future(
    acme: Account, nora: User
) -> None:
    entry = call(acme, nora)
    with pytest.raises(TimelineEntry.NeedsReason):
        entry.correct_day(happened_on=YESTERDAY, by=nora, on=DAY, reason="")
    with pytest.raises(TimelineEntry.InTheFuture):
        entry.correct_day(happened_on=TOMORROW, by=nora, on=DAY, reason="Typo")
    entry.correct_day(happened_on=YESTERDAY, by=nora, on=DAY, reason="Typo")
    assert TimelineEntry.objects.get().happened_on == YESTERDAY


def test_triage_opens_once_and_closes_with_a_reason(acme: Account, nora: User) -> None:
    triage = Triage.open(acme, reason="Sponsor left", by=nora, on=DAY)
    with pytest.raises(Triage.AlreadyOpen):
        Triage.open(acme, reason="Again", by=nora, on=DAY)
    with pytest.raises(Triage.NeedsReason):
        triage.close(by=nora, on=TOMORROW, reason="")
    triage.close(by=nora, on=TOMORROW, reason="Saved")
    with pytest.raises(Triage.AlreadyClosed):
        triage.close(by=nora, on=TOMORROW, reason="Saved")
    Triage.open(acme, reason="New sponsor left", by=nora, on=TOMORROW)


def test_an_escalation_is_graded_and_closed(acme: Account, nora: User) -> None:
    escalation = Escalation.open(acme, severity="high", reason="Outage", by=nora, on=DAY)
    escalation.grade("critical", by=nora, on=DAY, reason="All sites")
    escalation.close(by=nora, on=TOMORROW, reason="Patched")
    assert Escalation.objects.get().severity == "critical"
    with pytest.raises(Escalation.AlreadyClosed):
        escalation.grade("low", by=nora, on=TOMORROW, reason="Over")


def test_a_subscription_ends_with_a_reason(acme: Account, omar: User) -> None:
    bought = Subscription.objects.create(account=acme, starts_on=DAY, known_from=DAY)
    with pytest.raises(Subscription.EndsBeforeItStarts):
        bought.end(ends_on=YESTERDAY, by=omar, on=DAY, reason="Cancelled")
    bought.end(ends_on=TOMORROW, by=omar, on=DAY, reason="Cancelled")
    assert Subscription.objects.get().ends_on == TOMORROW


def test_a_program_is_held_resumed_and_stopped(acme: Account, nora: User) -> None:
    enrolment = ProgramEnrolment.objects.create(
        account=acme, program="dp1", entered_on=DAY, known_from=DAY
    )
    step = ProgramStep.objects.create(enrolment=enrolment, account=acme, step="e1", known_from=DAY)
    enrolment.hold(reason="No admin tagged", by=nora, on=DAY)
    enrolment.resume(by=nora, on=DAY)
    step.mark_sent(on=DAY)
    with pytest.raises(ProgramStep.AlreadySettled):
        step.mark_sent(on=TOMORROW)
    enrolment.stop(reason="CSM cleared", by=nora, on=TOMORROW)
    with pytest.raises(ProgramEnrolment.Over):
        enrolment.resume(by=nora, on=TOMORROW)
