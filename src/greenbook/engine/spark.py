"""Spark Connect: Apache Spark 4, Databricks or Sail, asked in its own SQL."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa
import pyarrow.dataset as pads
import sqlglot
from sqlglot import exp

from greenbook.engine.interface import EngineRefused, Parameter, Rows

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.connect.session import SparkSession

#: What our words for days are called there. `add_months` has the same name and meaning.
DAY_FUNCTIONS = {"add_days": "date_add", "days_between": "datediff"}


class SparkEngine:
    """`address` is a Spark Connect one: `sc://host:port`.

    What `create` works out comes back here as Arrow and is registered again, so that it is worked
    out once. Loading a Delta dataset reads it here, too.
    """

    def __init__(self, address: str) -> None:
        with warnings.catch_warnings():
            # About pandas, which we do not go through.
            warnings.simplefilter("ignore", FutureWarning)
            from pyspark.sql.connect.session import SparkSession

            self._session: SparkSession = SparkSession.builder.remote(address).create()
        self._names: set[str] = set()

    def load(self, name: str, rows: Rows) -> None:
        if isinstance(rows, pads.Dataset):
            rows = rows.to_table()
        elif isinstance(rows, pa.RecordBatchReader):
            rows = rows.read_all()
        with asking():
            self._frame(rows).createOrReplaceTempView(name)
        self._names.add(name)

    def _frame(self, rows: pa.Table) -> DataFrame:
        if rows.num_rows:
            return self._session.createDataFrame(rows)
        from pyspark.sql.pandas.types import from_arrow_schema

        return self._session.createDataFrame([], schema=from_arrow_schema(rows.schema))

    def create(self, name: str, sql: str, **parameters: Parameter) -> None:
        self.load(name, self.run(sql, **parameters))

    def create_as_written(self, name: str, sql: str, **parameters: Parameter) -> None:
        self.create(name, sql, **parameters)

    def run(self, sql: str, **parameters: Parameter) -> pa.Table:
        with asking():
            return self._session.sql(in_sparks_words(sql), args=parameters or None).toArrow()

    def table(self, name: str) -> pa.Table:
        return self.run(f'select * from "{name}"')

    def few(self, sql: str, **parameters: Parameter) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.run(sql, **parameters).to_pylist()
        return rows

    def shape(self, name: str) -> pa.Schema | None:
        return self.run(f'select * from "{name}" limit 0').schema if name in self._names else None

    def drop(self, name: str) -> None:
        if name in self._names:
            self._session.catalog.dropTempView(name)
            self._names.discard(name)

    def close(self) -> None:
        self._session.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def asking() -> Iterator[None]:
    """While Spark is asked: its warnings about pandas are not ours, its errors become ours."""
    from pyspark.errors import PySparkException

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        try:
            yield
        except PySparkException as refused:
            raise EngineRefused(str(refused)) from refused


@lru_cache(maxsize=256)
def in_sparks_words(sql: str) -> str:
    """DuckDB's SQL as Spark writes it; our own functions of days under its names for them."""
    return sqlglot.parse_one(sql, read="duckdb").transform(rename).sql(dialect="spark")


def rename(node: exp.Expr) -> exp.Expr:
    """`add_days(d, n)` counts forward and `days_between(a, b)` is b - a: datediff turns them."""
    if type(node) is exp.Concat and node.args.get("coalesce"):
        return exp.Concat(expressions=[_as_text(part) for part in node.expressions], safe=True)
    if not isinstance(node, exp.Anonymous) or node.name.lower() not in DAY_FUNCTIONS:
        return node
    first, second = node.expressions
    if node.name.lower() == "days_between":
        first, second = second, first
    return exp.Anonymous(this=DAY_FUNCTIONS[node.name.lower()], expressions=[first, second])


def _as_text(part: exp.Expr) -> exp.Expr:
    """DuckDB's concat takes any type and leaves out NULL; Spark coalesces like with like."""
    if isinstance(part, exp.Literal) and part.is_string:
        return part
    text = exp.Cast(this=part.copy(), to=exp.DataType.build("text"))
    return exp.Coalesce(this=text, expressions=[exp.Literal.string("")])
