"""Files as they come: odd encodings, cut-off Parquet, nothing in them at all."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenbook.inputs.files import FileForm, headings, original_name, read_rows
from greenbook.inputs.files.formulas import with_quote, without_quote
from greenbook.inputs.problems import ImportRefused
from tests.inputs.conftest import Write

USUAL = FileForm()


def rows(path: Path, form: FileForm = USUAL) -> list[tuple[int, dict[str, object]]]:
    return [(row.line, row.cells) for row in read_rows(path, form)]


def why(path: Path, form: FileForm = USUAL) -> str:
    with pytest.raises(ImportRefused) as caught:
        rows(path, form)
    return str(caught.value)


def test_a_byte_order_mark_is_no_part_of_the_first_heading(write: Write) -> None:
    assert headings(write("a.csv", b"\xef\xbb\xbfid,name\n1,Acme\n"), USUAL) == ["id", "name"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp1252", "utf-8"])
def test_the_stated_encoding_is_read(write: Write, encoding: str) -> None:
    path = write("a.csv", "id;name\r\n1;Müller\r\n".encode(encoding))
    assert rows(path, FileForm(encoding=encoding, delimiter=";"))[0][1]["name"] == "Müller"


def test_a_row_has_the_line_on_which_it_begins(write: Write) -> None:
    path = write("a.csv", 'id,note\n1,"two\nlines"\n\n2,one\n')
    assert [line for line, _ in rows(path)] == [2, 5]


def test_a_byte_that_is_no_utf_8_is_named_by_its_place(write: Write) -> None:
    said = why(write("a.csv", b"id,name\n1,Acme\n2,M\xfcller\n"))
    assert said.startswith("a.csv:3: byte 0xFC at offset 18 is not utf-8")
    assert "cp1252" in said


def test_the_place_counts_the_byte_order_mark(write: Write) -> None:
    said = why(write("a.csv", b"\xef\xbb\xbfid,\xffame\n"))
    assert "byte 0xFF at offset 6" in said


def test_a_file_with_nothing_in_it(write: Write) -> None:
    assert "the file is empty" in why(write("a.csv", b""))
    assert "no headings" in why(write("b.csv", b"\n"))


def test_headings_alone_are_no_rows(write: Write) -> None:
    assert rows(write("a.csv", "id,name\n")) == []


def test_a_heading_twice(write: Write) -> None:
    assert "'id' stands there twice" in why(write("a.csv", "id,id\n1,2\n"))


def test_a_quote_that_is_never_closed(write: Write) -> None:
    assert "a.csv:3: no CSV from here" in why(write("a.csv", 'id,name\n1,Acme\n2,"Glob\n3,x\n'))


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"id": ["A", "B"], "seats": [1, None]}), path)
    assert rows(path) == [(1, {"id": "A", "seats": 1}), (2, {"id": "B", "seats": None})]


def test_parquet_that_was_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"id": list(range(1000))}), path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert f"cut off after {len(whole) // 2} bytes" in why(path)


def test_parquet_that_is_none(write: Write) -> None:
    assert "no Parquet file" in why(write("a.parquet", "id,name\n1,Acme\n"))


def test_parquet_that_is_damaged_inside(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"id": [str(n) * 9 for n in range(5000)]}), path)
    content = bytearray(path.read_bytes())
    content[4:400] = b"\x00" * 396
    path.write_bytes(content)
    assert "damaged" in why(path)


def test_json_lines_name_what_lies_inside_with_a_dot(write: Write) -> None:
    path = write("a.jsonl", '{"id": 1, "owner": {"mail": "nora@vendor.example"}}\n\n{"id": 2}\n')
    assert rows(path) == [(1, {"id": 1, "owner.mail": "nora@vendor.example"}), (3, {"id": 2})]
    assert headings(path, USUAL) == ["id", "owner.mail"]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b'{"id": 1}\n{"id": ', "a.jsonl:2: no JSON"), (b"[1]\n", "a.jsonl:1: no object"),
     (b'{"id": 1}\n{"id": "\xff"}\n', "a.jsonl:2: byte 0xFF at offset 18 is not UTF-8")],
)  # fmt: skip
def test_lines_that_are_no_json(write: Write, content: bytes, said: str) -> None:
    assert said in why(write("a.jsonl", content))


def test_a_format_that_nobody_reads(write: Write) -> None:
    assert ".xlsx is no format" in why(write("a.xlsx", b"x"))
    assert "no such file" in why(Path("nowhere.csv"))


def test_a_formula_stays_text(write: Write) -> None:
    assert rows(write("a.csv", "id,name\n1,=1+1\n"))[0][1]["name"] == "=1+1"


@pytest.mark.parametrize(
    ("cell", "quoted"),
    [("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("+49 30 1", "'+49 30 1"), ("-5", "-5"),
     ("-5.20", "-5.20"), ("'=1", "''=1"), ("'tis", "'tis"), ("Acme", "Acme"), ("", "")],
)  # fmt: skip
def test_formulas_are_quoted_when_written(cell: str, quoted: str) -> None:
    assert with_quote(cell) == quoted
    assert without_quote(quoted) == cell


@given(st.text(alphabet="'=+-@\t1a", max_size=6))
def test_quoting_loses_nothing(cell: str) -> None:
    assert without_quote(with_quote(cell)) == cell


def test_a_corrected_file_is_known_by_its_exports_name() -> None:
    assert original_name(Path("a.csv.refused.csv")) == "a.csv"
    assert original_name(Path("a.csv.refused.2.csv")) == "a.csv"
    assert original_name(Path("a.parquet.refused.jsonl")) == "a.parquet"
