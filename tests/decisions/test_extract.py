"""Records of a few accounts and of everybody are read in two ways, which give the same tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pyarrow as pa

from greenbook.decisions.extract import Reader, bulk_reader, load_records, own_reader
from greenbook.records.models import Account, Onboarding
from tests.automations.conftest import Work

DAY = date(2026, 3, 2)


def test_both_give_the_same_rows_of_the_same_types(
    work: Work, customer: Callable[..., Account]
) -> None:
    Onboarding.objects.create(
        account=customer("Acme"), started_on=DAY, known_from=DAY, tools=["issues", "chat"]
    )
    few = tables_read(own_reader, work)
    with bulk_reader() as read:
        everybody = tables_read(read, work)
    assert few["onboarding"]["tools"].to_pylist() == ['["issues", "chat"]']
    assert few.keys() == everybody.keys()
    for name, rows in few.items():
        assert rows.schema == everybody[name].schema, name
        assert rows.equals(everybody[name]), name


def tables_read(read: Reader, work: Work) -> dict[str, pa.Table]:
    engine = work.engine.beside()
    read_of = load_records(engine, work.handbook, read, day=DAY, lake=work.lake)
    return {name: engine.table(name) for name in read_of}
