"""A run reads the columns that facts name, and no others."""

from __future__ import annotations

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


def test_a_name_defined_by_the_query_itself_is_no_record() -> None:
    assert tables_read(["with account as (select 1 as id) select id from account"], COLUMNS) == {}


def test_several_texts_add_up() -> None:
    texts = ["select id, region from account", "select id, name from account"]
    assert tables_read(texts, COLUMNS) == {"account": ("id", "name", "region")}
