"""A run opens what is owed once, repeats to nothing, and answers alike for one and for all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from greenbook.automations.run import AnotherRunIsWorking
from greenbook.decisions import differences, extract, handbooks
from greenbook.decisions.concluded import concluded
from greenbook.decisions.differences import Change
from greenbook.decisions.subjects import as_json
from greenbook.engagement.touchpoints import log_touchpoint
from greenbook.handbook.read import read_files
from greenbook.records.models import (
    Account,
    AccountStatus,
    Changed,
    Cta,
    DecisionChange,
    FactsSeen,
    PriorityAssessment,
    Run,
    User,
)
from tests.automations.conftest import NOON, Work
from tests.automations.elsewhere import logged_elsewhere

DAY = date(2026, 3, 2)
Make = Callable[..., Account]


def rules(account: Account) -> set[str]:
    return set(account.ctas.filter(closed_on=None).values_list("rule", flat=True))


def test_a_silent_customer_is_told_of_once(work: Work, customer: Make) -> None:
    acme = customer("Acme")
    report = work.everybody(DAY)
    assert report.acted
    assert "ctas/non_engaged" in rules(acme)
    assert report.as_json()["ctas_opened"] == Cta.objects.count()
    again = work.everybody(DAY)
    assert again.counts["ctas_opened"] == 0
    assert Cta.objects.filter(rule="ctas/non_engaged").count() == 1


def test_a_playbook_brings_its_tasks_with_owners(work: Work, customer: Make, nora: User) -> None:
    acme = customer("Acme")
    work.everybody(DAY)
    cta = acme.ctas.get(rule="ctas/non_engaged")
    assert cta.owner == nora
    assert cta.occasion == "2024-03-01"
    tasks = cta.tasks.order_by("position")
    assert tasks.count() >= 3
    assert {task.owner_role for task in tasks} >= {"csm"}
    assert cta.playbook_runs.get().handbook == work.handbook.hash


def test_a_logged_call_clears_its_flag(work: Work, customer: Make, nora: User) -> None:
    acme = customer("Acme")
    work.everybody(DAY)
    log_touchpoint(
        acme,
        by=nora,
        on=DAY,
        type="customer_call",
        subject="Long time no see",
        meeting_type="cadence_call",
    )
    assert work.only(acme, day=DAY).counts["ctas_closed"] == 1
    assert "ctas/non_engaged" not in rules(acme)
    status = AccountStatus.objects.get(account=acme)
    assert status.decided["cadence_call"] == "on_track"
    assert "cadence_call=on_track" in status.standing


def test_every_decision_that_is_one_short_value_or_unknown_stands_as_a_word(
    work: Work, customer: Make
) -> None:
    acme = customer("Acme")
    work.everybody(DAY)
    status = AccountStatus.objects.get(account=acme)
    decisions = {name: value for name, value in status.decided.items() if "__" not in name}
    assert {True, None} <= set(decisions.values())
    said = {
        name: "unknown" if value is None else str(value).lower()
        for name, value in decisions.items()
        if value is not None or not status.decided[f"{name}__known"]
    }
    assert "unknown" in said.values()
    assert len(said) < len(decisions), "nothing stands of what does not apply"
    assert status.standing == [f"{name}={value}" for name, value in sorted(said.items())]


def test_an_open_one_made_by_hand_counts(work: Work, customer: Make, nora: User) -> None:
    acme = customer("Acme")
    by_hand = Cta.open(
        acme,
        type="risk",
        name="They do not answer",
        reason="lack_of_engagement",
        by=nora,
        on=DAY - timedelta(days=3),
    )
    work.everybody(DAY)
    by_hand.refresh_from_db()
    assert by_hand.rule == "ctas/non_engaged"
    assert acme.ctas.filter(type="risk", reason="lack_of_engagement").count() == 1


def test_a_closed_one_ends_its_occasion(work: Work, customer: Make, nora: User) -> None:
    acme = customer("Acme")
    work.everybody(DAY)
    acme.ctas.get(rule="ctas/non_engaged").close(
        by=nora, on=DAY, status="closed_not_relevant", reason="on leave, all of them"
    )
    work.everybody(DAY)
    work.everybody(DAY + timedelta(days=1))
    assert acme.ctas.filter(rule="ctas/non_engaged").count() == 1


@pytest.mark.usefixtures("many")
def test_one_account_and_everybody_come_to_the_same(work: Work, customer: Make) -> None:
    acme, globex = customer("Acme"), customer("Globex", region="AMER", cs_segment="strategic")
    work.only(acme, day=DAY)
    work.only(globex, day=DAY)
    alone = dict(AccountStatus.objects.values_list("account__name", "decided"))
    ctas = set(Cta.objects.values_list("account__name", "rule", "occasion", "due_on"))
    report = work.everybody(DAY)
    assert report.counts["ctas_opened"] == 0
    assert dict(AccountStatus.objects.values_list("account__name", "decided")) == alone
    assert set(Cta.objects.values_list("account__name", "rule", "occasion", "due_on")) == ctas


@pytest.mark.usefixtures("many")
def test_one_account_and_everybody_see_and_decide_the_same_in_every_column(
    work: Work, customer: Make, nora: User
) -> None:
    acme, globex = customer("Acme"), customer("Globex", region="AMER", cs_segment="strategic")
    log_touchpoint(acme, by=nora, on=DAY, type="customer_call", subject="Hi")
    work.everybody(DAY - timedelta(days=1))
    work.only(acme, day=DAY)
    work.only(globex, day=DAY)
    alone = {each.account_id: (each.facts, each.decided) for each in FactsSeen.objects.all()}
    assert alone.keys() == {acme.pk, globex.pk}
    work.everybody(DAY)
    tables = [work.lake.read_day(name, DAY) for name in ("facts_account", "decided_account")]
    facts, decided = ({row["id"]: as_json(row) for row in each.to_pylist()} for each in tables)
    assert {id: (facts[id], decided[id]) for id in alone} == alone


@pytest.mark.usefixtures("many")
def test_many_accounts_decided_again_come_to_what_few_do(
    work: Work, customer: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme, _ = customer("Acme"), customer("Globex")
    monkeypatch.setattr(extract, "FEW", 0)
    work.everybody(DAY)
    together = AccountStatus.objects.get(account=acme)
    work.only(acme, day=DAY)
    alone = AccountStatus.objects.get(account=acme)
    assert (alone.decided, alone.digest) == (together.decided, together.digest)
    assert acme.ctas.filter(rule="ctas/non_engaged").count() == 1


def test_a_forced_priority_is_recorded_with_its_rule(work: Work, customer: Make) -> None:
    globex = customer("Globex", region="AMER")
    work.everybody(DAY)
    recorded = PriorityAssessment.objects.get(account=globex)
    assert (recorded.decided, recorded.decided_by) == (1, None)
    assert recorded.reason == "everyone in AMER is priority 1"


def test_what_changed_since_yesterday_is_kept(work: Work, customer: Make, nora: User) -> None:
    acme = customer("Acme")
    work.everybody(DAY)
    log_touchpoint(acme, by=nora, on=DAY + timedelta(days=1), type="customer_call", subject="Hi")
    work.everybody(DAY + timedelta(days=1))
    change = DecisionChange.objects.get(
        account=acme, decision="cadence_call", on_day=DAY + timedelta(days=1)
    )
    assert change.was in ("overdue", "breach")
    assert change.is_now == "on_track"
    assert change.page == "cadence/calls"
    assert change.run == Run.objects.latest("pk")
    since = AccountStatus.objects.get(account=acme).decided["since__cadence_call"]
    assert since == (DAY + timedelta(days=1)).isoformat()


def test_a_day_before_the_latest_is_only_looked_at(work: Work, customer: Make) -> None:
    acme = customer("Acme")
    work.everybody(DAY)
    opened = Cta.objects.count()
    report = work.everybody(DAY - timedelta(days=400))
    assert not report.acted
    assert Cta.objects.count() == opened
    assert AccountStatus.objects.get(account=acme).as_of == DAY
    assert work.lake.days("decided_account") == [DAY - timedelta(days=400), DAY]


def test_a_run_that_fails_says_so_and_the_next_one_works(work: Work, customer: Make) -> None:
    customer("Acme")

    def fail(step: str) -> None:
        if step == "lake":
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        work.everybody(DAY, tell=fail)
    assert Run.objects.get().status == "failed"
    assert work.everybody(DAY).acted
    assert Run.objects.filter(status="finished").count() == 1


def test_a_run_has_the_last_word_over_whom_it_finds_worked_out_alone_that_day(
    work: Work, customer: Make
) -> None:
    acme = customer("Acme", region="EMEA")
    work.only(acme, day=DAY)
    assert priority(acme, work) != 1
    forced = work.handbook.files["priority/forced.toml"].replace("'AMER'", "'EMEA'")
    work.handbook = read_files({**work.handbook.files, "priority/forced.toml": forced})
    handbooks.keep(work.handbook, at=NOON)
    work.everybody(DAY)
    assert priority(acme, work) == 1


def test_a_run_leaves_what_was_worked_out_while_it_was_at_work(
    work: Work, customer: Make, nora: User
) -> None:
    acme, globex = customer("Acme"), customer("Globex")
    work.only(acme, globex, day=DAY)
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")

    def call(step: str) -> None:
        if step == "lake":
            logged_elsewhere(acme.pk, by=nora.pk, on=DAY)

    work.everybody(DAY, tell=call)
    assert FactsSeen.objects.filter(grain="account").get().account == acme
    assert stands(acme, work, "cadence_call") == "on_track"
    jobs = ProcrastinateJob.objects.filter(status="todo", task_name__endswith="work_out_person")
    assert {"user": nora.pk} in jobs.values_list("args", flat=True)


def priority(account: Account, work: Work) -> object:
    return stands(account, work, "priority_decided")


def stands(account: Account, work: Work, decision: str) -> object:
    """What an account's page says."""
    found = concluded(account.pk, day=DAY, lake=work.lake, columns=[decision])
    return found and found.get(decision)


def test_a_second_run_at_the_same_time_leaves(work: Work, customer: Make) -> None:
    customer("Acme")
    from tests.automations.elsewhere import holding_the_lock

    with holding_the_lock(), pytest.raises(AnotherRunIsWorking):
        work.everybody(DAY)
    assert not Run.objects.exists()


def test_nothing_is_left_to_take_up_after_a_run(work: Work, customer: Make) -> None:
    acme = customer("Acme")
    assert Changed.objects.get(account=acme).number > Changed.objects.get(account=acme).taken
    work.everybody(DAY)
    changed = Changed.objects.get(account=acme)
    assert changed.number == changed.taken


def test_a_change_made_meanwhile_is_not_lost(work: Work, customer: Make, nora: User) -> None:
    acme = customer("Acme")

    def call(step: str) -> None:
        if step == "actions":
            logged_elsewhere(acme.pk, by=nora.pk, on=DAY)

    work.everybody(DAY, tell=call)
    assert AccountStatus.objects.get(account=acme).decided["cadence_call"] == "on_track"
    assert "ctas/non_engaged" not in rules(acme)


def test_a_change_that_was_seen_is_not_new_again_when_the_day_is_worked_out_again(
    customer: Make,
) -> None:
    """Runs replace what they found of a day; only what is different now was found now."""
    acme = customer("Acme")
    kept = [Change(acme.pk, "health", "green", "red", "why", None, None)]
    differences.keep(kept, accounts=[acme.pk], day=DAY, run=None)
    [first] = DecisionChange.objects.values_list("at", flat=True)
    differences.keep(kept, accounts=[acme.pk], day=DAY, run=None)
    assert [each.at for each in DecisionChange.objects.all()] == [first]
    turned = [Change(acme.pk, "health", "green", "yellow", "why", None, None)]
    differences.keep(turned, accounts=[acme.pk], day=DAY, run=None)
    [found] = DecisionChange.objects.all()
    assert (found.is_now, found.at > first) == ("yellow", True)
    differences.keep([], accounts=[acme.pk], day=DAY, run=None)
    assert not DecisionChange.objects.exists()
