"""Facts of a few accounts, from queries prepared once: as everybody's are worked out."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from greenbook.engine.duck import DuckEngine
from greenbook.engine.facts import work_out_facts
from greenbook.engine.facts_few import Irregular, facts_of_few
from greenbook.handbook.pages import Grain
from tests.engine.green_handbook import green
from tests.engine.random_accounts import accounts
from tests.packs.random_records import random_records
from tests.shipped import shipped

GRAINS: tuple[Grain, ...] = (
    "subscription", "opportunity", "account", "person", "industry", "company"
)  # fmt: skip
TODAY = date(2025, 3, 1)
DAYS = (TODAY, date(2024, 6, 30))


def for_everybody(records: dict[str, pa.Table], today: date) -> dict[Grain, pa.Table]:
    with DuckEngine(threads=1) as engine:
        for name, rows in records.items():
            engine.load(name, rows)
        work_out_facts(engine, shipped(), today=today, grains=GRAINS)
        return {grain: engine.run(f"select * from facts_{grain}") for grain in GRAINS}


def test_whatever_the_records_and_the_day_they_come_out_the_same() -> None:
    """The second book finds the tables filled by the first, the third differs in one table; what
    was not asked about the second is not taken for what the third says."""
    first, second = random_records(11), random_records(12)
    third = second | {"timeline_entry": first["timeline_entry"]}
    books = {"first": first, "second": second, "third": third}
    everybody = {
        (name, today): for_everybody(records, today)
        for name, records in books.items()
        for today in DAYS
    }
    for name in (*books, "third"):
        for today in DAYS:
            grains = GRAINS[:3] if name == "second" else GRAINS
            few = facts_of_few(shipped(), books[name], today=today, grains=grains)
            assert few.keys() == set(grains)
            for grain, rows in few.items():
                assert rows.schema == everybody[name, today][grain].schema
                assert in_order(rows) == in_order(everybody[name, today][grain])


def in_order(rows: pa.Table) -> list[dict[str, object]]:
    return rows.sort_by("id").to_pylist()


def test_an_account_given_twice_is_left_to_those_who_say_so() -> None:
    once = accounts(3, seed=1)
    records = {"account": pa.concat_tables([once, once]), "person": pa.table({"id": [1]})}
    with pytest.raises(Irregular):
        facts_of_few(green(), records, today=TODAY, grains=["account"])


def test_a_table_that_is_missing_is_left_to_those_who_say_so() -> None:
    with pytest.raises(Irregular):
        facts_of_few(green(), {"person": pa.table({"id": [1]})}, today=TODAY, grains=["account"])
