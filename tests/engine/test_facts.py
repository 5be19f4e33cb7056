"""Facts worked out from records, on both engines, and what is said when they can not be."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from greenbook.engine.duck import DuckEngine
from greenbook.engine.fact_types import check_types
from greenbook.engine.facts import FactsRefused, work_out_facts
from greenbook.engine.interface import Engine
from greenbook.engine.literals import bind
from tests.engine.small_handbook import BOOK, CALLS, FILES, IDENTITY, RECORDS, handbook_of

MAY_21, JUNE_1 = date(2024, 5, 21), date(2024, 6, 1)


def loaded(engine: Engine) -> Engine:
    for name, rows in RECORDS.items():
        engine.load(name, rows)
    return engine


def facts(engine: Engine, grain: str = "account") -> list[dict[str, object]]:
    return engine.run(f"select * from facts_{grain} order by id").to_pylist()


def test_the_subjects_of_a_grain_stand_side_by_side(engine: Engine) -> None:
    work_out_facts(loaded(engine), handbook_of(FILES), today=MAY_21)
    acme, globex = facts(engine)
    assert acme == {
        "id": 1,
        "today": MAY_21,
        "name": "Acme",
        "arr": 12_000_00,
        "recent_calls": 2,
        "last_call_on": date(2024, 5, 20),
        "last_call_on__evidence": "timeline_entry:8",
        "next_call_on": date(2024, 6, 20),
    }
    assert (globex["arr"], globex["recent_calls"], globex["last_call_on"]) == (None, 0, None)
    assert facts(engine, "person") == [{"id": 5, "name": "Nora"}]


def test_each_subject_may_give_its_rows_in_an_order_of_its_own(engine: Engine) -> None:
    turned = FILES | {"facts/account/calls.sql": CALLS.rstrip() + "\norder by a.id desc\n"}
    work_out_facts(loaded(engine), handbook_of(turned), today=MAY_21)
    assert [row["recent_calls"] for row in facts(engine)] == [2, 0]


def test_the_parameters_are_those_of_the_day(engine: Engine) -> None:
    work_out_facts(loaded(engine), handbook_of(FILES), today=JUNE_1)
    assert facts(engine)[0]["recent_calls"] == 0


def test_one_grain_can_be_worked_out_alone(duck: DuckEngine) -> None:
    work_out_facts(loaded(duck), handbook_of(FILES), today=MAY_21, grains=["person"])
    assert duck.shape("facts_person") is not None
    assert duck.shape("facts_account") is None


def test_sql_that_fails_names_its_file(engine: Engine) -> None:
    broken = FILES | {"facts/account/calls.sql": CALLS.replace("timeline_entry\n", "timelines\n")}
    with pytest.raises(FactsRefused, match=r"facts/account/calls\.sql: .*timelines"):
        work_out_facts(loaded(engine), handbook_of(broken), today=MAY_21)


def test_a_parameter_that_is_not_in_force_names_its_file(duck: DuckEngine) -> None:
    broken = FILES | {"facts/account/calls.sql": CALLS.replace("$window_days", "$window")}
    with pytest.raises(FactsRefused, match=r"calls\.sql: \$window is not among the parameters"):
        work_out_facts(loaded(duck), handbook_of(broken), today=MAY_21)


def test_an_account_given_twice_is_refused(duck: DuckEngine) -> None:
    broken = FILES | {
        "facts/account/calls.sql": CALLS.replace("group by account_id", "group by all")
    }
    broken["facts/account/calls.sql"] = broken["facts/account/calls.sql"].replace(
        "max(happened_on) as", "happened_on as"
    )
    with pytest.raises(FactsRefused, match=r"calls\.sql: gives id 1 more than once"):
        work_out_facts(loaded(duck), handbook_of(broken), today=MAY_21)


def test_a_left_out_account_is_refused(duck: DuckEngine) -> None:
    broken = FILES | {"facts/account/identity.sql": IDENTITY + "where a.arr_cents > 0\n"}
    with pytest.raises(FactsRefused, match=r"identity\.sql: gives 1 rows where .* gives 2"):
        work_out_facts(loaded(duck), handbook_of(broken), today=MAY_21)


def test_a_fact_has_one_file(duck: DuckEngine) -> None:
    twice = FILES | {"facts/account/more.sql": IDENTITY}
    with pytest.raises(FactsRefused, match=r"more\.sql: `today` is given by .*identity"):
        work_out_facts(loaded(duck), handbook_of(twice), today=MAY_21)


def test_every_column_has_the_type_that_its_comment_promises(engine: Engine) -> None:
    assert check_types(loaded(engine), handbook_of(FILES), today=MAY_21) == []


def test_types_are_checked_over_empty_records(duck: DuckEngine) -> None:
    for name, rows in RECORDS.items():
        duck.load(name, rows.slice(0, 0))
    assert check_types(duck, handbook_of(FILES), today=MAY_21) == []


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("cast(a.arr_cents as double) as arr", "`arr` is documented as usd but comes as double"),
        ("cast(a.arr_cents as integer) as arr", "write cast(… as bigint)"),
        ("a.name as arr", "comes as string"),
    ],
)
def test_a_column_of_another_type_is_told_with_its_line(
    duck: DuckEngine, written: str, says: str
) -> None:
    sql = IDENTITY.replace("cast(a.arr_cents as bigint) as arr", written)
    handbook = handbook_of(FILES | {"facts/account/identity.sql": sql})
    [found] = check_types(loaded(duck), handbook, today=MAY_21)
    assert str(found).startswith("facts/account/identity.sql: line ")
    assert says in str(found)


def test_all_files_that_do_not_run_are_told(duck: DuckEngine) -> None:
    wrong = {"facts/account/a.sql": IDENTITY, "facts/person/book.sql": BOOK}
    duck.load("account", pa.table({"id": [1]}))
    found = check_types(duck, handbook_of(wrong), today=MAY_21)
    assert [each.file for each in found] == ["facts/account/a.sql", "facts/person/book.sql"]


def test_only_names_outside_of_texts_and_comments_are_bound() -> None:
    sql = "select '$a', $a, -$n, $f -- $a\n"
    assert bind(sql, {"a": "it's", "n": -2, "f": 0.5}) == (
        "select '$a', 'it''s', -(-2), cast(0.5 as double) -- $a\n"
    )
