"""The life of a CTA: started, snoozed, closed, reopened; and its tasks."""

from __future__ import annotations

from datetime import date

import pytest

from greenbook.records.models import Account, Cta, RecordHistory, Task, TimelineEntry, User

from .conftest import SIGNED, opened

DAY = date(2023, 5, 2)
LATER = date(2023, 6, 2)


@pytest.fixture
def cta(acme: Account) -> Cta:
    return opened(acme)


def test_opened_by_hand_it_starts_today_and_speaks_of_the_account(
    acme: Account, nora: User
) -> None:
    cta = Cta.open(acme, type="risk", reason="Lack of adoption", name="At risk", by=nora, on=DAY)
    assert (cta.start_on, cta.known_from, cta.subject_id) == (DAY, DAY, acme.pk)
    assert (cta.status, cta.created_source) == ("new", "manual")


def test_started_then_closed_with_who_and_when(cta: Cta, nora: User) -> None:
    cta.start(by=nora, on=DAY)
    cta.close(by=nora, on=LATER, reason="Agreed")
    stored = Cta.objects.get()
    assert (stored.status, stored.closed_on, stored.closed_by) == ("closed_success", LATER, nora)
    assert [h.changed_by_id for h in RecordHistory.objects.all()] == [nora.pk, nora.pk]


def test_closing_twice_is_refused_so_that_nobodys_note_is_lost(cta: Cta, nora: User) -> None:
    cta.close(by=nora, on=DAY, reason="Agreed")
    with pytest.raises(Cta.AlreadyClosed, match="Kickoff: It is closed already"):
        cta.close(by=nora, on=LATER, reason="Agreed again")
    assert Cta.objects.get().closed_reason == "Agreed"


def test_an_open_status_does_not_close(cta: Cta, nora: User) -> None:
    with pytest.raises(Cta.NotAClosingStatus):
        cta.close(by=nora, on=DAY, status="work_in_progress")


def test_a_status_of_another_type_is_refused(cta: Cta, nora: User) -> None:
    with pytest.raises(Cta.NotForThisType, match="closed lost churned"):
        cta.close(by=nora, on=DAY, status="closed_lost_churned")
    with pytest.raises(Cta.NotForThisType):
        cta.block(by=nora, on=DAY, reason="Waiting")
    cta.close(by=nora, on=DAY, status="closed_not_needed")


def test_a_task_is_named_as_somebody_wrote_it(acme: Account, nora: User) -> None:
    cta = Cta.open(acme, type="lifecycle", name="Onboard", by=nora, on=DAY)
    refused = Cta.OpenTasks(cta, "Rename user_group to team_space")
    assert refused.why == "Required tasks are open: Rename user_group to team_space"


def test_an_objective_may_be_blocked_and_go_on(acme: Account, nora: User) -> None:
    cta = opened(acme, type="objective")
    cta.block(by=nora, on=DAY, reason="No runner")
    cta.start(by=nora, on=LATER)
    assert Cta.objects.get().status == "work_in_progress"


def test_an_objective_closes_with_what_came_of_it(acme: Account, nora: User) -> None:
    cta = opened(acme, type="objective")
    with pytest.raises(Cta.NeedsReason):
        cta.close(by=nora, on=DAY)
    cta.close(by=nora, on=DAY, reason="Cycle time halved")


def test_a_closed_one_is_reopened_with_a_reason(cta: Cta, nora: User) -> None:
    with pytest.raises(Cta.NotClosed):
        cta.reopen(by=nora, on=DAY, reason="Too early")
    cta.close(by=nora, on=DAY)
    with pytest.raises(Cta.NeedsReason):
        cta.reopen(by=nora, on=LATER, reason=" ")
    cta.reopen(by=nora, on=LATER, reason="Too early")
    stored = Cta.objects.get()
    assert (stored.status, stored.closed_on) == ("work_in_progress", None)
    assert RecordHistory.objects.last().reason == "Too early"


def test_a_snooze_ends_on_a_later_day_and_says_why(cta: Cta, nora: User) -> None:
    with pytest.raises(Cta.SnoozeNotAhead):
        cta.snooze(until=DAY, reason="waiting_on_customer", by=nora, on=DAY)
    with pytest.raises(Cta.NeedsReason):
        cta.snooze(until=LATER, reason="", by=nora, on=DAY)
    cta.snooze(until=LATER, reason="waiting_on_customer", by=nora, on=DAY)
    stored = Cta.objects.get()
    assert (stored.is_open, stored.snoozed_until) == (True, LATER)
    assert stored.snoozes.get().by == nora


def test_a_new_snooze_ends_the_one_before_and_waking_ends_the_last(cta: Cta, nora: User) -> None:
    cta.snooze(until=LATER, reason="other", by=nora, on=DAY)
    cta.snooze(until=date(2023, 7, 1), reason="other", by=nora, on=date(2023, 5, 20))
    cta.wake(by=nora, on=date(2023, 6, 1))
    ended = [snooze.ended_on for snooze in cta.snoozes.order_by("id")]
    assert ended == [date(2023, 5, 20), date(2023, 6, 1)]
    assert Cta.objects.get().snoozed_until is None
    with pytest.raises(Cta.NotSnoozed):
        cta.wake(by=nora, on=LATER)


def test_closing_ends_the_snooze(cta: Cta, nora: User) -> None:
    cta.snooze(until=LATER, reason="other", by=nora, on=DAY)
    cta.close(by=nora, on=DAY)
    assert Cta.objects.get().snoozed_until is None


def test_given_to_somebody_else_and_moved(cta: Cta, nora: User, omar: User) -> None:
    cta.assign(to=nora, by=omar, on=DAY, reason="back from leave")
    cta.reschedule(due_on=LATER, by=omar, on=DAY)
    stored = Cta.objects.get()
    assert (stored.owner, stored.due_on) == (nora, LATER)
    cta.close(by=nora, on=DAY)
    with pytest.raises(Cta.AlreadyClosed):
        cta.assign(to=omar, by=omar, on=LATER)


def test_comments_pile_up_with_day_and_name(cta: Cta, nora: User) -> None:
    cta.comment("Asked for a date.", by=nora, on=DAY)
    cta.comment("They answered.", by=nora, on=LATER)
    assert Cta.objects.get().comments == (
        "2023-05-02 Nora: Asked for a date.\n2023-06-02 Nora: They answered."
    )


class TestRenewal:
    @pytest.fixture
    def renewal(self, acme: Account) -> Cta:
        return opened(acme, type="renewal", start_on=DAY)

    def call(self, account: Account, on: date, **more: object) -> None:
        TimelineEntry.objects.create(
            account=account,
            type="customer_call",
            meeting_type="renewal_call",
            happened_on=on,
            known_from=on,
            **more,
        )

    def test_is_not_closed_before_it_was_talked_about(self, renewal: Cta, nora: User) -> None:
        with pytest.raises(Cta.RenewalNotTalkedAbout):
            renewal.close(by=nora, on=LATER)

    def test_is_closed_after_the_call(self, renewal: Cta, nora: User, acme: Account) -> None:
        self.call(acme, DAY)
        renewal.close(by=nora, on=LATER)

    def test_is_not_closed_by_last_years_call_or_one_not_held(
        self, renewal: Cta, nora: User, acme: Account
    ) -> None:
        self.call(acme, date(2023, 5, 1))
        self.call(acme, LATER, held=False)
        with pytest.raises(Cta.RenewalNotTalkedAbout):
            renewal.close(by=nora, on=LATER)

    def test_is_closed_when_the_status_is_known_already(self, renewal: Cta, nora: User) -> None:
        renewal.close(by=nora, on=LATER, reason="status_already_known")


class TestTask:
    @pytest.fixture
    def task(self, cta: Cta, acme: Account) -> Task:
        return Task.objects.create(cta=cta, account=acme, name="Agenda", known_from=SIGNED)

    def test_is_done_once(self, task: Task, nora: User) -> None:
        task.complete(by=nora, on=DAY)
        with pytest.raises(Task.NotOpen):
            task.complete(by=nora, on=LATER)
        assert Task.objects.get().done_on == DAY

    def test_is_skipped_with_a_reason_only(self, task: Task, nora: User) -> None:
        with pytest.raises(Task.NeedsReason):
            task.skip(by=nora, on=DAY, reason="")
        task.skip(by=nora, on=DAY, reason="No partner here")
        stored = Task.objects.get()
        assert (stored.status, stored.skip_reason) == ("not_applicable", "No partner here")

    def test_comes_back_with_a_reason(self, task: Task, nora: User) -> None:
        task.complete(by=nora, on=DAY)
        task.reopen(by=nora, on=LATER, reason="Wrong account")
        stored = Task.objects.get()
        assert (stored.status, stored.done_on) == ("open", None)
