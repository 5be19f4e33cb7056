"""The facts of the default handbook come out the same in process and over Spark Connect."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from greenbook.engine.duck import DuckEngine
from greenbook.engine.interface import Engine
from greenbook.engine.literals import bind
from greenbook.engine.spark import SparkEngine
from tests.packs.as_of import FACTS, _limits
from tests.packs.random_records import random_records

FILES = sorted(str(file.relative_to(FACTS)) for file in FACTS.glob("*/*.sql"))
DAYS = [date(2025, 1, 31), date(2025, 3, 1)]  # the end of a fiscal year, and a month after it


@pytest.fixture(scope="module")
def both(spark: SparkEngine) -> Iterator[tuple[Engine, Engine]]:
    with DuckEngine(threads=1) as duck:
        for name, rows in random_records(seed=4).items():
            duck.load(name, rows)
            spark.load(name, rows)
        yield duck, spark


@pytest.mark.parametrize("file", FILES)
def test_facts_are_the_same_on_both_engines(file: str, both: tuple[Engine, Engine]) -> None:
    for on in DAYS:
        sql = bind((FACTS / file).read_text(), {**_limits(), "today": on})
        duck, over_spark = (sorted(engine.run(sql).to_pylist(), key=str) for engine in both)
        assert duck, "no record, no comparison"
        assert duck == over_spark
