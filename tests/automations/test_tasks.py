"""The worker: a changed account is taken up once, and the nightly run leaves where one works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from greenbook.automations import changes, tasks
from greenbook.decisions import handbooks
from greenbook.engagement.touchpoints import log_touchpoint
from greenbook.handbook.book import Handbook
from greenbook.records.models import (
    Account,
    AccountStatus,
    Changed,
    FactsSeen,
    Run,
    SubjectStatus,
    User,
)
from tests.automations.conftest import Work
from tests.automations.elsewhere import holding_the_lock
from tests.few_pages import write_few_pages

Make = Callable[..., Account]


@pytest.fixture(autouse=True)
def empty_queue(handbook: Handbook) -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")


@pytest.fixture(autouse=True)
def own_folders(settings: LazySettings, tmp_path: Path, handbook: Handbook) -> Iterator[None]:
    settings.GREENBOOK_HANDBOOK = str(write_few_pages(tmp_path / "handbook"))
    settings.GREENBOOK_LAKE = str(tmp_path / "lake")
    tasks.lake.cache_clear()
    yield
    tasks.lake.cache_clear()


def queued() -> list[dict[str, object]]:
    """Accounts that wait for a worker."""
    jobs = ProcrastinateJob.objects.filter(status="todo", task_name__endswith="work_out_account")
    return list(jobs.order_by("id").values_list("args", flat=True))


def test_a_changed_account_is_taken_up_once(customer: Make, nora: User) -> None:
    acme = customer("Acme")
    log_touchpoint(acme, by=nora, on=tasks.now().date(), type="customer_call", subject="Hello")
    assert tasks.take_up_changes(0) == 1
    assert tasks.take_up_changes(60) == 1
    assert queued() == [{"account": acme.pk}]


def test_the_account_is_worked_out_and_then_nothing_waits(customer: Make, nora: User) -> None:
    acme = customer("Acme")
    log_touchpoint(acme, by=nora, on=tasks.now().date(), type="customer_call", subject="Hello")
    tasks.work_out_account(acme.pk)
    status = AccountStatus.objects.get(account=acme)
    assert status.decided["cadence_call"] == "on_track"
    assert changes.waiting() == []
    assert tasks.take_up_changes(0) == 0


def test_what_somebody_else_has_worked_out_is_left_alone(customer: Make) -> None:
    acme = customer("Acme")
    tasks.work_out_account(acme.pk)
    AccountStatus.objects.all().delete()
    tasks.work_out_account(acme.pk)
    assert not AccountStatus.objects.exists()
    assert Changed.objects.get(account=acme).number == Changed.objects.get(account=acme).taken


def test_a_person_is_asked_for_once_however_many_of_their_accounts_change(
    customer: Make, nora: User
) -> None:
    for name in ("Acme", "Globex"):
        tasks.work_out_account(customer(name).pk)
    jobs = ProcrastinateJob.objects.filter(task_name__endswith="work_out_person")
    assert [job.args for job in jobs] == [{"user": nora.pk}]


@pytest.mark.usefixtures("many")
def test_a_logged_call_counts_for_the_csm_as_it_does_in_a_run_over_everybody(
    customer: Make, nora: User
) -> None:
    acme, _ = customer("Acme"), customer("Globex", csm=None)
    log_touchpoint(
        acme,
        by=nora,
        on=tasks.now().date() - timedelta(days=10),
        type="customer_call",
        meeting_type="cadence_call",
        subject="Hello",
    )
    tasks.work_out_person(nora.pk)
    soon = SubjectStatus.objects.get(grain="person", subject_id=str(nora.pk)).decided
    assert soon["calls_per_week"] == 0.25
    tasks.nightly_run(0)
    everybody = tasks.lake().one("decided_person", tasks.now().date(), nora.pk)
    assert everybody is not None
    assert soon == {name: everybody[name] for name in soon}
    kept = SubjectStatus.objects.get(grain="person", subject_id=str(nora.pk))
    assert kept.decided == soon
    assert SubjectStatus.objects.filter(grain="company").count() == 1


def test_after_the_run_a_person_is_counted_over_what_stands(customer: Make, nora: User) -> None:
    acme = customer("Acme")
    tasks.nightly_run(0)
    log_touchpoint(acme, by=nora, on=tasks.now().date(), type="customer_call", subject="Hello")
    tasks.work_out_account(acme.pk)
    seen = FactsSeen.objects.get(grain="account")
    assert seen.decided["priority_decided"] != 1
    assert share_of_priority_1(nora) == 0
    seen.decided["priority_decided"] = 1
    seen.save()
    assert share_of_priority_1(nora) == 100


def share_of_priority_1(csm: User) -> object:
    tasks.work_out_person(csm.pk)
    stands = SubjectStatus.objects.get(grain="person", subject_id=str(csm.pk))
    return stands.decided["p1_share_growth"]


def test_the_nightly_run_works_everybody_out_with_the_handbook_in_use(customer: Make) -> None:
    customer("Acme")
    customer("Globex")
    said = tasks.nightly_run(0)
    assert said.startswith("2 accounts as of")
    assert AccountStatus.objects.count() == 2
    assert Run.objects.get().handbook == handbooks.HandbookVersion.objects.get(is_current=True)


def test_the_nightly_run_leaves_where_another_one_works(customer: Make) -> None:
    customer("Acme")
    with holding_the_lock():
        said = tasks.nightly_run(0)
    assert "at work already" in said
    assert not Run.objects.exists()


def test_a_change_after_the_night_is_taken_up_by_day(
    work: Work, customer: Make, nora: User
) -> None:
    acme = customer("Acme")
    tasks.nightly_run(0)
    assert changes.waiting() == []
    log_touchpoint(acme, by=nora, on=tasks.now().date(), type="customer_call", subject="Hello")
    assert changes.waiting() == [acme.pk]
    assert tasks.take_up_changes(0) == 1
