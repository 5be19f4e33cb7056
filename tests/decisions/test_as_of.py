"""What we knew then: a past day is answered with its records and its handbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from greenbook.decisions import handbooks
from greenbook.engagement.touchpoints import log_touchpoint
from greenbook.handbook.read import read_files
from greenbook.records.models import Account, AccountStatus, Cta, DecisionChange, User
from tests.automations.conftest import NOON, Work
from tests.decisions.conftest import Asked

Make = Callable[..., Account]

DAY = date(2026, 3, 2)
NEXT = DAY + timedelta(days=1)
WEEK_AGO = DAY - timedelta(days=7)


def test_a_call_entered_late_changes_today_and_never_what_was_known(
    work: Work, customer: Make, nora: User, asked: Asked
) -> None:
    acme = customer("Acme")
    work.everybody(DAY)
    assert asked.value(acme, "cadence_call", DAY) == "overdue"
    log_touchpoint(
        acme, by=nora, on=NEXT, happened_on=WEEK_AGO, type="customer_call", subject="Late"
    )
    work.everybody(NEXT)
    assert asked.value(acme, "cadence_call", NEXT) == "on_track"
    then = asked(acme, "cadence_call", DAY)
    assert (then.trace.value, then.origin) == ("overdue", "seen")
    looked_back = asked(acme, "cadence_call", WEEK_AGO + timedelta(days=1))
    assert (looked_back.trace.value, looked_back.origin) == ("overdue", "reconstructed")
    assert looked_back.as_json()["facts"] == "reconstructed"


def test_a_corrected_arr_is_undone_for_past_days(
    work: Work, customer: Make, nora: User, asked: Asked
) -> None:
    acme = customer("Acme", cs_segment="commercial", arr_cents=50_000_00, stages_in_use=5)
    acme.amend(by=nora, on=DAY, reason="typed a zero too few", arr_cents=500_000_00)
    work.everybody(DAY)
    now = asked(acme, "priority_by_model", DAY).trace
    before = asked(acme, "priority_by_model", WEEK_AGO).trace
    assert "USD 500,000" in str(now.as_json())
    assert "500,000" not in str(before.as_json())
    assert _arr(before.as_json()) == 50_000
    assert _arr(now.as_json()) == 500_000


def _arr(trace: dict[str, object]) -> object:
    for condition in trace["conditions"]:  # type: ignore[attr-defined]
        if "arr" in condition["values"]:
            return condition["values"]["arr"]
    raise AssertionError("the ARR was not looked at")


def test_what_is_known_from_tomorrow_is_not_seen_today(
    work: Work, customer: Make, asked: Asked
) -> None:
    acme = customer("Acme")
    globex = customer("Globex", known_from=NEXT)
    acme.timeline.create(
        type="customer_call", subject="Early", with_csm=True, happened_on=DAY, known_from=NEXT
    )
    assert work.everybody(DAY).accounts == 1
    assert asked.value(acme, "cadence_call", DAY) == "overdue"
    assert not AccountStatus.objects.filter(account=globex).exists()
    assert work.everybody(NEXT).accounts == 2
    assert asked.value(acme, "cadence_call", NEXT) == "on_track"


def test_a_past_day_is_answered_and_only_its_lake_day_kept(
    work: Work, customer: Make, asked: Asked
) -> None:
    acme = customer("Acme")
    work.everybody(DAY)
    stood = list(AccountStatus.objects.values()), Cta.objects.count()
    assert asked(acme, "cadence_call", WEEK_AGO).origin == "reconstructed"
    assert not work.everybody(WEEK_AGO).acted
    assert asked(acme, "cadence_call", WEEK_AGO).origin == "seen"
    assert (list(AccountStatus.objects.values()), Cta.objects.count()) == stood
    assert not DecisionChange.objects.filter(on_day=WEEK_AGO).exists()
    assert set(work.lake.days("facts_account")) == {WEEK_AGO, DAY}


def test_an_edition_that_begins_tomorrow_leaves_yesterday_alone(
    work: Work, customer: Make, asked: Asked
) -> None:
    """Acceptance example 13."""
    acme = customer("Acme")
    work.everybody(DAY)
    then = asked(acme, "priority_suggested", DAY).trace.as_json()
    earlier = work.handbook
    files = dict(earlier.files)
    files["priority/growth.toml"] += _edition(NEXT)
    later = read_files(files)
    handbooks.keep(later, at=NOON)
    work.handbook = later
    assert asked(acme, "priority_suggested", DAY).trace.as_json() == then
    work.everybody(NEXT)
    now = asked(acme, "priority_suggested", NEXT).trace
    assert (then["value"], now.value) == (2, 1)
    assert then["handbook"] == earlier.hash != later.hash == now.handbook
    assert asked(acme, "priority_suggested", DAY).trace.as_json() == then
    model = asked(acme, "priority_by_model", NEXT).trace
    assert model.edition == NEXT
    assert "everybody grows" in model.because or model.cites == "A new idea"


def _edition(begins: date) -> str:
    return f"""
[[edition]]
from  = {begins}
cites = "A new idea"

[[edition.rule]]
name = "everybody grows"
then = 1
"""
