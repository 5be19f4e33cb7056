"""EBRs go forward, and with partners only after a sync with each of them."""

from __future__ import annotations

from datetime import date

import pytest

from greenbook.records.models import Account, Ebr, Partner, PartnerEngagement, User

from .conftest import SIGNED

DAY = date(2023, 5, 2)
LATER = date(2023, 6, 2)


@pytest.fixture
def ebr(acme: Account) -> Ebr:
    return Ebr.objects.create(account=acme, known_from=SIGNED)


def engaged(account: Account, name: str, status: str = "active") -> PartnerEngagement:
    partner = Partner.objects.create(name=name, known_from=SIGNED)
    return PartnerEngagement.objects.create(
        account=account, partner=partner, status=status, known_from=SIGNED
    )


def test_example_8_two_active_partners_need_two_syncs(ebr: Ebr, acme: Account, nora: User) -> None:
    hooli, raviga = engaged(acme, "Hooli"), engaged(acme, "Raviga")
    hooli.sync_for(ebr, inviter="csm", content="Ours and theirs", by=nora, on=DAY)
    with pytest.raises(Ebr.PartnerSyncMissing, match="Raviga"):
        ebr.schedule(scheduled_for=LATER, inviter="csm", by=nora, on=DAY)
    with pytest.raises(Ebr.PartnerSyncMissing):
        ebr.advance("scheduling", by=nora, on=DAY)
    raviga.sync_for(ebr, inviter="csm", content="Ours", by=nora, on=DAY)
    ebr.schedule(scheduled_for=LATER, inviter="csm", by=nora, on=DAY)
    assert Ebr.objects.get().status == "scheduled"


def test_partners_not_active_and_syncs_for_another_review_do_not_count(
    ebr: Ebr, acme: Account, nora: User
) -> None:
    engaged(acme, "Hooli", status="identified")
    gone = engaged(acme, "Raviga")
    gone.end(by=nora, on=DAY, reason="Contract over")
    ebr.advance("scheduling", by=nora, on=DAY)
    pied = engaged(acme, "Pied Piper")
    other = Ebr.objects.create(account=acme, known_from=SIGNED)
    pied.sync_for(other, inviter="csm", content="Last year's", by=nora, on=DAY)
    assert ebr.partners_without_sync(DAY) == [pied]


def test_it_may_be_offered_and_prepared_before_the_sync(
    ebr: Ebr, acme: Account, nora: User
) -> None:
    engaged(acme, "Hooli")
    ebr.advance("internal_kickoff", by=nora, on=DAY)
    ebr.offer(by=nora, on=DAY)
    assert Ebr.objects.get().offered_on == DAY


def test_it_goes_forward_only(ebr: Ebr, nora: User) -> None:
    ebr.advance("scheduling", by=nora, on=DAY)
    with pytest.raises(Ebr.NotForward):
        ebr.offer(by=nora, on=DAY)
    with pytest.raises(Ebr.NeedsDate):
        ebr.advance("scheduled", by=nora, on=DAY)
    ebr.schedule(scheduled_for=LATER, inviter="csm", by=nora, on=DAY)
    with pytest.raises(Ebr.NotHeld):
        ebr.advance("followed_up", by=nora, on=DAY)


def test_a_moved_date_keeps_the_step_reached(ebr: Ebr, nora: User) -> None:
    ebr.schedule(scheduled_for=LATER, inviter="csm", by=nora, on=DAY)
    ebr.advance("final_prep", by=nora, on=DAY)
    ebr.schedule(scheduled_for=date(2023, 7, 1), inviter="csm", by=nora, on=DAY)
    stored = Ebr.objects.get()
    assert (stored.status, stored.scheduled_for) == ("final_prep", date(2023, 7, 1))


@pytest.mark.parametrize(
    ("kind", "leaders", "counts"),
    [("full", 1, True), ("full", 0, False), ("full", None, False), ("mini", 2, False)],
)
def test_a_full_review_counts_with_a_leader_of_the_customer(
    ebr: Ebr, nora: User, kind: str, leaders: int | None, counts: bool
) -> None:
    ebr.amend(by=nora, on=DAY, kind=kind)
    ebr.hold(by=nora, on=LATER, customer_leaders=leaders)
    assert Ebr.objects.get().counts_as_full is counts


def test_held_is_followed_up_and_closed(ebr: Ebr, nora: User) -> None:
    ebr.schedule(scheduled_for=LATER, inviter="csm", by=nora, on=DAY)
    ebr.hold(by=nora, on=LATER, customer_leaders=1)
    ebr.advance("followed_up", by=nora, on=LATER)
    ebr.advance("closed", by=nora, on=LATER)
    with pytest.raises(Ebr.Over):
        ebr.offer(by=nora, on=LATER)


def test_postponed_it_can_be_offered_again(ebr: Ebr, nora: User) -> None:
    ebr.schedule(scheduled_for=LATER, inviter="csm", by=nora, on=DAY)
    ebr.postpone(to=date(2023, 8, 1), reason="Reorganisation", by=nora, on=DAY)
    assert Ebr.objects.get().scheduled_for is None
    ebr.offer(by=nora, on=LATER)


def test_declined_with_a_reason_it_is_over(ebr: Ebr, nora: User) -> None:
    with pytest.raises(Ebr.NeedsReason):
        ebr.decline(reason="", by=nora, on=DAY)
    ebr.decline(reason="No time this year", by=nora, on=DAY)
    with pytest.raises(Ebr.Over):
        ebr.offer(by=nora, on=LATER)


def test_a_partner_engagement_goes_forward_and_ends(acme: Account, nora: User) -> None:
    hooli = engaged(acme, "Hooli", status="identified")
    hooli.advance("introduced", by=nora, on=DAY)
    hooli.advance("active", by=nora, on=LATER)
    assert (hooli.introduced_on, hooli.started_on) == (DAY, LATER)
    with pytest.raises(PartnerEngagement.NotForward):
        hooli.advance("roles_aligned", by=nora, on=LATER)
    hooli.end(by=nora, on=LATER, reason="Contract over")
    with pytest.raises(PartnerEngagement.Ended):
        hooli.review_health(by=nora, on=LATER)
