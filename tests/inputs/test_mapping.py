"""A mapping is read strictly: every wrong word has its line and the nearest right one."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from greenbook.inputs.kinds import kinds
from greenbook.inputs.mapping import keys, read_mapping, read_mapping_text
from greenbook.inputs.problems import ImportRefused
from tests.inputs.conftest import MAPPING

ROOT = Path(__file__).parents[2]
SMALL = """\
source = "crm"

[files.companies]
name = "companies*.csv"

[[record]]
kind = "account"
from = "companies"
id   = "id"

[record.fields]
name   = "name"
region = { column = "geo", values = { Europe = "EMEA", Nowhere = "unknown" } }
"""


def why(text: str) -> str:
    with pytest.raises(ImportRefused) as caught:
        read_mapping_text(text, name="crm.toml")
    return str(caught.value)


def test_a_mapping_says_what_a_row_becomes() -> None:
    mapping = read_mapping_text(SMALL, name="crm.toml")
    (section,) = mapping.records
    assert (mapping.source, section.kind, section.id) == ("crm", "account", ("id",))
    assert section.columns == {"id", "name", "geo"}
    assert mapping.files["companies"].fits("companies_2024.csv")


@pytest.mark.parametrize(
    ("right", "wrong", "line", "says"),
    [
        ('kind = "account"', 'kind = "acount"', 7, "'acount'. Did you mean 'account'?"),
        ("region =", "regoin =", 13, "account has no field 'regoin'. Did you mean 'region'?"),
        ('"EMEA"', '"EMAE"', 13, "'EMAE' is no region. Did you mean 'EMEA'?"),
        ("values", "valeus", 13, "no key 'valeus' here. Did you mean 'values'?"),
        ('from = "companies"', 'from = "company"', 8, "no file 'company'. Did you mean"),
        ('name   = "name"', "", 11, "account needs 'name'"),
        ('name   = "name"', "name = 3", 12, "3 says no column"),
        ('name   = "name"', 'name = { column = "a", always = "b" }', 12, "filled in 2 ways"),
        ('name   = "name"', 'name = { column = "a", unit = "cents" }', 12, "is no money"),
        ('name   = "name"', 'name = "name"\narr_cents = "arr"', 13, "'arr_cents' is money"),
        ('name   = "name"', 'name = "a"\nparent = {column="p", by="hue"}', 13, "no text 'hue'"),
        ('name   = "name"', 'name = {column="a", only_if={column="b"}}', 12, "0 conditions in one"),
        ('source = "crm"', "", 0, "'source' is missing"),
        ('source = "crm"', "source = 3", 1, "'source' is 3. Write a text"),
        ('name = "companies*.csv"', 'name = "c"\nencoding = "utf-9"', 5, "'utf-9' is not known"),
        ('name = "companies*.csv"', 'name = "c.csv"\ndelimiter = ", "', 5, "not one character"),
        ('name = "companies*.csv"', 'name = "c.csv"\ntime_zone = "Mars"', 5, "'Mars' is not known"),
        ('source = "crm"', "source = ", 0, "no TOML"),
    ],
)  # fmt: skip
def test_a_wrong_word(right: str, wrong: str, line: int, says: str) -> None:
    said = why(SMALL.replace(right, wrong))
    assert says in said
    assert said.startswith(f"crm.toml:{line}" if line else "crm.toml")


def test_everything_wrong_is_said_at_once() -> None:
    said = why(SMALL.replace("region", "regoin").replace('"crm"', "1"))
    assert said.count("\n") == 1


def test_the_mapping_of_these_tests_and_of_the_example_stand() -> None:
    assert len(read_mapping_text(MAPPING, name="tests").records) == 6
    example = read_mapping(ROOT / "examples" / "ravenstack" / "mapping.toml")
    assert [section.kind for section in example.records] == [
        "account", "subscription", "usage_reading", "ticket", "opportunity",
    ]  # fmt: skip
    fields = example.records[0].fields
    assert not {"region", "cs_segment", "sales_segment", "tier"} & set(fields)


def test_the_reference_names_every_key() -> None:
    said = (ROOT / "docs" / "mapping.md").read_text()
    for known in (keys.TOP, keys.FILE, keys.RECORD, keys.TAKE, keys.ONLY_IF):
        for name, key in known.items():
            assert f"| `{name}` |" in said
            assert key.says in said


def test_the_reference_is_as_written_from_the_code() -> None:
    from greenbook.inputs.reference import book_reference, mapping_reference

    assert (ROOT / "docs" / "mapping.md").read_text() == mapping_reference()
    assert (ROOT / "docs" / "book-format.md").read_text() == book_reference()


def test_the_book_reference_names_every_kind_and_field() -> None:
    said = (ROOT / "docs" / "book-format.md").read_text()
    for kind in kinds().values():
        section = said.partition(f"### `{kind.name}`\n")[2].partition("\n### ")[0]
        for name in kind.mappable:
            assert f"| `{name}` |" in section, f"{kind.name}.{name}"


def test_the_examples_of_the_reference_can_be_read() -> None:
    said = (ROOT / "docs" / "mapping.md").read_text()
    blocks = [each.partition("```")[0] for each in said.split("```toml\n")[1:]]
    assert blocks
    assert tomllib.loads(blocks[0])["source"]
    assert read_mapping_text(blocks[0], name="docs").records
