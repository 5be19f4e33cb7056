"""A run reads the columns that facts name, and no others."""

from __future__ import annotations

import pytest

from greenbook.decisions.tables import tables_read

COLUMNS = {
    "account": frozenset({"id", "region", "name", "summary"}),
    "timeline_entry": frozenset({"id", "account_id", "happened_on", "notes"}),
}


def test_only_named_columns_are_read() -> None:
    text = """
    with calls as (select account_id, max(happened_on) as last from timeline_entry group by 1)
    select a.id, a.region, calls.last from account a left join calls on calls.account_id = a.id
    """
    assert tables_read([text], COLUMNS) == {
        "account": ("id", "region"),
        "timeline_entry": ("account_id", "happened_on", "id"),
    }


def test_a_column_counts_for_the_table_that_it_stands_with() -> None:
    text = """
    select a.id, e.notes as summary
    from account a join timeline_entry e on e.account_id = a.id
    where exists (select 1 from timeline_entry other where other.id < e.id and a.region = 'EMEA')
    """
    assert tables_read([text], COLUMNS) == {
        "account": ("id", "region"),
        "timeline_entry": ("account_id", "id", "notes"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "select region from account join timeline_entry on timeline_entry.account_id = account.id",
        "with all_of_them as (select a.* from account a) select region from all_of_them",
        "select e.region from (select * from account) e",
        "select e.notes, region from timeline_entry e join account using (id)",
    ],
)
def test_a_column_that_names_no_table_is_read_wherever_it_may_stand(text: str) -> None:
    assert "region" in tables_read([text], COLUMNS)["account"]


def test_a_name_defined_by_the_query_itself_is_no_record() -> None:
    assert tables_read(["with account as (select 1 as id) select id from account"], COLUMNS) == {}


def test_several_texts_add_up() -> None:
    texts = ["select id, region from account", "select id, name from account"]
    assert tables_read(texts, COLUMNS) == {"account": ("id", "name", "region")}
