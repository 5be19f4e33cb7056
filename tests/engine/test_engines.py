"""Both engines hold tables, answer the same SQL alike and refuse alike."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake

from greenbook.engine.duck import DuckEngine
from greenbook.engine.interface import Engine, EngineRefused

ACCOUNTS = pa.table(
    {
        "id": pa.array([1, 2, 3], pa.int64()),
        "name": ["Acme", "Globex", "Initech"],
        "signed_on": pa.array([date(2024, 1, 31), date(2024, 2, 29), None], pa.date32()),
    }
)


def only(table: pa.Table) -> object:
    """The one value of a one-row, one-column answer."""
    assert (table.num_rows, table.num_columns) == (1, 1)
    return table.column(0)[0].as_py()


def test_a_loaded_table_can_be_asked_about(engine: Engine) -> None:
    engine.load("account", ACCOUNTS)
    assert only(engine.run("select name from account where id = 2")) == "Globex"


def test_what_is_loaded_can_be_had_again(engine: Engine) -> None:
    engine.load("account", ACCOUNTS)
    assert engine.table("account").to_pylist() == ACCOUNTS.to_pylist()
    assert only(engine.run("select count(*) from account")) == 3
    assert engine.table("account").to_pylist() == ACCOUNTS.to_pylist()


@pytest.mark.parametrize("times", [1, 500], ids=["few", "many"])
def test_what_is_loaded_anew_takes_the_place_of_what_was_asked_about(
    engine: Engine, times: int
) -> None:
    for rows in (ACCOUNTS, pa.concat_tables([ACCOUNTS] * times), ACCOUNTS.slice(1)):
        engine.load("account", rows)
        assert only(engine.run("select count(*) from account")) == rows.num_rows
    engine.drop("account")
    assert engine.shape("account") is None


def test_a_reader_is_copied_so_that_it_can_be_read_twice(engine: Engine) -> None:
    engine.load("account", ACCOUNTS.to_reader())
    assert only(engine.run("select count(*) from account")) == 3
    assert only(engine.run("select count(*) from account")) == 3


def test_a_delta_table_can_be_loaded(engine: Engine, tmp_path: Path) -> None:
    write_deltalake(tmp_path, ACCOUNTS)
    engine.load("account", DeltaTable(tmp_path).to_pyarrow_dataset())
    assert only(engine.run("select max(id) from account")) == 3


def test_an_empty_table_keeps_its_columns(engine: Engine) -> None:
    engine.load("account", ACCOUNTS.slice(0, 0))
    assert engine.run("select name, signed_on from account where id > 0").num_rows == 0


def test_loading_again_replaces(engine: Engine) -> None:
    engine.load("account", ACCOUNTS)
    engine.load("account", ACCOUNTS.slice(0, 1).to_reader())
    engine.load("account", ACCOUNTS.slice(1, 1))
    assert only(engine.run("select name from account")) == "Globex"


def test_what_is_created_is_kept_and_replaces(engine: Engine) -> None:
    engine.load("account", ACCOUNTS)
    engine.create(
        "young", "select id from account where signed_on >= $since", since=date(2024, 2, 1)
    )
    engine.load("account", ACCOUNTS.slice(0, 0))
    assert only(engine.run("select id from young")) == 2
    engine.create("young", "select 7 as id")
    assert only(engine.run("select id from young")) == 7


def test_parameters_are_values_not_text(engine: Engine) -> None:
    engine.load("account", ACCOUNTS)
    assert only(engine.run("select count(*) from account where name = $name", name="' or 1=1")) == 0


def test_few_rows_come_by_their_columns(engine: Engine) -> None:
    engine.load("account", ACCOUNTS)
    sql = "select id, signed_on from account where id = $id"
    assert engine.few(sql, id=2) == [{"id": 2, "signed_on": date(2024, 2, 29)}]
    assert engine.few(sql, id=9) == []
    with pytest.raises(EngineRefused):
        engine.few("select arrr from account")
    assert engine.run(sql, id=2).num_rows == 1


def test_a_name_has_a_shape_until_it_is_dropped(engine: Engine) -> None:
    engine.load("account", ACCOUNTS)
    engine.create("named", "select id, name from account")
    shape = engine.shape("named")
    assert shape is not None and shape.names == ["id", "name"]
    engine.drop("named")
    engine.drop("named")
    assert engine.shape("named") is None


def test_wrong_sql_is_refused_in_the_engines_words(engine: Engine) -> None:
    engine.load("account", ACCOUNTS)
    with pytest.raises(EngineRefused, match="arrr"):
        engine.run("select arrr from account")


@pytest.mark.parametrize(
    ("sql", "gives"),
    [
        ("add_months(date '2024-01-31', 1)", date(2024, 2, 29)),
        ("add_months(date '2024-03-31', -1)", date(2024, 2, 29)),
        ("add_months(date '2024-02-29', 12)", date(2025, 2, 28)),
        ("add_days(date '2024-02-28', 2)", date(2024, 3, 1)),
        ("add_days(date '2024-03-01', -1)", date(2024, 2, 29)),
        ("days_between(date '2024-02-28', date '2024-03-01')", 2),
        ("days_between(date '2024-03-01', date '2024-02-28')", -2),
        ("days_between(cast(null as date), date '2024-02-28')", None),
        ("cast(date '2024-01-31' + interval 1 month as date)", date(2024, 2, 29)),
        ("add_months($day, $months)", date(2024, 8, 31)),
    ],
)
def test_days_are_counted_alike(engine: Engine, sql: str, gives: object) -> None:
    parameters = {"day": date(2024, 5, 31), "months": 3} if "$" in sql else {}
    assert only(engine.run(f"select {sql} as answer", **parameters)) == gives


def test_text_is_put_together_from_any_type_alike(engine: Engine) -> None:
    engine.load("account", ACCOUNTS)
    named = engine.run(
        "select concat('account:', id, '/', signed_on) as it from account order by id"
    )
    assert named.column(0).to_pylist()[1:] == ["account:2/2024-02-29", "account:3/"]


def test_an_engine_beside_another_has_tables_of_its_own(duck: DuckEngine) -> None:
    duck.load("account", ACCOUNTS)
    beside = duck.beside()
    assert beside.shape("account") is None
    beside.create("account", "select add_days(date '2024-01-01', 1) as d")
    assert duck.run("select * from account").num_rows == 3
