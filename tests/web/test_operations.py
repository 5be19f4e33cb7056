"""Operations in the browser: imports with a preview, runs, jobs, people, history."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from greenbook.automations import tasks
from greenbook.decisions import handbooks
from greenbook.records.models import (
    Account,
    DecisionChange,
    HandbookVersion,
    ImportRun,
    PriorityReview,
    RecordHistory,
    Run,
    User,
)
from greenbook.web.asked import now
from greenbook.web.said import schedule
from tests.few_pages import few_pages
from tests.records.conftest import opened
from tests.web.conftest import SignedIn
from tests.web.reading import words

ACCOUNTS = "external_id,name,region\nA-1,Initech,EMEA\nA-2,Umbrella,EMEA\n"
WRONG = "external_id,name,region\nA-1,Initech,EMEA\nA-2,Umbrella,MARS\n"


@pytest.fixture
def ops(ada: User, signed_in: SignedIn, tmp_path: Path, settings: Any) -> Iterator[Client]:
    settings.MEDIA_ROOT = str(tmp_path / "uploads")
    settings.GREENBOOK_LAKE = str(tmp_path / "lake")
    tasks.lake.cache_clear()
    yield signed_in(ada)
    tasks.lake.cache_clear()


def upload(client: Client, text: str, name: str = "account.csv") -> str:
    """Send one file; the address of its preview."""
    sent = SimpleUploadedFile(name, text.encode())
    answer = client.post("/operations/imports", {"files": [sent]})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def test_a_file_is_previewed_applied_once_and_undone(ops: Client) -> None:
    address = upload(ops, ACCOUNTS)
    assert "2 records would be new or different" in words(ops.get(address).content.decode())
    assert Account.objects.count() == 0, "a preview does nothing"
    key = {"key": uuid4()}
    first = ops.post(f"{address}/apply", key).headers["Location"]
    assert ops.post(f"{address}/apply", key).headers["Location"] == first, "a double click"
    assert ImportRun.objects.count() == 1
    assert set(Account.objects.values_list("name", flat=True)) == {"Initech", "Umbrella"}
    ops.post(f"{first}/undo", {"key": uuid4()})
    assert Account.objects.count() == 0
    assert "Undone" in ops.get(first).content.decode()


def test_a_refused_row_is_named_with_value_and_fix(ops: Client) -> None:
    address = upload(ops, WRONG)
    text = ops.get(address).content.decode()
    assert "account.csv:3" in text
    assert "MARS" in text
    assert "Apply the rest" in text
    assert ops.post(f"{address}/apply", {"key": uuid4()}).headers["Location"] == address
    assert Account.objects.count() == 0, "nothing is applied by halves"
    run = ops.post(f"{address}/apply", {"key": uuid4(), "rest": "yes"}).headers["Location"]
    assert list(Account.objects.values_list("name", flat=True)) == ["Initech"]
    refused = ops.get(f"{run}/refused?file=account.csv")
    assert b"Umbrella" in refused.content
    assert "account.refused.csv" in refused.headers["Content-Disposition"]


def test_unknown_headings_get_a_drafted_mapping_that_can_be_put_right(ops: Client) -> None:
    address = upload(ops, "Customer No,Customer\n7,Initech\n", name="customers.csv")
    page = ops.get(address).content.decode()
    assert "The mapping" in page
    assert "Customer No" in page
    ops.post(address, {"mapping": "this is no TOML ["})
    assert "no TOML" in ops.get(address).content.decode()


@pytest.mark.parametrize("name", ["book.exe", "../../secret-key", "notes.html"])
def test_other_files_are_not_kept(ops: Client, name: str) -> None:
    sent = SimpleUploadedFile(name, b"x")
    answer = ops.post("/operations/imports", {"files": [sent]})
    assert answer.status_code == 200
    assert b"an import reads" in answer.content


def test_nobody_else_comes_in(nora: User, omar: User, ingrid: User, signed_in: SignedIn) -> None:
    for person in (nora, omar, ingrid):
        for address in ("", "/imports", "/runs", "/jobs", "/people", "/history", "/people/new"):
            assert signed_in(person).get(f"/operations{address}").status_code == 403


def test_every_page_answers_before_anything_happened(ops: Client) -> None:
    for address in ("", "/imports", "/runs", "/jobs", "/people", "/history", "/people/new"):
        assert ops.get(f"/operations{address}").status_code == 200, address


def person_form(user: User, **changed: object) -> dict[str, object]:
    form = {
        "key": uuid4(), "name": user.name, "username": user.username, "roles": user.roles,
        "region": user.region or "", "is_active": "on", "seen": "0",
    }  # fmt: skip
    return {**form, **changed}


def test_new_roles_need_a_reason_and_stand_in_history(ops: Client, ada: User, nora: User) -> None:
    address = f"/operations/people/{nora.pk}"
    answer = ops.post(address, person_form(nora, roles=["csm_manager"]))
    assert b"Say why the roles change." in answer.content
    ops.post(address, person_form(nora, roles=["csm_manager"], reason="promoted"))
    nora.refresh_from_db()
    assert (nora.roles, nora.works_as) == (["csm_manager"], "csm_manager")
    history = RecordHistory.objects.get(table_name="records_user", record_id=nora.pk)
    assert (history.reason, history.changed_by_id) == ("promoted", ada.pk)


def test_who_comes_second_is_told(ops: Client, nora: User) -> None:
    address = f"/operations/people/{nora.pk}"
    ops.post(address, person_form(nora, name="Nora Lind"))
    late = ops.post(address, person_form(nora, name="Nora L."))
    assert late.status_code == 409
    assert b"Somebody else changed it" in late.content
    nora.refresh_from_db()
    assert nora.name == "Nora Lind"


def test_a_form_cannot_set_what_it_does_not_show(ops: Client, nora: User) -> None:
    ops.post(f"/operations/people/{nora.pk}", person_form(nora, password="x", id="1"))
    nora.refresh_from_db()
    assert nora.password == "!"


def test_a_name_is_taken_once(ops: Client, nora: User, omar: User) -> None:
    answer = ops.post(f"/operations/people/{nora.pk}", person_form(nora, username="OMAR"))
    assert b"Somebody is called OMAR already." in answer.content


def test_history_names_records_and_people_and_leads_to_them(
    ops: Client, acme: Account, nora: User
) -> None:
    acme.amend(by=nora, on=now().date(), reason="They grew", arr_cents=50_000_000)
    cta = opened(acme, "Call the admins", owner=nora)
    cta.start(by=nora, on=now().date())
    page = ops.get("/operations/history").content.decode()
    assert "records_" not in page.partition("<table")[2]
    for said in ("Acme", "Call the admins", "They grew", "Nora", "CTA"):
        assert said in page.partition("<table")[2]
    change = RecordHistory.objects.get(table_name="records_cta")
    assert f"/operations/history/{change.pk}" in page
    assert ops.get(f"/operations/history/{change.pk}").headers["Location"] == f"/ctas/{cta.pk}"
    of_acme = RecordHistory.objects.get(table_name="records_account")
    there = ops.get(f"/operations/history/{of_acme.pk}").headers["Location"]
    assert there == f"/accounts/{acme.pk}"
    assert re.search(r"\d\d:\d\d", page.partition("<tbody")[2]), "the hour is told as well"


def test_a_change_of_a_review_leads_to_the_review(ops: Client, acme: Account, nora: User) -> None:
    today = now().date()
    first = today.replace(day=1)
    review = PriorityReview.open(nora, quarter_start_on=first, accounts=[acme], on=today)
    review.items.get().amend(by=nora, on=today, reason="They grew", priority=1)
    change = RecordHistory.objects.get(table_name="records_priority_review_item")
    there = ops.get(f"/operations/history/{change.pk}").headers["Location"]
    assert there == f"/team/reviews/{nora.pk}?quarter={review.quarter_start_on}"


def test_a_run_says_what_changed_in_it_and_what_more_that_day(ops: Client, acme: Account) -> None:
    handbooks.keep(few_pages(), at=now())
    kept, day = HandbookVersion.objects.get(is_current=True), now().date()
    run = Run.objects.create(as_of=day, handbook=kept, started_at=now())
    of_day = {"subject_id": str(acme.pk), "on_day": day, "account": acme, "was": 2, "is_now": 1}
    DecisionChange.objects.create(
        run=run, decision="priority_decided", because="the handbook forces it", **of_day
    )
    DecisionChange.objects.create(decision="priority_suggested", because="by itself", **of_day)
    page = words(ops.get(f"/operations/runs/{run.pk}").content.decode())
    assert "1 key decision changed, 1 more that day" in page
    assert "by itself" not in page
    assert "Priority decided P2 P1 the handbook forces it" in page


def test_what_runs_by_itself_is_said_in_words(ops: Client) -> None:
    page = ops.get("/operations").content.decode()
    assert "every day at 03:00" in page
    assert "every minute" in page
    assert "* * *" not in page


@pytest.mark.parametrize(
    ("cron", "says"),
    [
        ("5 * * * *", "every hour at 05 past"),
        ("30 14 * * *", "every day at 14:30"),
        ("0 6 * * 1", "0 6 * * 1"),
    ],
)
def test_a_schedule_is_said_as_people_say_it(cron: str, says: str) -> None:
    assert schedule(cron) == says
