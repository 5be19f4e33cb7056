"""The tables that the facts are tried on have no column that the records do not have."""

from __future__ import annotations

import re

import pytest
from django.apps import apps

from tests.packs.tables import EVERY, TABLES

LAKE = {"usage_reading"}  # not in the database


def columns_of(name: str) -> set[str]:
    table = "records_user" if name == "person" else f"records_{name}"
    [model] = [each for each in apps.get_models() if each._meta.db_table == table]
    return {field.column for field in model._meta.concrete_fields}


@pytest.mark.parametrize("name", sorted(TABLES.keys() - LAKE))
def test_each_column_is_one_of_the_records(name: str) -> None:
    shown = {column.split()[0] for column in re.split(r",\s*", TABLES[name])}
    assert sorted(shown - columns_of(name)) == []


def test_every_record_says_since_when_it_is_known() -> None:
    shown = {column.split()[0] for column in re.split(r",\s*", EVERY)}
    assert shown <= columns_of("account")
