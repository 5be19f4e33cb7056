"""An import previews, applies once, and leaves alone what did not change."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from greenbook.engine.lake import Lake
from greenbook.engine.usage import usage_known_by
from greenbook.inputs.apply import import_files
from greenbook.inputs.problems import ImportRefused
from greenbook.inputs.report import ImportReport
from greenbook.records.models import (
    Account,
    AccountTeam,
    ImportRun,
    RecordHistory,
    Subscription,
    TimelineEntry,
    User,
)
from tests.inputs.conftest import CALLS, COMPANIES, CONTRACTS, TODAY, Bring, Write

pytestmark = pytest.mark.django_db


def counts(report: ImportReport) -> dict[str, tuple[int, int, int, int]]:
    return {k.kind: (k.created, k.changed, k.unchanged, k.refused) for k in report.kinds}


def test_several_files_come_in_together_in_any_order(bring: Bring) -> None:
    report = bring(calls=CALLS, contracts=CONTRACTS, companies=COMPANIES)
    assert counts(report) == {
        "account": (3, 0, 0, 0), "timeline_entry": (2, 0, 0, 0), "subscription": (2, 0, 0, 0),
    }  # fmt: skip
    acme, globex, initech = Account.objects.order_by("external_id")
    assert (acme.region, acme.arr_cents, acme.source) == ("EMEA", 12_000_050, "crm")
    assert (globex.parent, globex.arr_cents) == (acme, None)
    assert globex.summary == 'says "hello", twice'
    assert initech.region is None
    assert Subscription.objects.get(account=acme).ends_on == date(2025, 1, 31)


def test_a_preview_says_the_same_and_changes_nothing(bring: Bring) -> None:
    report = bring(companies=COMPANIES, contracts=CONTRACTS, dry_run=True)
    assert counts(report)["account"] == (3, 0, 0, 0)
    assert report.as_json()["state"] == "previewed"
    assert not Account.objects.exists()
    assert not ImportRun.objects.exists()


def test_the_second_time_changes_nothing(bring: Bring) -> None:
    bring(companies=COMPANIES, contracts=CONTRACTS)
    report = bring(companies=COMPANIES, contracts=CONTRACTS)
    assert report.changes == 0
    assert counts(report)["account"] == (0, 0, 3, 0)
    assert list(RecordHistory.objects.values_list("table_name", "version")) == []


def test_only_the_row_that_differs_is_written(bring: Bring) -> None:
    bring(companies=COMPANIES)
    report = bring(companies=COMPANIES.replace("Initech", "Initech Ltd"))
    assert counts(report)["account"] == (0, 1, 2, 0)
    assert report.kinds[0].fields == {"name": 1}
    change = RecordHistory.objects.get()
    assert change.version["name"] == "Initech"
    assert (change.reason, change.source) == (f"import {report.run}", "crm")


def test_a_field_that_no_column_fills_keeps_what_people_entered(bring: Bring) -> None:
    bring(companies=COMPANIES)
    Account.objects.filter(external_id="C1").update(cs_segment="growth")
    bring(companies=COMPANIES.replace("Acme", "Acme Inc"))
    acme = Account.objects.get(external_id="C1")
    assert (acme.name, acme.cs_segment) == ("Acme Inc", "growth")


def test_rows_refer_to_what_an_earlier_import_brought(bring: Bring) -> None:
    bring(companies=COMPANIES)
    bring(contracts=CONTRACTS)
    assert Subscription.objects.filter(account__external_id="C2").count() == 1


def test_the_sources_own_day_says_since_when_a_row_is_known(bring: Bring) -> None:
    bring(companies=COMPANIES)
    acme = Account.objects.get(external_id="C1")
    assert (acme.known_from, acme.reconstructed) == (date(2023, 1, 10), False)


def test_without_it_the_day_of_the_event_does_and_says_that_it_is_reconstructed(
    bring: Bring,
) -> None:
    bring(companies=COMPANIES, calls=CALLS)
    call = TimelineEntry.objects.get(account__external_id="C1")
    assert (call.known_from, call.reconstructed) == (date(2024, 5, 2), True)


def test_nothing_is_known_from_after_the_day_of_the_import(bring: Bring) -> None:
    later = "number,company,begin,end\nS9,C1,01.12.2024,\n"
    bring(companies=COMPANIES, contracts=later)
    assert Subscription.objects.get().known_from == TODAY


def test_a_person_is_found_by_an_address_of_the_same_set(bring: Bring) -> None:
    bring(
        companies=COMPANIES,
        people="login,mail\nnora,nora@vendor.example\n",
        team="company,who,from,to\nC1,nora@vendor.example,2023-02-01,\n",
    )
    assert AccountTeam.objects.get().user == User.objects.get(username="nora")


def test_readings_go_to_the_lake_once(bring: Bring, lake: Lake) -> None:
    usage = "contract,day,metric,count\nS1,2024-05-01,logins,7\nS1,2024-05-02,logins,\n"
    files = {"companies": COMPANIES, "contracts": CONTRACTS, "usage": usage}
    assert counts(bring(**files))["usage_reading"] == (2, 0, 0, 0)
    assert counts(bring(**files))["usage_reading"] == (0, 0, 2, 0)
    corrected = bring(usage=usage.replace("logins,7", "logins,8"))
    assert counts(corrected)["usage_reading"] == (0, 1, 1, 0)
    kept = usage_known_by(lake, TODAY).sort_by("read_on").to_pylist()
    assert [row["value"] for row in kept] == [8.0, None]
    assert {row["account_id"] for row in kept} == {Account.objects.get(external_id="C1").pk}


def test_a_preview_counts_readings_without_keeping_them(bring: Bring, lake: Lake) -> None:
    usage = "contract,day,metric,count\nS1,2024-05-01,logins,7\n"
    report = bring(companies=COMPANIES, contracts=CONTRACTS, usage=usage, dry_run=True)
    assert counts(report)["usage_reading"] == (1, 0, 0, 0)
    assert usage_known_by(lake, TODAY).num_rows == 0


def test_when_the_lake_can_not_be_written_nothing_is(
    write: Write, mapping: Path, tmp_path: Path
) -> None:
    files = [
        write("companies.csv", COMPANIES),
        write("contracts.csv", CONTRACTS),
        write("usage.csv", "contract,day,metric,count\nS1,2024-05-01,logins,7\n"),
    ]
    blocked = Lake(write("lake-is-a-file", "") / "lake")
    with pytest.raises(Exception, match=r"(?i)directory|exist|file"):
        import_files(files, mapping=mapping, by=None, on=TODAY, lake=blocked)
    assert not Account.objects.exists()
    assert not ImportRun.objects.exists()


def test_what_is_odd_is_taken_and_said(bring: Bring) -> None:
    usage = "contract,day,metric,count\nS1,2022-05-01,logins,7\n"
    report = bring(companies=COMPANIES, contracts=CONTRACTS, usage=usage)
    said = {each.says: each.count for each in report.oddities}
    assert said["readings outside the days of their subscription"] == 1
    assert said["accounts without a CS segment"] == 3
    assert said["accounts without a region"] == 1
    assert "1 readings outside" in str(report)


def test_columns_that_nothing_uses_are_named(bring: Bring) -> None:
    report = bring(calls=CALLS.replace("topic", "topic,mood").replace("n\n", "n,good\n")
                   .replace("l\n", "l,bad\n"), companies=COMPANIES)  # fmt: skip
    assert report.unused_columns == {"calls.csv": ["mood"]}


def test_the_import_is_on_record_with_its_counts(bring: Bring) -> None:
    report = bring(companies=COMPANIES)
    run = ImportRun.objects.get(pk=report.run)
    assert (run.source, run.state, run.known_from) == ("crm", "applied", TODAY)
    assert run.counts["account"]["created"] == 3
    assert run.files == [{"name": "companies.csv", "rows": 3}]
    assert Account.objects.filter(import_run=run).count() == 3


def test_a_sheet_adds_to_accounts_that_are_here(bring: Bring, write: Write, lake: Lake) -> None:
    bring(companies=COMPANIES)
    sheet = write("segments.csv", "id,segment\nC1,growth\nC3,\n")
    mapping = write("segments.toml", SHEET)
    report = import_files([sheet], mapping=mapping, by=None, on=TODAY, lake=lake)
    assert counts(report)["account"] == (0, 1, 1, 0)
    acme = Account.objects.get(external_id="C1")
    assert (acme.name, acme.cs_segment) == ("Acme", "growth")
    strangers = write("segments.csv", "id,segment\nC1,growth\nC9,growth\n")
    with pytest.raises(ImportRefused, match=r"segments\.csv:3, column id 'C9': no account"):
        import_files([strangers], mapping=mapping, by=None, on=TODAY, lake=lake)


SHEET = """
source = "crm"
[files.segments]
name = "segments.csv"
[[record]]
kind = "account"
from = "segments"
id = "id"
only_existing = true
[record.fields]
cs_segment = "segment"
"""
