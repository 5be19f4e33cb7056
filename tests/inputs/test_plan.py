"""Files that no mapping names: our own headings come in, anything else gets a draft."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from greenbook.engine.lake import Lake
from greenbook.inputs.apply import import_files
from greenbook.inputs.draft import draft_mapping
from greenbook.inputs.mapping import read_mapping, read_mapping_text
from greenbook.inputs.plan import planned
from greenbook.inputs.problems import ImportRefused, NoMappingFits
from greenbook.records.models import Account, Contact
from tests.inputs.conftest import COMPANIES, TODAY, Write

CUSTOMERS = "Customer ID;Name;Region;Signup Date;ARR\nA1;Müller;Europe;31-12-2023;5\n"
TICKETS = "ticket_id,Customer ID,submitted_at,escalation_flag\nT1,A1,2024-02-03 10:00:00,TRUE\n"


def drafted(*paths: Path) -> str:
    with pytest.raises(NoMappingFits) as caught:
        planned(list(paths), None)
    return caught.value.draft


def test_a_file_that_nobody_mapped_gets_a_draft(write: Write) -> None:
    customers = write("customers.csv", CUSTOMERS.encode("cp1252"))
    draft = tomllib.loads(drafted(customers, write("tickets.csv", TICKETS)))
    assert draft["files"]["customers"] == {
        "name": "customers.csv", "encoding": "cp1252", "delimiter": ";", "dates": "%d-%m-%Y",
    }  # fmt: skip
    account, ticket = draft["record"]
    assert (account["kind"], account["id"]) == ("account", ["Customer ID"])
    assert account["fields"]["name"] == "Name"
    assert account["fields"]["region"]["values"] == {"Europe": "?"}
    assert account["fields"]["arr_cents"] == {"column": "ARR", "unit": "dollars"}
    assert ticket["fields"]["account"] == "Customer ID"
    assert ticket["fields"]["escalated"] == "escalation_flag"


def test_a_draft_is_no_mapping_until_its_questions_are_answered(write: Write) -> None:
    draft = draft_mapping([write("customers.csv", CUSTOMERS.encode("cp1252"))])
    with pytest.raises(ImportRefused, match="is no region"):
        read_mapping_text(draft, name="draft.toml")
    read_mapping_text(draft.replace('"Europe" = "?"', '"Europe" = "EMEA"'), name="draft.toml")


def test_a_draft_names_columns_that_it_can_not_place(write: Write) -> None:
    draft = draft_mapping([write("accounts.csv", "id,name,shoe size\n1,Acme,44\n")])
    assert '# ? = "shoe size"  # such as 44' in draft


def test_a_file_that_the_mapping_does_not_name(write: Write, mapping: Path) -> None:
    with pytest.raises(ImportRefused, match=r"Did you mean 'companies\.csv'"):
        planned([write("companeis.csv", COMPANIES)], read_mapping(mapping))


def test_a_column_that_is_not_there(write: Write, mapping: Path) -> None:
    path = write("companies.csv", COMPANIES.replace("geo", "goe"))
    with pytest.raises(ImportRefused, match=r"column geo: .* Did you mean 'goe'"):
        planned([path], read_mapping(mapping))


def test_a_folder_stands_for_the_files_in_it(write: Write, tmp_path: Path, mapping: Path) -> None:
    write("companies.csv", COMPANIES)
    write("notes.md", "not read")
    (file,) = planned([tmp_path], read_mapping(mapping)).files
    assert file.path.name == "companies.csv"


@pytest.mark.django_db
def test_our_own_headings_need_no_mapping(write: Write, lake: Lake) -> None:
    contacts = "external_id,account,name,gitlab_roles\nP1,C1,Hank,champion;technical\n"
    files = [
        write("accounts.csv", "external_id,name,arr_cents,region\nC1,Acme,500,EMEA\n"),
        write("contacts.csv", contacts),
    ]
    import_files(files, by=None, on=TODAY, lake=lake)
    assert Account.objects.get().arr_cents == 500
    contact = Contact.objects.get()
    assert (contact.account.name, contact.gitlab_roles) == ("Acme", ["champion", "technical"])


@pytest.mark.django_db
def test_parquet_and_json_lines_are_mapped_like_csv(tmp_path: Path, lake: Lake) -> None:
    pq.write_table(
        pa.table({"external_id": ["C1"], "name": ["Acme"], "license_count": [12]}),
        tmp_path / "accounts.parquet",
    )
    (tmp_path / "contacts.jsonl").write_text(
        '{"external_id": "P1", "account": "C1", "name": "Hank", "is_regular": true}\n'
    )
    import_files([tmp_path], by=None, on=TODAY, lake=lake)
    assert Account.objects.get().license_count == 12
    assert Contact.objects.get().is_regular is True
