"""The handbook as everybody reads it, and what it decides today."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from greenbook.automations import tasks
from greenbook.decisions import handbooks
from greenbook.records.models import Account, Override, User
from greenbook.reports.handbook_today import gaps, says
from greenbook.reports.kept_days import day_kept
from greenbook.web.asked import now
from tests.shipped import shipped
from tests.web.conftest import SIGNED, SignedIn, WorkedOut


@pytest.fixture
def book(db: None) -> None:
    handbooks.keep(shipped(), at=datetime.now().astimezone())


@pytest.fixture
def nora_reads(book: None, nora: User, acme: Account, signed_in: SignedIn) -> Client:
    return signed_in(nora)


def test_every_page_of_the_handbook_can_be_read(nora_reads: Client) -> None:
    contents = nora_reads.get("/handbook").content.decode()
    for path in handbooks.current().pages:
        assert f'href="/handbook/{path}"' in contents
        assert nora_reads.get(f"/handbook/{path}").status_code == 200, path


def test_a_page_reads_like_the_policy_it_is(nora_reads: Client) -> None:
    text = nora_reads.get("/handbook/priority/strategic").content.decode()
    assert "<h1>Priority of a Strategic account</h1>" in text
    assert "<b class='number'>3 months</b>" in text
    assert "Account engagement, lines 163-199" in text
    assert "an uptier that closes a day later" in text


def test_an_earlier_edition_can_be_read_whole_with_what_it_changed(nora_reads: Client) -> None:
    page = nora_reads.get("/handbook/cadence/calls").content.decode()
    for day in ("2022-02-01", "2023-02-01", "2024-02-01"):
        assert f'href="/handbook/cadence/calls/since/{day}"' in page
    text = nora_reads.get("/handbook/cadence/calls/since/2023-02-01").content.decode()
    assert "Since 1 Feb 2023. Source: Account engagement, lines 145" in text
    assert "<h2>Parameters</h2>" in text
    assert "This edition is not in force any more." in text
    new, _, gone = text.partition("It says anew:")[2].partition("It no longer says:")
    row = "the CS segment is Strategic and the priority is 2: every <b class='number'>1 month</b>, "
    assert f"{row}at most <b class='number'>1 month</b>, from CSM handbook, line 62" in new
    assert f"{row}from Account engagement, line 153" in gone
    assert "line 285" not in new, "a column more is no other rule"
    assert "the region is AMER" not in text


def test_the_first_edition_changed_nothing_and_what_is_no_edition_is_not_there(
    nora_reads: Client,
) -> None:
    first = nora_reads.get("/handbook/cadence/calls/since/2022-02-01").content.decode()
    assert "It is the first edition." in first
    for begins in ("2022-02-02", "soon"):
        assert nora_reads.get(f"/handbook/cadence/calls/since/{begins}").status_code == 404


def test_every_edition_of_the_handbook_can_be_read(nora_reads: Client) -> None:
    for path, page in handbooks.current().pages.items():
        for edition in page.editions[:-1]:
            address = f"/handbook/{path}/since/{edition.begins}"
            assert nora_reads.get(address).status_code == 200, address


def test_a_page_that_is_not_there_is_not_there(nora_reads: Client) -> None:
    assert nora_reads.get("/handbook/priority/nonsense").status_code == 404


def test_a_partner_does_not_read_the_handbook(book: None, pia: User, signed_in: SignedIn) -> None:
    assert signed_in(pia).get("/handbook").status_code == 403


def test_overrides_of_others_customers_are_not_shown(
    nora_reads: Client, acme: Account, globex: Account, ada: User
) -> None:
    for account in (acme, globex):
        Override.objects.create(
            account=account, subject_id=account.pk, decision="priority_decided", value="2",
            reason=f"agreed with {account}", by=ada, starts_on=SIGNED,
            ends_on=now().date() + timedelta(days=30), known_from=SIGNED,
        )  # fmt: skip
    text = nora_reads.get("/handbook/exceptions").content.decode()
    assert "agreed with Acme" in text
    assert "Globex" not in text


@pytest.mark.django_db(transaction=True)
def test_a_page_counts_what_it_decides_for_the_accounts_somebody_sees(
    acme: Account, globex: Account, worked_out_over_night: WorkedOut
) -> None:
    worked_out_over_night()
    lake, today, handbook = tasks.lake(), now().date(), handbooks.current()
    assert day_kept(lake, up_to=today) == today
    assert day_kept(lake, up_to=date(2020, 1, 1)) is None
    page = handbook.pages["priority/strategic"]
    everybody = says(handbook, page, lake=lake, day=today, only=None)
    assert everybody is not None
    assert everybody.speaks_of == 1, "Acme is Strategic, Globex is not"
    mine = says(handbook, page, lake=lake, day=today, only=[globex.pk])
    assert mine is not None
    assert mine.speaks_of == 0
    found = gaps(handbook, lake=lake, day=today, only=[acme.pk])
    assert found[0].decisions >= found[-1].decisions > 0
    assert all(gap.subjects == 1 for gap in found)
