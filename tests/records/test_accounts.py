"""Who works on an account, who asks for it, and its priority."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from greenbook.records.models import (
    Account,
    AccountTeam,
    CsmClaim,
    PriorityReview,
    RecordHistory,
    User,
)

from .conftest import SIGNED, assigned, person

DAY = date(2023, 5, 2)
LATER = date(2023, 6, 2)


def the_day_before(day: date) -> date:
    return day - timedelta(days=1)


class TestAssignment:
    def test_begins_on_its_day_and_ends_the_one_before(
        self, acme: Account, nora: User, omar: User
    ) -> None:
        nick = person("Nick", "csm")
        acme.assign_csm(nick, by=omar, on=DAY)
        assert acme.csm_on(the_day_before(DAY)) == nora
        assert acme.csm_on(DAY) == nick
        assert RecordHistory.objects.get().changed_by_id == omar.pk

    def test_twice_on_a_day_corrects_the_first(self, globex: Account, nora: User) -> None:
        nick = person("Nick", "csm")
        globex.assign_csm(nick, by=None, on=DAY)
        globex.assign_csm(nora, by=None, on=DAY)
        assert AccountTeam.objects.filter(account=globex).get().user == nora

    def test_of_the_same_person_is_refused(self, acme: Account, nora: User, omar: User) -> None:
        with pytest.raises(Account.AlreadyTheirs, match="Nora is csm"):
            acme.assign_csm(nora, by=omar, on=DAY)

    def test_before_one_already_planned_is_refused(self, acme: Account, omar: User) -> None:
        acme.assign_csm(person("Nick", "csm"), by=omar, on=LATER)
        with pytest.raises(Account.LaterAssignment, match="Nick from 2023-06-02"):
            acme.assign_csm(person("Ned", "csm"), by=omar, on=DAY)

    def test_ends_with_a_reason(self, acme: Account, nora: User, omar: User) -> None:
        with pytest.raises(Account.NeedsReason):
            acme.unassign(role="csm", by=omar, on=DAY, reason="")
        acme.unassign(role="csm", by=omar, on=DAY, reason="Goes to the pool")
        assert (acme.csm_on(the_day_before(DAY)), acme.csm_on(DAY)) == (nora, None)
        with pytest.raises(Account.NobodyAssigned):
            acme.unassign(role="csm", by=omar, on=DAY, reason="Again")


class TestClaim:
    def test_approved_makes_the_csm(self, globex: Account, nora: User, omar: User) -> None:
        CsmClaim.request(globex, user=nora, on=DAY, reason="I know them").approve(by=omar, on=LATER)
        assert (globex.csm_on(the_day_before(LATER)), globex.csm_on(LATER)) == (None, nora)

    def test_declined_says_why_and_changes_nothing(
        self, globex: Account, nora: User, omar: User
    ) -> None:
        claim = CsmClaim.request(globex, user=nora, on=DAY)
        with pytest.raises(CsmClaim.NeedsReason):
            claim.decline(by=omar, on=DAY, reason="")
        claim.decline(by=omar, on=DAY, reason="Book is full")
        assert globex.csm_on(LATER) is None

    def test_is_decided_once_by_somebody_else(
        self, globex: Account, nora: User, omar: User
    ) -> None:
        claim = CsmClaim.request(globex, user=nora, on=DAY)
        with pytest.raises(CsmClaim.NotTheirOwn):
            claim.approve(by=nora, on=DAY)
        claim.approve(by=omar, on=DAY)
        with pytest.raises(CsmClaim.AlreadyDecided):
            claim.decline(by=omar, on=DAY, reason="After all not")

    def test_is_made_once(self, globex: Account, nora: User) -> None:
        CsmClaim.request(globex, user=nora, on=DAY)
        with pytest.raises(CsmClaim.AlreadyAsked):
            CsmClaim.request(globex, user=nora, on=LATER)

    def test_nobody_asks_for_what_is_theirs(self, acme: Account, nora: User) -> None:
        with pytest.raises(Account.AlreadyTheirs):
            CsmClaim.request(acme, user=nora, on=DAY)

    def test_of_whoever_became_its_csm_meanwhile_is_answered_by_that(
        self, globex: Account, nora: User, omar: User
    ) -> None:
        claim = CsmClaim.request(globex, user=nora, on=DAY)
        globex.assign_csm(nora, by=omar, on=DAY)
        claim.refresh_from_db()
        with pytest.raises(CsmClaim.AlreadyDecided):
            claim.approve(by=omar, on=DAY)
        assert claim.outcome == "approved"


class TestPriority:
    def test_is_set_with_who_and_when(self, acme: Account, nora: User) -> None:
        acme.set_priority(2, by=nora, on=DAY, note="Quiet for a year", suggested=2)
        decided = acme.priority_assessments.get()
        assert (decided.decided, decided.decided_by, decided.happened_on) == (2, nora, DAY)

    def test_a_csm_sets_one_or_two(self, globex: Account, nora: User, omar: User) -> None:
        for value in (3, 4):
            with pytest.raises(Account.CsmSetsOneOrTwo):
                globex.set_priority(value, by=nora, on=DAY)
        globex.set_priority(4, by=omar, on=DAY)

    def test_there_is_no_fifth(self, acme: Account, omar: User) -> None:
        for value in (0, 5):
            with pytest.raises(Account.NoSuchPriority):
                acme.set_priority(value, by=omar, on=DAY)

    def test_three_is_for_a_child(self, acme: Account, globex: Account, omar: User) -> None:
        with pytest.raises(Account.ThreeHasParent):
            globex.set_priority(3, by=omar, on=DAY)
        globex.put_under(acme, by=omar, on=DAY)
        globex.set_priority(3, by=omar, on=DAY)

    def test_example_7_four_on_a_csm_assigned_account_needs_the_public_sector_trial(
        self, acme: Account, omar: User
    ) -> None:
        with pytest.raises(Account.FourIsDigital):
            acme.set_priority(4, by=omar, on=DAY)
        acme.amend(by=omar, on=DAY, pubsec_p4_trial=True)
        acme.set_priority(4, by=omar, on=DAY)

    def test_four_is_refused_until_the_last_day_with_a_csm(self, acme: Account, omar: User) -> None:
        acme.unassign(role="csm", by=omar, on=LATER, reason="Goes digital")
        with pytest.raises(Account.FourIsDigital):
            acme.set_priority(4, by=omar, on=the_day_before(LATER))
        acme.set_priority(4, by=omar, on=LATER)

    def test_rules_are_held_to_the_same(self, acme: Account) -> None:
        with pytest.raises(Account.FourIsDigital):
            acme.set_priority(4, by=None, on=DAY, reason="digital")


class TestReview:
    QUARTER = date(2023, 5, 1)

    def test_covers_the_book_and_is_signed_by_the_manager(
        self, acme: Account, globex: Account, nora: User, omar: User
    ) -> None:
        assigned(globex, nora)
        review = PriorityReview.open(
            nora, quarter_start_on=self.QUARTER, accounts=[acme, globex], on=DAY
        )
        acme.set_priority(1, by=nora, on=DAY)
        review.confirm(acme, by=nora, on=DAY)
        with pytest.raises(PriorityReview.AccountsLeft, match="Globex"):
            review.sign(by=omar, on=LATER)
        review.change(globex, priority=2, by=nora, on=LATER, note="No growth in sight")
        with pytest.raises(PriorityReview.NotTheirOwn):
            review.sign(by=nora, on=LATER)
        review.sign(by=omar, on=LATER)
        stored = PriorityReview.objects.get()
        assert (stored.completed_on, stored.signed_by) == (LATER, omar)
        items = review.items.order_by("id").values_list("outcome", "priority")
        assert list(items) == [("confirmed", 1), ("changed", 2)]
        assert globex.priority_assessments.get().note == "No growth in sight"

    def test_opened_again_adds_who_joined(self, acme: Account, globex: Account, nora: User) -> None:
        for book in ([acme], [acme, globex]):
            PriorityReview.open(nora, quarter_start_on=self.QUARTER, accounts=book, on=DAY)
        assert PriorityReview.objects.get().items.count() == 2

    def test_signed_is_signed(self, acme: Account, nora: User, omar: User) -> None:
        review = PriorityReview.open(nora, quarter_start_on=self.QUARTER, accounts=[acme], on=DAY)
        review.confirm(acme, by=nora, on=DAY)
        review.sign(by=omar, on=DAY)
        with pytest.raises(PriorityReview.AlreadySigned):
            review.confirm(acme, by=nora, on=LATER)

    def test_an_account_outside_the_book_is_refused(
        self, acme: Account, globex: Account, nora: User
    ) -> None:
        review = PriorityReview.open(nora, quarter_start_on=self.QUARTER, accounts=[acme], on=DAY)
        with pytest.raises(PriorityReview.NotInReview, match="Globex"):
            review.confirm(globex, by=nora, on=DAY)


def test_amend_refuses_what_does_not_fit_and_changes_nothing(acme: Account, nora: User) -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="did you mean 'adoption'"):
        acme.amend(by=nora, on=DAY, lifecycle_stage="adopton")
    assert Account.objects.get(pk=acme.pk).lifecycle_stage is None
    assert acme.in_role("sa", SIGNED) is None
