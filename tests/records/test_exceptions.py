"""Exceptions from the priority model take effect step by step; overrides at once; both end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from greenbook.records.models import Account, Override, PriorityException, User

from .conftest import person

ASKED = date(2023, 5, 2)
TALKED = date(2023, 5, 3)
SENT = date(2023, 5, 4)
APPROVED = date(2023, 5, 8)
ENDS = date(2023, 7, 31)


def the_day_before(day: date) -> date:
    return day - timedelta(days=1)


def the_day_after(day: date) -> date:
    return day + timedelta(days=1)


def ask(account: Account, by: User, **more: object) -> PriorityException:
    return PriorityException.request(
        account,
        direction="to_p2",
        category="strategic_no_lam",
        justification="No addressable growth",
        by=by,
        on=ASKED,
        **{"ends_on": ENDS, **more},
    )


def walk_through(exception: PriorityException, by: User) -> None:
    exception.discuss_with_team(by=by, on=TALKED)
    exception.discuss_with_managers(by=by, on=TALKED)
    exception.send(by=by, on=SENT)
    exception.document(by=by, on=SENT)


@pytest.fixture
def sal(db: None) -> User:
    return person("Sal", "sales_management")


def test_it_takes_effect_with_the_last_step_and_not_before(
    acme: Account, nora: User, sal: User
) -> None:
    exception = ask(acme, nora)
    walk_through(exception, nora)
    assert exception.missing() == ["approval by Sales Management"]
    assert not exception.in_force(SENT)
    exception.decide(approved=True, by=sal, on=APPROVED)
    assert not exception.in_force(the_day_before(APPROVED))
    assert exception.in_force(APPROVED)


def test_it_holds_on_its_last_day_and_is_gone_the_day_after(
    acme: Account, nora: User, sal: User
) -> None:
    exception = ask(acme, nora)
    walk_through(exception, nora)
    exception.decide(approved=True, by=sal, on=APPROVED)
    assert exception.in_force(ENDS)
    assert not exception.in_force(the_day_after(ENDS))


def test_where_sales_is_only_informed_it_needs_no_approval(acme: Account, nora: User) -> None:
    exception = ask(acme, nora, approval=False)
    walk_through(exception, nora)
    assert exception.in_force(SENT)


@pytest.mark.parametrize("left_out", range(4))
def test_no_step_may_be_left_out(acme: Account, nora: User, left_out: int) -> None:
    exception = ask(acme, nora, approval=False)
    steps = [
        exception.discuss_with_team,
        exception.discuss_with_managers,
        exception.send,
        exception.document,
    ]
    for number, step in enumerate(steps):
        if number != left_out:
            step(by=nora, on=SENT)
    assert len(exception.missing()) == 1
    assert not exception.in_force(ENDS)


def test_sales_decides_after_it_was_sent_and_once(acme: Account, nora: User, sal: User) -> None:
    exception = ask(acme, nora)
    with pytest.raises(PriorityException.NotSent):
        exception.decide(approved=True, by=sal, on=APPROVED)
    exception.send(by=nora, on=SENT)
    exception.decide(approved=True, by=sal, on=APPROVED)
    with pytest.raises(PriorityException.AlreadyDecided):
        exception.decide(approved=False, by=sal, on=APPROVED)


def test_rejected_it_never_takes_effect(acme: Account, nora: User, sal: User) -> None:
    exception = ask(acme, nora)
    walk_through(exception, nora)
    exception.decide(approved=False, by=sal, on=APPROVED, reason="Growth is coming")
    assert not exception.in_force(ENDS)
    with pytest.raises(PriorityException.Over):
        exception.document(by=nora, on=APPROVED)


def test_withdrawn_it_ends_that_day(acme: Account, nora: User) -> None:
    exception = ask(acme, nora, approval=False)
    walk_through(exception, nora)
    with pytest.raises(PriorityException.NeedsReason):
        exception.withdraw(by=nora, on=APPROVED, reason="")
    exception.withdraw(by=nora, on=APPROVED, reason="Not needed any more")
    assert exception.in_force(the_day_before(APPROVED))
    assert not exception.in_force(APPROVED)


def test_it_does_not_take_effect_after_its_end(acme: Account, nora: User) -> None:
    exception = ask(acme, nora, approval=False)
    with pytest.raises(PriorityException.Over):
        exception.send(by=nora, on=the_day_after(ENDS))


def override(account: Account, by: User, on: date = ASKED, **more: object) -> Override:
    values = {"decision": "health", "value": "yellow", "reason": "Migration week", **more}
    return Override.put(account, by=by, on=on, **values)


def test_an_override_holds_on_its_last_day_and_is_gone_the_day_after(
    acme: Account, nora: User
) -> None:
    put = override(acme, nora, ends_on=ENDS)
    days = (the_day_before(ASKED), ASKED, ENDS, the_day_after(ENDS))
    assert [put.in_force(day) for day in days] == [False, True, True, False]


def test_a_second_override_of_a_decision_ends_the_first(acme: Account, nora: User) -> None:
    first = override(acme, nora)
    other = override(acme, nora, decision="engagement_state", value="steady")
    second = override(acme, nora, on=SENT, value="green")
    first.refresh_from_db()
    assert [o.in_force(SENT) for o in (first, other, second)] == [False, True, True]


def test_an_override_says_why_and_ends_after_it_begins(acme: Account, nora: User) -> None:
    with pytest.raises(Override.NeedsReason):
        override(acme, nora, reason=" ")
    with pytest.raises(Override.EndsBeforeItStarts):
        override(acme, nora, ends_on=the_day_before(ASKED))
    assert not Override.objects.exists()


def test_an_override_is_withdrawn_once(acme: Account, nora: User) -> None:
    put = override(acme, nora)
    put.withdraw(by=nora, on=SENT, reason="Migration is over")
    with pytest.raises(Override.Over):
        put.withdraw(by=nora, on=SENT, reason="Again")
