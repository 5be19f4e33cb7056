"""One bad row refuses the set; every refusal says where, what and how to put it right."""

from __future__ import annotations

from pathlib import Path

import pytest

from greenbook.engine.lake import Lake
from greenbook.inputs.limits import Limits
from greenbook.inputs.problems import ImportRefused, Refusal
from greenbook.records.models import Account, ImportRun, RefusedRow, Subscription, TimelineEntry
from tests.inputs.conftest import CALLS, COMPANIES, CONTRACTS, Bring

pytestmark = pytest.mark.django_db


def refused(bring: Bring, **files: str | bytes) -> list[Refusal]:
    """The refusals of an import that leaves nothing behind."""
    with pytest.raises(ImportRefused) as caught:
        bring(**files)
    assert not Account.objects.exists()
    assert not ImportRun.objects.exists()
    return caught.value.refusals


def the_one(bring: Bring, **files: str | bytes) -> Refusal:
    (refusal,) = refused(bring, **files)
    return refusal


def test_a_subscription_that_ends_before_it_starts(bring: Bring) -> None:
    wrong = CONTRACTS.replace("31.01.2025", "31.01.2022")
    found = the_one(bring, companies=COMPANIES, contracts=wrong)
    assert (found.file, found.line) == ("contracts.csv", 2)
    assert found.column == "begin, end"
    assert found.value == "01.02.2023, 31.01.2022"
    assert found.reason == "it ends before it starts"
    assert found.fix


def test_a_call_that_lies_ahead(bring: Bring) -> None:
    found = the_one(bring, companies=COMPANIES, calls=CALLS.replace("2024-05-03", "2024-07-01"))
    assert (found.file, found.line, found.column) == ("calls.csv", 3, "day")
    assert (found.value, found.reason) == ("2024-07-01", "this day lies ahead")


def test_a_call_of_today_is_taken(bring: Bring) -> None:
    bring(companies=COMPANIES, calls=CALLS.replace("2024-05-03", "2024-06-30"))
    assert TimelineEntry.objects.count() == 2


def test_one_id_on_two_rows(bring: Bring) -> None:
    found = refused(bring, companies=COMPANIES + "C1,Acme again,,,,,2023-01-10\n")
    assert [(each.line, each.column, each.value) for each in found] == [
        (2, "id", "C1"),
        (5, "id", "C1"),
    ]
    assert "2 times, first in line 2" in found[1].reason


def test_a_hierarchy_in_a_circle(bring: Bring) -> None:
    circle = COMPANIES.replace("120000.50,,", "120000.50,C2,")
    found = refused(bring, companies=circle)
    assert [(each.line, each.column) for each in found] == [(2, "parent"), (3, "parent")]
    assert {each.reason for each in found} == {"the hierarchy goes in a circle"}


def test_a_circle_through_an_account_that_is_here_already(bring: Bring) -> None:
    bring(companies=COMPANIES)
    with pytest.raises(ImportRefused, match="circle"):
        bring(companies="id,name,geo,arr,parent,about,created\nC1,Acme,,,C2,,2023-01-10\n")
    assert Account.objects.get(external_id="C1").parent is None


def test_assignments_that_overlap(bring: Bring) -> None:
    team = (
        "company,who,from,to\nC1,nora@vendor.example,2023-02-01,2023-06-30\n"
        "C1,omar@vendor.example,2023-06-30,\n"
    )
    people = "login,mail\nnora,nora@vendor.example\nomar,omar@vendor.example\n"
    found = refused(bring, companies=COMPANIES, people=people, team=team)
    assert [each.line for each in found] == [2, 3]
    assert "overlaps the csm from 2023-06-30" in found[0].reason
    apart = team.replace("omar@vendor.example,2023-06-30", "omar@vendor.example,2023-07-01")
    assert bring(companies=COMPANIES, people=people, team=apart).changes == 7


def test_a_row_that_refers_to_nobody(bring: Bring) -> None:
    found = the_one(bring, companies=COMPANIES, contracts=CONTRACTS.replace("S2,C2", "S2,C9"))
    assert (found.line, found.column, found.value) == (3, "company", "C9")
    assert "no account of this id" in found.reason


def test_a_word_that_the_mapping_does_not_know(bring: Bring) -> None:
    found = the_one(bring, companies=COMPANIES.replace("North America", "Atlantis"))
    assert (found.line, found.column, found.value) == (3, "geo", "Atlantis")
    assert found.fix == "Add it to values"


@pytest.mark.parametrize(
    ("file", "right", "wrong", "reason"),
    [
        ("companies", "120000.50", "12 lakh", "no amount of money"),
        ("companies", "120000.50", "120000.505", "no whole number of cents"),
        ("companies", "C3,Initech", ",Initech", "without an id"),
        ("companies", "C3,Initech", "C3,", "must be known"),
        ("contracts", "01.02.2023", "2023-02-01", "no date in the stated form"),
        ("contracts", "01.02.2023", "30.02.2023", "no date in the stated form"),
        ("companies", "Initech,", "Initech", "6 cells, the headings are 7"),
        ("companies", "Initech", "Ini\x00tech", "NUL character"),
    ],
)
def test_a_cell_that_can_not_be_read(
    bring: Bring, file: str, right: str, wrong: str, reason: str
) -> None:
    files = {"companies": COMPANIES, "contracts": CONTRACTS}
    found = refused(bring, **files | {file: files[file].replace(right, wrong)})
    assert reason in found[0].reason
    assert found[0].line > 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"company,day,topic\nC1,2024-05-02,caf\xe9\n", "byte 0xE9 at offset 35 is not utf-8"),
        (b"", "the file is empty"),
        (b'company,day,topic\nC1,2024-05-02,"Adop', "no CSV from here"),
        (b"company,company,day,topic\n", "stands there twice"),
    ],
)
def test_a_broken_file_among_good_ones_leaves_nothing_behind(
    bring: Bring, content: bytes, says: str
) -> None:
    found = the_one(bring, companies=COMPANIES, contracts=CONTRACTS, calls=content)
    assert found.file == "calls.csv"
    assert says in found.reason
    assert found.fix


def test_a_cell_over_the_limit(bring: Bring) -> None:
    long = COMPANIES.replace('"says ""hello"", twice"', "x" * (1024 * 1024 + 1))
    found = the_one(bring, companies=long)
    assert (found.line, found.column) == (3, "about")
    assert "at most 1,048,576 bytes" in found.reason
    assert len(found.value) < 200


def test_a_cell_at_the_limit_is_taken_and_the_limit_can_be_set(bring: Bring) -> None:
    long = COMPANIES.replace('"says ""hello"", twice"', "é" * (512 * 1024))
    bring(companies=long)
    assert len(Account.objects.get(external_id="C2").summary) == 512 * 1024
    with pytest.raises(ImportRefused, match="at most 2,000 bytes"):
        bring(companies=COMPANIES.replace("Initech", "é" * 1001), limits=Limits(field_bytes=2000))


def test_the_rest_is_applied_and_what_was_refused_can_be_put_right(
    bring: Bring, mapping: Path, lake: Lake, tmp_path: Path
) -> None:
    bad = COMPANIES.replace("C3,Initech,,", "C3,=1+1,Atlantis,")
    report = bring(companies=bad, skip_refused=True)
    assert set(Account.objects.values_list("external_id", flat=True)) == {"C1", "C2"}
    (path,) = map(Path, report.refused_files)
    assert path.name == "companies.csv.refused.csv"
    assert path.read_text().splitlines() == [
        "refused_line,refused_column,refused_value,refused_reason,refused_fix,"
        "id,name,geo,arr,parent,about,created",
        "4,geo,Atlantis,this value has no meaning in the mapping,Add it to values,"
        "C3,'=1+1,Atlantis,,,,2023-03-01",
    ]
    kept = RefusedRow.objects.get()
    assert (kept.import_run_id, kept.line, kept.row["name"]) == (report.run, 4, "=1+1")
    path.write_text(path.read_text().replace("1,Atlantis", "1,Europe"))
    again = import_corrected(path, mapping, lake)
    assert again == {"C1", "C2", "C3"}
    assert Account.objects.get(external_id="C3").name == "=1+1"


def import_corrected(path: Path, mapping: Path, lake: Lake) -> set[str]:
    from greenbook.inputs.apply import import_files
    from tests.inputs.conftest import TODAY

    import_files([path], mapping=mapping, by=None, on=TODAY, lake=lake)
    return set(Account.objects.values_list("external_id", flat=True))


def test_what_refers_to_a_refused_row_is_refused_with_it(bring: Bring) -> None:
    bad = COMPANIES.replace("Acme,Europe", "Acme,Atlantis")
    report = bring(companies=bad, contracts=CONTRACTS, skip_refused=True)
    assert set(Account.objects.values_list("external_id", flat=True)) == {"C3"}
    assert not Subscription.objects.exists()
    refused = {(r.file, r.line) for r in report.refusals}
    assert refused == {
        ("companies.csv", 2), ("companies.csv", 3), ("contracts.csv", 2), ("contracts.csv", 3),
    }  # fmt: skip


def test_a_preview_counts_what_would_be_refused(bring: Bring) -> None:
    bad = COMPANIES.replace("Initech,,", "Initech,Atlantis,")
    report = bring(companies=bad, dry_run=True)
    (accounts,) = report.kinds
    assert (accounts.created, accounts.refused) == (2, 1)
    assert report.refused_files == []


def test_when_nearly_everything_is_refused_reading_ends(bring: Bring) -> None:
    rows = "".join(f"X{n},Company,Atlantis,,,,2023-01-01\n" for n in range(50))
    with pytest.raises(ImportRefused) as caught:
        bring(companies=COMPANIES.splitlines()[0] + "\n" + rows, limits=Limits(refusals=10),
              skip_refused=True)  # fmt: skip
    assert len(caught.value.refusals) == 10
