"""A book reads back without loss: every kind, every field, and books that nobody thought of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from greenbook.engine.lake import Lake
from greenbook.inputs.apply import import_files
from greenbook.inputs.book.export import export_book
from greenbook.inputs.book.form import book_fields, head
from greenbook.inputs.kinds import USAGE, RecordField, RecordKind, kinds, stored_kinds
from greenbook.inputs.problems import ImportRefused
from greenbook.inputs.report import ImportReport
from greenbook.records.models import Account, Cta, RecordHistory, User
from tests.inputs.conftest import TODAY

pytestmark = pytest.mark.django_db
Line = dict[str, Any]

#: What fits together where any value alone would break a rule between columns.
AGREEING: dict[str, Line] = {
    "user": {"roles": ["csm", "agent"], "works_as": "csm"},
    "cta": {"status": "closed_success"},
    "program_enrolment": {"status": "held"},
    "csm_claim": {"outcome": "approved"},
    "planned_call": {"status": "held"},
    "onboarding": {"outcome": "complete", "tools": {"chat": None, "tickets": ["a", 1.5]}},
    "task": {"status": "done"},
    "objective": {"status": "closed_success"},
    "priority_assessment": {"suggested": 1, "decided": 2},
    "account_team": {"is_primary": True},
}


def one_of_each() -> Iterator[Line]:
    """A record of every kind with every field filled in."""
    for kind in kinds().values():
        line: Line = {"record": kind.name, "source": "crm", "external_id": f"{kind.name}-1"}
        if kind.name != USAGE:
            line["id"] = 70
        for field in book_fields(kind):
            if field.refers_to != kind.name:
                line[field.name] = AGREEING.get(kind.name, {}).get(field.name, some(field))
        yield line | {"known_from": "2024-02-01"}


def some(field: RecordField) -> Any:
    if field.refers_to:
        return ["crm", f"{field.refers_to}-1"]
    if field.words:
        return [field.words[-1]] if field.type == "words" else field.words[0]
    return {
        "day": "2024-02-01", "hour": "09:30:00", "whole": 3, "number": 0.1, "cents": 12_345,
        "yes/no": True, "words": ['a "b"', "c\\d,{}"], "json": {"a": [1, None]},
    }.get(field.type, 'Zoë said "hi"\n=1+1\t\\N')  # fmt: skip


def written(path: Path, lines: list[Line], *, database: str = "elsewhere") -> Path:
    said = [head(database=database), *lines]
    path.write_text("".join(json.dumps(line) + "\n" for line in said), encoding="utf-8")
    return path


def read(path: Path, lake: Lake, **more: Any) -> ImportReport:
    return import_files([path], by=None, on=TODAY, lake=lake, **more)


def records(path: Path) -> list[Line]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines[1:-1]]


def wipe() -> None:
    """An empty database, whatever was in it."""
    tables = ", ".join(kind.table for kind in stored_kinds().values())
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute(f"truncate {tables}, records_record_history, records_import_run cascade")
        cursor.execute("set constraints all deferred")


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_every_kind_with_every_field_comes_back(tmp_path: Path, lake: Lake) -> None:
    lines = list(one_of_each())
    read(written(tmp_path / "book.jsonl", lines), lake)
    counts = export_book(tmp_path / "out.jsonl", lake=lake)
    assert counts == dict.fromkeys(kinds(), 1)
    for given_line, back in zip(lines, records(tmp_path / "out.jsonl"), strict=True):
        assert back == given_line


def test_a_book_moves_to_another_database_and_back(tmp_path: Path, lake: Lake) -> None:
    read(written(tmp_path / "book.jsonl", list(one_of_each())), lake)
    export_book(tmp_path / "first.jsonl", lake=lake)
    wipe()
    other = Lake(tmp_path / "other")
    read(tmp_path / "first.jsonl", other)
    export_book(tmp_path / "second.jsonl", lake=other)
    assert (tmp_path / "first.jsonl").read_bytes() == (tmp_path / "second.jsonl").read_bytes()


def test_the_second_time_a_book_changes_nothing(tmp_path: Path, lake: Lake) -> None:
    book = written(tmp_path / "book.jsonl", list(one_of_each()))
    read(book, lake)
    assert read(book, lake).changes == 0
    assert not RecordHistory.objects.exists()


texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=20
)
days = st.dates(date(2020, 1, 1), TODAY).map(date.isoformat)
some_days = days | st.none()


@st.composite
def books(draw: st.DrawFn) -> list[Line]:
    """People, customers, and what was done with them; some with external ids, some without."""
    lines: list[Line] = []

    def add(kind: str, at: int, **fields: Any) -> None:
        named = draw(st.booleans())
        line = {"record": kind, "id": at + 1, "known_from": draw(days), **fields}
        if named:
            line |= {"source": draw(st.sampled_from(["crm", "pings"])), "external_id": f"x{at}"}
        lines.append({name: value for name, value in line.items() if value is not None})

    people, customers = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    for at in range(people):
        add("user", at, username=f"u{at}", name=draw(texts | st.none()), roles=draw(
            st.lists(st.sampled_from(["csm", "agent"]), unique=True)))  # fmt: skip
    for at in range(customers):
        above = draw(st.none() | st.integers(0, at - 1)) if at else None
        add(
            "account", at, name=draw(texts), summary=draw(texts | st.none()),
            region=draw(st.sampled_from([None, "AMER", "EMEA", "APJ"])),
            arr_cents=draw(st.none() | st.integers(-(2**40), 2**40)),
            parent=None if above is None else refer(lines, "account", above),
            is_major=draw(st.none() | st.booleans()),
        )  # fmt: skip
    for at in range(draw(st.integers(0, 4))):
        begins = draw(st.dates(date(2020, 1, 1), TODAY))
        ends = draw(st.none() | st.integers(0, 700))
        whose = refer(lines, "account", draw(st.integers(0, customers - 1)))
        add(
            "subscription", at, account=whose,
            starts_on=begins.isoformat(), seats=draw(st.none() | st.integers(0, 10**6)),
            ends_on=None if ends is None else (begins + timedelta(days=ends)).isoformat(),
        )  # fmt: skip
    for at in range(draw(st.integers(0, 4))):
        add(
            "timeline_entry", at, happened_on=draw(days), type="update", notes=draw(texts),
            account=refer(lines, "account", draw(st.integers(0, customers - 1))),
            author=refer(lines, "user", draw(st.integers(0, people - 1))),
            held=draw(st.booleans()),
        )  # fmt: skip
    return draw(st.permutations(lines))


def refer(lines: list[Line], kind: str, at: int) -> Any:
    found = [line for line in lines if line["record"] == kind][at]
    return [found["source"], found["external_id"]] if "external_id" in found else found["id"]


def with_defaults(line: Line) -> Line:
    """What a line says, with what a database fills in where it says nothing."""
    kind: RecordKind = kinds()[line["record"]]
    usual = {f.name: f.default for f in book_fields(kind) if not f.null and f.default is not None}
    return {"source": "greenbook", **usual, **line}


@given(lines=books())
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_book_comes_back(lines: list[Line], tmp_path: Path) -> None:
    with undone():
        lake = Lake(tmp_path / "lake")
        book = written(tmp_path / "book.jsonl", lines)
        read(book, lake)
        export_book(tmp_path / "out.jsonl", lake=lake)
        back = records(tmp_path / "out.jsonl")
        in_order = {name: at for at, name in enumerate(kinds())}
        wanted = sorted(lines, key=lambda line: (in_order[line["record"]], line["id"]))
        assert back == list(map(with_defaults, wanted))
        assert read(book, lake).changes == 0


def test_corrected_readings_come_back_with_what_was_known_before(
    tmp_path: Path, lake: Lake
) -> None:
    account = {"record": "account", "external_id": "C1", "source": "crm", "name": "Acme"}
    reading = {"record": USAGE, "source": "crm", "account": "C1", "metric": "users"}
    reading["read_on"] = "2024-05-01"
    lines = [
        account | {"known_from": "2024-01-01"},
        reading | {"value": 7.0, "known_from": "2024-05-02"},
        reading | {"value": 8.0, "known_from": "2024-05-09"},
    ]
    book = written(tmp_path / "book.jsonl", lines)
    read(book, lake)
    assert read(book, lake).changes == 0
    export_book(tmp_path / "out.jsonl", lake=lake)
    back = [line for line in records(tmp_path / "out.jsonl") if line["record"] == USAGE]
    assert [(line["value"], line["known_from"]) for line in back] == [
        (7.0, "2024-05-02"),
        (8.0, "2024-05-09"),
    ]


def test_ids_of_another_database_find_new_places_here(tmp_path: Path, lake: Lake) -> None:
    mine = Account.objects.create(name="Globex", known_from=TODAY)
    account = {"record": "account", "id": mine.pk, "source": "crm", "external_id": "C1",
               "name": "Acme", "known_from": "2024-01-01"}  # fmt: skip
    cta = {"record": "cta", "id": 5, "source": "crm", "external_id": "K1", "account": mine.pk,
           "grain": "account", "subject_id": mine.pk, "type": "risk", "name": "Look",
           "start_on": "2024-02-01", "known_from": "2024-02-01"}  # fmt: skip
    read(written(tmp_path / "book.jsonl", [account, cta]), lake)
    acme = Account.objects.get(external_id="C1")
    assert acme.pk != mine.pk
    opened = Cta.objects.get()
    assert (opened.account, opened.subject_id) == (acme, acme.pk)


def test_rows_without_external_id_are_not_mixed_with_those_of_another_database(
    tmp_path: Path, lake: Lake
) -> None:
    Account.objects.create(name="Globex", known_from=TODAY)
    line = {"record": "account", "id": 1, "name": "Acme", "known_from": "2024-01-01"}
    with pytest.raises(ImportRefused, match="rows without external id"):
        read(written(tmp_path / "book.jsonl", [line]), lake)
    assert Account.objects.count() == 1


def test_a_password_never_leaves(tmp_path: Path, lake: Lake) -> None:
    User.objects.create(username="nora", password="secret-hash", known_from=TODAY)
    export_book(tmp_path / "out.jsonl", lake=lake)
    assert "secret-hash" not in (tmp_path / "out.jsonl").read_text()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ({"record": "acount", "id": 1}, "Did you mean 'account'?"),
        ({"record": "account", "id": 1, "name": "A", "regoin": "EMEA"}, "Did you mean 'region'?"),
        ({"record": "account", "id": 1, "name": "A", "region": "EMAE"}, "Did you mean 'EMEA'?"),
        ({"record": "account", "name": "A"}, "a record without any id"),
        ({"record": "account", "id": "1", "name": "A"}, "an id is a whole number"),
        ({"record": "account", "id": 1}, "this must be known"),
        ({"record": "account", "id": 1, "name": "A", "parent": 7.5}, "this refers to nobody"),
        ({"record": "account", "id": 1, "name": "A", "parent": 99}, "no account of this id"),
        ({"record": "account", "id": 1, "name": "A", "arr_cents": 1.5}, "no whole number of cents"),
        ({"record": "account", "id": 1, "name": "A" * 1_100_000}, "at most 1,048,576 bytes"),
        ({"greenbook_book": 9}, "this Greenbook reads form 1"),
    ],
)  # fmt: skip
def test_a_line_that_can_not_be_read(tmp_path: Path, lake: Lake, line: Line, says: str) -> None:
    with pytest.raises(ImportRefused) as caught:
        read(written(tmp_path / "book.jsonl", [line]), lake)
    assert says in str(caught.value)
    assert caught.value.refusals[0].line == 2
    assert not Account.objects.exists()


def test_one_id_on_two_lines(tmp_path: Path, lake: Lake) -> None:
    lines = [{"record": "account", "id": 1, "name": name} for name in ("Acme", "Globex")]
    with pytest.raises(ImportRefused, match="2 times, first in line 2"):
        read(written(tmp_path / "book.jsonl", lines), lake)


def test_a_book_that_was_cut_off(tmp_path: Path, lake: Lake) -> None:
    book = written(tmp_path / "book.jsonl", list(one_of_each()))
    book.write_bytes(book.read_bytes()[:-20])
    with pytest.raises(ImportRefused, match="no JSON"):
        read(book, lake)
    assert not Account.objects.exists()


def test_an_export_that_breaks_off_leaves_the_old_one(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("the old one")
    (tmp_path / "lake" / "usage_reading" / "_delta_log").mkdir(parents=True)
    (tmp_path / "lake" / "usage_reading" / "_delta_log" / f"{0:020}.json").write_text("broken")
    with pytest.raises(Exception, match=r"."):
        export_book(out, lake=Lake(tmp_path / "lake"))
    assert out.read_text() == "the old one"
    assert [each.name for each in tmp_path.iterdir() if "unfinished" in each.name] == []
