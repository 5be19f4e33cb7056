"""An import is taken back as a unit; what somebody touched since stays and is named."""

from __future__ import annotations

from datetime import date

import pytest

from greenbook.engine.lake import Lake
from greenbook.inputs.problems import ImportRefused
from greenbook.inputs.undo import undo_import
from greenbook.records.models import (
    Account,
    Contact,
    ImportRun,
    RecordHistory,
    Subscription,
    User,
)
from tests.inputs.conftest import COMPANIES, CONTRACTS, TODAY, Bring

pytestmark = pytest.mark.django_db
LATER = date(2024, 7, 2)


@pytest.fixture
def ada() -> User:
    return User.objects.create(username="ada", name="Ada", roles=["cs_ops"], known_from=TODAY)


def test_what_it_created_goes(bring: Bring, ada: User) -> None:
    run = bring(companies=COMPANIES, contracts=CONTRACTS).run
    report = undo_import(run, by=ada, on=LATER)
    assert report.removed == {"account": 3, "subscription": 2}
    assert not report.kept
    assert not Account.objects.exists()
    assert not Subscription.objects.exists()
    assert ImportRun.objects.get(pk=run).state == "undone"
    assert not RecordHistory.objects.filter(table_name="records_account").exists()


def test_it_can_be_imported_again_afterwards(bring: Bring, ada: User) -> None:
    undo_import(bring(companies=COMPANIES).run, by=ada, on=LATER)
    assert bring(companies=COMPANIES).changes == 3


def test_what_it_changed_is_as_it_was_before(bring: Bring, ada: User) -> None:
    bring(companies=COMPANIES)
    run = bring(companies=COMPANIES.replace("Acme", "Akme").replace("120000.50", "1")).run
    report = undo_import(run, by=ada, on=LATER)
    assert (report.put_back, report.removed) == ({"account": 1}, {})
    acme = Account.objects.get(external_id="C1")
    assert (acme.name, acme.arr_cents) == ("Acme", 12_000_050)


def test_what_was_changed_since_stays(bring: Bring, ada: User) -> None:
    bring(companies=COMPANIES)
    run = bring(companies=COMPANIES.replace("Acme", "Akme").replace("Globex", "Globbex")).run
    Account.objects.filter(external_id="C1").update(summary="met their CTO")
    report = undo_import(run, by=ada, on=LATER)
    assert (report.put_back, report.kept) == ({"account": 1}, {"account": 1})
    assert report.kept_because == ["account C1: changed again since"]
    assert Account.objects.get(external_id="C1").name == "Akme"
    assert Account.objects.get(external_id="C2").name == "Globex"


def test_what_something_else_refers_to_stays_with_all_above_it(bring: Bring, ada: User) -> None:
    run = bring(companies=COMPANIES, contracts=CONTRACTS).run
    globex = Account.objects.get(external_id="C2")
    Contact.objects.create(account=globex, name="Hank", known_from=LATER)
    report = undo_import(run, by=ada, on=LATER)
    assert report.removed == {"account": 1, "subscription": 2}
    assert set(Account.objects.values_list("external_id", flat=True)) == {"C1", "C2"}
    assert "account C2: contact records that stay refer to it" in report.kept_because
    assert "account C1: account records that stay refer to it" in report.kept_because


def test_readings_stay_and_are_said(bring: Bring, ada: User, lake: Lake) -> None:
    usage = "contract,day,metric,count\nS1,2024-05-01,logins,7\n"
    run = bring(companies=COMPANIES, contracts=CONTRACTS, usage=usage).run
    report = undo_import(run, by=ada, on=LATER)
    assert report.readings == 1
    assert "Usage readings stay in the lake: 1" in str(report)


def test_it_is_undone_once(bring: Bring, ada: User) -> None:
    run = bring(companies=COMPANIES).run
    undo_import(run, by=ada, on=LATER)
    with pytest.raises(ImportRefused, match="this import is undone"):
        undo_import(run, by=ada, on=LATER)
    with pytest.raises(ImportRefused, match="there is no such import"):
        undo_import(run + 1000, by=ada, on=LATER)
